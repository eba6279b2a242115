#include "render/png.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace qd::render {
namespace {

constexpr std::string_view kPicture =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\" width=\"40\" height=\"20\"><rect width=\"20\" "
    "height=\"20\" fill=\"#0B5CAD\"/><text x=\"2\" y=\"15\">a</text></svg>";

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = at; i < at + 4; ++i) out = out << 8 | static_cast<unsigned char>(bytes[i]);
  return out;
}

TEST(Png, HasTheSizeTimesTheScale) {
  const auto png = png_of(kPicture, 40, 20, 2);
  ASSERT_TRUE(png);
  EXPECT_TRUE(png->starts_with("\x89PNG\r\n\x1A\n"));
  EXPECT_EQ(number_at(*png, 16), 80u);
  EXPECT_EQ(number_at(*png, 20), 40u);
}

TEST(Png, IsTheSameForTheSamePicture) { EXPECT_EQ(*png_of(kPicture, 40, 20, 2), *png_of(kPicture, 40, 20, 2)); }

TEST(Png, KeepsTheColoursOfAreasHoweverManyThereAre) {
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4000 10\" width=\"4000\" height=\"10\">";
  for (int i = 0; i < 4000; ++i) {
    const int blue = i % 256;
    const int green = i / 256 * 16;
    svg += "<rect x=\"" + std::to_string(i) + "\" width=\"1\" height=\"10\" fill=\"rgb(3," + std::to_string(green) +
           "," + std::to_string(blue) + ")\"/>";
  }
  svg += "<rect width=\"4000\" height=\"5\" fill=\"#0B5CAD\"/></svg>";
  const auto png = png_of(svg, 4000, 10, 1);
  ASSERT_TRUE(png);
  // The commonest colour comes first in the table of colours.
  const std::size_t table = png->find("PLTE");
  ASSERT_NE(table, std::string::npos);
  EXPECT_EQ(png->substr(table + 4, 3), "\x0B\x5C\xAD");
}

TEST(Png, RefusesWhatItCannotDraw) {
  EXPECT_FALSE(png_of("no picture", 40, 20, 1));
  EXPECT_FALSE(png_of("", 40, 20, 1));
  EXPECT_FALSE(png_of("<svg xmlns=\"http://www.w3.org/2000/svg\"><rect", 40, 20, 1));
  EXPECT_FALSE(png_of(std::string(3 << 20, ' '), 40, 20, 1));
}

TEST(Png, RefusesWhatIsTooLarge) {
  for (const double scale : {0.0, -1.0, 1000.0, 1e300, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_FALSE(png_of(kPicture, 40, 20, scale)) << scale;
  EXPECT_FALSE(png_of(kPicture, 0, 20, 1));
  EXPECT_FALSE(png_of(kPicture, 40, -1, 1));
  EXPECT_FALSE(png_of(kPicture, 8000, 8000, 1));
}

TEST(Png, LoadsNothingFromAnywhere) {
  const auto png = png_of(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><image href=\"file:///etc/hostname\" "
      "width=\"40\" height=\"20\"/></svg>",
      40, 20, 1);
  const auto empty = png_of("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"/>", 40, 20, 1);
  ASSERT_TRUE(png && empty);
  EXPECT_EQ(*png, *empty);
}

}  // namespace
}  // namespace qd::render
