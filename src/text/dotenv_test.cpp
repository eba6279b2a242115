#include "text/dotenv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::text {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct Read {
  SourceText source;
  Diagnostics diagnostics;
  std::vector<EnvEntry> entries;

  explicit Read(std::string_view text) : source(text) { entries = parse_env(source, "repos.env", diagnostics); }

  [[nodiscard]] std::vector<std::string> shape() const {
    std::vector<std::string> out;
    for (const EnvEntry& entry : entries)
      out.push_back(std::to_string(entry.at.line) + " " + entry.name + "=" + std::string(entry.value.reveal()));
    return out;
  }

  [[nodiscard]] std::vector<std::string> complaints() const {
    std::vector<std::string> out;
    for (const Diagnostic& one : diagnostics) out.push_back(std::to_string(one.at.line) + " " + std::string(one.code));
    return out;
  }
};

struct Line {
  std::string_view text;
  std::string_view value;
};

class DotenvLine : public testing::TestWithParam<Line> {};

TEST_P(DotenvLine, HasTheValue) {
  const Read read(GetParam().text);
  ASSERT_THAT(read.entries, SizeIs(1));
  EXPECT_EQ(read.entries[0].name, "KEY");
  EXPECT_EQ(read.entries[0].value.reveal(), GetParam().value);
  EXPECT_THAT(read.diagnostics, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Forms, DotenvLine,
    testing::Values(Line{"KEY=value", "value"}, Line{"  KEY = value  ", "value"}, Line{"export KEY=value", "value"},
                    Line{"export\tKEY='value'", "value"}, Line{"KEY=", ""}, Line{"KEY=''", ""},
                    Line{"KEY=a b c", "a b c"}, Line{"KEY=value # remark", "value"}, Line{"KEY=va#lue", "va#lue"},
                    Line{"KEY=#fff", "#fff"}, Line{"KEY= # remark", ""}, Line{"KEY=\"a # b\" # c", "a # b"},
                    Line{"KEY='a\\n$x'", "a\\n$x"}, Line{"KEY=\"a\\n\\t\\\\\\\"\\$\\`\\q\"", "a\n\t\\\"$`\\q"},
                    Line{"KEY=a=b==", "a=b=="}, Line{"KEY=\"line 1\nline 2\n\"", "line 1\nline 2\n"},
                    Line{"KEY='a\r\nb'\r\n", "a\nb"}, Line{"\xEF\xBB\xBFKEY=value", "value"},
                    Line{"# remark\n\nKEY=it's", "it's"}, Line{"KEY=\"{\\\"a\\\": 1}\"", "{\"a\": 1}"},
                    Line{"KEY=$OTHER", "$OTHER"}));

TEST(Dotenv, TellsTheLineOfEachName) {
  const Read read("A=1\n\n  export B=\"x\ny\"\nC=3\n");
  EXPECT_THAT(read.shape(), ElementsAre("1 A=1", "3 B=x\ny", "5 C=3"));
  EXPECT_EQ(read.entries[1].at, (Position{3, 10, 1}));
  EXPECT_EQ(find(read.entries, "C")->value.reveal(), "3");
  EXPECT_EQ(find(read.entries, "D"), nullptr);
}

TEST(Dotenv, TheLastOfSeveralValuesCounts) {
  const Read read("A=1\nB=2\nA=3\n");
  EXPECT_THAT(read.shape(), ElementsAre("3 A=3", "2 B=2"));
  EXPECT_THAT(read.complaints(), ElementsAre("3 env-duplicate"));
  EXPECT_THAT(read.diagnostics[0].message, HasSubstr("line 1"));
}

TEST(Dotenv, WhatIsNoEntryIsSaidAndSkipped) {
  const Read read("KEY: value\nset -a\nA B=1\n=x\n1A=x\nexport\nA=1\n");
  EXPECT_THAT(read.shape(), ElementsAre("7 A=1"));
  EXPECT_THAT(read.complaints(),
              ElementsAre("1 env-line", "2 env-line", "3 env-line", "4 env-line", "5 env-line", "6 env-line"));
}

TEST(Dotenv, AForgottenQuoteCostsOneEntry) {
  const Read read("A=\"open\nB=2\nC=\"x\"\nD='y'z\nE=\"never\nF=6\n");
  EXPECT_THAT(read.shape(), ElementsAre("2 B=2", "3 C=x", "6 F=6"));
  EXPECT_THAT(read.complaints(), ElementsAre("1 env-quote", "4 env-quote", "5 env-quote"));
}

TEST(Dotenv, DiagnosticsHoldNoValueAndNoLine) {
  const Read read("hunter2-alone\nA=\"hunter2\nB=x\nB=hunter2\nC='hunter2'hunter2\nD=\"hunter2");
  EXPECT_THAT(read.diagnostics, SizeIs(5));
  for (const Diagnostic& diagnostic : read.diagnostics) {
    EXPECT_THAT(format(diagnostic), Not(HasSubstr("hunter2")));
    EXPECT_EQ(diagnostic.line, "");
  }
}

TEST(Dotenv, SurvivesHostileFiles) {
  std::string quotes;
  for (int i = 0; i < 50'000; ++i) quotes += "A='x\nB=\"y\n";
  EXPECT_THAT(Read(quotes).diagnostics, Not(IsEmpty()));
  const std::string one_line = "A=" + std::string(1'000'000, '"');
  EXPECT_THAT(Read(one_line).complaints(), ElementsAre("1 env-quote"));
  EXPECT_THAT(Read(std::string("\0\x01\x02", 3)).entries, IsEmpty());
  const std::string wide(
      "A\0=\0"
      "1\0\n\0",
      8);
  EXPECT_THAT(Read("\xFF\xFE" + wide).shape(), ElementsAre("1 A=1"));
}

}  // namespace
}  // namespace qd::text
