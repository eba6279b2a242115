#include "text/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace qd::text {
namespace {

using testing::ElementsAre;

constexpr std::string_view kNames[] = {"document", "heading", "paragraph", "quote", "list", "item",
                                       "code",     "html",    "table",     "row",   "cell", "rule"};

std::string described(const MarkdownTree& tree, const Block& block) {
  std::string out(kNames[static_cast<std::size_t>(block.kind)]);
  if (block.level != 0) out += std::to_string(block.level);
  if (block.ordered) out += " ordered";
  if (block.header) out += " header";
  if (block.setext) out += " setext";
  if (block.task != 0) out += std::string(" [") + block.task + "]";
  out += " " + std::to_string(block.first_line);
  if (block.last_line != block.first_line) out += "-" + std::to_string(block.last_line);
  std::string text(tree.text(block));
  std::ranges::replace(text, '\n', '/');
  if (!text.empty()) out += " '" + text + "'";
  return out;
}

/// A line for each block but the document, indented by its depth.
std::vector<std::string> shape(std::string_view markdown) {
  const SourceText source(markdown);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  std::vector<std::string> out;
  std::vector<std::size_t> depth(tree.blocks().size());
  for (std::size_t i = 1; i < tree.blocks().size(); ++i) {
    const Block& block = tree.blocks()[i];
    depth[i] = block.parent == 0 ? 0 : depth[block.parent] + 1;
    out.push_back(std::string(2 * depth[i], ' ') + described(tree, block));
  }
  return out;
}

TEST(Markdown, TightAndLooseItemsHaveOneShape) {
  EXPECT_THAT(shape("- a\n- b\n"),
              ElementsAre("list1 1-2", "  item1 1", "    paragraph 1 'a'", "  item1 2", "    paragraph 2 'b'"));
  EXPECT_THAT(shape("1. a\n\n2. b\n"),
              ElementsAre("list1 ordered 1-3", "  item1 1", "    paragraph 1 'a'", "  item1 3", "    paragraph 3 'b'"));
}

TEST(Markdown, TasksAreThoseOfGfmAndOtherBoxesStayText) {
  EXPECT_THAT(shape("- [ ] a\n- [x] b\n1. [X] c\n- [~] d\n- [x]e\n"),
              ElementsAre("list1 1-2", "  item1 [ ] 1", "    paragraph 1 'a'", "  item1 [x] 2", "    paragraph 2 'b'",
                          "list1 ordered 3", "  item1 [X] 3", "    paragraph 3 'c'", "list1 4-5", "  item1 4",
                          "    paragraph 4 '[~] d'", "  item1 5", "    paragraph 5 '[x]e'"));
}

TEST(Markdown, LinesOfAParagraphStayLines) {
  EXPECT_THAT(shape("**Date:** today\n**Owner:** Ann  \nx\\\ny<br>z `a\nb`\n"),
              ElementsAre("paragraph 1-5 'Date: today/Owner: Ann/x/y/z a/b'"));
}

TEST(Markdown, TablesKeepEmptyCells) {
  EXPECT_THAT(
      shape("| A | B | C |\n|---|:-:|--:|\n| a || c |\n|| b\n| | | |\n| x \\| y | `p \\| q` | a<br/>b |\n||a||\n"),
      ElementsAre("table 1-7", "  row header 1", "    cell header 1 'A'", "    cell header 1 'B'",
                  "    cell header 1 'C'", "  row 3", "    cell 3 'a'", "    cell 3", "    cell 3 'c'", "  row 4",
                  "    cell 4", "    cell 4 'b'", "    cell 4", "  row 5", "    cell 5", "    cell 5", "    cell 5",
                  "  row 6", "    cell 6 'x | y'", "    cell 6 'p | q'", "    cell 6 'a/b'", "  row 7", "    cell 7",
                  "    cell 7 'a'", "    cell 7"));
}

TEST(Markdown, TableWithoutHeaderTextHasItsLines) {
  EXPECT_THAT(shape("text\n\n|  |  |\n|--|--|\n| a | b |\n"),
              ElementsAre("paragraph 1 'text'", "table 3-5", "  row header 3", "    cell header 3", "    cell header 3",
                          "  row 5", "    cell 5 'a'", "    cell 5 'b'"));
}

TEST(Markdown, ATableMayFollowALineOfTextDirectly) {
  const auto table =
      ElementsAre("paragraph 1-2 'Costs/in USD:'", "table 3-5", "  row header 3", "    cell header 3 'A'",
                  "    cell header 3 'B'", "  row 5", "    cell 5 '1'", "    cell 5 '2'", "paragraph 7 'after'");
  EXPECT_THAT(shape("Costs\nin USD:\n| A | B |\n|---|---|\n| 1 | 2 |\n\nafter\n"), table);
  EXPECT_THAT(shape("Costs\r\nin USD:\r\nA | B\r\n--- | ---\r\n1 | 2\r\n\r\nafter\r\n"), table);
}

TEST(Markdown, OneDashIsEnoughForATable) {
  EXPECT_THAT(shape("A | B\n-|:-:\n1 | 2\n"),
              ElementsAre("table 1-3", "  row header 1", "    cell header 1 'A'", "    cell header 1 'B'", "  row 3",
                          "    cell 3 '1'", "    cell 3 '2'"));
  EXPECT_THAT(shape("Text\n| A | B |\n|--|:-|\n| 1 | 2 |\n"),
              ElementsAre("paragraph 1 'Text'", "table 2-4", "  row header 2", "    cell header 2 'A'",
                          "    cell header 2 'B'", "  row 4", "    cell 4 '1'", "    cell 4 '2'"));
}

TEST(Markdown, ATableDoesNotReachOutOfItsBlock) {
  EXPECT_THAT(shape("> A | B\n-|-\n\nx\nC | D\n-|-\n"),
              ElementsAre("quote 1-2", "  paragraph 1-2 'A | B/-|-'", "paragraph 4 'x'", "table 5-6", "  row header 5",
                          "    cell header 5 'C'", "    cell header 5 'D'"));
}

TEST(Markdown, ATableMayFollowTextInsideQuotesAndItems) {
  EXPECT_THAT(shape("> Costs\n> | A |\n> |---|\n> | 1 |\n"),
              ElementsAre("quote 1-4", "  paragraph 1 'Costs'", "  table 2-4", "    row header 2",
                          "      cell header 2 'A'", "    row 4", "      cell 4 '1'"));
  EXPECT_THAT(shape("- Costs\n  | A |\n  |---|\n- b\n"),
              ElementsAre("list1 1-4", "  item1 1-3", "    paragraph 1 'Costs'", "    table 2-3", "      row header 2",
                          "        cell header 2 'A'", "  item1 4", "    paragraph 4 'b'"));
}

TEST(Markdown, DelimiterRowsElsewhereMakeNoTable) {
  EXPECT_THAT(shape("```\na\n| A |\n|---|\n```\n"), ElementsAre("code 1-5 'a/| A |/|---|'"));
  EXPECT_THAT(shape("a\n    | A |\n    |---|\n"), ElementsAre("paragraph 1-3 'a/| A |/|---|'"));
  EXPECT_THAT(shape("| A |\n|---|\n| B |\n|---|\n"),
              ElementsAre("table 1-4", "  row header 1", "    cell header 1 'A'", "  row 3", "    cell 3 'B'",
                          "  row 4", "    cell 4 '---'"));
}

TEST(Markdown, SetextHeadingsSaySo) {
  EXPECT_THAT(shape("Text\n---\n# Real\n---\nA\nb\n===\n- # x\n- y\n  ---\n\\# z\n---\n"),
              ElementsAre("heading2 setext 1-2 'Text'", "heading1 3 'Real'", "rule 4", "heading1 setext 5-7 'A/b'",
                          "list1 8-10", "  item1 8", "    heading1 8 'x'", "  item1 9-10",
                          "    heading2 setext 9-10 'y'", "heading2 setext 11-12 '# z'"));
}

TEST(Markdown, BlocksWithoutTextHaveTheirLine) {
  EXPECT_THAT(
      shape("#\n\n##  ##\n***\n- a\n-\n- b\n\n![](x)\n\n>\n\n```\n```\n- - -\n"),
      ElementsAre("heading1 1", "heading2 3", "rule 4", "list1 5-7", "  item1 5", "    paragraph 5 'a'", "  item1 6",
                  "  item1 7", "    paragraph 7 'b'", "paragraph 9", "quote 11", "code 13-14", "rule 15"));
  EXPECT_THAT(shape("> > - q\n>\n> - > r\n"),
              ElementsAre("quote 1-3", "  quote 1", "    list1 1", "      item1 1", "        paragraph 1 'q'",
                          "  list1 3", "    item1 3", "      quote 3", "        paragraph 3 'r'"));
}

TEST(Markdown, CodeAndHtmlKeepTheirLines) {
  EXPECT_THAT(shape("~~~yaml\na: 1\n\n  b: 2\n~~~\n"), ElementsAre("code 1-5 'a: 1//  b: 2'"));
  EXPECT_THAT(shape("    x\n\n    y\nz\n"), ElementsAre("code 1-3 'x//y'", "paragraph 4 'z'"));
  EXPECT_THAT(shape("> ```\n> a\n```\n---\n"), ElementsAre("quote 1-3", "  code 1-3 'a'", "rule 4"));
  EXPECT_THAT(shape("<div>\n<b>x</b>\n</div>\n\n<!-- a\n\nb -->\nend"),
              ElementsAre("html 1-3 '<div>/<b>x</b>/</div>'", "html 5-7 '<!-- a//b -->'", "paragraph 8 'end'"));
}

TEST(Markdown, NestedListsTellTheirDepth) {
  EXPECT_THAT(shape("- a\n  - b\n    1. c\n"),
              ElementsAre("list1 1-3", "  item1 1-3", "    paragraph 1 'a'", "    list2 2-3", "      item2 2-3",
                          "        paragraph 2 'b'", "        list3 ordered 3", "          item3 3",
                          "            paragraph 3 'c'"));
}

TEST(Markdown, EntitiesAreDecodedAndUnknownOnesStay) {
  EXPECT_THAT(shape("&#xa3;10 &euro;5 &lt;b&gt; R&amp;D &nosuch; &#0; AT&T &mdash;\n"),
              ElementsAre("paragraph 1 '£10 €5 <b> R&D &nosuch; \xEF\xBF\xBD AT&T —'"));
}

struct Marked {
  std::string text;
  unsigned marks;
  bool operator==(const Marked&) const = default;
};

std::vector<Marked> marked(std::string_view markdown) {
  const SourceText source(markdown);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  std::vector<Marked> out;
  for (const Block& block : tree.blocks()) {
    for (const Run& run : tree.runs(block))
      out.push_back(
          {std::string(tree.text(block).substr(run.begin - block.text_begin, run.end - run.begin)), run.marks});
  }
  return out;
}

TEST(Markdown, RunsTellTheMarks) {
  EXPECT_THAT(marked("**a** *b* ~~c~~ `d` [e](u) ![f](u) <i>g</i> **h *i***\n"),
              ElementsAre(Marked{"a", kBold}, Marked{" ", 0}, Marked{"b", kItalic}, Marked{" ", 0},
                          Marked{"c", kStrike}, Marked{" ", 0}, Marked{"d", kCode}, Marked{" ", 0}, Marked{"e", kLink},
                          Marked{" ", 0}, Marked{"f", kImage}, Marked{" ", 0}, Marked{"<i>", kHtml}, Marked{"g", 0},
                          Marked{"</i>", kHtml}, Marked{" ", 0}, Marked{"h ", kBold}, Marked{"i", kBold | kItalic}));
  EXPECT_THAT(marked("**a **b** c** <https://example.com>\n"),
              ElementsAre(Marked{"a ", kBold}, Marked{"b", kBold}, Marked{" c", kBold}, Marked{" ", 0},
                          Marked{"https://example.com", kLink}));
}

TEST(Markdown, NothingBehindTheTextIsRead) {
  EXPECT_THAT(shape(std::string_view("[a](b)").substr(0, 5)), ElementsAre("paragraph 1 '[a](b'"));
  EXPECT_THAT(shape(std::string_view("x\n\n1. y").substr(0, 4)), ElementsAre("paragraph 1 'x'", "paragraph 3 '1'"));
}

TEST(Markdown, ParserForgetsTheDocumentBefore) {
  MarkdownParser parser;
  const SourceText first("- [x] **open");
  const SourceText second("a\n| A |\n|---|\n\nb\n");
  parser.parse(first);
  EXPECT_EQ(parser.parse(second).blocks().size(), 6u);
  EXPECT_EQ(parser.parse(first).blocks().size(), 4u);
  const SourceText empty("");
  EXPECT_EQ(parser.parse(empty).blocks().size(), 1u);
  EXPECT_EQ(parser.parse(second, 1000).blocks().size(), 1u);
}

TEST(Markdown, NestingBeyondTheDeepestIsFlattened) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "> ";
  text += "deep\n\n- after\n";
  const SourceText source(text);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  EXPECT_EQ(tree.blocks().size(), 1u + MarkdownParser::kDeepest + 1 + 3);
  EXPECT_EQ(tree.text(tree.blocks()[MarkdownParser::kDeepest + 1]), "deep");
  EXPECT_EQ(tree.blocks().back().first_line, 3u);
  EXPECT_EQ(tree.text(tree.blocks().back()), "after");
}

