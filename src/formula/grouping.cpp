#include "formula/grouping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "formula/field_reading.hpp"
#include "formula/fold.hpp"

namespace qd::formula {

std::uint32_t Grouping::number_of(const std::string& value) {
  const auto [entry, fresh] = value_numbers_.try_emplace(fold(value), static_cast<std::uint32_t>(values_.size()));
  if (fresh) values_.push_back(value);
  return entry->second;
}

std::string Grouping::key_of(const Tuple& tuple) {
  return {reinterpret_cast<const char*>(tuple.data()), tuple.size() * sizeof(std::uint32_t)};
}

std::uint32_t Grouping::number_of_tuple(Tuple tuple) {
  const auto [entry, fresh] = tuple_numbers_.try_emplace(key_of(tuple), static_cast<std::uint32_t>(tuples_.size()));
  if (fresh) tuples_.push_back(std::move(tuple));
  return entry->second;
}

std::uint32_t Grouping::value_of(const FieldValue& value) {
  if (value.kind == FieldValue::Kind::absent) return kAny;
  if (value.kind != FieldValue::Kind::text) return number_of(shown(shared_.facts, value));
  const auto [entry, fresh] = symbol_numbers_.try_emplace(static_cast<std::uint32_t>(value.text));
  if (fresh) entry->second = number_of(shown(shared_.facts, value));
  return entry->second;
}

std::uint32_t Grouping::tuple_of(const model::Fact& fact) {
  Tuple out;
  for (const GroupField& by : by_) out.push_back(value_of(read_field(shared_.facts, fact, by.field)));
  if (out != last_tuple_) {  // the facts of a table often agree
    last_number_ = number_of_tuple(out);
    last_tuple_ = std::move(out);
  }
  return last_number_;
}

void Grouping::add(const Selection& selection, std::string_view predicate) {
  Member& member = members_.emplace_back(Member{&selection, std::string(predicate)});
  if (by_.empty()) return;
  member.tuple_of_fact.reserve(selection.facts.size());
  selection.facts.walk(shared_.facts, [&](std::uint32_t, model::FactIndex, const model::Fact& fact) {
    member.tuple_of_fact.push_back(tuple_of(fact));
  });
  for (const model::FactIndex i : selection.open) member.tuple_of_open.push_back(tuple_of(shared_.facts[i]));
}

bool Grouping::leads(std::string_view name) const {
  return std::ranges::all_of(by_, [&](const GroupField& by) { return by.leader.empty() || by.leader == name; });
}

void Grouping::add_name(const std::string& name, std::string_view kpi) {
  if (name.empty() || !leads(kpi)) return;
  kpi_groups_ = true;
  Tuple tuple;
  std::string_view rest = name;
  for (std::size_t i = 0; i + 1 < by_.size(); ++i) {
    const std::size_t join = rest.find(kGroupJoin);
    if (join == std::string_view::npos) break;
    tuple.push_back(number_of(std::string(rest.substr(0, join))));
    rest.remove_prefix(join + kGroupJoin.size());
  }
  tuple.push_back(number_of(std::string(rest)));
  tuple.resize(std::max<std::size_t>(1, by_.size()), kAny);
  if (std::ranges::find(named_, tuple) == named_.end()) named_.push_back(std::move(tuple));
}

/// Whether a fact of the member without the attribute belongs to every group: when another predicate, or a KPI, has it.
bool Grouping::shared(const Member& member, std::size_t attribute) const {
  if (kpi_groups_) return true;
  const auto has = [&](std::uint32_t tuple) { return tuples_[tuple][attribute] != kAny; };
  return std::ranges::any_of(members_, [&](const Member& other) {
    return other.predicate != member.predicate &&
           (std::ranges::any_of(other.tuple_of_fact, has) || std::ranges::any_of(other.tuple_of_open, has));
  });
}

/// Gives facts without the attribute a group of their own, where they do not belong to every one.
void Grouping::settle(Member& member) {
  for (std::size_t a = 0; a < by_.size(); ++a) {
    const auto has = [&](std::uint32_t tuple) { return tuples_[tuple][a] != kAny; };
    const bool split = std::ranges::any_of(member.tuple_of_fact, has);
    if (!split || shared(member, a)) continue;
    const std::uint32_t none = number_of(fmt::format("no {}", to_string(by_[a].field)));
    for (auto* list : {&member.tuple_of_fact, &member.tuple_of_open}) {
      for (std::uint32_t& tuple : *list) {
        if (tuples_[tuple][a] != kAny) continue;
        Tuple settled = tuples_[tuple];
        settled[a] = none;
        tuple = number_of_tuple(std::move(settled));
      }
    }
  }
}

bool Grouping::compatible(const Tuple& a, const Tuple& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (a[i] != kAny && b[i] != kAny && a[i] != b[i]) return false;
  }
  return true;
}

