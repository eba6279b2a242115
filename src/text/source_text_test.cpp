#include "text/source_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::text {
namespace {

using testing::ElementsAre;
using namespace std::string_literals;

std::vector<std::string_view> lines(const SourceText& source) {
  std::vector<std::string_view> out;
  for (std::uint32_t line = 1; line <= source.lines(); ++line) out.push_back(source.line(line));
  return out;
}

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string out;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

TEST(SourceText, RefersToUtf8AsItIs) {
  const std::string bytes = "# Häfen\n";
  const SourceText source(bytes);
  EXPECT_EQ(source.text().data(), bytes.data());
  EXPECT_EQ(source.encoding(), Encoding::utf8);
}

struct Encoded {
  std::string bytes;
  Encoding encoding;
  std::string text;
};

class SourceTextEncoding : public testing::TestWithParam<Encoded> {};

TEST_P(SourceTextEncoding, IsSeenThrough) {
  const SourceText source(GetParam().bytes);
  EXPECT_EQ(source.encoding(), GetParam().encoding);
  EXPECT_EQ(source.text(), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Accidents, SourceTextEncoding,
    testing::Values(
        Encoded{"", Encoding::utf8, ""}, Encoded{"\xEF\xBB\xBF# A", Encoding::utf8_bom, "# A"},
        Encoded{"\xFF\xFE" + utf16(u"# Ä €\n😀", false), Encoding::utf16_le, "# Ä €\n😀"},
        Encoded{"\xFE\xFF" + utf16(u"# Ä €\n😀", true), Encoding::utf16_be, "# Ä €\n😀"},
        Encoded{utf16(u"# Costs\n- Rent: $5\n", false), Encoding::utf16_le, "# Costs\n- Rent: $5\n"},
        Encoded{utf16(u"# Costs\n- Rent: $5\n", true), Encoding::utf16_be, "# Costs\n- Rent: $5\n"},
        Encoded{utf16(u"# 月額費用の一覧\n- 家賃\n", false), Encoding::utf16_le, "# 月額費用の一覧\n- 家賃\n"},
        Encoded{utf16(u"# 月額費用の一覧\n- 家賃\n", true), Encoding::utf16_be, "# 月額費用の一覧\n- 家賃\n"},
        Encoded{"\xFF\xFE" + utf16(u"a\xD800z\xDC00", false), Encoding::utf16_le, "a\uFFFDz\uFFFD"},
        Encoded{"\xFF\xFE" + utf16(u"a\xD800", false), Encoding::utf16_le, "a\uFFFD"},
        Encoded{"\xFF\xFE" + utf16(u"ab", false) + "c", Encoding::utf16_le, "ab\uFFFD"},
        Encoded{"\xFF\xFE", Encoding::utf16_le, ""},
        Encoded{"\xFF\xFE" + utf16(u"a\0b"s, false), Encoding::utf16_le, "a\uFFFDb"},
        Encoded{"caf\xE9 au lait", Encoding::damaged_utf8, "caf\uFFFD au lait"},
        Encoded{"a\xED\xA0\x80z", Encoding::damaged_utf8, "a\uFFFD\uFFFD\uFFFDz"},
        Encoded{"a\xE2\x82", Encoding::damaged_utf8, "a\uFFFD\uFFFD"},
        Encoded{"\xEF\xBB\xBF\xFF", Encoding::damaged_utf8, "\uFFFD"},
        Encoded{"# Costs, with a NUL\0in them\n"s, Encoding::damaged_utf8, "# Costs, with a NUL\uFFFDin them\n"},
        Encoded{"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1"s, Encoding::binary, ""},
        Encoded{std::string(1000, '\0'), Encoding::binary, ""}));

TEST(SourceText, LinesEndInEveryWay) {
  EXPECT_THAT(lines(SourceText("a\nb\r\nc\rd")), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(lines(SourceText("a\rb\r")), ElementsAre("a", "b"));
  EXPECT_THAT(lines(SourceText("a\n\nb\n")), ElementsAre("a", "", "b"));
  EXPECT_THAT(lines(SourceText("\r\n\r\n")), ElementsAre("", ""));
  EXPECT_THAT(lines(SourceText("\n\r")), ElementsAre("", ""));
  EXPECT_THAT(lines(SourceText("")), ElementsAre());
}

TEST(SourceText, ALineHoldsItsOwnEnd) {
  const SourceText source("ab\r\nc\n");
  std::vector<std::uint32_t> out;
  for (std::size_t offset = 0; offset <= source.text().size(); ++offset) out.push_back(source.line_of(offset));
  EXPECT_THAT(out, ElementsAre(1, 1, 1, 1, 2, 2, 2));
}

TEST(SourceText, PositionsCountCharacters) {
  const SourceText source("x\nß€😀 = 5\nlast");
  const std::size_t face = source.text().find("😀");
  EXPECT_EQ(source.position(face, face + 4), (Position{2, 3, 1}));
  EXPECT_EQ(source.position(face, face + 8), (Position{2, 3, 5}));
  EXPECT_EQ(source.position(face, source.text().size()), (Position{2, 3, 5})) << "cut at the end of the line";
  EXPECT_EQ(source.position(1, 3), (Position{1, 2, 0}));
  EXPECT_EQ(source.position(1000, 2000), (Position{3, 5, 0}));
  EXPECT_EQ(SourceText("").position(0, 0), (Position{1, 1, 0}));
}

TEST(SourceText, PositionsInUtf16AreThoseOfTheFile) {
  const std::string bytes = "\xFF\xFE" + utf16(u"é\r\n  Burn: 5", false);
  const SourceText source(bytes);
  const std::size_t burn = source.text().find("Burn");
  EXPECT_EQ(source.position(burn, burn + 4), (Position{2, 3, 4}));
}

TEST(SourceText, PlacedDiagnosticsShowTheLine) {
  const SourceText source("a\nBurn: 1.500\n");
  const Diagnostic out = placed({.code = "x", .message = "m"}, "a.md", source, source.position(8, 13));
  EXPECT_EQ(out.file, "a.md");
  EXPECT_EQ(out.line, "Burn: 1.500");
  EXPECT_EQ(out.at, (Position{2, 7, 5}));
  EXPECT_EQ(placed({}, "a.md", source, {}).line, "");
  EXPECT_EQ(placed({}, "a.md", source, {9, 1, 1}).line, "");
}

}  // namespace
}  // namespace qd::text
