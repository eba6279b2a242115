#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "assess/show.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using model::AttributeKey;
using model::Fact;
using model::FactIndex;

constexpr std::size_t kChannelsShown = 6;
constexpr std::size_t kStagesShown = 8;

std::uint32_t order_of(const model::FactStore& facts, const Fact& fact) {
  const auto attribute = facts.table().attribute(fact, AttributeKey::order);
  return attribute && attribute->kind == model::AttributeKind::number ? attribute->payload : 0;
}

std::span<const FactIndex> facts_of(const ViewContext& context, std::string_view predicate,
                                    const model::Entity& entity) {
  if (!context.role().may_read(predicate)) return {};
  return context.facts().facts(predicate, {model::SubjectKind::entity, entity.id});
}

/// The first names of a list, and how long it is.
struct Names {
  std::vector<std::string> first;
  std::size_t count = 0;

  template <class Name>
  void add(Name name) {
    if (++count <= kChannelsShown) first.push_back(name());
  }
  [[nodiscard]] std::string text() const { return enumerated(first, count); }
};

struct Channels {
  Names live;
  Names others;  ///< "Sailo (planned)"

  [[nodiscard]] std::size_t count() const { return live.count + others.count; }
};

Channels channels_of(const ViewContext& context, const model::Entity& entity) {
  const model::FactStore& facts = context.facts();
  Channels out;
  for (const FactIndex i : facts_of(context, "channel.status", entity)) {
    const Fact& fact = facts[i];
    std::string_view name = text_attribute(facts, fact, AttributeKey::channel);
    if (name.empty()) name = text_attribute(facts, fact, AttributeKey::label);
    if (name.empty()) continue;
    if (text_attribute(facts, fact, AttributeKey::state) == "live") {
      out.live.add([&] { return std::string(name); });
    } else {
      out.others.add([&] { return fmt::format("{} ({})", name, assess::show(facts, i)); });
    }
  }
  return out;
}

Value channels_value(const ViewContext& context, const model::Entity& entity, const Channels& channels) {
  return Value::object({{"entity", context.entity_name(entity.id)},
                        {"live_count", channels.live.count == 0 ? Value() : Value::number(channels.live.count)},
                        {"count", Value::number(channels.count())},
                        {"live", channels.live.text()},
                        {"others", channels.others.text()}});
}

/// "Visits 1,200 → quotes 14 → jobs 9": the stages of one project in their order.
using Funnel = std::vector<FactIndex>;

Value funnel_value(const ViewContext& context, const model::Entity& entity, const Funnel& funnel) {
  const model::FactStore& facts = context.facts();
  std::vector<Value> stages;
  std::string text;
  for (const FactIndex i : funnel) {
    if (stages.size() == kStagesShown) break;
    const std::string label(text_attribute(facts, facts[i], AttributeKey::label));
    const std::string count = assess::show(facts, i, {.noun = false});
    stages.push_back(Value::object({{"label", label}, {"count", count}}));
    text += fmt::format("{}{} {}", text.empty() ? "" : " → ", label, count);
  }
  return Value::object({{"entity", context.entity_name(entity.id)},
                        {"text", text},
                        {"stages", Value::list(std::move(stages), Value::object({{"label", ""}, {"count", ""}}))}});
}

/// Adds those of the entity, of which the first `most` of all get their stages, and counts all.
void add_funnels(const ViewContext& context, const model::Entity& entity, std::size_t most, std::vector<Value>& out,
                 std::size_t& count) {
  const model::FactStore& facts = context.facts();
  Funnel funnel;
  const auto close = [&] {
    if (funnel.empty()) return;
    std::ranges::stable_sort(funnel, {}, [&](FactIndex i) { return order_of(facts, facts[i]); });
    out.push_back(funnel_value(context, entity, funnel));
    funnel.clear();
  };
  model::Symbol project = model::Symbol::none;
  for (const FactIndex i : facts_of(context, "funnel.stage", entity)) {
    const Fact& fact = facts[i];
    if (fact.basis != model::Basis::actual) continue;
    if (fact.subject != project) {
      close();
      project = fact.subject;
      ++count;
    }
    if (count <= most) funnel.push_back(i);
  }
  close();
}

std::string kpi_title(const ViewContext& context, std::string_view id) {
  const assess::Kpi* kpi = context.definitions().kpi(id);
  return kpi == nullptr ? std::string(id) : kpi->title;
}

bool may_read_claim(const ViewContext& context, std::string_view kpi) {
  const assess::Kpi* definition = context.definitions().kpi(kpi);
  return definition == nullptr ? context.role().may_read(fmt::format("claim.{}", kpi))
                               : context.role().may_read(*definition);
}

