// The examples of docs/formulas.md are tests.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

struct Block {
  std::string language;
  std::vector<std::string> lines;
};

std::vector<Block> blocks() {
  std::ifstream file(QD_SOURCE_DIR "/docs/formulas.md");
  std::vector<Block> out;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) out.push_back({line.substr(3), {}});
    } else if (inside) {
      out.back().lines.push_back(line);
    }
  }
  return out;
}

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  text.erase(0, text.find_first_not_of(' '));
  return text;
}

TEST(Document, FormulasGiveWhatItSays) {
  test::FactLines lines;
  std::size_t examples = 0;
  for (const Block& block : blocks()) {
    if (block.language == "facts")
      for (const std::string& line : block.lines) lines.add(line);
    if (!block.language.starts_with("formulas")) continue;
    auto facts = lines.store();
    AskOptions options;
    if (block.language.starts_with("formulas by ")) options.by = {block.language.substr(12)};
    for (const std::string& line : block.lines) {
      const std::size_t arrow = line.find("→");
      ASSERT_NE(arrow, std::string::npos) << line;
      const std::string formula = trimmed(line.substr(0, arrow));
      EXPECT_EQ(result(facts, formula, options), trimmed(line.substr(arrow + std::string("→").size()))) << formula;
      ++examples;
    }
  }
  EXPECT_GT(examples, 40u);
}

TEST(Document, MistakesAreFoundWhereItSays) {
  std::size_t examples = 0;
  for (const Block& block : blocks()) {
    if (block.language != "mistakes") continue;
    for (std::size_t i = 0; i + 2 < block.lines.size(); i += 4) {
      const std::string& text = block.lines[i];
      const std::size_t begin = block.lines[i + 1].find('^');
      const auto parsed = parse(text);
      const auto unit = parsed ? check_units(*parsed, {}) : std::unexpected(parsed.error());
      ASSERT_FALSE(unit.has_value()) << text;
      EXPECT_EQ(unit.error().begin, begin) << text;
      EXPECT_EQ(unit.error().end, block.lines[i + 1].size()) << text;
      EXPECT_EQ(unit.error().message, block.lines[i + 2]);
      ++examples;
    }
  }
  EXPECT_GE(examples, 5u);
}

}  // namespace
}  // namespace qd::formula