TEST(Markdown, ItemsBeyondTheDeepestKeepTheirText) {
  std::string text;
  for (int i = 0; i < 80; ++i)
    text += std::string(static_cast<std::size_t>(i) * 2, ' ') + "- i" + std::to_string(i) + "\n";
  const SourceText source(text);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  std::vector<std::string> texts;
  for (const Block& block : tree.blocks()) {
    if (block.kind != BlockKind::paragraph) continue;
    EXPECT_EQ(tree.text(block), "i" + std::to_string(block.first_line - 1));
    texts.emplace_back(tree.text(block));
  }
  EXPECT_EQ(texts.size(), 80u);
}

/// The lines of the source that the tree's text comes from, and that each byte of it stands where its run says.
void expect_whole(const std::string& markdown) {
  const SourceText source(markdown);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  std::string seen(source.text());
  std::ranges::replace(seen, '\r', '\n');
  std::string text;
  for (const Block& block : tree.blocks()) {
    for (const Run& run : tree.runs(block))
      EXPECT_EQ(seen.substr(run.source, run.end - run.begin),
                tree.text(block).substr(run.begin - block.text_begin, run.end - run.begin));
    for (const char c : tree.text(block)) text += c == '\n' || c == ' ' ? std::string() : std::string(1, c);
    EXPECT_LE(block.last_line, source.lines());
  }
  std::string wanted;
  for (const char c : markdown) wanted += c == '\n' || c == '\r' || c == ' ' ? std::string() : std::string(1, c);
  EXPECT_EQ(text, wanted);
}

