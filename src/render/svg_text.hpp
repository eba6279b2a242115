// How wide words are in a picture, without any font: an upper estimate over the common sans-serif families, so that
// what fits here fits where the picture is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qd::render {

[[nodiscard]] double svg_text_width(std::string_view text, double size);

/// At most `lines` lines of at most `width`; what does not fit ends in "…". Breaks at spaces, else anywhere. At least
/// one line, perhaps empty; cleaned.
[[nodiscard]] std::vector<std::string> svg_lines(std::string_view text, double width, double size, std::size_t lines);
[[nodiscard]] std::string svg_line(std::string_view text, double width, double size);

/// Without characters that XML or the reading order cannot bear.
[[nodiscard]] std::string svg_clean(std::string_view text);

}  // namespace qd::render
