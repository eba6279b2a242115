#include "ingest/byte_scan.hpp"

#include <gtest/gtest.h>

#include <string>

#include "ingest/line.hpp"

namespace qd::ingest {
namespace {

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

}  // namespace
}  // namespace qd::ingest
