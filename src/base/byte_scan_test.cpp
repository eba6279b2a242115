#include "base/byte_scan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace qd {
namespace {

Bytes digits(Bytes block) { return in_range(block, '0', '9'); }
bool has_digit(std::string_view text) { return any_byte(text, digits); }

constexpr std::size_t kLongest = 70;  // several blocks and every length of a tail

TEST(ByteScan, FindsAByteWhereverItStands) {
  for (std::size_t size = 1; size <= kLongest; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      EXPECT_FALSE((holds_any<'|', 0xE2>(text)));
      EXPECT_FALSE(has_digit(text));
      text[at] = '|';
      EXPECT_TRUE((holds_any<'|', 0xE2>(text))) << size << ' ' << at;
      text[at] = '\xE2';
      EXPECT_TRUE((holds_any<'|', 0xE2>(text))) << size << ' ' << at;
      text[at] = '7';
      EXPECT_TRUE(has_digit(text)) << size << ' ' << at;
    }
  }
}

TEST(ByteScan, FindsAWordWhereverItStandsAndNoPartOfOne) {
  for (std::size_t size = 4; size <= kLongest; ++size) {
    for (std::size_t at = 0; at + 4 <= size; ++at) {
      std::string text(size, '.');
      text.replace(at, 4, "peso");
      EXPECT_TRUE((holds_word<'p', 'e', 's', 'o'>(text))) << size << ' ' << at;
      text[at + 2] = 'x';
      EXPECT_FALSE((holds_word<'p', 'e', 's', 'o'>(text))) << size << ' ' << at;
    }
  }
  EXPECT_FALSE((holds_word<'p', 'e', 's', 'o'>("a pes")));
}

TEST(ByteScan, CountsCapitalsThatStandTogether) {
  for (std::size_t size = 3; size <= kLongest; ++size) {
    for (std::size_t at = 0; at + 3 <= size; ++at) {
      std::string text(size, 'q');
      text.replace(at, 2, "US");
      EXPECT_TRUE(holds_capitals<2>(text));
      EXPECT_FALSE(holds_capitals<3>(text)) << size << ' ' << at;
      text[at + 2] = 'D';
      EXPECT_TRUE(holds_capitals<3>(text)) << size << ' ' << at;
    }
  }
}

TEST(ByteScan, FindsNothingInAnEmptyText) {
  EXPECT_FALSE((holds_any<'a'>("")));
  EXPECT_FALSE((holds_word<'k', 'r'>("")));
  EXPECT_FALSE(holds_capitals<2>(""));
  EXPECT_FALSE(has_digit(""));
  EXPECT_FALSE((holds_word<'k', 'r'>(std::string_view()))) << "a text without a place, for the sanitizers";
  EXPECT_FALSE(has_digit(std::string_view()));
}

TEST(ByteScan, CountsWhatItFinds) {
  for (std::size_t size = 0; size <= kLongest; ++size) {
    std::string text(size, 'a');
    for (std::size_t at = 0; at < size; at += 3) text[at] = '7';
    EXPECT_EQ(count_bytes(text, digits), (size + 2) / 3) << size;
  }
}

TEST(ByteScan, GivesABitForEachByte) {
  const std::string text = "12ab3 5cdefghi7k";
  EXPECT_EQ(bits_of(digits(load(text.data()))), 0b0100'0000'0101'0011u);
  EXPECT_EQ(bits_of(digits(load("abcdefghijklmnop"))), 0u);
  EXPECT_EQ(bits_of(digits(load("0123456789012345"))), 0xFFFFu);
}

TEST(ByteScan, FindsTheFirstCapitalsThatStandTogether) {
  for (std::size_t size = 3; size <= kLongest; ++size) {
    for (std::size_t at = 0; at + 3 <= size; ++at) {
      std::string text(size, 'a');
      if (at >= 3) text[0] = text[1] = 'X';  // too few
      text.replace(at, 3, "USD");
      EXPECT_EQ(find_capitals<3>(text, 0), at) << size;
      EXPECT_EQ(find_capitals<3>(text, at), at) << size;
      EXPECT_EQ(find_capitals<3>(text, at + 1), std::string_view::npos) << size << ' ' << at;
    }
  }
}

}  // namespace
}  // namespace qd