/// What was computed of the same KPI: for the entity that claims, else for the whole group.
std::string computed(const ViewContext& context, std::string_view kpi, std::string_view entity) {
  auto results = context.results(kpi, model::SubjectKind::entity, entity);
  if (results.empty()) results = context.results(kpi, model::SubjectKind::portfolio, {});
  std::string out;
  for (const assess::KpiResult& result : results) {
    if (std::holds_alternative<formula::Missing>(result.result.value)) continue;
    out += fmt::format("{}{}", out.empty() ? "" : "; ", assess::show(result.result));
    if (!result.result.group.empty()) out += fmt::format(" ({})", result.result.group);
  }
  return out.empty() ? "not known" : out;
}

/// Whether a failed check points at this line.
bool is_contradicted(const ViewContext& context, const std::string& file, std::uint32_t line) {
  return std::ranges::any_of(context.assessment().findings, [&](const assess::Finding& finding) {
    return finding.outcome == assess::Outcome::fail && finding.check.starts_with("claim_contradicted") &&
           std::ranges::any_of(finding.evidence,
                               [&](const assess::Evidence& e) { return e.file == file && e.line == line; });
  });
}

struct Claim {
  std::string kpi;
  std::string entity;
  std::string says;
  std::string file;
  std::uint32_t line = 0;
};

Value claim_value(const ViewContext& context, const Claim& claim) {
  const std::string made = computed(context, claim.kpi, claim.entity);
  const std::string ref = claim.entity.empty() ? claim.kpi : fmt::format("{}@{}", claim.kpi, claim.entity);
  return Value::object({{"title", kpi_title(context, claim.kpi)},
                        {"entity", context.entity_name(claim.entity)},
                        {"says", claim.says},
                        {"computed", figure(made, ref)},
                        {"contradicted", is_contradicted(context, claim.file, claim.line)},
                        {"source", short_source(claim.file, claim.line)}});
}

/// The first claims that are shown, and how many there are.
std::size_t add_claims(const ViewContext& context, std::vector<Value>& out) {
  constexpr std::string_view kPrefix = "claim.";
  const model::FactStore& facts = context.facts();
  std::size_t count = 0;
  for (const model::Symbol predicate : facts.predicates()) {
    const std::string_view name = facts.text(predicate);
    if (!name.starts_with(kPrefix) || !may_read_claim(context, name.substr(kPrefix.size()))) continue;
    for (const FactIndex i : facts.facts(predicate)) {
      const Fact& fact = facts[i];
      if (fact.value != model::ValueKind::quantity || !context.in_scope(facts.text(fact.entity))) continue;
      if (++count > context.limits().findings) continue;
      out.push_back(
          claim_value(context, {std::string(name.substr(kPrefix.size())), std::string(facts.text(fact.entity)),
                                assess::show(facts, i), facts.table().document(fact.file).path, fact.line}));
    }
  }
  return count;
}

}  // namespace

void add_market(const ViewContext& context, Members& out) {
  static const model::Entity kNobody;
  std::vector<Value> channels;
  std::vector<Value> funnels;
  std::size_t live = 0;
  std::size_t listed_channels = 0;
  std::size_t businesses = 0;
  std::size_t funnel_count = 0;
  const std::size_t most = context.limits().entities;
  for (const model::Entity& entity : context.facts().entities()) {
    if (!context.in_scope(entity.id)) continue;
    const Channels of_entity = channels_of(context, entity);
    live += of_entity.live.count;
    listed_channels += of_entity.count();
    if (of_entity.count() > 0 && ++businesses <= most) channels.push_back(channels_value(context, entity, of_entity));
    add_funnels(context, entity, most, funnels, funnel_count);
  }
  out.push_back({"channel_count", listed_channels == 0 ? Value() : Value(counted(listed_channels, "sales channel"))});
  out.push_back({"live_channels", live == 0 ? Value() : Value::number(live)});
  add_shown(out, "channels", std::move(channels), businesses, channels_value(context, kNobody, {}));
  add_shown(out, "funnels", std::move(funnels), funnel_count, funnel_value(context, kNobody, {}));
  std::vector<Value> shown;
  const std::size_t claims = add_claims(context, shown);
  Members of_claims{{"any", claims > 0}};
  add_shown(of_claims, "list", std::move(shown), claims, claim_value(context, {}));
  out.push_back({"claims", Value::object(std::move(of_claims))});
}

}  // namespace qd::report
