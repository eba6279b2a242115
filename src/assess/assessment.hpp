// Everything that follows from the facts at one moment. Plain data: computed by assess(), shown by report and render.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assess/action_list.hpp"
#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "formula/value.hpp"
#include "model/fact_store.hpp"

namespace qd::assess {

struct KpiResult {
  std::string id;  ///< of the definition
  model::Subject subject;
  formula::Evaluated result;                ///< its value is an Amount, a Date or Missing
  std::optional<formula::Amount> previous;  ///< of what the assessment is compared with, same group
  std::vector<std::uint32_t> past;          ///< its place in the figures of each point of the history, or kNoFigure
};

inline constexpr std::uint32_t kNoFigure = UINT32_MAX;

/// A figure on an earlier day.
struct PastFigure {
  std::string id;
  model::Subject subject;
  std::string group;
  formula::Value value;
};

/// The figures at the end of a day.
struct PastPoint {
  Date day;
  std::string commit;  ///< whose files they are made of
  std::vector<PastFigure> figures;
};

/// What an assessment is compared with: an earlier run, else the state of a commit.
struct Comparison {
  Date day;
  std::string run;     ///< name of its folder; empty when it is a commit
  std::string commit;  ///< empty when it is a run
};

enum class Outcome : std::uint8_t { fail, pass, unknown, not_configured, not_applicable };
enum class FindingState : std::uint8_t { fresh, persisting, worse, resolved };  ///< `fresh` is written "new"

[[nodiscard]] std::string_view to_string(Outcome outcome);
[[nodiscard]] std::string_view to_string(FindingState state);
[[nodiscard]] std::optional<Outcome> parse_outcome(std::string_view text);

struct Evidence {
  std::string file;
  std::uint32_t line = 0;
};

struct Finding {
  std::string id;  ///< depends on check and subject only: "no_live_listing@jada"
  std::string check;
  model::Subject subject;
  Outcome outcome = Outcome::unknown;
  Level severity = Level::medium;
  std::string message;  ///< the business consequence; for `unknown` the reason
  std::string remedy;
  std::vector<Evidence> evidence;
  std::optional<formula::Amount> impact;  ///< what the remedy brings: the check's value named `impact`, if it is money
  Date since;                             ///< first run in which it failed without a break
  FindingState state = FindingState::fresh;
};

/// Something that differs from the last run.
struct Change {
  std::string what;  ///< "kpi", "finding", "action"
  std::string id;
  model::Subject subject;
  std::string group;
  std::string state;  ///< of figures: "up", "down", "known", "unknown"; of findings their state; of actions "done",
                      ///< "new", "overdue", "open" (again), "gone" (from the documents, and not done)
  std::string from;   ///< as shown; may be empty
  std::string to;
  std::string text;      ///< the change as a sentence
  bool material = true;  ///< false: of a figure that moved by less than its readers care for
  std::string check;     ///< of findings, and of actions that follow from one
  std::string owner;     ///< of actions: as written, or empty
};

struct Coverage {
  std::uint64_t lines = 0;
  std::uint64_t understood = 0;
};

struct Assessment {
  Instant as_of;
  Date today;                     ///< the day of as_of in the portfolio's zone
  std::vector<KpiResult> kpis;    ///< in the order of definition, subject (portfolio first), group
  std::vector<Finding> findings;  ///< in the order of id
  ActionList actions;             ///< best score first
  std::vector<Change> changes;    ///< what matters most first
  std::optional<Comparison> compared_with;
  std::vector<PastPoint> history;  ///< oldest first; empty where nobody asked
  Coverage coverage;
  Diagnostics diagnostics;  ///< of definitions and of the reading
};

}  // namespace qd::assess
