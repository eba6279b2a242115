// A small portfolio for tests of reports: facts, figures and findings as assess() gives them, with hostile text on
// demand.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/definitions.hpp"
#include "model/fact_store.hpp"
#include "report/report.hpp"

namespace qd::tests {

/// Everything that a report is made of; `words` stands in every place where people write words.
struct ReportData {
  explicit ReportData(std::string_view words = "Slip rental")
      : facts(make_facts(words), {{"jada", std::string(words), false, {}, ""}, {"rental", "Rental", true, {}, ""}}) {
    assessment.today = *make_date(2026, 5, 21);
    assessment.as_of = {1779375599};
    assess::Finding finding;
    finding.id = "no_live_listing@jada";
    finding.check = "no_live_listing";
    finding.subject = {model::SubjectKind::entity, "jada"};
    finding.outcome = assess::Outcome::fail;
    finding.severity = assess::Level::high;
    finding.message = std::string(words) + " sells through no live channel";
    finding.remedy = "Publish " + std::string(words);
    finding.evidence = {{"agent_handoffs/projects/jada/sales.md", 6}};
    assessment.findings.push_back(finding);
    assess::Action action;
    action.id = "jada-publish";
    action.title = words;
    action.entity = "jada";
    action.owner = words;
    action.state = "open";
    action.impact = dollars(1100, Cadence::month);
    action.source = "agent_handoffs/projects/jada/sales.md:9";
    assessment.actions.add(action);
    assess::Change change;
    change.what = "action";
    change.text = "New: " + std::string(words);
    assessment.changes.push_back(change);
    assessment.coverage = {100, 93};
    inventory.assign_first(aliases);
  }

  static formula::Amount dollars(std::int64_t amount, Cadence per) {
    formula::Amount out;
    out.lo = out.hi = Rational(amount);
    out.unit = Unit::money;
    out.currency = Currency("USD");
    out.per = per;
    return out;
  }

  [[nodiscard]] report::Report make(std::string_view role_text, Diagnostics& diagnostics) {
    const std::vector<report::RoleFile> files{{"roles/test.md", role_text}};
    roles = report::Roles::load(files, definitions, diagnostics);
    const report::Role* role = roles.find("test");
    if (role == nullptr) return {};
    const report::ReportInput input{
        facts, assessment, definitions, inventory, aliases, "Harbor Group", "2026-05-21", make_date(2026, 5, 14), ""};
    return report::make_report(*role, roles.partials(), input, diagnostics);
  }

  model::FactStore facts;
  assess::Assessment assessment;
  assess::Definitions definitions;
  report::Inventory inventory{facts};
  report::Aliases aliases;
  report::Roles roles;

 private:
  static model::FactTable make_facts(std::string_view words) {
    model::FactTable table;
    const model::FileId file = table.begin_document("agent_handoffs/projects/jada/sales.md");
    table.document(file).entity = table.intern("jada");
    table.document(file).project = table.intern("sales");
    table.document(file).as_of = *make_date(2026, 5, 20);
    table.document(file).as_of_source = model::AsOfSource::document;
    const auto add = [&](std::string_view predicate, std::string_view text,
                         std::vector<model::NewAttribute> attributes) {
      model::Fact fact;
      fact.set_text(table.intern(text));
      fact.predicate = table.intern(predicate);
      fact.entity = table.intern("jada");
      fact.subject = table.intern("sales");
      fact.line = static_cast<std::uint32_t>(table.size() + 1);
      table.add(fact, attributes);
    };
    using model::AttributeKey;
    using model::NewAttribute;
    add("asset.domain", words, {});
    add("asset.function", "jada-inquiry-prod", {NewAttribute::of(AttributeKey::purpose, table.intern(words))});
    add("channel.status", words,
        {NewAttribute::of(AttributeKey::channel, table.intern(words)),
         NewAttribute::of(AttributeKey::state, table.intern("planned"))});
    return table;
  }
};

}  // namespace qd::tests
