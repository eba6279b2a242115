#include "aws/http_date.hpp"

#include <gtest/gtest.h>

namespace qd::aws {
namespace {

TEST(ParseHttpDate, ReadsTheFormThatServersSend) {
  EXPECT_EQ(parse_http_date("Tue, 24 Nov 2026 15:10:34 GMT"), parse_moment("2026-11-24T15:10:34Z"));
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Moment{0});
  for (const std::string_view text :
       {"", "Tue, 24 Nov 2026 15:10:34 UTC", "Tue, 24 Foo 2026 15:10:34 GMT", "Tue, 31 Feb 2026 15:10:34 GMT",
        "Tue, 24 Nov 2026 25:10:34 GMT", "Tue, -4 Nov 2026 15:10:34 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"})
    EXPECT_FALSE(parse_http_date(text)) << text;
}

}  // namespace
}  // namespace qd::aws
