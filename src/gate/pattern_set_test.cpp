#include "gate/pattern_set.hpp"

#include <gtest/gtest.h>

#include <random>

namespace qd::gate {
namespace {

std::vector<std::string_view> views_of(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

TEST(PatternSet, FindsWhatASearchForEachPatternFinds) {
  std::mt19937 random(7);
  const auto word = [&random](std::size_t longest) {
    std::string out(1 + random() % longest, 'a');
    for (char& c : out) c = static_cast<char>('a' + random() % 3);
    return out;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> patterns;
    for (std::size_t i = 0; i < 1 + random() % 8; ++i) {
      std::string pattern = word(5);
      if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) patterns.push_back(pattern);
    }
    const std::string text = word(60);
    std::vector<std::pair<std::size_t, std::size_t>> expected;
    for (const std::string& pattern : patterns) {
      for (std::size_t at = text.find(pattern); at != std::string::npos; at = text.find(pattern, at + 1))
        expected.emplace_back(at, at + pattern.size());
    }
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (const PatternSet::Match& match : PatternSet(views_of(patterns)).find_all(text)) {
      EXPECT_EQ(text.substr(match.begin, match.end - match.begin), patterns[match.pattern]);
      found.emplace_back(match.begin, match.end);
    }
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, expected) << text;
  }
}

// Long patterns are looked for in leaps, short ones byte by byte: both find the match that ends first.
TEST(PatternSet, FindsTheFirstOfAllMatches) {
  std::mt19937 random(11);
  const auto word = [&random](std::size_t shortest, std::size_t longest) {
    std::string out(shortest + random() % (longest - shortest + 1), 'a');
    for (char& c : out) c = static_cast<char>('a' + random() % 2);
    return out;
  };
  std::size_t found = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> patterns;
    for (std::size_t i = 0; i < 1 + random() % 4; ++i) patterns.push_back(word(1 + round % 9, 12));
    const std::string text = word(0, 80);
    const PatternSet set(views_of(patterns));
    const auto all = set.find_all(text);
    const auto first = set.find(text);
    ASSERT_EQ(first.has_value(), !all.empty()) << text;
    if (!first) continue;
    ++found;
    EXPECT_EQ(first->begin, all.front().begin) << text;
    EXPECT_EQ(first->end, all.front().end) << text;
    EXPECT_EQ(first->pattern, all.front().pattern) << text;
  }
  EXPECT_GT(found, 500u);
}

TEST(PatternSet, KnowsEveryByteValue) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  const auto found = PatternSet({all}).find("x" + all);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->begin, 1u);
  EXPECT_FALSE(PatternSet({all}).find(all.substr(1)).has_value());
}

TEST(PatternSet, FindsNothingWithoutPatterns) {
  EXPECT_FALSE(PatternSet().find("text").has_value());
  EXPECT_FALSE(PatternSet({""}).find("text").has_value());
}

}  // namespace
}  // namespace qd::gate
