#include "text/toml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::text {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Read {
  SourceText source;
  Diagnostics diagnostics;
  std::optional<TomlValue> root;

  explicit Read(std::string_view text) : source(text) { root = parse_toml(source, "quarterdeck.toml", diagnostics); }
};

std::vector<std::string> keys(const TomlValue& table) {
  std::vector<std::string> out;
  for (const TomlMember& member : table.members) out.push_back(member.key);
  return out;
}

TEST(Toml, KeepsTheOrderOfTheFile) {
  const Read read("[zebra]\nz = 1\na = 2\n[apple]\nx = 1\n[zebra.inner]\nq = 1\n");
  ASSERT_TRUE(read.root);
  EXPECT_THAT(keys(*read.root), ElementsAre("zebra", "apple"));
  EXPECT_THAT(keys(*read.root->find("zebra")), ElementsAre("z", "a", "inner"));
}

TEST(Toml, TellsEachKindAndItsPlace) {
  const Read read(
      "s = \"text\"\ni = -1_000\nd = 0.80\nb = true\nday = 2026-05-21\nwhen = 2026-05-21T07:00:00Z\nlist = [1, \"é\", "
      "2.5]\n");
  ASSERT_TRUE(read.root);
  const TomlValue& root = *read.root;
  EXPECT_EQ(root.find("s")->kind, TomlKind::string);
  EXPECT_EQ(root.find("s")->text, "text");
  EXPECT_EQ(root.find("s")->at, (Position{1, 5, 6}));
  EXPECT_EQ(root.find("i")->integer, -1000);
  EXPECT_EQ(root.find("d")->kind, TomlKind::decimal);
  EXPECT_EQ(root.find("d")->text, "0.80");
  EXPECT_TRUE(root.find("b")->boolean);
  EXPECT_EQ(root.find("day")->text, "2026-05-21");
  EXPECT_EQ(root.find("when")->kind, TomlKind::date);
  EXPECT_EQ(root.find("when")->text, "2026-05-21T07:00:00Z");
  ASSERT_THAT(root.find("list")->elements, SizeIs(3));
  EXPECT_EQ(root.find("list")->elements[2].text, "2.5");
  EXPECT_EQ(root.find("list")->elements[2].at, (Position{7, 17, 3}));
  EXPECT_EQ(root.members[1].at, (Position{2, 1, 1}));
  EXPECT_EQ(root.find("nothing"), nullptr);
  EXPECT_EQ(root.find("s")->find("x"), nullptr);
}

TEST(Toml, TablesOfAnArrayComeInOrder) {
  const Read read("[[entity]]\nid = 'b'\n\n[[entity]]\nid = 'a'\n");
  ASSERT_TRUE(read.root);
  const TomlValue* entities = read.root->find("entity");
  ASSERT_EQ(entities->kind, TomlKind::array);
  ASSERT_THAT(entities->elements, SizeIs(2));
  EXPECT_EQ(entities->elements[0].find("id")->text, "b");
  EXPECT_EQ(entities->elements[1].at.line, 4u);
}

TEST(Toml, SyntaxErrorsHaveTheirPlaceAndLine) {
  const Read read("a = 1\nb = = 2\n");
  EXPECT_FALSE(read.root);
  ASSERT_THAT(read.diagnostics, SizeIs(1));
  EXPECT_EQ(read.diagnostics[0].at.line, 2u);
  EXPECT_EQ(read.diagnostics[0].at.column, 5u);
  EXPECT_EQ(read.diagnostics[0].line, "b = = 2");
  EXPECT_EQ(read.diagnostics[0].file, "quarterdeck.toml");
}

TEST(Toml, HostileTextIsRefusedNotFollowed) {
  std::string dots = "a";
  for (int i = 0; i < 200'000; ++i) dots += ".a";
  std::string quoted = "\"a,\"";
  for (int i = 0; i < 50'000; ++i) quoted += ".\"a,\"";
  const std::string endings[] = {"a = " + std::string(1'000'000, '['),
                                 "a = " + std::string(100'000, '{'),
                                 dots + " = 1",
                                 "[" + dots + "]",
                                 "x = {" + quoted + " = 1}",
                                 "a = \"\"\"",
                                 "a = '",
                                 "[",
                                 "[[a",
                                 std::string("a = \0", 5),
                                 "\xFF = 1",
                                 "a = 1\na = 2\n"};
  for (const std::string& text : endings) {
    const Read read(text);
    EXPECT_FALSE(read.root) << text.substr(0, 20);
    EXPECT_THAT(read.diagnostics, SizeIs(1)) << text.substr(0, 20);
  }
}

TEST(Toml, DepthIsCappedWhereDottedKeysMultiplyIt) {
  std::string text;
  std::string key = "a";
  for (int i = 0; i < 50; ++i) key += ".a";
  for (int i = 0; i < 40; ++i) text += (i == 0 ? "" : "{") + key + " = ";
  text += "1" + std::string(39, '}');
  const Read read(text);
  ASSERT_TRUE(read.root);
  ASSERT_THAT(read.diagnostics, SizeIs(1));
  EXPECT_EQ(read.diagnostics[0].code, "toml-depth");
}

TEST(Toml, LongRowsOfDecimalsAreNoDeepKey) {
  std::string text = "a = [";
  for (int i = 0; i < 1000; ++i) text += "1.5, ";
  EXPECT_TRUE(Read(text + "]").root);
}

struct InString {
  std::string_view toml;
  std::string_view found;  ///< a stretch of the string's content
  Position at;
};

class PlaceInString : public testing::TestWithParam<InString> {};

TEST_P(PlaceInString, FindsTheStretchInTheFile) {
  const Read read(GetParam().toml);
  ASSERT_TRUE(read.root);
  const TomlValue& value = read.root->members[0].value;
  const std::size_t begin = value.text.find(GetParam().found);
  ASSERT_NE(begin, std::string::npos) << value.text;
  EXPECT_EQ(place_in_string(read.source, value, begin, begin + GetParam().found.size()), GetParam().at);
}

INSTANTIATE_TEST_SUITE_P(Quotes, PlaceInString,
                         testing::Values(InString{"f = \"sum(cost)\"", "cost", {1, 10, 4}},
                                         InString{"f = 'sum(cost)'", "cost", {1, 10, 4}},
                                         InString{"f = \"\"\"\nsum(\n  cost)\"\"\"", "cost", {3, 3, 4}},
                                         InString{"f = '''\r\nsum(\r\n  cost)'''", "cost", {3, 3, 4}},
                                         InString{"f = \"a \\\"b\\\" \\u00e9 \\U0001F600 cost\"", "cost", {1, 32, 4}},
                                         InString{"f = \"\"\"a \\\n    cost\"\"\"", "cost", {2, 5, 4}},
                                         InString{"f = \"é € cost\"", "cost", {1, 10, 4}},
                                         InString{"f = \"a\\tb\"", "\t", {1, 7, 2}}));

TEST(Toml, APlaceBehindTheEndIsTheEnd) {
  const Read read("f = \"ab\"");
  EXPECT_EQ(place_in_string(read.source, read.root->members[0].value, 2, 2), (Position{1, 8, 0}));
}

}  // namespace
}  // namespace qd::text
