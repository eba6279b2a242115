#include "render/svg_text.hpp"

#include <gmock/gmock.h>

namespace qd::render {
namespace {

using testing::ElementsAre;

TEST(SvgText, IsWiderForWideLetters) {
  EXPECT_GT(svg_text_width("WWW", 10), svg_text_width("iii", 10));
  EXPECT_DOUBLE_EQ(svg_text_width("abc", 20), 2 * svg_text_width("abc", 10));
  EXPECT_EQ(svg_text_width("", 10), 0);
  EXPECT_EQ(svg_text_width("\u2068\u2069e\u0301", 10), svg_text_width("e", 10));
  EXPECT_GT(svg_text_width("予", 10), 10);
}

TEST(SvgText, BreaksAtSpacesAndElseAnywhere) {
  EXPECT_THAT(svg_lines("slip rental of JADA", 80, 10, 9), ElementsAre("slip rental of", "JADA"));
  EXPECT_THAT(svg_lines("aaaaaaaaaaaa", 32, 10, 9), ElementsAre("aaaaa", "aaaaa", "aa"));
  EXPECT_THAT(svg_lines("", 80, 10, 2), ElementsAre(""));
  EXPECT_THAT(svg_lines("wide", 0.1, 10, 9), ElementsAre("w", "i", "d", "e"));
}

TEST(SvgText, EndsInAnEllipsisWhereItDoesNotFit) {
  EXPECT_EQ(svg_line("slip rental of JADA", 80, 10), "slip rental…");
  EXPECT_THAT(svg_lines("aaaaaaaaaaaa", 32, 10, 2), ElementsAre("aaaaa", "aaa…"));
  for (const std::string& line : svg_lines(std::string(500, 'm'), 100, 17, 2)) EXPECT_LE(svg_text_width(line, 17), 100);
}

TEST(SvgText, LosesWhatXmlAndTheReadingOrderCannotBear) {
  EXPECT_EQ(svg_line(std::string("a\0b\x1B\xEF\xBF\xBF\xE2\x80\xAE\nc", 13), 500, 10), "ab c");
  EXPECT_EQ(svg_line("\xFF", 500, 10), "\uFFFD");
  // What is cut inside an isolated stretch of right-to-left text ends it.
  const std::string cut = svg_line("\u2068" + std::string(90, 'x') + "\u2069", 100, 10);
  EXPECT_TRUE(cut.starts_with("\u2068") && cut.ends_with("…\u2069")) << cut;
}

}  // namespace
}  // namespace qd::render
