#include "mail/readdress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "mail/mime.hpp"

namespace qd::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Message sample() {
  return {.from = {"Harbor Group", "reports@example.com"},
          .to = {{"", "ceo@example.com"}, {"Jürgen Große, CFO", "cfo@example.com"}},
          .subject = "Harbor Group: burn $7–9K a month",
          .date = {1'780'000'000},
          .text = "Burn: $7–9K\n\nSecond paragraph.\n",
          .html =
              "<!doctype html>\n<html lang=\"en\"><body class=\"paper\" title=\"a > b\"><p>Burn <img "
              "src=\"cid:c1@example.com\" alt=\"7 &lt; 9\" width=\"1\" height=\"1\"> now</p></body></html>\n",
          .images = {{"c1@example.com", "image/png", "PNG"}},
          .attachments = {{"ceo-figures.csv", "text/csv", "a,b\n1,2\n"}},
          .headers = {{"X-Quarterdeck-Report", "ceo"}}};
}

std::string joined(const Readdressed& parts) { return parts.header + std::string(parts.body); }

std::string header_of(std::string_view message, std::string_view name) {
  for (const Part& part : decode_parts(message)) {
    if (part.type != "headers") continue;
    const std::string all = "\n" + part.body;
    const std::size_t at = all.find("\n" + std::string(name) + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 3;
    return all.substr(begin, all.find('\n', begin) - begin);
  }
  return "";
}

TEST(Readdress, ToTheSameReadersGivesTheSameBytes) {
  std::mt19937 random(4);
  const std::vector<std::string> names = {"",          "Chief",           "Jürgen Große, CFO",
                                          "予算 担当", "\"Q\" \\ person", std::string(120, 'n')};
  for (int round = 0; round < 200; ++round) {
    Message message = sample();
    message.to.clear();
    for (std::size_t i = 0, n = 1 + random() % 60; i < n; ++i)
      message.to.push_back(
          {names[random() % names.size()], "reader" + std::to_string(random() % 1000) + "@example.com"});
    const std::string bytes = compose(message).value();
    EXPECT_EQ(joined(readdress(bytes, {.to = message.to, .headers = {}}).value()), bytes);
  }
}

TEST(Readdress, ChangesToAndAddsHeadersAndNothingElse) {
  const std::string bytes = compose(sample()).value();
  const std::string link = "<https://example.com/stop?" + std::string(300, 'k') + ">";
  const HeaderChange change{.to = {{"Näme", "cto@example.com"}},
                            .headers = {{"X-Quarterdeck-Key", "abc"}, {"List-Unsubscribe", link}}};
  const Readdressed parts = readdress(bytes, change).value();
  const std::string out = joined(parts);
  EXPECT_EQ(header_of(out, "To"), "Näme <cto@example.com>");
  EXPECT_EQ(header_of(out, "X-Quarterdeck-Key"), "abc");
  EXPECT_THAT(out, HasSubstr("\r\nList-Unsubscribe: " + link + "\r\n"));
  for (const char* name : {"From", "Subject", "Date", "Message-Id", "X-Quarterdeck-Report"})
    EXPECT_EQ(header_of(out, name), header_of(bytes, name)) << name;
  EXPECT_THAT(parts.header, testing::EndsWith("\r\n\r\n"));
  EXPECT_EQ(parts.body, bytes.substr(bytes.find("\r\n\r\n") + 4));
  EXPECT_THAT(out, Not(HasSubstr("ceo@example.com")));
  const auto before = decode_parts(bytes), after = decode_parts(out);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 1; i < before.size(); ++i) EXPECT_EQ(before[i].body, after[i].body);
}

TEST(Readdress, InternationalDomainsStayWhatTheyAre) {
  const std::string domain = "@xn--strae-oqa.example";  // straße, which is not strasse
  Message message = sample();
  message.from.address = "reports" + domain;
  message.to = {{"Jürgen Große, CFO", "a" + domain}, {"", "b" + domain}, {"", "c@example.com"}};
  const std::string bytes = compose(message).value();
  for (const std::string& text :
       {bytes, joined(readdress(bytes, {.to = message.to, .headers = {}}).value()), lean(bytes, false).value()}) {
    EXPECT_THAT(text, HasSubstr(" <reports" + domain + ">\r\n"));
    EXPECT_THAT(text, HasSubstr(" <a" + domain + ">,\r\n b" + domain + ",\r\n c@example.com\r\n"));
    EXPECT_THAT(header_of(text, "To"), HasSubstr("Jürgen Große, CFO"));
  }
}

TEST(Readdress, PutsAHeaderInThePlaceOfOneOfThatName) {
  const std::string once = joined(
      readdress(compose(sample()).value(), {.to = sample().to, .headers = {{"X-Quarterdeck-Key", "one"}}}).value());
  const std::string twice =
      joined(readdress(once, {.to = sample().to, .headers = {{"x-quarterdeck-key", "two"}}}).value());
  EXPECT_THAT(twice, Not(HasSubstr("one\r\n")));
  EXPECT_EQ(header_of(twice, "x-quarterdeck-key"), "two");
  EXPECT_EQ(twice.size(), once.size());
}

TEST(Readdress, RefusesWhatComposeRefuses) {
  const std::string bytes = compose(sample()).value();
  const std::string attack = "x\r\nBcc: evil@example.com";
  const std::vector<Address> to = {{"", "a@example.com"}};
  for (const HeaderChange& change :
       std::vector<HeaderChange>{{.to = {}, .headers = {}},
                                 {.to = {{attack, "a@example.com"}}, .headers = {}},
                                 {.to = {{"", "a@example.com>\r\nBcc: b@example.com"}}, .headers = {}},
                                 {.to = to, .headers = {{"X-A", attack}}},
                                 {.to = to, .headers = {{attack, "x"}}},
                                 {.to = to, .headers = {{"Bcc", "b@example.com"}}},
                                 {.to = to, .headers = {{"To", "b@example.com"}}}}) {
    const auto refused = readdress(bytes, change);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  }
  for (const char* no_message : {"", "no message", "\r\n\r\nbody", "folded\r\n\r\nx", " A: b\r\n\r\n"})
    EXPECT_FALSE(readdress(no_message, {.to = to, .headers = {}})) << no_message;
}

TEST(FrozenContent, DependsOnSubjectAndPartsOnly) {
  const std::string content = frozen_content(compose(sample()).value());
  Message same = sample();
  same.to = {{"", "other@example.com"}};
  same.from = {"Other", "other@example.com"};
  same.date = {1'790'000'000};
  same.headers = {{"X-Quarterdeck-Report", "cto"}};
  EXPECT_EQ(frozen_content(compose(same).value()), content);
  for (void (*change)(Message&) :
       {+[](Message& m) { m.subject += "!"; }, +[](Message& m) { m.text += "!"; }, +[](Message& m) { m.html += "!"; },
        +[](Message& m) { m.images[0].bytes += "!"; }, +[](Message& m) { m.attachments[0].bytes += "!"; },
        +[](Message& m) { m.attachments[0].name = "b.csv"; }, +[](Message& m) { m.attachments.clear(); }}) {
    Message other = sample();
    change(other);
    EXPECT_NE(frozen_content(compose(other).value()), content);
  }
}

TEST(Lean, LeavesOutFilesAndPicturesAndSaysSo) {
  const std::string bytes = lean(compose(sample()).value(), false).value();
  const std::vector<Part> parts = decode_parts(bytes);
  ASSERT_EQ(parts.size(), 3u);
  const std::string notice = "Left out: a picture and ceo-figures.csv.";
  EXPECT_THAT(parts[1].body, StartsWith("This is a smaller version"));
  EXPECT_THAT(parts[1].body, HasSubstr(notice));
  EXPECT_THAT(parts[1].body, HasSubstr("Burn: $7–9K"));
  EXPECT_THAT(parts[2].body, HasSubstr(notice));
  EXPECT_THAT(parts[2].body, HasSubstr("title=\"a > b\">\r\n<table role=\"presentation\""));
  EXPECT_THAT(parts[2].body, HasSubstr("<p>Burn 7 &lt; 9 now</p>"));
  EXPECT_THAT(parts[2].body, Not(HasSubstr("<img")));
  for (const char* name : {"From", "To", "Subject", "Date", "X-Quarterdeck-Report", "Auto-Submitted"})
    EXPECT_EQ(header_of(bytes, name), header_of(compose(sample()).value(), name)) << name;
  EXPECT_NE(header_of(bytes, "Message-Id"), header_of(compose(sample()).value(), "Message-Id"));
}

TEST(Lean, CanBeTextAlone) {
  const std::string bytes = lean(compose(sample()).value(), true).value();
  const std::vector<Part> parts = decode_parts(bytes);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[1].type, "text/plain");
  EXPECT_THAT(parts[1].body, HasSubstr("Left out: the formatted version, a picture and ceo-figures.csv."));
}

TEST(Lean, KeepsAnUnsubscribeLinkWhole) {
  Message message = sample();
  const std::string link = "<https://example.com/stop?" + std::string(300, 'k') + ">";
  message.headers.push_back({"List-Unsubscribe", link});
  EXPECT_THAT(lean(compose(message).value(), false).value(), HasSubstr("\r\nList-Unsubscribe: " + link + "\r\n"));
}

TEST(Lean, RefusesWhatIsNoMessage) {
  EXPECT_FALSE(lean("no message", false));
  EXPECT_FALSE(lean("", true));
}

}  // namespace
}  // namespace qd::mail
