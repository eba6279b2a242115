// Explanations, from the facts to what is printed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assess/assess.hpp"
#include "assess/explanation.hpp"
#include "assess/previous.hpp"
#include "render/assessment_json.hpp"
#include "render/explain_json.hpp"
#include "render/explain_text.hpp"
#include "support/written_facts.hpp"

namespace qd::render {
namespace {

using testing::HasSubstr;
using testing::Not;

assess::Written w(std::string text) { return {std::move(text), 0, {1, 1, 0}}; }

assess::Definitions definitions() {
  assess::RawDefinitions raw;
  assess::RawKpi burn;
  burn.id = w("burn_rate"), burn.title = w("Burn rate"), burn.formula = w("sum(money.expense)");
  burn.unit = w("money/month"), burn.needs = w("List the costs"), burn.subjects = {w("entity"), w("portfolio")};
  assess::RawKpi runway;
  runway.id = w("runway"), runway.title = w("Runway"), runway.formula = w("sum(money.cash) / kpi.burn_rate");
  runway.unit = w("months"), runway.needs = w("Say how much cash there is"), runway.subjects = {w("entity")};
  raw.kpis = {burn, runway};
  assess::RawCheck check;
  check.id = w("enough"), check.question = w("Is there enough?"), check.passes = w("kpi.runway >= 3");
  check.says = w("{{entity.name}} has too little."), check.remedy = w("Get more."), check.subjects = {w("entity")};
  raw.checks = {check};
  Diagnostics diagnostics;
  assess::Definitions out = assess::compile(raw, diagnostics);
  for (const Diagnostic& one : diagnostics) ADD_FAILURE() << format(one);
  return out;
}

struct World {
  model::FactStore facts = test::written_facts(
      {"a | money.expense | 500..700 USD/month | label=Slip; kind=estimated; file=a/costs.md",
       "a | money.expense | 1200 USD/year | label=Insurance; file=a/costs.md",
       "a | money.cash | 1200 USD | label=Cash; file=a/bank.md", "b | money.expense | 5 USD/month | label=\x1b[31mRed",
       "b | action.item | text:Call the bank | done=no; owner=cfo"});
  assess::Definitions known = definitions();
  assess::Assessment assessment = assess::assess(facts, known, {.as_of = {}, .today = *make_date(2026, 5, 21)});