std::string Grouping::name_of(const Tuple& tuple) const {
  std::string out;
  for (const std::uint32_t value : tuple) {
    if (value == kAny) continue;
    if (!out.empty()) out += kGroupJoin;
    out += values_[value];
  }
  return out;
}

void Grouping::finish() {
  for (Member& member : members_) settle(member);
  // Only tuples that facts still have make groups.
  std::vector<Tuple> all = named_;
  std::vector<bool> seen(tuples_.size());
  for (const Member& member : members_) {
    if (!leads(member.predicate)) continue;
    for (const auto* list : {&member.tuple_of_fact, &member.tuple_of_open}) {
      for (const std::uint32_t tuple : *list) {
        if (!seen[tuple]) all.push_back(tuples_[tuple]);
        seen[tuple] = true;
      }
    }
  }
  const auto open = [](const Tuple& tuple) { return static_cast<std::size_t>(std::ranges::count(tuple, kAny)); };
  // The most definite first; what leaves an attribute open is a group only if no definite one takes it in.
  std::ranges::sort(all, {}, [&open](const Tuple& tuple) { return std::pair(open(tuple), tuple); });
  std::unordered_set<std::string> taken;
  for (Tuple& tuple : all) {
    const auto takes_in = [&](const Tuple& group) { return open(group) < open(tuple) && compatible(group, tuple); };
    if (open(tuple) > 0 && std::ranges::any_of(groups_, takes_in)) continue;
    if (taken.insert(key_of(tuple)).second) groups_.push_back(std::move(tuple));
  }
  std::vector<std::pair<std::string, Tuple>> named;
  for (Tuple& tuple : groups_) named.emplace_back(name_of(tuple), std::move(tuple));
  std::ranges::sort(named);
  groups_.clear();
  for (auto& [name, tuple] : named) {
    names_.push_back(std::move(name));
    groups_.push_back(std::move(tuple));
  }
  if (groups_.empty()) names_.emplace_back(), groups_.emplace_back();
  for (Member& member : members_) sort_by_tuple(member);
}

void Grouping::sort_by_tuple(Member& member) const {
  if (by_.empty()) return;
  member.places.resize(tuples_.size());
  std::size_t n = 0;
  for (auto at = member.selection->facts.begin(); at != member.selection->facts.end(); ++at)
    member.places[member.tuple_of_fact[n++]].push_back(at.place());
}

/// The tuples that belong to a group: the group itself with every choice of attributes left open.
std::vector<std::uint32_t> Grouping::tuples_in(const Tuple& group) const {
  std::vector<std::uint32_t> out;
  if (std::ranges::find(group, kAny) != group.end() || group.size() > 8) {
    for (std::uint32_t i = 0; i < tuples_.size(); ++i) {
      if (compatible(tuples_[i], group)) out.push_back(i);
    }
    return out;
  }
  for (std::uint32_t open = 0; open < (1u << group.size()); ++open) {
    Tuple tuple = group;
    for (std::size_t a = 0; a < tuple.size(); ++a) {
      if ((open >> a & 1) != 0) tuple[a] = kAny;
    }
    const auto found = tuple_numbers_.find(key_of(tuple));
    if (found != tuple_numbers_.end()) out.push_back(found->second);
  }
  return out;
}

Selection Grouping::part(std::size_t n, std::size_t g) const {
  const Member& member = members_[n];
  const Selection& whole = *member.selection;
  if (by_.empty()) return whole;
  Selection out{.whole = whole.whole,
                .any = whole.any,
                .population = whole.population,
                .facts = model::FactSet(shared_.facts),
                .open = model::FactSet(shared_.facts),
                .names_period = whole.names_period};
  std::vector<std::uint32_t> places;
  for (const std::uint32_t tuple : tuples_in(groups_[g]))
    places.insert(places.end(), member.places[tuple].begin(), member.places[tuple].end());
  std::ranges::sort(places);
  for (const std::uint32_t place : places) out.facts.add(place);
  std::size_t open = 0;
  for (auto at = whole.open.begin(); at != whole.open.end(); ++at) {
    if (compatible(tuples_[member.tuple_of_open[open++]], groups_[g])) out.open.add(at.place());
  }
  return out;
}

}  // namespace qd::formula
