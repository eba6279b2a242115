#include "ingest/handoff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "ingest/privacy.hpp"
#include "support/read_facts.hpp"

namespace qd::ingest {
namespace {

using test::ReadDocument;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<model::Entity> kEntities = {
    {.id = "jada", .name = "JADA"}, {.id = "rental-51st", .name = "3028 51st St Rental", .aliases = {"51st Street"}}};

TEST(Handoff, BelongsToTheEntityThatItNames) {
  const auto entity = [](std::string_view text, std::string_view path = "agent_handoffs/projects/plan.md") {
    const ReadDocument read(text, kEntities, path);
    return std::string(read.text(read.document().entity));
  };
  EXPECT_EQ(entity("---\nentity: JADA\n---\n"), "jada");
  EXPECT_EQ(entity("**Entity:** 51st Street\n"), "rental-51st");
  EXPECT_EQ(entity("# Hand-off — 51st Street — May\n"), "rental-51st");
  EXPECT_EQ(entity("# Plan\n", "agent_handoffs/projects/jada/plan.md"), "jada");
  EXPECT_EQ(entity("Entity: New Boats Ltd\n"), "new-boats-ltd");
  EXPECT_EQ(entity("Entity: group\n"), "portfolio");
  EXPECT_EQ(entity("# Plan\n"), "unassigned");
}

TEST(Handoff, AsksWhetherANearEntityWasMeant) {
  const ReadDocument read("# Plan\n\nEntity: jadda\n", kEntities);
  ASSERT_THAT(read.codes(), Contains("entity-unknown"));
  const Diagnostic& said = read.diagnostics.front();
  EXPECT_EQ(said.at.line, 3u);
  EXPECT_EQ(said.at.column, 9u);
  EXPECT_THAT(said.hint, HasSubstr("\"jada\""));
}

TEST(Handoff, HasTheDateThatItGives) {
  const auto as_of = [](std::string_view text) { return to_string(ReadDocument(text).document().as_of); };
  EXPECT_EQ(as_of("---\nas_of: 2026-04-02\n---\n"), "2026-04-02");
  EXPECT_EQ(as_of("# Plan\n\n> Last updated: May 3, 2026\n"), "2026-05-03");
  EXPECT_EQ(as_of("# Plan\n\nПоследнее обновление: 15.05.2026\n"), "2026-05-15");
  EXPECT_EQ(as_of("# Plan — 2026-03-01\n"), "2026-03-01");
  EXPECT_EQ(as_of("# Plan\n"), "2026-05-21");
  EXPECT_EQ(ReadDocument("# Plan\n").document().as_of_source, model::AsOfSource::modified);
}

TEST(Handoff, NamesItsProject) {
  const auto project = [](std::string_view text, std::string_view path) {
    const ReadDocument read(text, kEntities, path);
    return std::string(read.text(read.document().project));
  };
  EXPECT_EQ(project("---\nproject: Summer Charters\n---\n", "agent_handoffs/projects/a.md"), "summer-charters");
  EXPECT_EQ(project("# Plan\n", "agent_handoffs/projects/jada/sales/plan.md"), "sales-plan");
  EXPECT_EQ(project("Entity: jada\n", "agent_handoffs/projects/north/plan.md"), "north-plan");
}

TEST(AssignEntities, KnowsWhatOtherDocumentsNameAndKeepsProjectsApart) {
  const HandoffContext context{test::built_in_vocabulary(), {}, Currency("USD")};
  HandoffReader reader(context);
  model::FactTable table;
  Diagnostics diagnostics;
  const Date today = parse_iso_date("2026-05-21").value();
  reader.read({"agent_handoffs/projects/a.md", "Entity: Acme\n\nStatus: live\n", today, {}}, table, diagnostics);
  reader.read({"agent_handoffs/projects/acme/a.md", "# A\n\nStatus: live\n", today, {}}, table, diagnostics);
  reader.read({"agent_handoffs/projects/b.md", "# B\n", today, {}}, table, diagnostics);
  std::vector<model::Entity> entities;
  assign_entities(table, entities, diagnostics);
  ASSERT_EQ(entities.size(), 1u);
  EXPECT_EQ(entities[0].id, "acme");
  EXPECT_EQ(table.text(table.documents()[1].entity), "acme");
  EXPECT_EQ(table.text(table[1].entity), "acme");
  EXPECT_NE(table.documents()[0].project, table.documents()[1].project);
  EXPECT_EQ(table[1].subject, table.documents()[1].project);
  EXPECT_EQ(table.text(table.documents()[2].entity), "unassigned");
}

TEST(Handoff, ShowsTheLineOfWhatItCouldNotRead) {
  const ReadDocument read("## Expenses\n\n- Slip: $900\n");
  ASSERT_THAT(read.codes(), testing::ElementsAre("amount-period"));
  EXPECT_EQ(read.diagnostics[0].line, "- Slip: $900");
  EXPECT_EQ(read.diagnostics[0].at.column, 9u);
  EXPECT_EQ(read.diagnostics[0].at.length, 4u);
}

TEST(Handoff, ChecksTotals) {
  const auto codes = [](std::string_view total) {
    return ReadDocument("## Expenses (monthly)\n\n| Item | Cost |\n|---|---|\n| A | $900 |\n| B | $50 |\n| Total | " +
                        std::string(total) + " |\n")
        .codes();
  };
  EXPECT_THAT(codes("$950"), IsEmpty());
  EXPECT_THAT(codes("~$960"), IsEmpty());
  EXPECT_THAT(codes("$990"), testing::ElementsAre("sum-mismatch"));
  EXPECT_THAT(ReadDocument("## Costs (~$2,000)\n\n- A: $900/month\n- B: $50/month\n").codes(),
              Contains("sum-mismatch"));
}

TEST(Handoff, LimitsWhatItSaysOfOneKind) {
  std::string text = "## Expenses\n\n";
  for (int i = 0; i < 50; ++i) text += "- Item " + std::string(1, static_cast<char>('a' + i % 26)) + ": $5\n";
  const ReadDocument read(text);
  EXPECT_EQ(read.diagnostics.size(), 9u);
  EXPECT_EQ(read.diagnostics.back().message, "and 42 more of these");
}

TEST(Handoff, CountsTheLinesThatItUnderstood) {
  const ReadDocument read("## Expenses\n\n- Slip: $900/month\n- Ask the harbor master\n\nProse is not counted.\n");
  EXPECT_EQ(read.document().lines, 2u);
  EXPECT_EQ(read.document().understood, 1u);
}

TEST(Handoff, SurvivesWhateverTheBytesAre) {
  const std::string utf16 = [] {
    std::string out = "\xFF\xFE";
    for (const char c : std::string_view("## Expenses\n\n- Slip: $900/month\n")) out += c, out += '\0';
    return out;
  }();
  EXPECT_THAT(ReadDocument(utf16).lines(), testing::ElementsAre("money.expense  900 USD/month  label=Slip"));
  EXPECT_THAT(ReadDocument("## Expenses\r\n\r\n- Slip: $900/month\r\n").lines(),
              testing::ElementsAre("money.expense  900 USD/month  label=Slip"));
  EXPECT_THAT(ReadDocument(std::string("\0\1\2\0\0", 5)).codes(), Contains("encoding"));
  std::string deep, brackets(200'000, '['), table = "|a|b|\n|-|-|\n";
  for (int i = 0; i < 20'000; ++i) deep += "- ";
  for (int i = 0; i < 20'000; ++i) table += "|x|$1|\n";
  EXPECT_THAT(ReadDocument(deep).lines(), IsEmpty());
  EXPECT_THAT(ReadDocument(brackets).lines(), IsEmpty());
  EXPECT_THAT(ReadDocument("## Expenses\n\n" + table).lines(), testing::SizeIs(20'000));
  EXPECT_THAT(ReadDocument(std::string(100'000, '(') + "$5").lines(), IsEmpty());
}

TEST(Privacy, MasksSecretsAndPeople) {
  const auto masked = [](std::string_view text) {
    std::string scratch;
    return std::string(without_secrets(text, scratch));
  };
  EXPECT_EQ(masked("call +1 619 555 0100 today"), "call [masked] today");
  EXPECT_EQ(masked("(619) 555-0100"), "[masked]");
  EXPECT_EQ(masked("write to ann@example.com"), "write to [masked]");
  EXPECT_EQ(masked("key sk_live_0123456789abcdefABCD"), "key [masked]");
  EXPECT_EQ(masked("AKIAIOSFODNN7EXAMPLE"), "[masked]");
  EXPECT_EQ(masked("a1B2c3D4e5F6g7H8i9J0k1L2"), "[masked]");
  EXPECT_EQ(masked("2026-05-21 and $1,234,567.89"), "2026-05-21 and $1,234,567.89");
  EXPECT_EQ(masked("site-451013082.example.com"), "site-451013082.example.com");
  EXPECT_EQ(masked("the booking page of 2026"), "the booking page of 2026");
}

/// Random items in random forms: what is read adds up to what was written.
TEST(Handoff, SumsOfRandomItemsAreExact) {
  constexpr std::string_view kCadences[] = {"month", "year", "quarter", "week", "day"};
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&random](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::map<std::string, std::int64_t> expected;
    std::string text = "# Plan\n\nAll figures in EUR.\n";
    for (const bool revenue : {false, true}) {
      const bool table = below(2) == 0;
      text += revenue ? "\n## Revenue\n\n" : "\n## 2. Costs\n\n";
      if (table) text += "| Item | Amount | Per |\n|---|---|---|\n";
      for (std::uint32_t i = 0, n = 3 + below(8); i < n; ++i) {
        const std::int64_t cents = 100 + below(2'000'000);
        const std::string per(kCadences[below(5)]);
        std::string whole = std::to_string(cents / 100);
        if (whole.size() > 3) whole.insert(whole.size() - 3, ",");
        const std::string amount = "€" + whole + "." + std::to_string(cents % 100 / 10) + std::to_string(cents % 10);
        const std::string name = "Item " + std::string(1, static_cast<char>('a' + i));
        if (table)
          text += "| " + name + " | " + amount + " | " + per + " |\n";
        else if (below(2) == 0)
          text += "- **" + name + ":** " + amount + "/" + per + "\n";
        else
          text += "* " + name + " — " + amount + " per " + per + "\n";
        expected[(revenue ? "money.revenue " : "money.expense ") + per] += cents * 100;
      }
    }
    const ReadDocument read(text);
    std::map<std::string, std::int64_t> found;
    for (std::size_t i = 0; i < read.table.size(); ++i) {
      const model::Fact& fact = read.table[i];
      EXPECT_EQ(fact.currency.code(), "EUR");
      found[std::string(read.text(fact.predicate)) + " " + std::string(to_string(fact.per))] += fact.lo;
    }
    EXPECT_EQ(found, expected) << "seed " << seed << "\n" << text;
  }
}

}  // namespace
}  // namespace qd::ingest
