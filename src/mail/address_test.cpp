#include "mail/address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::mail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Address, ReadsTheUsualForms) {
  EXPECT_EQ(parse_address(" ceo@example.com ").value().address, "ceo@example.com");
  const Address plain = parse_address("Chief <ceo@example.com>").value();
  EXPECT_EQ(plain.name, "Chief");
  EXPECT_EQ(plain.address, "ceo@example.com");
  EXPECT_EQ(parse_address("\"Doe, J. \\\"X\\\"\" <j@example.com>").value().name, "Doe, J. \"X\"");
  EXPECT_EQ(parse_address("Doe, J. <j@example.com>").value().name, "Doe, J.");
  EXPECT_EQ(parse_address("Jürgen Große <j@example.com>").value().name, "Jürgen Große");
  EXPECT_EQ(parse_address("<j@localhost>").value().address, "j@localhost");
  EXPECT_EQ(parse_address("o'hara+reports_1@mail.example.com").value().address, "o'hara+reports_1@mail.example.com");
}

TEST(Address, WritesInternationalDomainsAsServersKnowThem) {
  EXPECT_EQ(parse_address("x@bücher.example").value().address, "x@xn--bcher-kva.example");
  EXPECT_EQ(parse_address("x@BÜCHER.example").value().address, "x@xn--bcher-kva.example");
  EXPECT_EQ(parse_address("x@straße.example").value().address, "x@xn--strae-oqa.example");
  EXPECT_EQ(parse_address("予算 <x@例え.テスト>").value().address, "x@xn--r8jz45g.xn--zckzah");
  EXPECT_EQ(parse_address("x@xn--bcher-kva.example").value().address, "x@xn--bcher-kva.example");
}

struct Bad {
  std::string text;
  const char* why;
};

const Bad kBad[] = {{"", "is empty"},
                    {"x", "has no @"},
                    {"@example.com", "before the @"},
                    {"x@", "no domain"},
                    {"x@@example.com", "before the @"},
                    {"x y@example.com", "before the @"},
                    {"é@example.com", "beyond ASCII before the @"},
                    {"x@example.com\r\nBcc: y@example.com", "line end"},
                    {"A\r\nBcc: y@example.com <x@example.com>", "line end"},
                    {std::string("x\0@example.com", 14), "control"},
                    {"a..b@example.com", "before the @"},
                    {".a@example.com", "before the @"},
                    {"x@.com", "no domain"},
                    {"x@example..com", "no domain"},
                    {"x@example.com.", "no domain"},
                    {"x@-example.com", "no domain"},
                    {"x@xn--bcher---bcher-kva.example", "does not exist"},
                    {"x@exam_ple.com", "no domain"},
                    {"x@[127.0.0.1]", "no domain"},
                    {"x@" + std::string(64, 'a') + ".com", "no domain"},
                    {std::string(65, 'a') + "@example.com", "before the @"},
                    {std::string(400, 'a') + "@example.com", "320"},
                    {"a@example.com, b@example.com", "more than one"},
                    {"A <a@example.com>, B <b@example.com>", "more than one"},
                    {"a@example.com; b@example.com", "more than one"},
                    {"x@example.com>", "no domain"},
                    {"x@\xFF.com", "no UTF-8"},
                    {"x@" + std::string(70, '\xC3') + ".com", "no UTF-8"}};

TEST(Address, RefusesWhatNoServerTakesAndSaysWhy) {
  for (const Bad& bad : kBad) {
    const auto read = read_address(bad.text);
    ASSERT_FALSE(read) << bad.text;
    EXPECT_THAT(read.error(), HasSubstr(bad.why)) << bad.text;
    const auto parsed = parse_address(bad.text);
    ASSERT_FALSE(parsed) << bad.text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::invalid);
    EXPECT_THAT(parsed.error().what, HasSubstr(bad.why));
    EXPECT_THAT(parsed.error().what, Not(HasSubstr("\n")));
  }
}

TEST(Address, TellsWhatIsWrongWithoutRepeatingIt) {
  EXPECT_THAT(read_address("tok_4Qm8Vt2Lw6Rz0Yc3").error(), Not(HasSubstr("tok_")));
}

TEST(Address, ListsAreSplitOutsideQuotes) {
  EXPECT_THAT(split_addresses("a@example.com, \"Doe, J.\" <j@example.com>;b@example.com,,\n c@example.com\n"),
              ElementsAre("a@example.com", "\"Doe, J.\" <j@example.com>", "b@example.com", "c@example.com"));
  EXPECT_THAT(split_addresses(" , ;\n"), ElementsAre());
  EXPECT_THAT(split_addresses("\"never closed, a@example.com"), ElementsAre("\"never closed, a@example.com"));
}

TEST(Address, MailboxesDifferBeforeTheAtInCapitalsToo) {
  EXPECT_EQ(mailbox_of("Ceo@Example.COM"), "Ceo@example.com");
  EXPECT_EQ(mailbox_of("none"), "none");
}

}  // namespace
}  // namespace qd::mail
