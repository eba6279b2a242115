#include "mail/mime.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace qd::mail {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Message sample() {
  Message message;
  message.from = {"Harbor Reports", "reports@example.com"};
  message.to = {{"CEO", "ceo@example.com"}, {"", "board@example.com"}};
  message.subject = "Harbor Group: 25–32 charters to break even";
  message.date = {1779321599};
  message.text = "Burn is $7.0–9.0K a month.\nTrailing blank \n.\nFrom here on\n";
  message.html = "<p>Burn is $7.0–9.0K a month.</p>\n";
  message.headers = {{"X-Quarterdeck-Report", "ceo"}};
  return message;
}

std::vector<std::string_view> lines_of(std::string_view bytes) {
  std::vector<std::string_view> out;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find("\r\n");
    out.push_back(bytes.substr(0, end));
    bytes = end == std::string_view::npos ? std::string_view() : bytes.substr(end + 2);
  }
  return out;
}

TEST(Mime, BothBodiesComeBackAsTheyWere) {
  const Message message = sample();
  const std::vector<Part> parts = decode_parts(compose(message).value());
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[1].type, "text/plain");
  std::string text = parts[1].body;
  std::erase(text, '\r');
  EXPECT_EQ(text, message.text);
  EXPECT_EQ(parts[2].type, "text/html");
  std::string html = parts[2].body;
  std::erase(html, '\r');
  EXPECT_EQ(html, message.html);
  EXPECT_THAT(parts[0].body, HasSubstr("Subject: Harbor Group: 25–32 charters to break even\n"));
  EXPECT_THAT(parts[0].body, HasSubstr("X-Quarterdeck-Report: ceo\n"));
  EXPECT_THAT(parts[0].body, HasSubstr("Date: Wed, 20 May 2026 23:59:59 +0000\n"));
}

