// What most commands start from: the workspace, its words and definitions, the gate that knows its secrets, and the
// moment that the answer is about.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/reading.hpp"
#include "app/workspace.hpp"
#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "base/side_by_side.hpp"
#include "gate/gate.hpp"
#include "ingest/vocabulary.hpp"
#include "store/run_archive.hpp"

namespace qd::app {

struct Session {
  Workspace workspace;
  gate::Gate gate;
  assess::Definitions definitions;
  ingest::Vocabulary vocabulary;
  Diagnostics diagnostics;  ///< of definitions and vocabulary
  Instant as_of;
  Date today;  ///< the day of as_of in the portfolio's zone
};

/// Opens the workspace and makes the console speak through its gate, so the session must outlive the console's use of
/// it. `now` is taken where no --as-of was given.
[[nodiscard]] Result<std::unique_ptr<Session>> open_session(const CommonOptions& options, Instant now,
                                                            Console& console);

/// Reads the workspace, with progress.
[[nodiscard]] Reading read(const Session& session, const CommonOptions& options, Console& console);

/// A SideBySide.
void on_two_threads(const Work& first, const Work& second);

/// Figures on earlier days, where somebody looked: app/history.hpp.
struct FigureHistory {
  std::vector<assess::PastPoint> points;  ///< oldest first, before today; those from which on the repository knows
  std::optional<assess::PastPoint> week_ago;
};

struct Assessed {
  assess::Assessment assessment;
  std::optional<store::ArchivedRun> previous;  ///< the run that changes compare with
};

/// Assesses against the newest archived run whose as-of is earlier; where there is none, against the state a week ago,
/// if `history` knows it.
[[nodiscard]] Result<Assessed> assess_session(const Session& session, const Reading& reading,
                                              FigureHistory history = {});

}  // namespace qd::app
