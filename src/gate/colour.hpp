// Colours as a mail writes them, and whether one can be read on another.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace qd::gate {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

/// "#0B5CAD", "#fff", "white" or "black"; anything else is nothing.
[[nodiscard]] std::optional<Colour> parse_colour(std::string_view text);

/// WCAG's contrast, 1…21.
[[nodiscard]] double contrast(Colour a, Colour b);

/// What a client makes of a colour that turns a light mail into a dark one: the lightness is turned around, the hue
/// stays.
[[nodiscard]] Colour inverted(Colour colour);

}  // namespace qd::gate
