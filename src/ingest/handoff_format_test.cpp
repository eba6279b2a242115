// The examples of docs/handoff-format.md and of tests/handoffs/*.md: what each says is what is read from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "support/read_facts.hpp"

namespace qd::test {
namespace {

struct Case {
  std::string file;
  Example example;
};

std::vector<Case> all_cases() {
  const std::filesystem::path root = QD_SOURCE_DIR;
  std::vector<std::filesystem::path> files = {root / "docs/handoff-format.md"};
  for (const auto& entry : std::filesystem::directory_iterator(root / "tests/handoffs")) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Case> out;
  for (const auto& file : files) {
    for (Example& example : examples_of(file)) out.push_back({file.stem(), std::move(example)});
  }
  return out;
}

class HandoffFormat : public testing::TestWithParam<Case> {};

TEST_P(HandoffFormat, ReadsWhatTheExampleSays) {
  const Example& example = GetParam().example;
  EXPECT_THAT(read_facts(example.markdown), testing::ElementsAreArray(example.facts))
      << GetParam().file << ".md:" << example.line << ": " << example.title << "\n"
      << example.markdown;
}

INSTANTIATE_TEST_SUITE_P(Examples, HandoffFormat, testing::ValuesIn(all_cases()), [](const auto& one) {
  std::string name = one.param.file + "_" + std::to_string(one.param.example.line);
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

TEST(HandoffFormatExamples, AreMany) { EXPECT_GE(all_cases().size(), 100u); }

}  // namespace
}  // namespace qd::test
