// Where a command speaks: results to standard output, everything else to standard error, both through the gate.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace qd::gate {
class Gate;
enum class Form : std::uint8_t;
}  // namespace qd::gate

namespace qd::app {

/// What a command ends with.
enum class Exit : int {
  done = 0,
  problems_found = 1,
  usage = 2,
  gate_refused = 3,
  delivery_incomplete = 4,
  environment_refused = 5,
};

/// The exit code that an error of the world leads to.
[[nodiscard]] Exit exit_of(const Error& error);

class Console {
 public:
  Console(std::FILE* out, std::FILE* err);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// From here on nothing leaves that holds one of the gate's secrets. Must outlive the console or be taken back with
  /// nullptr. Before that only messages about options are written.
  void set_gate(const gate::Gate* gate) { gate_ = gate; }

  /// One JSON object an event on standard error instead of a line.
  void set_log_json(bool log_json) { log_json_ = log_json; }

  /// To standard output. Give whole rows: what the gate refuses is dropped whole, reported once on standard
  /// error, and makes `refused()` true. A reader that has gone away ends the output silently.
  void out(std::string_view text);
  /// One event to standard error: "quarterdeck: error: what".
  void error(std::string_view what);
  void warning(std::string_view what);
  void note(std::string_view what);
  /// Text to standard error as it is, such as a formatted diagnostic.
  void err(std::string_view text);

  /// Shows "what done/of" in place, at most ten times a second, if standard error is a terminal.
  void progress(std::string_view what, std::uint64_t done, std::uint64_t of);
  void end_progress();

  /// Whether standard output is a terminal that wants colours (NO_COLOR is honoured).
  [[nodiscard]] bool colours() const { return colours_; }
  [[nodiscard]] bool refused() const { return refused_; }
  /// True once standard output cannot be written any more; the reason was reported.
  [[nodiscard]] bool broken() const { return broken_; }
  /// Writes out what is buffered and says whether that worked.
  [[nodiscard]] bool flush();

 private:
  void event(std::string_view level, std::string_view what);
  [[nodiscard]] bool passes(std::string_view text, gate::Form form, std::string_view place);

  std::FILE* out_;
  std::FILE* err_;
  const gate::Gate* gate_ = nullptr;
  bool log_json_ = false;
  bool colours_ = false;
  bool shows_progress_ = false;
  bool progress_shown_ = false;
  std::int64_t last_progress_ms_ = 0;
  bool refused_ = false;
  bool broken_ = false;
};

}  // namespace qd::app
