#include "base/moment.hpp"

#include <gtest/gtest.h>

namespace qd {
namespace {

TEST(Moment, IsWrittenToTheMillisecondAndReadBack) {
  const Moment moment{1'779'355'800'007};
  EXPECT_EQ(to_string(moment), "2026-05-21T09:30:00.007Z");
  EXPECT_EQ(parse_moment("2026-05-21T09:30:00.007Z"), moment);
  EXPECT_EQ(to_string(Moment{-1}), "1969-12-31T23:59:59.999Z");
}

TEST(Moment, ReadsFewerAndMoreDigitsThanItKeeps) {
  EXPECT_EQ(parse_moment("2026-05-21T09:30:00Z"), Moment{1'779'355'800'000});
  EXPECT_EQ(parse_moment("2026-05-21T11:30:00.5+02:00"), Moment{1'779'355'800'500});
  EXPECT_EQ(parse_moment("2026-05-21T09:30:00.123987654Z"), Moment{1'779'355'800'123});
  EXPECT_FALSE(parse_moment("yesterday"));
}

TEST(Moment, BelongsToTheSecondThatItFallsInAlsoBefore1970) {
  EXPECT_EQ(instant_of(Moment{1'999}), Instant{1});
  EXPECT_EQ(instant_of(Moment{-1}), Instant{-1});
}

}  // namespace
}  // namespace qd
