// Every byte of a tree's text must be found again in the source, and hostile documents must be survived.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "text/markdown.hpp"

namespace qd::text {
namespace {

constexpr std::string_view kPieces[] = {"# ",
                                        "## ",
                                        "### *x* ",
                                        "- ",
                                        "* ",
                                        "1. ",
                                        "  ",
                                        "    ",
                                        "\t",
                                        "> ",
                                        ">",
                                        "| ",
                                        " | ",
                                        "|",
                                        "||",
                                        "\n",
                                        "\n",
                                        "\n\n",
                                        "\r\n",
                                        "\r",
                                        "|---|---|\n",
                                        "|-|\n",
                                        "| A | B |\n|---|---|\n",
                                        "**",
                                        "*",
                                        "_",
                                        "~~",
                                        "`",
                                        "``",
                                        "```\n",
                                        "~~~",
                                        "---\n",
                                        "***\n",
                                        "===\n",
                                        "[ ] ",
                                        "[x] ",
                                        "[~] ",
                                        "[a](b)",
                                        "[a](\nb)",
                                        "![i](u)",
                                        "[r]: /u\n",
                                        "[r]",
                                        "<br>",
                                        "<br/>",
                                        "<i>",
                                        "<div>\n",
                                        "</div>\n",
                                        "<!-- c -->",
                                        "<https://example.com>",
                                        "&amp;",
                                        "&euro;",
                                        "&#x41;",
                                        "&nosuch;",
                                        "\\|",
                                        "\\*",
                                        "\\\n",
                                        "  \n",
                                        "word",
                                        "Key: value",
                                        "é",
                                        "😀",
                                        "$7–9K/mo",
                                        "x",
                                        "1",
                                        ":",
                                        " "};

std::string random_document(std::mt19937& random, std::size_t pieces) {
  std::string out;
  for (std::size_t i = 0; i < pieces; ++i) out += kPieces[random() % std::size(kPieces)];
  return out;
}

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// What a byte of text may be written as in the source.
bool stands_for(char in_text, const SourceText& source, std::size_t offset, const Run& run, std::string_view run_text) {
  const std::string_view text = source.text();
  if (in_text == '\n' && (offset == text.size() || is_line_end(text[offset]))) return true;
  const std::string_view blanks = text.substr(run.source, text.find_first_not_of(" \t", run.source) - run.source);
  if (run_text.find_first_not_of(' ') == std::string_view::npos && blanks.find('\t') != std::string_view::npos)
    return true;  // indented code
  if (offset >= text.size()) return false;
  if (text[offset] == in_text) return true;
  if (text[run.source] == '&' && !run_text.starts_with('&')) return true;  // an entity
  if (run_text == "\n" && text.substr(run.source).starts_with("<br")) return true;
  return false;
}

void expect_sound(std::string_view markdown, std::size_t skip) {
  const SourceText source(markdown);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source, skip);
  const auto blocks = tree.blocks();
  ASSERT_FALSE(blocks.empty());
  ASSERT_EQ(blocks[0].end, blocks.size());
  const std::uint32_t last_line = std::max(source.lines(), 1u);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    ASSERT_LE(block.parent, i);
    ASSERT_GT(block.end, i);
    ASSERT_LE(block.end, blocks[block.parent].end);
    ASSERT_GE(block.first_line, 1u) << i;
    ASSERT_LE(block.first_line, block.last_line) << i;
    ASSERT_LE(block.last_line, last_line) << i;
    std::uint32_t at = block.text_begin;
    std::size_t source_before = 0;
    for (const Run& run : tree.runs(block)) {
      ASSERT_EQ(run.begin, at) << "runs cover the text without a gap";
      ASSERT_LT(run.begin, run.end);
      ASSERT_GE(run.source, source_before) << "in the order of the source";
      source_before = run.source;
      at = run.end;
      const std::string_view text = tree.text(block).substr(run.begin - block.text_begin, run.end - run.begin);
      for (std::uint32_t byte = run.begin; byte < run.end; ++byte) {
        const std::size_t offset = tree.source_offset(block, byte);
        ASSERT_TRUE(stands_for(text[byte - run.begin], source, offset, run, text))
            << "block " << i << ", byte " << byte << " at " << offset << " of " << markdown;
        ASSERT_GE(source.line_of(offset), block.first_line) << markdown;
        ASSERT_LE(source.line_of(offset), block.last_line) << markdown;
      }
    }
    ASSERT_EQ(at, block.text_end);
  }
}

TEST(MarkdownPositions, PointAtTheSameBytesInAnyDocument) {
  std::mt19937 random(20260521);  // NOLINT(cert-msc51-cpp): the same documents every time
  for (int round = 0; round < 3000; ++round) {
    const std::string document = random_document(random, 5 + random() % 60);
    ASSERT_NO_FATAL_FAILURE(expect_sound(document, 0)) << document;
    const std::string front = "---\na: é\n---\n";
    ASSERT_NO_FATAL_FAILURE(expect_sound(front + document, front.size())) << document;
  }
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

class HostileMarkdown : public testing::TestWithParam<std::string> {};

TEST_P(HostileMarkdown, IsSurvived) { expect_sound(GetParam(), 0); }

INSTANTIATE_TEST_SUITE_P(
    Shapes, HostileMarkdown,
    testing::Values(repeated("> ", 100'000) + "a", repeated(">", 100'000) + "\n- a", repeated("- ", 100'000) + "a",
                    repeated("1. ", 50'000), repeated("![[]()", 10'000), repeated("[a](", 20'000),
                    repeated("*a **b ", 20'000), repeated("`", 100'000), repeated("<!--", 20'000),
                    repeated("#\n", 20'000), repeated("-\n", 20'000), repeated("```\n", 20'001),
                    repeated("\r", 100'000), repeated("t\n|a|\n|-|\n\n", 5'000), repeated("&#x110000;", 10'000),
                    repeated("<br>", 20'000), "|a|b|\n|---|---|\n" + repeated("|1||\n", 20'000),
                    repeated("|a", 10'000) + "|\n" + repeated("|---", 10'000) + "|\n" + repeated("|1", 10'000) + "|\n",
                    repeated("|a", 70'000) + "|\n" + repeated("|---", 70'000) + "|\n|x|\n",
                    "a" + repeated(" ", 100'000) + "\n", "<div", "<!--", "[a](", "**", "| a |\n|---", "```", "- [", "&",
                    "\\", "[a]: ", "|", "> ", "#", "\n"));

TEST(HostileMarkdown, TenMegabytesOfBrackets) {
  const std::string document(10'000'000, '[');
  const SourceText source(document);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  ASSERT_EQ(tree.blocks().size(), 2u);
  EXPECT_EQ(tree.text(tree.blocks()[1]).size(), document.size());
}

TEST(HostileMarkdown, ATablePaddedWithoutEndIsReadAsText) {
  const std::string document =
      repeated("|a", 20'000) + "|\n" + repeated("|---", 20'000) + "|\n" + repeated("|x\n", 20'000) + "\n# After\n";
  const SourceText source(document);
  MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source);
  ASSERT_EQ(tree.blocks().size(), 3u);
  EXPECT_EQ(tree.blocks()[1].kind, BlockKind::paragraph);
  EXPECT_EQ(tree.text(tree.blocks()[2]), "After");
}

}  // namespace
}  // namespace qd::text
