// The figures of a workspace on earlier days, from the history of the repository that holds it. docs/history.md says
// what is as it was then and what is as it is today.
#pragma once

#include <functional>
#include <string_view>

#include "app/history_span.hpp"
#include "app/reading.hpp"
#include "app/session.hpp"

namespace qd::app {

struct HistoryOptions {
  HistorySpan span;
  bool bounded = false;                       ///< nobody asked for it: it must not take longer than the rest of the run
  unsigned threads = 0;                       ///< 0: as many as the machine has, at most 8
  std::function<void(std::string_view)> say;  ///< a line for the reader where it ends early; may be empty
  /// Points done and points in all; from the thread of the caller. May be empty.
  std::function<void(std::size_t, std::size_t)> progress;
};

/// Empty where there is no repository, or none that can be read.
[[nodiscard]] FigureHistory read_history_of_figures(const Session& session, const Reading& reading,
                                                    const HistoryOptions& options);

/// The same with notes and progress on the console.
[[nodiscard]] FigureHistory look_back(const Session& session, const Reading& reading, const CommonOptions& common,
                                      HistorySpan span, bool bounded, Console& console);

}  // namespace qd::app
