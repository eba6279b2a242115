#include <gmock/gmock.h>

#include "formula/formula.hpp"
#include "formula/node.hpp"

namespace qd::formula {
namespace {

using testing::ElementsAre;

struct BadCase {
  std::string text;
  std::string under;  ///< the text that the caret underlines
  std::string message;
  std::string hint = {};
};

class ParseError : public testing::TestWithParam<BadCase> {};

TEST_P(ParseError, PointsAtTheMistake) {
  const auto& [text, under, message, hint] = GetParam();
  const auto parsed = parse(text);
  ASSERT_FALSE(parsed.has_value()) << text;
  EXPECT_EQ(parsed.error().message, message);
  EXPECT_EQ(text.substr(parsed.error().begin, parsed.error().end - parsed.error().begin), under);
  EXPECT_EQ(parsed.error().hint, hint);
}

INSTANTIATE_TEST_SUITE_P(
    All, ParseError,
    testing::Values(
        BadCase{"", "", "expected a value before the end"}, BadCase{"1 +", "", "expected a value before the end"},
        BadCase{"1 2", "2", "expected an operator before this number"},
        BadCase{"(1", "", "expected ')' before the end"},
        BadCase{"1 & 2", "&", "'&' has no meaning in a formula", "write: and"},
        BadCase{"latest(a.b) = 'x", "'x", "this text has no end", "close it with '"},
        BadCase{"$1,200", "$1,200", "digits are not grouped in a formula", "write $1200"},
        BadCase{"$ 5", "$", "a number must follow the sign", "as in $500"},
        BadCase{"5kg", "kg", "'kg' is no unit",
                "a number may have a currency ($500, 500 USD), %, d, h, days, weeks or months"},
        BadCase{"1 < 2 < 3", "<", "comparisons are not chained", "write a < b and b < c"},
        BadCase{"money.cash", "money.cash", "'money.cash' stands for many facts, so it needs an aggregate around it",
                "write sum(money.cash), count(money.cash) or latest(money.cash)"},
        BadCase{"summ(money.cash)", "summ", "there is no function 'summ'", "did you mean sum?"},
        BadCase{"avg(kpi.net)", "kpi.net", "'avg' aggregates facts, so a predicate must follow, not 'kpi.net'",
                "as in avg(money.expense)"},
        BadCase{"kpi.net@entity", "entity", "a KPI is taken of the same subject or '@portfolio', not 'entity'"},
        BadCase{"sum(money.cash where acount = '5')", "acount", "facts have no field 'acount'",
                "did you mean account?"},
        BadCase{"sum(money.cash where label)", ")", "expected a comparison before ')'",
                "one of = != < <= > >= contains in"},
        BadCase{"sum(money.cash where label = live)", "live", "expected a value before 'live'",
                "text stands in quotation marks: 'live'"},
        BadCase{"sum(money.cash where 'a' = 'b')", "'b'", "a comparison needs a field of the fact on one side",
                "write the field alone, as in as_of < today - 45d"},
        BadCase{"count(a.b where today - as_of > 45d)", "as_of", "expected a number of days before 'as_of'",
                "compare the field alone: as_of < today - 45d"},
        BadCase{"count(a.b where as_of < today - 45)", "45", "expected a number of days before this number",
                "as in today - 90d"},
        BadCase{"count(a.b where severity in 'high')", "'high'", "expected '(' before this text",
                "write in ('high', 'critical')"},
        BadCase{"monthly(money.expense)", ")", "expected ',' before ')'",
                "the number of months follows: monthly(money.expense, 3)"},
        BadCase{"monthly(money.expense, 0)", "0", "expected a number of months from 1 to 120"},
        BadCase{"monthly(money.expense, 1.5)", "1.5", "expected a number of months from 1 to 120"},
        BadCase{"if(true, 1)", "if(true, 1)", "'if' takes 3 values, not 2"},
        BadCase{"ceil(1, 2)", "ceil(1, 2)", "'ceil' takes 1 value, not 2"},
        BadCase{"max(1)", "max(1)", "'max' takes 2 to 16 values, not 1"},
        BadCase{"count(distinct money.revenue)", "money.revenue", "'distinct' needs the field whose values are counted",
                "as in count(distinct customer of money.revenue)"},
        BadCase{"largest(money.revenue)", ")", "expected 'by' before ')'", "as in largest(money.revenue by customer)"},
        BadCase{"where", "where", "expected a value before 'where'"},
        BadCase{"1 where 2", "where", "expected an operator before 'where'",
                "where belongs inside an aggregate: sum(money.expense where …)"},
        BadCase{"9999999999999999999", "9999999999999999999", "this number has too many digits",
                "eighteen are the most"}));

TEST(Parse, CapsDepthLengthAndSize) {
  const auto message = [](const std::string& text) {
    const auto parsed = parse(text);
    return parsed ? std::string("parsed") : parsed.error().message;
  };
  EXPECT_EQ(message(std::string(1000, '(') + "1" + std::string(1000, ')')), "this formula is nested too deeply");
  EXPECT_EQ(message(std::string(1000, '-') + "1"), "this formula is nested too deeply");
  std::string chain = "1";
  for (int i = 0; i < 300; ++i) chain += " + 1";
  EXPECT_EQ(message(chain), "this formula has too many operations");
  EXPECT_EQ(message(std::string(5000, ' ')), "a formula has at most 4096 characters");
  std::string many = "count(a.b)";
  for (int i = 0; i < 70; ++i) many += " + count(a.b" + std::to_string(i) + ")";
  EXPECT_EQ(message(many), "a formula has at most 64 aggregates and KPIs");
  std::string condition = "count(a.b where " + std::string(200, '(') + "label = 'x'" + std::string(200, ')') + ")";
  EXPECT_EQ(message(condition), "this condition is nested too deeply");
}

TEST(Parse, TellsWhatTheFormulaRefersTo) {
  const auto parsed = parse(
      "kpi.burn@portfolio / (latest(unit.price) - sum(unit.cost)) * fee + kpi.burn + latest(unit.price) + kpi.burn * "
      "fee");
  ASSERT_TRUE(parsed);
  EXPECT_THAT(parsed->predicates(), ElementsAre("unit.price", "unit.cost"));
  EXPECT_THAT(parsed->parameters(), ElementsAre("fee"));
  const auto kpis = parsed->kpis();
  ASSERT_EQ(kpis.size(), 2u);
  EXPECT_EQ(kpis[0].id, "burn");
  EXPECT_TRUE(kpis[0].portfolio);
  EXPECT_EQ(parsed->text().substr(kpis[0].begin, kpis[0].end - kpis[0].begin), "kpi.burn@portfolio");
  EXPECT_FALSE(kpis[1].portfolio);
}

TEST(Parse, EqualAggregatesAreOneAtom) {
  const auto parsed = parse("sum(money.cash where label = 'a') + sum( money.cash  where label='a' ) + sum(money.cash)");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->parsed().atoms.size(), 2u);
}

TEST(Parse, KeyPathsMayHoldHyphensAndOtherScripts) {
  const auto parsed = parse("latest(other.boat-length) - latest(other.длина)");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_THAT(parsed->predicates(), ElementsAre("other.boat-length", "other.длина"));
}

}  // namespace
}  // namespace qd::formula
