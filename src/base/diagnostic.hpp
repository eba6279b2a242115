// What we tell a person about something they wrote. The run goes on; nothing here is an exception.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qd {

enum class Severity : std::uint8_t { note, warning, error };

[[nodiscard]] constexpr std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

/// A place in the file as it lies on disk, whatever its encoding. Line 0 means the file as a whole.
struct Position {
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< from 1, in characters (code points); 0 means the whole line
  std::uint32_t length = 0;  ///< characters to underline; 0 is shown as 1

  bool operator==(const Position&) const = default;
};

struct Diagnostic {
  Severity severity = Severity::warning;
  std::string_view code;  ///< a stable name such as "amount-ambiguous"; always a string literal
  std::string message;    ///< one sentence: what is wrong
  std::string file;       ///< relative to the workspace
  Position at;
  std::string line;  ///< the line itself, without its end; empty when there is none to show
  std::string hint;  ///< what to do; may be empty
};

using Diagnostics = std::vector<Diagnostic>;

/// As a compiler prints it, each part on lines of its own, with a final newline:
///   jada/charters.md:12:9: warning: message [code]
///     - **Burn:** 1.500
///               ^~~~~
///     hint: write 1,500 or 1.50
/// Long lines are cut around the caret; control characters are shown as spaces.
[[nodiscard]] std::string format(const Diagnostic& diagnostic);

}  // namespace qd
