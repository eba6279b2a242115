// The pictures of chart_svg.hpp as PNG, for mail readers that draw no SVG.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace qd::render {

/// Draws an SVG that this program wrote at `width` by `height` CSS pixels, `scale` device pixels each. Words are set in
/// the fonts that fontconfig finds: one machine gives one result; without any font there are shapes but no words.
/// Refuses what is too large to draw in an instant: a text of more than 2 MiB, a side of more than 8,192 pixels.
[[nodiscard]] Result<std::string> png_of(std::string_view svg, int width, int height, double scale);

}  // namespace qd::render
