#include "report/view_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "assess/show.hpp"
#include "report/link_ref.hpp"
#include "report/markdown_escape.hpp"

namespace qd::report {

namespace {

bool is_name_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_' || c == '.';
}

/// A word such as "orders" is left as it is, since a sentence may mean it; a resource's name has joints or digits.
bool looks_like_resource(std::string_view name) {
  constexpr std::size_t kShortest = 5;
  return name.size() >= kShortest && name.find_first_of("-_.0123456789") != std::string_view::npos &&
         std::ranges::all_of(name, is_name_character);
}

}  // namespace

ViewContext::ViewContext(const Role& role, const ReportInput& input) : role_(role), input_(input) {
  for (const auto& [key, alias] : input.aliases.entries()) {
    const std::string_view whole = key;
    const std::size_t slash = whole.find('/');
    const std::string_view name = whole.substr(slash + 1);
    if (!goes_by_name(whole.substr(0, slash)) && looks_like_resource(name)) aliases_.emplace(name, alias);
  }
  entity_of_project_.resize(input.facts.table().symbols().size());
  for (const model::Document& document : input.facts.documents()) {
    model::Symbol& entity = entity_of_project_[static_cast<std::size_t>(document.project)];
    if (entity == model::Symbol::none) entity = document.entity;
  }
  entity_of_project_.front() = model::Symbol::none;  // of what is no project
  for (const model::Entity& entity : input.facts.entities()) {
    if (role.about == About::unit ? entity.id == input.unit : entity.auxiliary) in_scope_.insert(entity.id);
  }
  const std::span<const assess::KpiResult> all = input.assessment.kpis;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end].id == all[begin].id && all[end].subject == all[begin].subject) ++end;
    results_.try_emplace({all[begin].id, all[begin].subject.kind, all[begin].subject.id},
                         all.subspan(begin, end - begin));
    begin = end;
  }
}

bool ViewContext::in_scope(std::string_view entity) const { return whole() || in_scope_.contains(entity); }

std::span<const assess::KpiResult> ViewContext::results(std::string_view kpi) const {
  if (role_.about == About::unit) return results(kpi, model::SubjectKind::entity, input_.unit);
  return whole() ? results(kpi, model::SubjectKind::portfolio, {}) : std::span<const assess::KpiResult>();
}

std::span<const assess::KpiResult> ViewContext::results(std::string_view kpi, model::SubjectKind kind,
                                                        std::string_view subject) const {
  const auto found = results_.find({kpi, kind, subject});
  return found == results_.end() ? std::span<const assess::KpiResult>() : found->second;
}

std::string ViewContext::without_names(std::string_view text) const {
  const auto alias_of = [this](std::string_view word) -> std::string_view {
    if (!looks_like_resource(word)) return {};
    if (const auto found = aliases_.find(word); found != aliases_.end()) return found->second;
    const std::string_view kind = input_.inventory.aliased_kind(word);
    return kind.empty() ? std::string_view() : input_.aliases.of(kind, word);
  };
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_name_character(text[end])) ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    const std::string_view run = text.substr(at, end - at);
    std::string_view word = run;
    while (word.ends_with('.')) word.remove_suffix(1);
    const std::string_view alias = alias_of(word);
    out += alias.empty() ? word : alias;
    out += run.substr(word.size());
    at = end;
  }
  return out;
}

std::string ViewContext::entity_name(std::string_view id) const {
  if (id.empty()) return input_.portfolio;
  const model::Entity* entity = input_.facts.entity(id);
  if (entity != nullptr && !entity->name.empty()) return entity->name;
  if (id == "portfolio") return input_.portfolio;  // the folder of what concerns all
  return id == model::kUnassigned ? "Unassigned" : std::string(id);
}

std::string_view ViewContext::entity_of(const model::Subject& subject) const {
  if (subject.kind == model::SubjectKind::entity) return subject.id;
  if (subject.kind != model::SubjectKind::project) return {};
  const model::Symbol project = facts().table().symbols().find(subject.id);
  return facts().text(entity_of_project_[static_cast<std::size_t>(project)]);
}

std::string ViewContext::subject_name(const model::Subject& subject) const {
  switch (subject.kind) {
    case model::SubjectKind::portfolio:
      return input_.portfolio;
    case model::SubjectKind::entity:
      return entity_name(subject.id);
    case model::SubjectKind::project:
      return fmt::format("{} ({})", subject.id, entity_name(entity_of(subject)));
    case model::SubjectKind::asset:
      return without_names(subject.id);
  }
  return subject.id;
}

Value figure(std::string_view text, std::string_view ref) {
  return Value::markdown(fmt::format("[{}](qd:{})", escaped(text), encode_ref(ref)), text);
}

Value with_code(std::string_view text) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t open = rest.find('`');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('`', open + 1);
    if (close == std::string_view::npos) break;
    const std::string content = unescaped(escaped(rest.substr(open + 1, close - open - 1)));
    // A bar would end the cell of a table, also inside a span of code.
    if (content.empty() || content.find('|') != std::string::npos) break;
    if (open > 0 && rest[0] == ' ') out += ' ';
    out += escaped(rest.substr(0, open));
    if (open > 0 && rest[open - 1] == ' ' && !out.ends_with(' ')) out += ' ';
    out += fmt::format("`{}`", content);
    rest.remove_prefix(close + 1);
  }
  if (!out.empty() && rest.starts_with(' ')) out += ' ';
  return Value::markdown(out + escaped(rest), text);
}

void add_shown(Members& out, std::string_view name, std::vector<Value> elements, std::size_t of, Value shape) {
  const std::size_t more = of - elements.size();
  out.push_back({std::string(name), Value::list(std::move(elements), std::move(shape))});
  out.push_back({fmt::format("{}_more", name), more == 0 ? Value() : Value::number(more)});
}

std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}", n, n == 1 ? std::string(noun) : assess::plural(noun));
}

std::string enumerated(const std::vector<std::string>& names, std::size_t total) {
  if (names.size() >= total || names.empty()) return assess::join_words(names);
  return fmt::format("{} and {} more", fmt::join(names, ", "), total - names.size());
}

std::string short_source(std::string_view file, std::uint32_t line) {
  constexpr std::string_view kShared = "agent_handoffs/projects/";
  if (file.starts_with(kShared)) file.remove_prefix(kShared.size());
  return line == 0 ? std::string(file) : fmt::format("{}:{}", file, line);
}

std::string_view text_attribute(const model::FactStore& facts, const model::Fact& fact, model::AttributeKey key) {
  const auto attribute = facts.table().attribute(fact, key);
  return attribute && attribute->kind == model::AttributeKind::text ? facts.text(attribute->text())
                                                                    : std::string_view();
}

std::string long_date(Date date) {
  constexpr auto kMonths =
      std::to_array<std::string_view>({"January", "February", "March", "April", "May", "June", "July", "August",
                                       "September", "October", "November", "December"});
  const auto civil = date.civil();
  return fmt::format("{} {} {}", static_cast<unsigned>(civil.day()), kMonths[static_cast<unsigned>(civil.month()) - 1],
                     static_cast<int>(civil.year()));
}

}  // namespace qd::report
