#include <gmock/gmock.h>

#include "formula/formula.hpp"

namespace qd::formula {
namespace {

KpiCatalog catalog() {
  return {.unit_of = [](std::string_view id) -> std::optional<UnitType> {
            if (id == "burn_rate") return parse_unit("money/month").value();
            if (id == "yearly") return parse_unit("money/year").value();
            if (id == "margin") return parse_unit("ratio").value();
            if (id == "contribution") return parse_unit("money").value();
            if (id == "units") return parse_unit("count/month").value();
            return std::nullopt;
          },
          .candidates = {"burn_rate", "yearly", "margin", "contribution", "units"}};
}

struct GoodCase {
  std::string text;
  std::string unit;
};
class Units : public testing::TestWithParam<GoodCase> {};

TEST_P(Units, FollowFromTheParts) {
  const auto parsed = parse(GetParam().text);
  ASSERT_TRUE(parsed) << GetParam().text << ": " << parsed.error().message;
  const std::vector<std::string> cells = {"fee"};
  const auto unit = check_units(*parsed, catalog(), cells);
  ASSERT_TRUE(unit) << GetParam().text << ": " << unit.error().message;
  EXPECT_EQ(to_string(*unit), GetParam().unit) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    All, Units,
    testing::Values(
        GoodCase{"sum(money.expense)", "money/month"}, GoodCase{"monthly(money.revenue, 3)", "money/month"},
        GoodCase{"sum(money.expense where per = 'once')", "money"}, GoodCase{"sum(money.cash)", "money"},
        GoodCase{"count(money.expense)", "count"}, GoodCase{"exists(money.cash)", "truth"},
        GoodCase{"max(client.contract_end)", "date"}, GoodCase{"latest(project.status)", "text"},
        GoodCase{"sum(money.cash) / kpi.burn_rate", "months"},
        GoodCase{"kpi.burn_rate / kpi.contribution", "ratio/month"},
        GoodCase{"ceil(kpi.burn_rate@portfolio / kpi.contribution)", "count/month"},
        GoodCase{"kpi.burn_rate * 12 months", "money"}, GoodCase{"kpi.burn_rate * 90d", "money"},
        GoodCase{"kpi.burn_rate * 12", "money/month"}, GoodCase{"kpi.yearly + kpi.burn_rate", "money/month"},
        GoodCase{"kpi.burn_rate * kpi.margin", "money/month"},
        GoodCase{"sum(money.cash) / sum(money.deposit)", "ratio"}, GoodCase{"1 - kpi.margin", "ratio"},
        GoodCase{"1 - 18%", "ratio"}, GoodCase{"sum(money.revenue) / sum(booking.count)", "money"},
        GoodCase{"sum(booking.count) / sum(channel.leads)", "ratio"},
        GoodCase{"sum(money.cash) / count(client.billing)", "money"}, GoodCase{"count(action.item) / 2", "count"},
        GoodCase{"count(action.item where done = true) / count(action.item)", "ratio"},
        GoodCase{"today - as_of", "days"}, GoodCase{"today - as_of > 45d", "truth"},
        GoodCase{"as_of + 2 weeks", "date"}, GoodCase{"kpi.burn_rate > 0", "truth"},
        GoodCase{"kpi.burn_rate > $500/month", "truth"},
        GoodCase{"if(exists(money.cash), sum(money.cash), 0)", "money"},
        GoodCase{"first_known(monthly(money.expense, 3), claim(burn_rate))", "money/month"},
        GoodCase{"sum(unit.fee where unit = 'ratio') * latest(unit.price)", "money"},
        GoodCase{"latest(unit.price) * fee", "any"}, GoodCase{"max(kpi.burn_rate, 0)", "money/month"},
        GoodCase{"missing(kpi.margin) or kpi.margin < 10%", "truth"},
        GoodCase{"latest(project.status) = 'live'", "truth"}, GoodCase{"avg(response.time)", "days"},
        GoodCase{"sum(impact of action.item)", "any"},
        GoodCase{"largest(money.revenue by customer) / sum(money.revenue)", "ratio"},
        GoodCase{"count(distinct customer of money.revenue)", "count"}, GoodCase{"-kpi.burn_rate", "money/month"}));

struct BadCase {
  std::string text;
  std::string under;
  std::string message;
  std::string hint = {};
};
class UnitError : public testing::TestWithParam<BadCase> {};

TEST_P(UnitError, PointsAtTheMistake) {
  const auto& [text, under, message, hint] = GetParam();
  const auto parsed = parse(text);
  ASSERT_TRUE(parsed) << text << ": " << parsed.error().message;
  const auto unit = check_units(*parsed, catalog());
  ASSERT_FALSE(unit.has_value()) << text;
  EXPECT_EQ(unit.error().message, message);
  EXPECT_EQ(text.substr(unit.error().begin, unit.error().end - unit.error().begin), under);
  EXPECT_EQ(unit.error().hint, hint);
}

INSTANTIATE_TEST_SUITE_P(
    All, UnitError,
    testing::Values(
        BadCase{"1 + sum(money.cash) + count(action.item)", "1 + sum(money.cash)", "cannot add a count and money",
                "write the number with its currency, as in $500"},
        BadCase{"sum(money.cash) + count(action.item)", "sum(money.cash) + count(action.item)",
                "cannot add money and a count"},
        BadCase{"sum(money.cash) - kpi.burn_rate", "sum(money.cash) - kpi.burn_rate",
                "cannot subtract money and money per month", "one is per month, the other is not"},
        BadCase{"sum(money.cash) > kpi.burn_rate", "sum(money.cash) > kpi.burn_rate",
                "cannot compare money and money per month", "one is per month, the other is not"},
        BadCase{"kpi.burn_rate > 500", "kpi.burn_rate > 500", "cannot compare money per month and a count",
                "write the number with currency and period, as in $500/month"},
        BadCase{"avg(response.time) > 2", "avg(response.time) > 2", "cannot compare days and a count",
                "write the number with its unit, as in 90d"},
        BadCase{"sum(money.cash) * sum(money.cash)", "sum(money.cash) * sum(money.cash)",
                "cannot multiply money and money"},
        BadCase{"count(action.item) / sum(money.cash)", "count(action.item) / sum(money.cash)",
                "cannot divide a count by money"},
        BadCase{"sum(money.cahs)", "money.cahs", "there is no predicate 'money.cahs'", "did you mean money.cash?"},
        BadCase{"kpi.burnrate * 2", "kpi.burnrate", "there is no KPI 'burnrate'", "did you mean burn_rate?"},
        BadCase{"claim(brun_rate)", "brun_rate", "there is no KPI 'brun_rate'", "did you mean burn_rate?"},
        BadCase{"price * 2", "price", "'price' is not known",
                "a text is written 'price', a KPI kpi.price, a cell of a grid needs grid = {price = […]}"},
        BadCase{"tody", "tody", "'tody' is not known", "did you mean today?"},
        BadCase{"sum(project.status)", "project.status", "the values of project.status are no amounts",
                "count, exists and latest take them"},
        BadCase{"monthly(money.cash, 3)", "money.cash", "money.cash is no flow, so it has no amount per month"},
        BadCase{"sum(money.cash) and true", "sum(money.cash)", "expected yes or no, and this is money",
                "compare it with something: … > 0"},
        BadCase{"ceil(exists(money.cash))", "exists(money.cash)", "expected an amount, and this is a truth"},
        BadCase{"exists(money.cash) + 1", "exists(money.cash)", "expected an amount, and this is a truth"},
        BadCase{"if(1, 2, 3)", "1", "expected yes or no, and this is a count", "compare it with something: … > 0"},
        BadCase{"if(true, sum(money.cash), 'no')", "'no'", "a text cannot stand beside money"},
        BadCase{"today + 5", "today + 5", "a date and a count do not go together here",
                "days are added to a date: today - 90d; two dates give days: today - as_of"},
        BadCase{"today > 90d", "today > 90d", "days cannot stand beside a date"},
        BadCase{"latest(project.status) > 'a'", "latest(project.status) > 'a'", "a text is neither less nor greater",
                "compare it with = or !="},
        BadCase{"count(action.item where basis = 'plan')", "'plan'", "'plan' is no basis"},
        BadCase{"count(action.item where basis = 'planed')", "'planed'", "'planed' is no basis",
                "did you mean planned?"},
        BadCase{"count(money.expense where per = 'monthly')", "'monthly'", "'monthly' is no per",
                "did you mean month?"},
        BadCase{"count(action.item where as_of > 'soon')", "'soon'", "as_of is a date", "as in as_of < today - 45d"},
        BadCase{"count(action.item where label contains 5)", "5", "'contains' looks for a text",
                "as in label contains 'slip'"}));

TEST(ParseUnit, ReadsWhatDefinitionsWrite) {
  for (const std::string_view text : {"money", "money/month", "count", "count/month", "count of charter",
                                      "count of charter/week", "ratio", "days", "months", "truth", "date", "text"}) {
    const auto unit = parse_unit(text);
    ASSERT_TRUE(unit) << text;
    EXPECT_EQ(to_string(*unit), text);
  }
}

TEST(ParseUnit, SaysWhatIsWrong) {
  const auto fault = [](std::string_view text) {
    const auto unit = parse_unit(text);
    return unit ? "" : unit.error().message + "|" + unit.error().hint;
  };
  EXPECT_EQ(fault("mony"), "'mony' is no unit|did you mean money?");
  EXPECT_EQ(fault("money/monthly"), "'monthly' is no period|one of day, week, month, quarter, year");
  EXPECT_EQ(fault("money/once"), "'once' is no period|one of day, week, month, quarter, year");
  EXPECT_EQ(fault("date/month"), "date has no period|");
  EXPECT_EQ(fault(""), "'' is no unit|");
}

}  // namespace
}  // namespace qd::formula
