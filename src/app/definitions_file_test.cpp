#include "app/definitions_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Read {
  assess::Definitions definitions;
  std::vector<std::string> diagnostics;  ///< as printed
};

Read read(std::vector<std::string> files) {
  DefinitionFiles all;
  Diagnostics diagnostics;
  for (std::string& bytes : files) all.read("definitions/own.toml", std::move(bytes), diagnostics);
  Read out{.definitions = all.compile(diagnostics)};
  for (const Diagnostic& one : diagnostics) out.diagnostics.push_back(format(one));
  return out;
}

TEST(DefinitionFiles, ReadKpisAndChecks) {
  const Read out = read({R"toml([kpi.cash_days]
title = "Cash in days"
for = ["entity", "portfolio"]
formula = "sum(money.cash) / sum(money.expense)"
unit = "months"
by = ["channel"]
claims = ["cash days"]
decimals = 1

[check.enough]
question = "Is there enough?"
for = "entity"
passes = "kpi.cash_days > 3"
values = { days = "kpi.cash_days" }
says = "Only {{days}}."
remedy = "Get more."
roles = "cfo"
)toml"});
  EXPECT_THAT(out.diagnostics, IsEmpty());
  ASSERT_NE(out.definitions.kpi("cash_days"), nullptr);
  EXPECT_EQ(out.definitions.kpi("cash_days")->decimals, 1);
  EXPECT_THAT(out.definitions.kpi("cash_days")->claims, ElementsAre("cash days"));
  ASSERT_NE(out.definitions.check("enough"), nullptr);
  EXPECT_THAT(out.definitions.check("enough")->roles, ElementsAre("cfo"));
}

TEST(DefinitionFiles, ReadWhatIsMaterialAsWordsOrAsANumber) {
  constexpr std::string_view kKpi = "[kpi.a]\ntitle = \"A\"\nfor = \"entity\"\nformula = \"sum(money.cash)\"\n";
  const auto with = [&](std::string_view material) { return read({fmt::format("{}material = {}\n", kKpi, material)}); };
  EXPECT_EQ(with("\"5%\"").definitions.kpi("a")->material->share, Rational::ratio(1, 20));
  EXPECT_EQ(with("250").definitions.kpi("a")->material->amount, Rational(250));
  EXPECT_EQ(with("0.5").definitions.kpi("a")->material->amount, Rational::ratio(1, 2));
  // One that changes nothing else.
  const Read changed = read({std::string(kKpi), "[kpi.a]\nmaterial = \"$7\"\n"});
  EXPECT_THAT(changed.diagnostics, IsEmpty());
  EXPECT_EQ(changed.definitions.kpi("a")->material->currency, Currency("USD"));
  EXPECT_THAT(with("\"much\"").diagnostics,
              ElementsAre(HasSubstr("5:13: error: `much` is neither a share nor an amount")));
  EXPECT_THAT(with("true").diagnostics, ElementsAre(HasSubstr("`material` has to be a string")));
}

TEST(DefinitionFiles, PutACaretUnderTheMistakeInAFormula) {
  const Read out = read({"[kpi.cash]\ntitle = \"Cash\"\nfor = \"entity\"\nformula = \"sum(money.cahs) * 2\"\n"});
  ASSERT_EQ(out.diagnostics.size(), 1u);
  EXPECT_THAT(out.diagnostics[0], HasSubstr("definitions/own.toml:4:16: error: there is no predicate 'money.cahs'"));
  EXPECT_THAT(out.diagnostics[0], HasSubstr("  formula = \"sum(money.cahs) * 2\"\n"
                                            "                 ^~~~~~~~~~\n"));
}

TEST(DefinitionFiles, FindTheMistakeBehindEscapesAndOnLaterLines) {
  const Read out =
      read({"[kpi.a]\ntitle = \"A\"\nfor = \"entity\"\nformula = \"\"\"\nsum(money.cash)\n + sum(money.cahs)\"\"\"\n",
            "[kpi.b]\ntitle = \"B\"\nfor = \"entity\"\nformula = \"count(action.item where label = '\\u00e9') + "
            "summ(money.cash)\"\n"});
  ASSERT_EQ(out.diagnostics.size(), 2u);
  EXPECT_THAT(out.diagnostics[0], HasSubstr("own.toml:4:56: ")) << "formulas are parsed before units are checked";
  EXPECT_THAT(out.diagnostics[1], HasSubstr("own.toml:6:8: "));
}

TEST(DefinitionFiles, NameUnknownKeysAndWrongTypes) {
  const Read out = read({R"toml([kpi.a]
titel = "A"
title = 5
for = "entity"
formula = "count(action.item)"

[metric.b]
title = "B"
)toml"});
  ASSERT_EQ(out.diagnostics.size(), 4u);
  EXPECT_THAT(out.diagnostics[0], testing::AllOf(HasSubstr("own.toml:2:1: "), HasSubstr("did you mean `title`?")));
  EXPECT_THAT(out.diagnostics[1], HasSubstr("`title` has to be a string, and this is a"));
  EXPECT_THAT(out.diagnostics[2], HasSubstr("`metric` is neither a kpi nor a check"));
  EXPECT_THAT(out.diagnostics[3], HasSubstr("kpi.a has no `title`"));
}

TEST(DefinitionFiles, GoOnAfterAFileThatIsNoToml) {
  const Read out = read({"[kpi.a\n", "[kpi.b]\ntitle = \"B\"\nfor = \"entity\"\nformula = \"count(action.item)\"\n"});
  EXPECT_EQ(out.diagnostics.size(), 1u);
  EXPECT_NE(out.definitions.kpi("b"), nullptr);
}

TEST(DefinitionFiles, LetAWorkspaceChangeWhatIsBuiltIn) {
  DefinitionFiles files;
  Diagnostics diagnostics;
  files.read_built_in(diagnostics);
  files.read("definitions/own.toml", "[check.stale_handoff]\nseverity = \"low\"\n[kpi.cac]\ndisabled = true\n",
             diagnostics);
  const assess::Definitions out = files.compile(diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  EXPECT_EQ(out.check("stale_handoff")->severity, assess::Level::low);
  EXPECT_EQ(out.kpi("cac"), nullptr);
}

TEST(DefinitionFiles, AreToldFromTheVocabulary) {
  EXPECT_TRUE(holds_definitions("definitions/kpis.toml"));
  EXPECT_FALSE(holds_definitions("definitions/vocabulary.toml"));
  EXPECT_FALSE(holds_definitions("definitions/readme.md"));
}

}  // namespace
}  // namespace qd::app
