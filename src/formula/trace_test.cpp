#include <gmock/gmock.h>

#include "support/formula_results.hpp"

namespace qd::formula {
namespace {

using test::FactLines;
using testing::ElementsAre;

std::vector<std::string> traced(const model::FactStore& facts, std::string_view text,
                                std::vector<std::string> by = {}) {
  const auto expression = parse(text).value();
  std::vector<std::string> out;
  for (const auto& steps : trace(expression, {.facts = facts,
                                              .subject = {model::SubjectKind::entity, "jada"},
                                              .today = parse_iso_date("2026-05-21").value(),
                                              .by = std::move(by)})) {
    for (const Step& step : steps) {
      std::string line(step.depth * 2, ' ');
      line +=
          std::string(expression.text().substr(step.begin, step.end - step.begin)) + " = " + show(step.result.value);
      line += " (" + std::to_string(step.result.inputs.size()) + ")";
      out.push_back(step.depth == 0 && !step.result.group.empty() ? step.result.group + ": " + line : line);
    }
  }
  return out;
}

TEST(Trace, ShowsEveryPartInTheOrderOfTheText) {
  auto facts = FactLines().add("unit.price $100\nunit.cost $30\nunit.cost $10\n").store();
  EXPECT_THAT(traced(facts, "(sum(unit.price) - sum(unit.cost)) / sum(unit.price)"),
              ElementsAre("(sum(unit.price) - sum(unit.cost)) / sum(unit.price) = 0.6 ratio (3)",
                          "  (sum(unit.price) - sum(unit.cost)) = 60 USD (3)", "    sum(unit.price) = 100 USD (1)",
                          "    sum(unit.cost) = 40 USD (2)", "  sum(unit.price) = 100 USD (1)"));
}

TEST(Trace, LeavesOutBranchesThatWereNotTaken) {
  auto facts = FactLines().add("unit.price $100\n").store();
  EXPECT_THAT(traced(facts, "if(exists(unit.price), sum(unit.price), sum(unit.cost))"),
              ElementsAre("if(exists(unit.price), sum(unit.price), sum(unit.cost)) = 100 USD (1)",
                          "  exists(unit.price) = yes (1)", "  sum(unit.price) = 100 USD (1)"));
}

TEST(Trace, TellsWhyAPartIsMissing) {
  auto facts = FactLines().add("unit.price $100\n").store();
  EXPECT_THAT(
      traced(facts, "sum(unit.price) - sum(unit.cost) > $5"),
      ElementsAre("sum(unit.price) - sum(unit.cost) > $5 = unknown (1)",
                  "  sum(unit.price) - sum(unit.cost) = missing: no unit.cost is known (1)",
                  "    sum(unit.price) = 100 USD (1)", "    sum(unit.cost) = missing: no unit.cost is known (0)"));
}

TEST(Trace, HasOnePartForEachGroup) {
  auto facts = FactLines().add("unit.price $100 channel=web\nunit.price $50 channel=shop\n").store();
  EXPECT_THAT(traced(facts, "sum(unit.price) * 2", {"channel"}),
              ElementsAre("shop: sum(unit.price) * 2 = 100 USD (1)", "  sum(unit.price) = 50 USD (1)",
                          "web: sum(unit.price) * 2 = 200 USD (1)", "  sum(unit.price) = 100 USD (1)"));
}

}  // namespace
}  // namespace qd::formula
