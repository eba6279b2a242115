#include "sources/aws_inventory/inventory.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sources/aws_inventory/amounts.hpp"
#include "sources/aws_inventory/schema.hpp"

namespace qd::sources {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// Facts as "line subject entity predicate = value {attributes}".
struct Read {
  std::vector<std::string> facts;
  std::vector<std::string> problems;  ///< "severity line message hint"
  model::FactTable table;
};

std::string shown(const model::FactTable& table, const model::Fact& fact) {
  std::string value;
  switch (fact.value) {
    case model::ValueKind::quantity:
      value =
          fmt::format("{}..{} {} {}", fact.open_lo ? "" : to_decimal(fact.lo, fact.unit),
                      fact.open_hi ? "" : to_decimal(fact.hi, fact.unit), fact.currency.code(), to_string(fact.unit));
      break;
    case model::ValueKind::text:
      value = table.text(fact.text);
      break;
    case model::ValueKind::date:
      value = to_string(Date{static_cast<std::int32_t>(fact.lo)});
      break;
    case model::ValueKind::boolean:
      value = fact.lo != 0 ? "yes" : "no";
      break;
    case model::ValueKind::missing:
      value = fmt::format("missing: {}", table.text(fact.text));
      break;
  }
  std::string attributes;
  for (std::size_t i = 0; i < fact.attribute_count; ++i) {
    const model::Attribute one = table.attribute(fact, i);
    attributes += fmt::format(" {}={}", model::to_string(one.key),
                              one.kind == model::AttributeKind::date ? to_string(one.date()) : table.text(one.text()));
  }
  return fmt::format("{} {} {} {} = {}{}", fact.line, table.text(fact.subject), table.text(fact.entity),
                     table.text(fact.predicate), value, attributes);
}

Read read(std::string_view body, std::vector<model::Entity> entities = {{.id = "jada", .name = "JADA"}}) {
  Read out;
  Diagnostics diagnostics;
  const std::string whole = body.starts_with('!')
                                ? std::string(body.substr(1))
                                : fmt::format(
                                      "{{\"format\": \"quarterdeck-aws-inventory/1\", \"collected_at\": "
                                      "\"2026-05-18T06:00:00Z\",\n{}\n}}",
                                      body);
  read_inventory(whole, "inventory/aws.json", entities, out.table, diagnostics);
  for (std::size_t i = 0; i < out.table.size(); ++i) {
    EXPECT_EQ(to_string(out.table[i].as_of), "2026-05-18");
    out.facts.push_back(shown(out.table, out.table[i]));
  }
  for (const Diagnostic& one : diagnostics) {
    EXPECT_EQ(one.line, "") << "a line of the file may hold what must not be shown";
    out.problems.push_back(fmt::format("{} {} {} {}", to_string(one.severity), one.at.line, one.message, one.hint));
  }
  return out;
}

TEST(Inventory, GivesAFactForEachResourceAndMemberOnItsLine) {
  const Read read_ = read(R"("functions": [
  {"name": "crew-api", "entity": "JADA", "purpose": "crew", "region": "us-west-2",
   "url_auth": "NONE",
   "public_policy": true, "versions": 0,
   "secret_variables": ["STRIPE_KEY",
                        "TOKEN"],
   "modified": "2026-05-12T23:30:00Z"}
])");
  EXPECT_THAT(read_.problems, IsEmpty());
  const std::string tail = " purpose=crew region=us-west-2";
  EXPECT_THAT(read_.facts, ElementsAre("3 crew-api jada aws.function = crew-api" + tail,
                                       "8 crew-api jada aws.function.modified = 2026-05-12" + tail,
                                       "4 crew-api jada aws.function.url_auth = NONE" + tail,
                                       "5 crew-api jada aws.function.public_policy = yes" + tail,
                                       "6 crew-api jada aws.function.secret_variables = 2..2  count" + tail,
                                       "6 crew-api jada aws.function.secret_variable = STRIPE_KEY" + tail,
                                       "7 crew-api jada aws.function.secret_variable = TOKEN" + tail,
                                       "5 crew-api jada aws.function.versions = 0..0  count" + tail));
  EXPECT_EQ(read_.table[0].kind, model::Kind::measured);
  EXPECT_EQ(read_.table[0].subject_kind, model::SubjectKind::asset);
}

TEST(Inventory, TellsNotAskedFromDeniedFromNone) {
  const Read read_ =
      read(R"("buckets": [{"name": "web", "public": null}], "functions": [{"name": "f", "variables": []}],
"tables": null, "unread": [{"kind": "zone", "call": "route53:ListHostedZones", "reason": "AccessDenied"}])");
  EXPECT_THAT(read_.problems, IsEmpty());
  EXPECT_THAT(
      read_.facts,
      Contains("2 web unassigned aws.bucket.public = missing: the inventory could not read public of this bucket"));
  EXPECT_THAT(read_.facts, Not(Contains(HasSubstr("aws.bucket.versioning"))));
  EXPECT_THAT(read_.facts, Contains("2 f unassigned aws.function.variables = 0..0  count"));
  EXPECT_THAT(read_.facts, Contains("3  unassigned aws.table = missing: the inventory could not list them"));
  EXPECT_THAT(read_.facts, Contains("3  unassigned aws.zone = missing: route53:ListHostedZones answered AccessDenied"));
}

