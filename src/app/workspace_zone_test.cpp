#include "app/workspace_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::app {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

TEST(Zone, KnowsWhichDayItIs) {
  const Zone west = Zone::find("America/Los_Angeles").value();
  EXPECT_EQ(to_string(west.day_of(at("2026-05-21T06:59:59Z"))), "2026-05-20");
  EXPECT_EQ(to_string(west.day_of(at("2026-05-21T07:00:00Z"))), "2026-05-21");
  EXPECT_EQ(to_string(west.day_of(at("2026-01-21T07:30:00Z"))), "2026-01-20");
  EXPECT_EQ(to_string(Zone::find("UTC").value().day_of(at("1969-12-31T23:59:59Z"))), "1969-12-31");
}

TEST(Zone, EndsADayWithItsLastSecond) {
  const auto end = [](std::string_view zone, std::string_view day) {
    return to_string(Zone::find(zone).value().end_of(*parse_iso_date(day)));
  };
  EXPECT_EQ(end("UTC", "2026-05-21"), "2026-05-21T23:59:59Z");
  EXPECT_EQ(end("America/Los_Angeles", "2026-05-21"), "2026-05-22T06:59:59Z");
  EXPECT_EQ(end("America/Los_Angeles", "2026-03-08"), "2026-03-09T06:59:59Z");  // the clocks went forward that day
  EXPECT_EQ(end("America/Santiago", "2026-09-05"), "2026-09-06T03:59:59Z");     // the next day begins at one o'clock
}

TEST(Zone, SuggestsAName) {
  const auto zone = Zone::find("America/Los_Angles");
  ASSERT_FALSE(zone);
  EXPECT_THAT(zone.error().what, ::testing::HasSubstr("did you mean `America/Los_Angeles`?"));
}

}  // namespace
}  // namespace qd::app
