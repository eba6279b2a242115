#include "model/symbols.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qd::model {
namespace {

TEST(Symbols, EqualTextHasEqualSymbols) {
  Symbols symbols;
  const Symbol slip = symbols.intern("Slip rental");
  EXPECT_EQ(symbols.intern(std::string("Slip ") + "rental"), slip);
  EXPECT_NE(symbols.intern("Slip"), slip);
  EXPECT_EQ(symbols.text(slip), "Slip rental");
}

TEST(Symbols, TheEmptyTextIsNone) {
  Symbols symbols;
  EXPECT_EQ(symbols.intern(""), Symbol::none);
  EXPECT_EQ(symbols.text(Symbol::none), "");
  EXPECT_EQ(symbols.find(""), Symbol::none);
}

TEST(Symbols, FindsOnlyWhatIsThere) {
  Symbols symbols;
  const Symbol crew = symbols.intern("crew");
  EXPECT_EQ(symbols.find("crew"), crew);
  EXPECT_EQ(symbols.find("captain"), Symbol::none);
  EXPECT_EQ(symbols.size(), 2u);
}

TEST(Symbols, TextKeepsItsPlaceWhileTheTableGrowsAndMoves) {
  Symbols symbols;
  const Symbol first = symbols.intern("first");
  const char* const place = symbols.text(first).data();
  for (int i = 0; i < 100'000; ++i) (void)symbols.intern("text number " + std::to_string(i));
  (void)symbols.intern(std::string(1 << 20, 'x'));
  const Symbols moved = std::move(symbols);
  EXPECT_EQ(moved.text(first).data(), place);
  EXPECT_EQ(moved.size(), 100'003u);
  for (int i = 0; i < 100'000; i += 997)
    EXPECT_EQ(moved.text(moved.find("text number " + std::to_string(i))), "text number " + std::to_string(i));
}

}  // namespace
}  // namespace qd::model