  [[nodiscard]] std::string text(std::string_view reference, bool all = false) const {
    const auto explanation = assess::explain(reference, facts, known, assessment);
    return explanation ? explain_text(*explanation, {.all = all}) : "error: " + explanation.error().what;
  }
};

TEST(Explain, TakesAFigureApartDownToTheLines) {
  const World world;
  const std::string text = world.text("runway@a");
  EXPECT_THAT(text, HasSubstr("Runway  [runway@a]\n  = sum(money.cash) / kpi.burn_rate\n"));
  EXPECT_THAT(text, HasSubstr("a: 1.5–2 months  (computed; weakest input estimated)"));
  EXPECT_THAT(text, HasSubstr("kpi.burn_rate    $600–800 a month"));
  EXPECT_THAT(text, HasSubstr("a/costs.md:1  Slip       $500–700 a month  estimated"));
  EXPECT_THAT(text, HasSubstr("a/costs.md:2  Insurance  $1,200 a year\n"));
  EXPECT_THAT(text, HasSubstr("a/bank.md:1   Cash       $1,200\n"));
  EXPECT_THAT(text, HasSubstr("kpi.burn_rate = sum(money.expense)"));
}

TEST(Explain, SaysWhyAFigureIsNotKnownAndWhatToWrite) {
  const World world;
  EXPECT_THAT(world.text("runway@b"),
              testing::AllOf(HasSubstr("b: not known"), HasSubstr("write: Say how much cash there is")));
}

TEST(Explain, ShowsAllSubjectsWhenNoneIsNamed) {
  const World world;
  EXPECT_THAT(world.text("burn_rate"),
              testing::AllOf(HasSubstr("portfolio: $605–805 a month"), HasSubstr("  a: $600–800 a month"),
                             HasSubstr("  b: $5 a month")));
  EXPECT_THAT(world.text("burn_rate@portfolio"), Not(HasSubstr("  b: ")));
}

TEST(Explain, KnowsFindingsActionsFactsAndChecks) {
  const World world;
  EXPECT_THAT(world.text("enough@a"), testing::AllOf(HasSubstr("answer: fail"), HasSubstr("says: A has too little."),
                                                     HasSubstr("kpi.runway"), HasSubstr("a/bank.md:1")));
  EXPECT_THAT(
      world.text("b-call-bank"),
      testing::AllOf(HasSubstr("Call the bank"), HasSubstr("owner: cfo"), HasSubstr("b.md:2"), HasSubstr("score: 11.0"),
                     HasSubstr("severity: +15.0 not said"), HasSubstr("impact: +0.0 not estimated"),
                     HasSubstr("due: +0.0 no date"), HasSubstr("effort: -4.0 not estimated")));
  EXPECT_THAT(world.text("check:enough@a"), HasSubstr("because: A has too little."));
  EXPECT_THAT(world.text("enough"), testing::AllOf(HasSubstr("enough@a: fail"), HasSubstr("enough@b: unknown")));
  const std::string fact = world.facts.fact_id(model::FactIndex{0});
  EXPECT_THAT(world.text(fact), testing::AllOf(HasSubstr("predicate: money.expense"), HasSubstr("a/costs.md:1"),
                                               HasSubstr("goes into: burn_rate@portfolio")));
}

TEST(Explain, AsksWhatWasMeant) {
  const World world;
  EXPECT_THAT(world.text("burn_rat"), HasSubstr("nothing is called `burn_rat`; did you mean `burn_rate`?"));
  EXPECT_THAT(world.text("runwy@a"), HasSubstr("did you mean `runway`?"));
  EXPECT_THAT(world.text("runway@portfolio"), HasSubstr("runway is not worked out for it"));
  EXPECT_THAT(world.text("zzzzzzzzz"), HasSubstr("give the id of"));
}

TEST(Explain, KeepsControlCharactersFromTheTerminal) {
  const World world;
  EXPECT_THAT(world.text("burn_rate@b"), Not(HasSubstr("\x1b")));
}

TEST(Explain, CapsInputsUnlessAllAreWanted) {
  World world;
  std::vector<std::string> lines;
  for (int n = 0; n < 70; ++n) lines.push_back("a | money.expense | 1 USD/month | label=Item");
  world.facts = test::written_facts(lines);
  world.assessment = assess::assess(world.facts, world.known, {.as_of = {}, .today = *make_date(2026, 5, 21)});
  EXPECT_THAT(world.text("burn_rate@a"),
              testing::AllOf(HasSubstr("70 inputs"), HasSubstr("+10 more; --all shows them")));
  EXPECT_THAT(world.text("burn_rate@a", true), testing::AllOf(HasSubstr("a.md:70 "), Not(HasSubstr("more;"))));
}

TEST(Explain, APageShowsTheResultsThatAreKnown) {
  const World world;
  std::vector<std::string> said;
  const std::string references[] = {"runway", "burn_rate@a", "nothing"};
  assess::explain_each(references, world.facts, world.known, world.assessment, {.inputs = 120, .results = 1},
                       [&said](const std::string&, const assess::Explanation& explanation) {
                         said.push_back(explain_text(explanation));
                       });
  ASSERT_EQ(said.size(), 2u);
  EXPECT_THAT(said[0], testing::AllOf(HasSubstr("a: 1.5–2 months"), Not(HasSubstr("b: not known")),
                                      HasSubstr("and 1 more: quarterdeck explain runway\n")));
  EXPECT_EQ(said[1], world.text("burn_rate@a"));
}

TEST(Explain, WritesTheSameAsJson) {
  const World world;
  const auto explanation = assess::explain("runway@a", world.facts, world.known, world.assessment);
  ASSERT_TRUE(explanation);
  const std::string json = explain_json(*explanation);
  EXPECT_THAT(json, HasSubstr("\"reference\": \"runway@a\""));
  EXPECT_THAT(json, HasSubstr("\"formula\": \"sum(money.cash) / kpi.burn_rate\""));
  EXPECT_THAT(json, HasSubstr("\"file\": \"a/costs.md\""));
  EXPECT_THAT(json, HasSubstr("\"lo\": \"1.5\""));
}

TEST(AssessmentJson, HasTheAgreedShape) {
  const World world;
  std::string json;
  write_assessment_json(world.assessment, world.facts, [&](std::string_view piece) { json += piece; });
  const std::string first = world.facts.fact_id(model::FactIndex{0});
  const std::string second = world.facts.fact_id(model::FactIndex{1});
  EXPECT_THAT(json, testing::StartsWith("{\"as_of\":\"1970-01-01T00:00:00Z\",\n\"kpis\":[\n"));
  EXPECT_THAT(json,
              HasSubstr(R"({"id":"burn_rate","subject":{"kind":"entity","id":"a"},"group":null,)"
                        R"("value":{"lo":"600","hi":"800","unit":"money","of":null,"currency":"USD","per":"month"},)"
                        R"("partial":null,"kind":"computed","weakest":"estimated","inputs":[")" +
                        first + "\",\"" + second + R"("],"previous":null})"));
  EXPECT_THAT(json,
              HasSubstr(R"({"id":"runway","subject":{"kind":"entity","id":"b"},"group":null,"missing":{"reason":)"));
  EXPECT_THAT(
      json,
      HasSubstr(R"({"id":"enough@a","check":"enough","subject":{"kind":"entity","id":"a"},"outcome":"fail",)"
                R"("severity":"medium","message":"A has too little.","remedy":"Get more.","evidence":[{"file":)"));
  EXPECT_THAT(json, HasSubstr(R"("since":"2026-05-21","state":"new"})"));
  EXPECT_THAT(
      json,
      HasSubstr(R"({"id":"b-call-bank","title":"Call the bank","entity":"b","owner":"cfo","due":null,"impact":null,)"
                R"("effort":null,"score":11,"because":{"severity":15,"impact":0,"due":0,"effort":-4},"state":"open",)"
                R"("lane":"undated","done_on":null,"severity":null,"source":"b.md:2","sources":["b.md:2"]})"));
  EXPECT_THAT(json, HasSubstr("\"changes\":[],\n\"compared_with\":null,\n\"coverage\":{\"lines\":0,\"understood\":0},"
                              "\n\"diagnostics\":[]}\n"));
}