TEST(Inventory, AllocatesCostsToResourceEntityOrNobody) {
  const Read read_ = read(R"("tables": [{"name": "events", "tags": {"entity": "jada"}, "purpose": "crew"}],
"costs": [
{"period": "2026-04", "service": "DynamoDB", "kind": "table", "name": "events", "amount": "11.40"},
{"period": "2026-04", "service": "Lambda", "entity": "jada", "amount": 3.00005},
{"period": "2026-04", "service": "Tax", "amount": "1"}],
"savings": [{"kind": "table", "name": "events", "amount": [9, 12.5], "reason": "no traffic"}])");
  EXPECT_THAT(read_.problems, IsEmpty());
  EXPECT_THAT(
      read_.facts,
      ElementsAre(
          "2 events jada aws.table = events purpose=crew",
          "4 events jada aws.cost = 11.4..11.4 USD money purpose=crew label=DynamoDB period=2026-04 date=2026-04-01",
          "5 jada jada aws.cost = 3..3 USD money label=Lambda period=2026-04 date=2026-04-01",
          "6  unassigned aws.cost = 1..1 USD money label=Tax period=2026-04 date=2026-04-01",
          "7 events jada aws.saving = 9..12.5 USD money purpose=crew label=events note=no traffic"));
  EXPECT_EQ(read_.table[1].per, Cadence::month);
  EXPECT_EQ(read_.table[4].kind, model::Kind::estimated);
}

TEST(Inventory, SaysWhatItDoesNotUnderstand) {
  const Read read_ = read(R"("functions": [{"name": "f", "runtim": "python3.12", "versions": -1,
 "entity": "jade", "tags": 3}, {"versions": 1}, 7, {"name": "f"}],
"bukets": [],
"costs": [{"period": "April", "service": "S3", "amount": "1"}, {"period": "2026-04", "service": "S3", "amount": "1,2"}],
"unread": [{"kind": "tabel"}])");
  EXPECT_THAT(read_.facts, ElementsAre("2 f unassigned aws.function = f"));
  EXPECT_THAT(
      read_.problems,
      ElementsAre(StartsWith("warning 3 no entity is called `jade` did you mean `jada`?"),
                  StartsWith("error 2 `versions` must be a whole number from 0"),
                  StartsWith("warning 2 a function has no member `runtim` did you mean `runtime`?"),
                  StartsWith("error 3 a row of `functions` has no `name`"),
                  StartsWith("error 3 `functions` must be an array of objects"),
                  StartsWith("error 3 the function `f` is listed twice"),
                  StartsWith("error 5 `period` must be a month"), StartsWith("error 5 `amount` must be an amount"),
                  StartsWith("error 6 there is no kind of resource `tabel` did you mean `table`?"),
                  StartsWith("warning 4 an inventory has no member `bukets` did you mean `buckets`?")));
}

TEST(Inventory, RefusesWhatIsNoInventory) {
  EXPECT_THAT(read("!{}").problems, ElementsAre(StartsWith("error 1 this is no inventory")));
  EXPECT_THAT(read("!{\"format\": \"quarterdeck-aws-inventory/1\"}").problems,
              ElementsAre(StartsWith("error 1 `collected_at` must say when")));
  EXPECT_THAT(read("![1, 2]").problems, ElementsAre(StartsWith("error 1 this is no inventory")));
}

TEST(Inventory, ReadsTheExampleOfItsDocumentation) {
  std::ifstream file(QD_SOURCE_DIR "/docs/inventory.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string whole = text.str();
  const std::size_t begin = whole.find("```json\n") + 8;
  const std::size_t end = whole.find("```", begin);
  ASSERT_NE(end, std::string::npos);
  const Read read_ =
      read("!" + whole.substr(begin, end - begin), {{.id = "queenofsandiego", .name = "QueenofSanDiego"}});
  EXPECT_THAT(read_.problems, IsEmpty());
  EXPECT_THAT(read_.facts, Contains(HasSubstr("aws.log_group.expires = no")));
  EXPECT_THAT(read_.facts, Contains(HasSubstr("scc-events queenofsandiego aws.saving = 9.1..9.1 USD money")));
}

TEST(Inventory, EveryMemberIsDocumented) {
  std::ifstream file(QD_SOURCE_DIR "/docs/inventory.md");
  std::stringstream text;
  text << file.rdbuf();
  for (const InventoryKind& kind : inventory_kinds()) {
    const std::string row = fmt::format("| `{}` | `aws.{}` |", kind.array, kind.kind);
    const std::size_t at = text.str().find(row);
    ASSERT_NE(at, std::string::npos) << row;
    const std::string line = text.str().substr(at, text.str().find('\n', at) - at);
    for (const InventoryMember& member : kind.members) EXPECT_THAT(line, HasSubstr(fmt::format("`{}`", member.name)));
  }
}

TEST(InventoryAmounts, RoundCentsHalfEvenAndKeepHugeCountsTrue) {
  const auto amount = [](std::string_view json) {
    const std::string whole = fmt::format("[{}]", json);
    const text::SourceText source(whole);
    Diagnostics ignored;
    const auto document = text::parse_json(source, "x", ignored);
    const auto quantity = inventory_amount(*document->root().begin(), Currency("USD"));
    return quantity ? to_decimal(quantity->lo, Unit::money) : "none";
  };
  EXPECT_EQ(amount("1.00005"), "1");
  EXPECT_EQ(amount("1.00015"), "1.0002");
  EXPECT_EQ(amount("\"0.0000123\""), "0");
  EXPECT_EQ(amount("-2.00009"), "-2.0001");
  EXPECT_EQ(amount("[1, 2, 3]"), "none");
  EXPECT_EQ(amount("[2, 1]"), "none");
  EXPECT_EQ(amount("[1, null]"), "1");
  EXPECT_EQ(amount("true"), "none");
  const Read huge = read(R"("buckets": [{"name": "b", "size_bytes": 99999999999999999999}])");
  EXPECT_THAT(huge.facts, Contains(HasSubstr("aws.bucket.size_bytes = 9223372036854..  count")));
}

}  // namespace
}  // namespace qd::sources
