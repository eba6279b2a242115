#include "formula/corners.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "formula/arithmetic.hpp"
#include "formula/slot_sum.hpp"

namespace qd::formula {

namespace {

constexpr std::size_t kMostRanges = 8;

std::uint64_t bit(std::size_t atom) { return std::uint64_t{1} << atom; }

bool holds(const SharedRange& range, const Node& node) {
  const bool atom = node.op == Op::aggregate || node.op == Op::kpi;
  return atom && (range.atoms & bit(node.atom)) != 0;
}

int reads(const Node& node, const SharedRange& range) {
  int out = holds(range, node) ? 1 : 0;
  for (const Node& child : node.children) out += reads(child, range);
  return out;
}

/// The degree of numerator and denominator as polynomials in one range; nothing where it goes into anything but + - *
/// /.
struct Degree {
  int above = 0;
  int below = 0;
};

std::optional<Degree> degree(const Node& node, const SharedRange& range) {
  if (!is_arithmetic(node.op)) {
    if (holds(range, node)) return Degree{1, 0};
    return reads(node, range) == 0 ? std::optional(Degree{}) : std::nullopt;
  }
  const auto a = degree(node.children[0], range);
  if (!a || node.op == Op::negate) return a;
  const auto b = degree(node.children[1], range);
  if (!b) return b;
  if (node.op == Op::multiply) return Degree{a->above + b->above, a->below + b->below};
  if (node.op == Op::divide) return Degree{a->above + b->below, a->below + b->above};
  return Degree{std::max(a->above + b->below, b->above + a->below), a->below + b->below};
}

bool bounded_range(const AtomResult& atom) {
  const auto* amount = std::get_if<Amount>(&atom.value);
  return amount != nullptr && !interval_of(*amount).is_point() && !interval_of(*amount).is_open();
}

/// Whole numbers as long as possible: a million facts are added here.
struct TermSum {
  Unit unit = Unit::count;
  Cadence per = Cadence::unstated;
  Int128 lo = 0;
  Int128 hi = 0;
};

void add_term(std::vector<TermSum>& sums, const Quantity& amount) {
  auto found = std::ranges::find_if(
      sums, [&amount](const TermSum& sum) { return sum.unit == amount.unit && sum.per == amount.per; });
  if (found == sums.end()) found = sums.insert(found, {amount.unit, amount.per});
  found->lo += amount.lo;
  found->hi += amount.hi;
}

MaybeInterval interval_of_terms(const std::vector<TermSum>& sums) {
  MaybeInterval out = Interval{};
  for (const TermSum& sum : sums) {
    const auto lo = fraction(sum.lo, scale_of(sum.unit)), hi = fraction(sum.hi, scale_of(sum.unit));
    if (!out || !lo || !hi) return std::nullopt;
    MaybeInterval one = Interval{*lo, *hi};
    if (const auto factor = months_factor(sum.per)) one = scale_interval(*one, *factor);
    out = one ? add(*out, *one) : std::nullopt;
  }
  return out;
}

}  // namespace

bool reads_twice(const Node& root, std::span<const AtomResult> atoms) {
  std::size_t count = 0;
  for_each_node(root, [&](const Node& node) {
    if ((node.op == Op::aggregate || node.op == Op::kpi) && bounded_range(atoms[node.atom])) ++count;
  });
  return count > 1;
}

SharedRanges::SharedRanges(std::span<const AtomResult> atoms) : fixed_(atoms.size()) {
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (const auto* amount = std::get_if<Amount>(&atoms[i].value)) fixed_[i] = interval_of(*amount);
  }
  add_terms(atoms);
  add_rest(atoms);
}

/// Facts that the same set of aggregates adds make one range.
void SharedRanges::add_terms(std::span<const AtomResult> atoms) {
  struct Use {
    const Term* term;
    std::size_t atom;
  };
  std::vector<Use> uses;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (!bounded_range(atoms[i])) continue;
    for (const Term& term : atoms[i].terms) uses.push_back({&term, i});
  }
  std::ranges::sort(uses, {}, [](const Use& use) { return std::pair(use.term->fact, use.atom); });
  std::map<std::uint64_t, std::vector<TermSum>> by_atoms;
  for (std::size_t i = 0; i < uses.size();) {
    std::uint64_t who = 0;
    const std::size_t first = i;
    for (; i < uses.size() && uses[i].term->fact == uses[first].term->fact; ++i) who |= bit(uses[i].atom);
    add_term(by_atoms[who], uses[first].term->amount);
  }
  for (const auto& [who, sums] : by_atoms) {
    const auto total = interval_of_terms(sums);
    auto fixed = fixed_;
    bool fits = total.has_value();
    for (std::size_t i = 0; fits && i < atoms.size(); ++i) {
      if ((who & bit(i)) == 0) continue;
      const auto lo = Rational::subtract(fixed[i].lo, total->lo);
      const auto hi = Rational::subtract(fixed[i].hi, total->hi);
      fits = lo && hi;
      if (fits) fixed[i].lo = *lo, fixed[i].hi = *hi;
    }
    if (!fits) continue;  // too large: what these facts give stays with each aggregate
    ranges_.push_back({who, *total});
    fixed_ = std::move(fixed);
  }
}

/// What is ranged beyond these terms makes a range of its own.
void SharedRanges::add_rest(std::span<const AtomResult> atoms) {
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (!bounded_range(atoms[i]) || fixed_[i].is_point()) continue;
    ranges_.push_back({bit(i), fixed_[i]});
    fixed_[i] = {};
  }
}

std::vector<const SharedRange*> SharedRanges::repeated_in(const Node& node) const {
  std::vector<const SharedRange*> out;
  for (const SharedRange& range : ranges_) {
    if (range.range.is_point() || reads(node, range) < 2) continue;
    const auto shape = degree(node, range);
    if (shape && shape->above <= 1 && shape->below <= 1) out.push_back(&range);
    if (out.size() == kMostRanges) break;
  }
  return out;
}

std::vector<std::optional<Interval>> SharedRanges::placed(std::span<const SharedRange* const> repeated,
                                                          std::uint32_t corner,
                                                          std::span<const AtomResult> atoms) const {
  std::vector<std::optional<Interval>> out(atoms.size());
  std::uint64_t touched = 0;
  for (const SharedRange* range : repeated) touched |= range->atoms;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if ((touched & bit(i)) == 0) continue;
    MaybeInterval sum = fixed_[i];
    for (const SharedRange& range : ranges_) {
      if (!sum || (range.atoms & bit(i)) == 0) continue;
      const auto found = std::ranges::find(repeated, &range);
      Interval part = range.range;
      if (found != repeated.end()) {
        const bool upper = (corner >> (found - repeated.begin()) & 1) != 0;
        part = upper ? Interval{part.hi, part.hi} : Interval{part.lo, part.lo};
      }
      sum = add(*sum, part);
    }
    out[i] = sum;
  }
  return out;
}

}  // namespace qd::formula
