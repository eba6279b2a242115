#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace qd::utf8 {
namespace {

TEST(Utf8, ReadsWhatItWritesForEveryCharacter) {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 61) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append(text, c);
    ASSERT_TRUE(valid(text));
    const Decoded one = decode_one(text);
    ASSERT_EQ(one.character, c);
    ASSERT_EQ(one.length, text.size());
    ASSERT_TRUE(one.valid);
    ASSERT_EQ(length(text + "x" + text), 3u);
  }
}

TEST(Utf8, RefusesWhatIsNone) {
  for (const std::string_view text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xFE", "\xC3",
        "\xE2\x82", "\xF0\x9F\x98", "\xC3\x28", "\xE2\x28\xAC"}) {
    EXPECT_FALSE(valid(text));
    EXPECT_FALSE(decode_one(text).valid);
    EXPECT_EQ(decode_one(text).length, 1u);
    EXPECT_EQ(decode_one(text).character, kReplacement);
    for (std::size_t before = 0; before < 20; ++before)
      EXPECT_FALSE(valid(std::string(before, 'a') + std::string(text) + "aaaaaaaaaaaa")) << "wherever it stands";
  }
  EXPECT_TRUE(valid(""));
  EXPECT_TRUE(valid("0123456789abcdef é 0123456 😀"));
}

TEST(Utf8, DecodesInvalidBytesOneByOne) {
  EXPECT_EQ(decode("a\xFF\xE2\x82z"), U"a\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(encode(U"aé€😀"), "aé€😀");
  EXPECT_EQ(length("a\xFF\xE2\x82z"), 5u);
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(prefix("é€😀x", 2), "é€");
  EXPECT_EQ(prefix("é€", 9), "é€");
  EXPECT_EQ(prefix("é€", 0), "");
  EXPECT_EQ(prefix("\xE2\x82", 1), "\xE2");
}

TEST(Utf8, KnowsHowWideCharactersAre) {
  EXPECT_EQ(width(U'a'), 1u);
  EXPECT_EQ(width(U'é'), 1u);
  EXPECT_EQ(width(U'月'), 2u);
  EXPECT_EQ(width(U'한'), 2u);
  EXPECT_EQ(width(U'😀'), 2u);
  EXPECT_EQ(width(U'\u0301'), 0u);
  EXPECT_EQ(width(U'\u200D'), 0u);
}

}  // namespace
}  // namespace qd::utf8
