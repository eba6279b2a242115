#include "render/facts_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/small_facts.hpp"

namespace qd::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Write = void (*)(const model::FactStore&, const FactSelection&, const Sink&);

std::string written(Write write, const FactSelection& selection = {}) {
  std::string out;
  write(test::small_facts(), selection, [&out](std::string_view piece) { out += piece; });
  return out;
}

std::string id(std::uint32_t row) { return test::small_facts().fact_id(model::FactIndex{row}); }

TEST(FactsJson, HasExactlyTheDocumentedShape) {
  const std::string tail =
      R"("kind":"stated","basis":"actual","as_of":"2024-10-04","source":{"file":"agent_handoffs/projects/jada/)";
  EXPECT_EQ(
      written(write_facts_json),
      "[\n{\"id\":\"" + id(0) +
          R"(","subject":{"kind":"project","id":"charters"},"entity":"jada","predicate":"money.expense",)"
          R"("value":{"lo":"7000","hi":"9000.005","unit":"money","of":null,"currency":"USD","per":"month"},)"
          R"("attrs":{"label":"Slip, \"A\" dock","date":"2024-10-05"},"kind":"estimated","basis":"actual",)"
          R"("as_of":"2024-10-04","source":{"file":"agent_handoffs/projects/jada/charters.md","line":12,)"
          R"("section":"Financials > Monthly"}},)"
          "\n{\"id\":\"" +
          id(1) +
          R"(","subject":{"kind":"project","id":"charters"},"entity":"jada","predicate":"audience.contacts",)"
          R"("value":{"lo":"999","hi":null,"unit":"count","of":"contact","currency":null,"per":null},"attrs":{},)" +
          tail +
          R"(charters.md","line":13,"section":"Financials > Monthly"}},)"
          "\n{\"id\":\"" +
          id(2) +
          R"(","subject":{"kind":"project","id":"charters"},"entity":"jada","predicate":"action.item",)"
          R"("value":{"text":"Publish <b>listing<\/b>"},"attrs":{"done":false,)"
          R"("impact":{"lo":"1200","hi":"1200","unit":"money","of":null,"currency":"USD","per":"month"},"order":3},)"
          R"("kind":"stated","basis":"planned","as_of":"2024-10-04","source":)"
          R"({"file":"agent_handoffs/projects/jada/charters.md","line":20,"section":"Financials > Monthly"}},)"
          "\n{\"id\":\"" +
          id(3) +
          R"(","subject":{"kind":"project","id":"charters"},"entity":"jada","predicate":"client.contract_end",)"
          R"("value":{"date":"2024-10-24"},"attrs":{},)" +
          tail +
          R"(money.md","line":3,"section":"Financials > Monthly"}},)"
          "\n{\"id\":\"" +
          id(4) +
          R"(","subject":{"kind":"asset","id":"charters"},"entity":"jada","predicate":"aws.distribution.waf",)"
          R"("value":{"bool":false},"attrs":{},"kind":"measured","basis":"actual","as_of":"2024-10-04","source":)"
          R"({"file":"agent_handoffs/projects/jada/money.md","line":4,"section":"Financials > Monthly"}},)"
          "\n{\"id\":\"" +
          id(5) +
          R"(","subject":{"kind":"project","id":"charters"},"entity":"jada","predicate":"money.cash",)"
          R"("value":{"missing":{"reason":"the line says TBD","needs":"write `Cash on hand:`"}},"attrs":{},)" +
          tail +
          R"(money.md","line":5,"section":"Financials > Monthly"}})"
          "\n]\n");
}

TEST(FactsJson, IsAnEmptyArrayWhenNothingIsSelected) {
  EXPECT_EQ(written(write_facts_json, {.predicates = {"nothing"}}), "[]\n");
  EXPECT_EQ(written(write_facts_json, {.entity = "nobody"}), "[]\n");
}

TEST(FactsSelection, TakesNamesAndFamiliesOfPredicates) {
  const std::string money = written(write_facts_json, {.predicates = {"money.*"}});
  EXPECT_THAT(money, HasSubstr("money.expense"));
  EXPECT_THAT(money, HasSubstr("money.cash"));
  EXPECT_THAT(money, Not(HasSubstr("action.item")));
  EXPECT_THAT(written(write_facts_json, {.predicates = {"action.item"}, .entity = "jada"}), HasSubstr("Publish"));
  EXPECT_FALSE(FactSelection{.predicates = {"money.*"}}.wants_predicate("moneyed"));
}

TEST(FactsCsv, HasOneRowForEachFactAndQuotesWhatNeedsIt) {
  const std::string csv = written(write_facts_csv);
  EXPECT_THAT(csv, HasSubstr("missing,needs,attr_label,attr_account,"));
  EXPECT_THAT(csv, HasSubstr(id(0) + ",agent_handoffs/projects/jada/charters.md,12,Financials > Monthly,jada,project,"
                                     "charters,money.expense,estimated,actual,2024-10-04,7000,9000.005,money,,USD,"
                                     "month,,,,\"Slip, \"\"A\"\" dock\",,2024-10-05,"));
  EXPECT_THAT(csv, HasSubstr("audience.contacts,stated,actual,2024-10-04,999,,count,contact,,,,,,"));
  EXPECT_THAT(csv, HasSubstr(",,,,,,,the line says TBD,write `Cash on hand:`,"));
  EXPECT_THAT(csv, HasSubstr("1200 USD per month"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 7);
}

TEST(FactsText, AlignsTheFactsOfAFile) {
  const std::string text = written(write_facts_text);
  EXPECT_THAT(text,
              HasSubstr("agent_handoffs/projects/jada/charters.md  (jada, as of 2024-10-04)\n"
                        "  12  money.expense      7000–9000.005 USD per month  Slip, \"A\" dock; date 2024-10-05; "
                        "estimated\n"
                        "  13  audience.contacts  999 or more contact\n"));
  EXPECT_THAT(text, HasSubstr("not known: the line says TBD"));
  EXPECT_THAT(text, ::testing::EndsWith("\n6 facts\n"));
}

}  // namespace
}  // namespace qd::render
