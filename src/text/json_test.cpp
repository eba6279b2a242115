#include "text/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Read {
  SourceText source;
  Diagnostics diagnostics;
  std::optional<JsonDocument> document;

  explicit Read(std::string_view text) : source(text) { document = parse_json(source, "a.json", diagnostics); }
  [[nodiscard]] JsonValue root() const { return document->root(); }
};

TEST(Json, GivesValuesByPath) {
  const Read read(R"({"kpis": [{"id": "burn", "value": {"lo": "7000", "hi": null}}, 2], "ok": true, "n": -12.50})");
  ASSERT_TRUE(read.document);
  const JsonValue root = read.root();
  EXPECT_EQ((*root["kpis"].begin())["id"].text(), "burn");
  EXPECT_EQ((*root["kpis"].begin())["value"]["lo"].text(), "7000");
  EXPECT_TRUE((*root["kpis"].begin())["value"]["hi"].exists());
  EXPECT_TRUE((*root["kpis"].begin())["value"]["hi"].is_null());
  EXPECT_EQ(root["ok"].boolean(), true);
  EXPECT_EQ(root["n"].text(), "-12.50");
  EXPECT_EQ(root["n"].number(), -12.5);
  EXPECT_EQ(root["n"].integer(), std::nullopt);
  EXPECT_FALSE(root["no"]["such"]["path"].exists());
  EXPECT_EQ(root["no"]["such"].text(), "");
  EXPECT_THAT(std::vector(root["no"].begin(), root["no"].end()), IsEmpty());
}

TEST(Json, KeepsTheOrderAndSkipsWholeSubtrees) {
  const Read read(R"({"z": {"q": [1, [2, {"r": 3}]]}, "a": [], "m": {}, "": 4})");
  std::vector<std::string> keys;
  for (const JsonValue member : read.root()) keys.emplace_back(member.key());
  EXPECT_THAT(keys, ElementsAre("z", "a", "m", ""));
  EXPECT_EQ(read.root()[""].integer(), 4);
  EXPECT_EQ(read.root()["a"].kind(), JsonKind::array);
}

TEST(Json, NumbersAreExactAsText) {
  const Read read(
      "[9223372036854775807, -9223372036854775808, 9223372036854775808, 0.1, 1e3, 123456789012345678901234.5, -0]");
  std::vector<std::string> texts;
  std::vector<bool> integers;
  for (const JsonValue value : read.root()) {
    texts.emplace_back(value.text());
    integers.push_back(value.integer().has_value());
  }
  EXPECT_THAT(texts, ElementsAre("9223372036854775807", "-9223372036854775808", "9223372036854775808", "0.1", "1e3",
                                 "123456789012345678901234.5", "-0"));
  EXPECT_THAT(integers, ElementsAre(true, true, false, false, false, false, true));
}

TEST(Json, StringsAreDecoded) {
  const Read read(R"(["a\n\"\\\/\u00e9\ud83d\ude00", ""])");
  EXPECT_EQ((*read.root().begin()).text(), "a\n\"\\/é😀");
}

TEST(Json, TellsTheLineWhereEachValueBegins) {
  const Read read("{\n  \"a\":\n    12\n  ,\"b\": [\n true,\n {}]}\n\n");
  ASSERT_TRUE(read.document);
  EXPECT_EQ(read.root().line(), 1u);
  EXPECT_EQ(read.root()["a"].line(), 3u);
  EXPECT_EQ(read.root()["b"].line(), 4u);
  EXPECT_EQ((*++read.root()["b"].begin()).line(), 6u);
  EXPECT_EQ(read.root()["c"].line(), 0u);
}

TEST(Json, OfSeveralMembersTheLastCounts) { EXPECT_EQ(Read(R"({"a": 1, "a": 2})").root()["a"].integer(), 2); }

TEST(Json, MistakesHaveTheirPlace) {
  const Read read("{\n  \"a\": 1,\n  \"b\" 2\n}\n");
  EXPECT_FALSE(read.document);
  ASSERT_THAT(read.diagnostics, SizeIs(1));
  EXPECT_EQ(read.diagnostics[0].at, (Position{3, 7, 1}));
  EXPECT_EQ(read.diagnostics[0].line, "  \"b\" 2");
}

TEST(Json, RefusesWhatIsNone) {
  const std::string deep(10'000'000, '[');
  const std::string objects = [] {
    std::string out;
    for (int i = 0; i < 100'000; ++i) out += "{\"a\":";
    return out;
  }();
  for (const std::string& text :
       {std::string(), std::string(" "), std::string("{"), std::string("[1,]"), std::string("\"open"),
        std::string("{} x"), std::string("nul"), std::string("'a'"), std::string("[01]"), std::string("\"\\ud800\""),
        std::string("// c\n1"), std::string("NaN"), deep, objects, std::string("1 2"), std::string("[\"\x01\"]")}) {
    const Read read(text);
    EXPECT_FALSE(read.document) << text.substr(0, 20);
    EXPECT_THAT(read.diagnostics, SizeIs(1)) << text.substr(0, 20);
  }
}

TEST(Json, TakesAnyEncodingAndSpace) {
  EXPECT_EQ(Read("\xEF\xBB\xBF 1 \r\n").root().integer(), 1);
  EXPECT_EQ(Read("\xFF\xFE" + std::string("1\0 \0", 4)).root().integer(), 1);
  EXPECT_TRUE(Read("null").root().is_null());
}

TEST(Json, ReadsLongStringsAndNumbersWhole) {
  const std::string text(3'000'000, 'x');
  const std::string digits(5'000, '7');
  const std::string json = "[\"" + text + "\\n" + text + "\", " + digits + "]";
  const Read read(json);
  ASSERT_TRUE(read.document);
  auto value = read.root().begin();
  EXPECT_EQ((*value).text().size(), 6'000'001u);
  EXPECT_EQ((*++value).text(), digits);
}

}  // namespace
}  // namespace qd::text
