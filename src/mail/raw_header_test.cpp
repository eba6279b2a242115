#include "mail/raw_header.hpp"

#include <gtest/gtest.h>

namespace qd::mail {
namespace {

constexpr std::string_view kMessage =
    "From: =?utf-8?q?H=C3=A4fen?=\r\n <reports@example.com>\r\nsubject:no space\r\nX-Empty:\r\n\r\nTo: "
    "body@example.com\r\n";

TEST(RawHeader, IsUnfoldedAndNotDecoded) {
  EXPECT_EQ(raw_header(kMessage, "From"), "=?utf-8?q?H=C3=A4fen?= <reports@example.com>");
}

TEST(RawHeader, IsFoundInAnyCaseAndWithoutASpace) { EXPECT_EQ(raw_header(kMessage, "Subject"), "no space"); }

TEST(RawHeader, EndsWhereTheBodyBegins) {
  EXPECT_EQ(raw_header(kMessage, "To"), "");
  EXPECT_EQ(raw_header(kMessage, "X-Empty"), "");
  EXPECT_EQ(raw_header("", "To"), "");
}

}  // namespace
}  // namespace qd::mail
