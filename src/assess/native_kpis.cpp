#include "assess/native_kpis.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "assess/checks.hpp"
#include "assess/funnels.hpp"
#include "assess/show.hpp"
#include "base/rational.hpp"

namespace qd::assess {

namespace {

using formula::Amount;
using formula::Evaluated;
using formula::Missing;
using model::FactIndex;

Amount ratio_of(const Rational& lo, const Rational& hi) { return {.lo = lo, .hi = hi, .unit = Unit::ratio}; }

/// The inputs, and the least certain kind among them.
void note_inputs(Evaluated& out, const model::FactStore& facts, const std::vector<const FactIndex*>& places) {
  for (const FactIndex* place : places) {
    out.inputs.unite(model::FactSet(facts, {place, 1}));
    const model::Kind kind = facts[*place].kind;
    if (kind == model::Kind::estimated || (kind == model::Kind::stated && out.weakest == model::Kind::measured))
      out.weakest = kind;
  }
}

/// The share of `from` that is `to`; nothing where it cannot be told.
std::optional<Amount> share_of(const Amount& to, const Amount& from) {
  const bool open = to.open_lo || to.open_hi || from.open_lo || from.open_hi;
  const bool counts = to.unit == Unit::count && from.unit == Unit::count && to.per == from.per;
  if (open || !counts || from.lo <= Rational()) return std::nullopt;
  const auto lo = Rational::divide(to.lo, from.hi);
  const auto hi = Rational::divide(to.hi, from.lo);
  return lo && hi ? std::optional(ratio_of(*lo, *hi)) : std::nullopt;
}

Evaluated step_between(const model::FactStore& facts, const FunnelStage& first, const FunnelStage& second) {
  const FactIndex from = first.fact(), to = second.fact();
  Evaluated out{.group = name_of(facts, from) + " → " + name_of(facts, to)};
  const auto before = amount_of(facts, from), after = amount_of(facts, to);
  if (!before || !after)
    out.value = Missing{"no number is given for " + name_of(facts, before ? to : from), {}};
  else if (const auto share = share_of(*after, *before))
    out.value = *share;
  else
    out.value = Missing{"the two stages are not counted alike", {}};
  note_inputs(out, facts, {first.place, second.place});
  return out;
}

/// "3 of 4", "3/4", "3 out of 4".
struct Tally {
  std::int64_t kept = 0;
  std::int64_t of = 0;
};

std::optional<Tally> parse_tally(std::string_view text) {
  Tally out;
  const auto number = [&text](std::int64_t& to) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    if (error != std::errc() || to < 0 || to > 1'000'000'000) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
  };
  if (!number(out.kept)) return std::nullopt;
  for (const std::string_view word : {" out of ", " of ", " / ", "/"}) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    const bool good = number(out.of) && (text.empty() || text.front() == ' ' || text.front() == ',');
    return good && out.of > 0 && out.kept <= out.of ? std::optional(out) : std::nullopt;
  }
  return std::nullopt;
}

/// Words by which a label promises punctuality.
constexpr auto kOnTime = std::to_array<std::string_view>(
    {"on-time", "on-the-promised-day", "promised-day", "punctual", "delivered-as-promised", "within-sla", "sla-met"});

bool is_on_time(std::string_view predicate) {
  return predicate.starts_with("other.") && std::ranges::any_of(kOnTime, [&](std::string_view word) {
           return predicate.find(word) != std::string_view::npos;
         });
}

}  // namespace

std::span<const NativeKpi> native_kpis() {
  static constexpr std::array<NativeKpi, 2> kKpis = {
      {{"funnel_steps", funnel_steps}, {"on_time_share", on_time_share}}};
  return kKpis;
}

std::vector<Evaluated> funnel_steps(const model::FactStore& facts, const model::Subject& subject) {
  std::vector<Evaluated> out;
  for (const auto& funnel : funnels(facts, subject)) {
    for (std::size_t n = 1; n < funnel.size(); ++n) {
      Evaluated step = step_between(facts, funnel[n - 1], funnel[n]);
      if (std::ranges::find(out, step.group, &Evaluated::group) == out.end()) out.push_back(std::move(step));
    }
  }
  if (out.empty()) out.push_back({.group = {}, .value = Missing{"no funnel of two stages is known", {}}});
  return out;
}

std::vector<Evaluated> on_time_share(const model::FactStore& facts, const model::Subject& subject) {
  Tally sum;
  std::optional<Amount> stated;
  std::vector<const FactIndex*> inputs;
  for (const model::Symbol predicate : facts.predicates()) {
    if (!is_on_time(facts.text(predicate))) continue;
    for (const FactIndex& i : facts.facts(facts.text(predicate), subject)) {
      const model::Fact& fact = facts[i];
      if (fact.basis != model::Basis::actual) continue;
      const auto tally = fact.value == model::ValueKind::text ? parse_tally(facts.text(fact.text)) : std::nullopt;
      if (tally) sum = {sum.kept + tally->kept, sum.of + tally->of};
      if (const auto amount = amount_of(facts, i); amount && amount->unit == Unit::ratio) stated = amount;
      if (tally || stated) inputs.push_back(&i);
    }
  }
  Evaluated out{.group = {}, .value = Missing{"nobody counts what was done on time", {}}};
  if (sum.of > 0)
    out.value = ratio_of(Rational::ratio(sum.kept, sum.of), Rational::ratio(sum.kept, sum.of));
  else if (stated)
    out.value = *stated;
  note_inputs(out, facts, inputs);
  std::vector<Evaluated> results;
  results.push_back(std::move(out));
  return results;
}

}  // namespace qd::assess
