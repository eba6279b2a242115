// Writes one SVG picture: shapes and words, nothing else. Same calls, same bytes: numbers have one decimal.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace qd::render {

/// The values of paint: fixed colours for files and mail, custom properties for a page.
struct SvgPalette {
  std::string_view ink;
  std::string_view muted;
  std::string_view line;
  std::string_view accent;
  std::string_view band;    ///< the accent where it is not sure
  std::string_view mark;    ///< what is not the accent
  std::string_view paper;   ///< behind the picture; empty: nothing
  std::string_view family;  ///< of fonts; empty: the page's
  double deepest = 0.5;     ///< share of the accent over the paper at which ink is still read well
};

struct SvgPoint {
  double x = 0;
  double y = 0;
};

enum class Anchor : unsigned char { start, middle, end };

class Svg {
 public:
  Svg(const SvgPalette& palette, int width, double font_size)
      : palette_(palette), width_(width), font_size_(font_size) {}

  void rect(double x, double y, double width, double height, std::string_view fill, double opacity = 1);
  void line(SvgPoint from, SvgPoint to, std::string_view stroke, double width);
  /// `dash` as in stroke-dasharray; empty: a whole line.
  void polyline(std::span<const SvgPoint> points, std::string_view stroke, double width, std::string_view dash = {});
  void polygon(std::span<const SvgPoint> points, std::string_view fill);
  void circle(SvgPoint centre, double radius, std::string_view fill);
  void text(SvgPoint baseline, Anchor anchor, std::string_view fill, std::string_view words);

  [[nodiscard]] const SvgPalette& palette() const { return palette_; }
  /// The picture; `alt` is its name. Nothing is left to draw on.
  [[nodiscard]] std::string finish(int height, std::string_view alt);

 private:
  SvgPalette palette_;
  int width_;
  double font_size_;
  std::string body_;
};

}  // namespace qd::render
