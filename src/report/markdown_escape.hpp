// Text that people wrote, made safe to stand anywhere in a Markdown template: in a line, a heading, a table's cell.
#pragma once

#include <string>
#include <string_view>

namespace qd::report {

/// Appends `text` so that Markdown shows exactly its characters. Line ends and other white space become one space,
/// control and direction-override characters vanish, invalid UTF-8 becomes U+FFFD, and text of a right-to-left script
/// is isolated so that it does not turn the figures beside it round.
void escape_markdown(std::string& out, std::string_view text);

[[nodiscard]] std::string escaped(std::string_view text);

/// Takes the escapes away again: for text in fences, where Markdown keeps them.
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace qd::report
