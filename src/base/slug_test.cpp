#include "base/slug.hpp"

#include <gtest/gtest.h>

namespace qd {
namespace {

TEST(Slug, JoinsWordsOfAnyScript) {
  EXPECT_EQ(slug("Key West — Slip #3"), "key-west-slip-3");
  EXPECT_EQ(slug("  JADA  "), "jada");
  EXPECT_EQ(slug("Queen's Landing"), "queens-landing");
  EXPECT_EQ(slug("Queen\u2019s"), "queens");
  EXPECT_EQ(slug("Ärger & Straße"), "arger-strasse");
  EXPECT_EQ(slug("Łódź Ñandú Æon"), "lodz-nandu-aeon");
  EXPECT_EQ(slug("Финансы 2026"), "финансы-2026");
  EXPECT_EQ(slug("収益モデル"), "収益モデル");
  EXPECT_EQ(slug("🚤 Boats 🚤"), "boats");
  EXPECT_EQ(slug("a_b.c/d"), "a-b-c-d");
}

TEST(Slug, OfASlugIsItself) {
  for (const std::string_view text : {"Key West — Slip #3", "Ärger & Straße", "Финансы 2026", "x--y", "収益モデル"})
    EXPECT_EQ(slug(slug(text)), slug(text));
}

TEST(Slug, IsEmptyOnlyWithoutLettersAndDigits) {
  for (const std::string_view text : {"", " ", "—", "***", "🚤", "\xFF"}) EXPECT_EQ(slug(text), "") << text;
}

TEST(EditDistance, CountsSingleEdits) {
  EXPECT_EQ(edit_distance("burn_rate", "burn_rate", 3), 0u);
  EXPECT_EQ(edit_distance("burn_rate", "burnrate", 3), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting", 3), 3u);
  EXPECT_EQ(edit_distance("", "abc", 3), 3u);
}

TEST(EditDistance, BeyondTheLimitIsOneMore) {
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3u);
  EXPECT_EQ(edit_distance("", "abcdef", 2), 3u);
  EXPECT_EQ(edit_distance("abc", "xyz", 1), 2u);
}

TEST(DidYouMean, NamesTheNearestOrNothing) {
  constexpr std::string_view kNames[] = {"burn_rate", "revenue", "runway_months"};
  EXPECT_EQ(did_you_mean("burn_rat", kNames), "did you mean `burn_rate`?");
  EXPECT_EQ(did_you_mean("revnue", kNames), "did you mean `revenue`?");
  EXPECT_EQ(did_you_mean("something_else", kNames), "");
  EXPECT_EQ(did_you_mean("x", {}), "");
}

}  // namespace
}  // namespace qd