TEST(AssessmentJson, TheArchiveIsCutToWhatTheNextRunNeeds) {
  World world;
  world.assessment.diagnostics.resize(3);
  assess::Finding passed;
  passed.id = "fresh@sales", passed.check = "fresh", passed.outcome = assess::Outcome::pass;
  passed.subject = {model::SubjectKind::project, "sales"};
  assess::Finding failed = passed;
  failed.id = "fresh@old", failed.outcome = assess::Outcome::fail;
  world.assessment.findings.insert(world.assessment.findings.end(), {passed, failed});
  const auto written = [&world](const AssessmentJsonOptions& options) {
    std::string out;
    write_assessment_json(world.assessment, world.facts, [&out](std::string_view piece) { out += piece; }, options);
    return out;
  };
  const std::string whole = written({});
  EXPECT_THAT(whole, testing::AllOf(HasSubstr("fresh@sales"), HasSubstr("fresh@old"), Not(HasSubstr("more_actions"))));
  const std::string cut = written({.most_inputs = 1, .most_actions = 0, .most_findings = 1, .most_diagnostics = 2});
  EXPECT_THAT(cut, testing::AllOf(Not(HasSubstr("fresh@sales")), HasSubstr("fresh@old"), HasSubstr("enough@b"),
                                  HasSubstr("more_actions")));
  const auto count = [](std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count(whole, "\"column\":"), 3u);
  EXPECT_EQ(count(cut, "\"column\":"), 2u);
  const std::string two_inputs =
      fmt::format("\"{}\",\"{}\"", world.facts.fact_id(model::FactIndex{0}), world.facts.fact_id(model::FactIndex{1}));
  EXPECT_THAT(whole, HasSubstr(two_inputs));
  EXPECT_THAT(cut, Not(HasSubstr(two_inputs)));
}

TEST(AssessmentJson, OfTheArchiveWritesOutWhatWasDoneLast) {
  World world;
  const auto add = [&](const char* id, const char* state, std::optional<Date> done_on) {
    assess::Action action;
    action.id = id;
    action.state = state;
    action.source = "a.md:1";
    action.sources = {"a.md:1", "b.md:1", "c.md:1"};
    action.done_on = done_on;
    world.assessment.actions.add(action);
  };
  world.assessment.actions = {};
  add("best", "open", std::nullopt), add("next", "open", std::nullopt);
  add("last", "done", make_date(2026, 5, 20)), add("before", "done", make_date(2026, 5, 19));
  std::string out;
  write_assessment_json(world.assessment, world.facts, [&out](std::string_view piece) { out += piece; },
                        {.most_actions = 1, .most_done = 1, .most_sources = 2});
  EXPECT_THAT(out,
              testing::AllOf(HasSubstr(R"("id":"best")"), Not(HasSubstr(R"("id":"next")")), HasSubstr(R"("id":"last")"),
                             Not(HasSubstr(R"("id":"before")")), HasSubstr(R"("done_on":"2026-05-20")"),
                             HasSubstr(R"("sources":["a.md:1","b.md:1"])")));
  const std::size_t at = out.find("\"more_actions\":\"");
  ASSERT_NE(at, out.npos);
  const std::size_t begin = at + std::string_view("\"more_actions\":\"").size();
  const auto more = assess::parse_short_forms(std::string_view(out).substr(begin, out.find('"', begin) - begin));
  ASSERT_EQ(more.size(), 2u);
  EXPECT_EQ(more[1].done_on, make_date(2026, 5, 19));
}

TEST(AssessmentJson, RoundsHalfEvenAndWritesOpenEndsAsNull) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  write_amount(json, {.lo = Rational::ratio(1, 3), .hi = Rational::ratio(2, 3), .unit = Unit::count, .of = "charter"});
  write_amount(json,
               {.lo = Rational::ratio(5, 100000), .open_hi = true, .unit = Unit::money, .currency = Currency("EUR")});
  json.end_array();
  EXPECT_EQ(out, R"([{"lo":"0.333333","hi":"0.666667","unit":"count","of":"charter","currency":null,"per":null},)"
                 R"({"lo":"0","hi":null,"unit":"money","of":null,"currency":"EUR","per":null}])");
}

}  // namespace
}  // namespace qd::render
