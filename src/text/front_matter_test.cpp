#include "text/front_matter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/markdown.hpp"

namespace qd::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Way = FrontMatterReader::Way;

struct Read {
  SourceText source;
  Diagnostics diagnostics;
  FrontMatterReader reader;
  std::size_t body;

  explicit Read(std::string_view text, Way way = Way::quick) : source(text) {
    body = reader.read(source, "a.md", diagnostics, way);
  }

  /// "key@line:column=value@line:column|value…;"
  [[nodiscard]] std::string shape() const {
    std::string out;
    const auto place = [](Position at) {
      return "@" + std::to_string(at.line) + ":" + std::to_string(at.column) + "+" + std::to_string(at.length);
    };
    for (const FrontMatterEntry& entry : reader.entries()) {
      out += std::string(entry.key) + place(entry.at) + (entry.list ? "=[" : "=");
      for (const FrontMatterValue& value : reader.values(entry)) out += std::string(value.text) + place(value.at) + "|";
      out += ";";
    }
    return out;
  }

  [[nodiscard]] std::vector<std::string_view> codes() const {
    std::vector<std::string_view> out;
    for (const Diagnostic& diagnostic : diagnostics) out.push_back(diagnostic.code);
    return out;
  }
};

TEST(FrontMatter, GivesKeysAndValuesWithTheirPlaces) {
  const Read read(
      "---\nentity: jada\nas_of: 2026-05-21  # Thursday\ntags: [a, \"b c\"]\nowner: \"Ann\"\n---\n# Title\n");
  EXPECT_EQ(read.shape(),
            "entity@2:1+6=jada@2:9+4|;as_of@3:1+5=2026-05-21@3:8+10|;tags@4:1+4=[a@4:8+1|b c@4:12+3|;"
            "owner@5:1+5=Ann@5:9+3|;");
  EXPECT_EQ(read.source.text().substr(read.body), "# Title\n");
  EXPECT_THAT(read.diagnostics, IsEmpty());
  EXPECT_EQ(read.reader.first("tags"), "a");
  EXPECT_EQ(read.reader.first("nothing"), "");
}

class SameEitherWay : public testing::TestWithParam<std::string> {};

TEST_P(SameEitherWay, AsTheLibraryReadsIt) {
  const std::string text = "---\n" + GetParam() + "\n---\nbody\n";
  const Read quick(text);
  const Read library(text, Way::library_only);
  EXPECT_EQ(quick.shape(), library.shape());
  EXPECT_EQ(quick.codes(), library.codes());
  EXPECT_EQ(quick.body, library.body);
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, SameEitherWay,
    testing::Values("a: b", "a:   b   ", "a: b # c", "a: b#c", "a: '#c'", "a: \"x\" # c", "a: 'it''s'", "a: \"x\\ty\"",
                    "a:", "a: # nothing", "a: ~", "a: null", "a: 'null'", "a: \"\"", "a: é€", "a: \xC2\xA0x", "a b: c",
                    "a-b_c: d", "last updated: 2026-05-21", "a: [x, y]", "a: [ x ,y ]  # c", "a: []", "a: [ ]",
                    "a: [x, 'y z', \"w\"]", "a: [x y, z]", "a: [x,]", "a: [,]", "a: [~, null, x]", "a: [[x]]",
                    "a:\n- x\n- y", "a:\n  - x\n  - y\n\nb: c", "a: # list\n  # comment\n  - x # c\n  - 'y'\n  -\nb: d",
                    "a:\n  - x\n - y", "a:\n - x\n  - y", "a: b\n  - c", "a: b\n  c", "a: |\n  text\n  more",
                    "a: >\n  x\n  y", "a: b: c", "a: http://example.com/x", "a: b:", "a: 10:30", "a: [10:30]",
                    "a: {b: c}", "a:\n  b: c", "a: &x b\nc: *x", "a: !!str 1", "a: @b", "a: `b`", "a: %b", "a: -1",
                    "a: - b", "a: ? b", "a: $5", "a: (b)", "a: .5", "a: *b*", "a: b\na: c", "# only a comment", "",
                    "a: b\n\n\nc: d", "a: \"b\" c", "a: 'b'c", "a: [x] y", "a : b", "a: b\r\nc: d\r", "a: <b>",
                    "a: x\ty", "a:\tb", "1: b", "A: B", "a: b, c", "a: b]", "a: b {c}", "? a\n: b", "a: yes", "a: 0x1F",
                    "a:\n\n\n- x", "a:b: c"));

TEST(FrontMatter, IsNotEveryTextBetweenRules) {
  for (const std::string_view text : {"", "---", "---\n", "---\n# Title\n\nText\n---\n", "---\n**Date:** 2026\n---\n",
                                      "---\n> Last updated: x\n---\n", "----\na: b\n---\n", "--- a\nb: c\n---\n",
                                      "\n---\na: b\n---\n", "---\n- a\n- b\n---\n", "text\n---\na: b\n---\n"}) {
    EXPECT_EQ(split_front_matter(SourceText(text)).body, 0u) << text;
    EXPECT_THAT(Read(text).diagnostics, IsEmpty()) << text;
  }
}