TEST(Mime, LinesAreShortAsciiAndEndWithCrLf) {
  Message message = sample();
  message.html = "<p>" + std::string(5000, 'x') + "</p>";
  for (int i = 0; i < 400; ++i) message.text += "Ψη";
  const std::string bytes = compose(message).value();
  for (const std::string_view line : lines_of(bytes)) {
    EXPECT_LE(line.size(), 98u) << line;
    EXPECT_EQ(line.find('\n'), std::string_view::npos) << line;
  }
  EXPECT_TRUE(std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST(Mime, SameMessageSameBytes) {
  EXPECT_EQ(compose(sample()).value(), compose(sample()).value());
  Message other = sample();
  other.text += "One more line.\n";
  const auto message_id = [](const Message& message) {
    const std::string bytes = compose(message).value();
    const std::size_t at = bytes.find("Message-Id:");
    EXPECT_NE(at, std::string::npos);
    return bytes.substr(at, bytes.find("\r\n", at) - at);
  };
  EXPECT_NE(message_id(sample()), message_id(other));
  EXPECT_THAT(message_id(sample()), HasSubstr("@example.com>"));
}

TEST(Mime, TextOfOtherScriptsIsBase64) {
  Message message = sample();
  message.text = "予算は月額七千ドルから九千ドルです。\n";
  const std::string bytes = compose(message).value();
  EXPECT_THAT(bytes, HasSubstr("Content-Transfer-Encoding: base64"));
  EXPECT_EQ(decode_parts(bytes)[1].body, "予算は月額七千ドルから九千ドルです。\r\n");
}

Message with_files() {
  Message message = sample();
  message.html = "<p><img src=\"cid:chart-1@example.com\" width=\"1\" height=\"1\" alt=\"Burn\"></p>\n";
  message.images = {{"chart-1@example.com", "image/png", std::string("\x89PNG\r\n\x1a\n\0\xFF", 10)},
                    {"chart-2@example.com", "image/png", std::string(3000, '\x01')}};
  message.attachments = {{"ceo-assets.csv", "text/csv", "asset,cost\nF-1,$3\r\nF-2,\"4\n5\"\n"},
                         {"Übersicht 予算 \"Q2\".csv", "text/csv", "a\n"}};
  return message;
}

TEST(Mime, PicturesAndFilesComeBackByteForByte) {
  const Message message = with_files();
  const std::string bytes = compose(message).value();
  const std::vector<Part> parts = decode_parts(bytes);
  ASSERT_EQ(parts.size(), 7u);
  EXPECT_EQ(parts[1].type, "text/plain");
  EXPECT_EQ(parts[2].type, "text/html");
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(parts[3 + i].type, "image/png");
    EXPECT_EQ(parts[3 + i].id, message.images[i].id);
    EXPECT_EQ(parts[3 + i].body, message.images[i].bytes);
    EXPECT_EQ(parts[5 + i].type, "text/csv");
    EXPECT_EQ(parts[5 + i].name, message.attachments[i].name);
    EXPECT_EQ(parts[5 + i].body, message.attachments[i].bytes);
  }
  for (const std::string_view line : lines_of(bytes)) EXPECT_LE(line.size(), 998u) << line;
  EXPECT_TRUE(std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST(Mime, PicturesBelongToTheHtmlAndFilesToTheWhole) {
  const std::string bytes = compose(with_files()).value();
  const std::size_t mixed = bytes.find("multipart/mixed"), alternative = bytes.find("multipart/alternative"),
                    text = bytes.find("text/plain"), related = bytes.find("multipart/related"),
                    html = bytes.find("Content-Type: text/html"), image = bytes.find("image/png"),
                    file = bytes.find("Content-Type: text/csv");
  EXPECT_TRUE(mixed < alternative && alternative < text && text < related && related < html && html < image &&
              image < file && file != std::string::npos)
      << bytes;
}

TEST(Mime, FilesChangeTheIdAndTheSameFilesDoNot) {
  EXPECT_EQ(compose(with_files()).value(), compose(with_files()).value());
  Message other = with_files();
  other.attachments[0].bytes += "F-3,5\n";
  const auto id = [](const std::string& bytes) { return bytes.substr(bytes.find("Message-Id:"), 60); };
  EXPECT_NE(id(compose(with_files()).value()), id(compose(other).value()));
}

struct BadFile {
  const char* why;
  void (*spoil)(Message&);
};

class RefusedFile : public testing::TestWithParam<BadFile> {};

TEST_P(RefusedFile, IsNamedInTheError) {
  Message message = with_files();
  GetParam().spoil(message);
  const auto composed = compose(message);
  ASSERT_FALSE(composed.has_value());
  EXPECT_EQ(composed.error().kind, ErrorKind::invalid);
  EXPECT_THAT(composed.error().what, HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    Files, RefusedFile,
    testing::Values(BadFile{"run.exe", [](Message& m) { m.attachments[0].name = "run.exe"; }},
                    BadFile{"allowed: csv", [](Message& m) { m.attachments[0].name = "no ending"; }},
                    BadFile{"folder", [](Message& m) { m.attachments[0].name = "../x.csv"; }},
                    BadFile{"folder", [](Message& m) { m.attachments[0].name = "C:\\x.csv"; }},
                    BadFile{"control", [](Message& m) { m.attachments[0].name = "a\r\nBcc: x@example.com.csv"; }},
                    BadFile{"no name", [](Message& m) { m.attachments[0].name = ""; }},
                    BadFile{"UTF-8", [](Message& m) { m.attachments[0].name = "\xFF.csv"; }},
                    BadFile{"255", [](Message& m) { m.attachments[0].name = std::string(300, 'a') + ".csv"; }},
                    BadFile{"twice", [](Message& m) { m.attachments[1].name = m.attachments[0].name; }},
                    BadFile{"type", [](Message& m) { m.attachments[0].type = "text/csv\r\nX: y"; }},
                    BadFile{"10000000", [](Message& m) { m.attachments[0].bytes.assign(10'000'001, 'x'); }},
                    BadFile{"10000000", [](Message& m) { m.attachments[0].bytes.assign(8'000'000, 'x'); }},
                    BadFile{"two pictures", [](Message& m) { m.images[1].id = m.images[0].id; }},
                    BadFile{"id of a picture", [](Message& m) { m.images[0].id = std::string(79, 'a'); }},
                    BadFile{"id of a picture", [](Message& m) { m.images[0].id = "a>\r\n"; }}));

TEST(Mime, RefusesLineEndsInEveryHeader) {
  const std::string attack = "x\r\nBcc: evil@example.com";
  std::vector<Message> attacks(6, sample());
  attacks[0].subject = attack;
  attacks[1].from.name = attack;
  attacks[2].from.address = "a@example.com>\r\nBcc: evil@example.com";
  attacks[3].to[0].name = attack;
  attacks[4].headers[0].second = attack;
  attacks[5].headers[0].first = attack;
  for (const Message& message : attacks) {
    const auto composed = compose(message);
    ASSERT_FALSE(composed.has_value());
    EXPECT_EQ(composed.error().kind, ErrorKind::invalid);
  }
}

TEST(Mime, RefusesHeadersThatAreNotTheCallersToSet) {
  for (const char* name : {"Bcc", "cc", "FROM", "Content-Type", "Message-ID", "Date", "Subject", "a b", ""}) {
    Message message = sample();
    message.headers = {{name, "x"}};
    EXPECT_FALSE(compose(message).has_value()) << name;
  }
  Message lonely = sample();
  lonely.to.clear();
  EXPECT_FALSE(compose(lonely).has_value());
}

TEST(Mime, ListUnsubscribeStaysAsItIs) {
  Message message = sample();
  const std::string link = "<https://example.com/stop?" + std::string(300, 'k') + ">";
  message.headers.push_back({"List-Unsubscribe", link});
  EXPECT_THAT(compose(message).value(), HasSubstr("List-Unsubscribe: " + link + "\r\n"));
}

TEST(Mime, WhatIsNoMessageHasNoTextParts) {
  for (const Part& part : decode_parts("no message at all")) EXPECT_THAT(part.type, Not(StartsWith("text/html")));
  EXPECT_TRUE(decode_parts("").size() <= 2);
}

}  // namespace
}  // namespace qd::mail
