#include "formula/session.hpp"

#include <algorithm>

namespace qd::formula {

namespace {

constexpr std::string_view kCovered = "books.covered";

void keep_newest(std::unordered_map<std::uint32_t, Date>& newest, model::Symbol key, Date date) {
  const auto [entry, fresh] = newest.try_emplace(static_cast<std::uint32_t>(key), date);
  if (!fresh) entry->second = std::max(entry->second, date);
}

std::optional<Date> date_attribute(const model::FactTable& table, const model::Fact& fact, model::AttributeKey key) {
  const auto attribute = table.attribute(fact, key);
  if (!attribute) return std::nullopt;
  if (attribute->kind == model::AttributeKind::date) return attribute->date();
  if (attribute->kind == model::AttributeKind::text) return parse_iso_date(table.text(attribute->text()));
  return std::nullopt;
}

}  // namespace

Session::Session(const model::FactStore& facts) : shared_(std::make_unique<Shared>(facts)) {}
Session::~Session() = default;

const std::vector<std::string>& Session::Shared::unknown_entities() {
  if (!unknown_entities_) {
    unknown_entities_.emplace();
    for (const model::Entity& entity : facts.entities()) {
      if (!facts.knows(entity.id)) unknown_entities_->push_back(entity.id);
    }
  }
  return *unknown_entities_;
}

void Session::Shared::read_coverage() {
  if (coverage_read_) return;
  coverage_read_ = true;
  for (const model::FactIndex i : facts.facts(kCovered, {})) {
    const model::Fact& fact = facts[i];
    covered_entities_.push_back(fact.entity);
    Coverage& coverage = coverage_[static_cast<std::uint32_t>(fact.subject)];
    const auto start = date_attribute(facts.table(), fact, model::AttributeKey::start);
    const auto end = date_attribute(facts.table(), fact, model::AttributeKey::end);
    if (start) coverage.start = coverage.start ? std::min(*coverage.start, *start) : *start;
    if (end) coverage.end = coverage.end ? std::max(*coverage.end, *end) : *end;
  }
  std::ranges::sort(covered_entities_);
}

bool Session::Shared::covered(model::Symbol entity) {
  read_coverage();
  return std::ranges::binary_search(covered_entities_, entity);
}

std::optional<Session::Shared::Coverage> Session::Shared::coverage(model::Symbol project) {
  read_coverage();
  const auto found = coverage_.find(static_cast<std::uint32_t>(project));
  if (found == coverage_.end()) return std::nullopt;
  return found->second;
}

void Session::Shared::read_dates() {
  if (dates_read_) return;
  dates_read_ = true;
  for (const model::Document& document : facts.documents()) {
    newest_ = newest_ ? std::max(*newest_, document.as_of) : document.as_of;
    keep_newest(newest_of_entity_, document.entity, document.as_of);
    keep_newest(newest_of_project_, document.project, document.as_of);
  }
}

std::optional<Date> Session::Shared::as_of(const model::Subject& subject) {
  read_dates();
  if (subject.kind == model::SubjectKind::portfolio) return newest_;
  const model::Symbol id = facts.table().symbols().find(subject.id);
  const auto& newest = subject.kind == model::SubjectKind::entity ? newest_of_entity_ : newest_of_project_;
  const auto found = newest.find(static_cast<std::uint32_t>(id));
  if (id == model::Symbol::none || found == newest.end()) return std::nullopt;
  return found->second;
}

std::vector<std::uint8_t>& Session::Shared::matches(const std::string& comparison) {
  std::vector<std::uint8_t>& out = matches_[comparison];
  if (out.empty()) out.resize(facts.table().symbols().size());
  return out;
}

}  // namespace qd::formula