TEST(Markdown, KeepsEveryWordAndPlaceOfAParagraphThatIsTooLongForMd4c) {
  std::string lines, line;
  for (int i = 0; i < 9'000; ++i) lines += "word " + std::to_string(i) + " [of] many\n";
  for (int i = 0; i < 9'000; ++i) line += "word " + std::to_string(i) + " [of] many ";
  expect_whole(lines);
  expect_whole(line);
  std::string returns = lines;
  std::ranges::replace(returns, '\n', '\r');
  expect_whole(returns);
}

TEST(Markdown, OpensATableBehindAParagraphThatIsTooLong) {
  std::string markdown;
  for (int i = 0; i < 9'000; ++i) markdown += "word " + std::to_string(i) + " [of] many\n";
  markdown += "| Item | Price |\n|-|-|\n| Rent | $1,200 |\n";
  const SourceText source(markdown);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  const auto cells = [&] {
    std::vector<std::string> all;
    for (const Block& block : tree.blocks())
      if (block.kind == BlockKind::cell) all.emplace_back(tree.text(block));
    return all;
  }();
  EXPECT_EQ(cells, (std::vector<std::string>{"Item", "Price", "Rent", "$1,200"}));
  EXPECT_EQ(
      source.text().substr(tree.source_offset(tree.blocks().back(), tree.blocks().back().text_begin)).substr(0, 6),
      "$1,200");
}

}  // namespace
}  // namespace qd::text