TEST(FrontMatter, EndsWithDotsOrAtTheLastLine) {
  EXPECT_EQ(Read("---\na: b\n...\nc").shape(), "a@2:1+1=b@2:4+1|;");
  const Read read("---  \r\na: b\r\n---");
  EXPECT_EQ(read.shape(), "a@2:1+1=b@2:4+1|;");
  EXPECT_EQ(read.body, read.source.text().size());
}

TEST(FrontMatter, EmptyFrontMatterIsOne) {
  const Read read("---\n\n---\ntext\n");
  EXPECT_EQ(read.source.text().substr(read.body), "text\n");
  EXPECT_THAT(read.reader.entries(), IsEmpty());
}

TEST(FrontMatter, UnclosedIsSaid) {
  const Read read("---\nstatus: live\n\n# Title\n");
  EXPECT_EQ(read.body, 0u);
  EXPECT_THAT(read.codes(), ElementsAre("front-matter-unclosed"));
}

TEST(FrontMatter, DamageCostsTheDamagedLineOnly) {
  const Read read("---\nentity: jada\ntitle: Hand-off: May\nas_of: 2026-05-21\ntags: [a, b\n---\n# Title\n");
  EXPECT_EQ(read.shape(), "entity@2:1+6=jada@2:9+4|;as_of@4:1+5=2026-05-21@4:8+10|;");
  EXPECT_EQ(read.source.text().substr(read.body), "# Title\n");
  ASSERT_THAT(read.codes(), ElementsAre("front-matter-syntax"));
  EXPECT_EQ(read.diagnostics[0].at.line, 3u);
  EXPECT_EQ(read.diagnostics[0].line, "title: Hand-off: May");
}

TEST(FrontMatter, DuplicateKeysAreRefused) {
  const Read read("---\nowner: Ann\nstatus: live\nowner: Ben\n---\n");
  EXPECT_EQ(read.reader.first("owner"), "Ann");
  EXPECT_EQ(read.reader.first("status"), "live");
  ASSERT_THAT(read.codes(), ElementsAre("front-matter-duplicate"));
  EXPECT_EQ(read.diagnostics[0].at, (Position{4, 1, 5}));
}

TEST(FrontMatter, NestedValuesAndReferencesAreLeftOut) {
  const Read read("---\na: &x 1\nb: *x\nc: {d: e}\nf: [1, [2], 3]\n---\n");
  EXPECT_EQ(read.reader.first("a"), "1");
  EXPECT_EQ(read.reader.first("b"), "");
  EXPECT_THAT(read.reader.values(read.reader.entries()[3]), SizeIs(2));
  EXPECT_THAT(read.codes(), ElementsAre("front-matter-alias", "front-matter-nested", "front-matter-nested"));
}

TEST(FrontMatter, TomlIsSkippedAndSaid) {
  const Read read("+++\ntitle = 'x'\n+++\n# Title\n");
  EXPECT_EQ(read.source.text().substr(read.body), "# Title\n");
  EXPECT_THAT(read.codes(), ElementsAre("front-matter-toml"));
}

TEST(FrontMatter, LinesCountForThePositionsOfTheBody) {
  const Read read("---\nentity: jada\n---\n# Title\n");
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(read.source, read.body);
  ASSERT_THAT(tree.blocks(), SizeIs(2));
  EXPECT_EQ(tree.blocks()[1].first_line, 4u);
  EXPECT_EQ(tree.source_offset(tree.blocks()[1], tree.blocks()[1].text_begin), read.source.text().find("Title"));
}

TEST(FrontMatter, SurvivesHostileYamlInSilence) {
  std::string bomb = "a: &a [x]\n";
  for (char c = 'b'; c < 'z'; ++c)
    bomb += std::string(1, c) + ": &" + c + " [*" + static_cast<char>(c - 1) + ", *" + static_cast<char>(c - 1) + "]\n";
  const std::string deep = "a: " + std::string(30'000, '[');
  std::string nested;
  for (int i = 0; i < 300; ++i) nested += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  testing::internal::CaptureStderr();
  for (const std::string& yaml :
       {bomb, deep, nested, std::string("a: \"unterminated\nb: c"), std::string("a: 'x"), std::string("a: !<"),
        std::string("%YAML 9.9\n---\na: b"), std::string("a: \x01"), std::string("a: [") + std::string(20'000, ',')}) {
    const std::string text = "---\nkeep: this\n" + yaml + "\n---\n# Title\n";
    const Read read(text);
    EXPECT_EQ(read.reader.first("keep"), "this") << yaml.substr(0, 30);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace qd::text
