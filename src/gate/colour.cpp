#include "gate/colour.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace qd::gate {

namespace {

double linear(std::uint8_t part) {
  const double share = part / 255.0;
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
  if (text == "white") return Colour{255, 255, 255};
  if (text == "black") return Colour{};
  if (!text.starts_with('#') || (text.size() != 4 && text.size() != 7)) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  const auto part = [value](int at, unsigned bits, unsigned scale) {
    return static_cast<std::uint8_t>(((value >> (static_cast<unsigned>(at) * bits)) & ((1u << bits) - 1)) * scale);
  };
  if (text.size() == 4) return Colour{part(2, 4, 17), part(1, 4, 17), part(0, 4, 17)};
  return Colour{part(2, 8, 1), part(1, 8, 1), part(0, 8, 1)};
}

double contrast(Colour a, Colour b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

Colour inverted(Colour colour) {
  // In HSL, 1 − L with the same hue and saturation moves all three parts by the same amount.
  const int most = std::max({colour.red, colour.green, colour.blue});
  const int least = std::min({colour.red, colour.green, colour.blue});
  const int shift = 255 - most - least;
  const auto moved = [shift](std::uint8_t part) { return static_cast<std::uint8_t>(part + shift); };
  return {moved(colour.red), moved(colour.green), moved(colour.blue)};
}

}  // namespace qd::gate
