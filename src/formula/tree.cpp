#include "formula/tree.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formula/corners.hpp"
#include "formula/slot_sum.hpp"

namespace qd::formula {

namespace {

Truth truth_of(bool yes) { return yes ? Truth::yes : Truth::no; }

std::uint64_t bit(const Node& atom) { return std::uint64_t{1} << atom.atom; }

}  // namespace

Tree::Tree(std::span<const AtomResult> atoms, const Node& root, const Scope& scope, Session::Shared& shared)
    : atoms_(atoms), scope_(scope), shared_(shared) {
  if (reads_twice(root, atoms)) ranges_ = SharedRanges(atoms);
}

Reading Tree::evaluate(const Node& node) {
  Reading out = is_arithmetic(node.op) ? exact(node) : plain(node);
  tell(node, out);
  return out;
}

void Tree::tell(const Node& node, const Reading& reading) const {
  if (observer && corner_ == nullptr) observer(node, reading);
}

/// Arithmetic, with the dependency between parts that read the same range taken into account.
Reading Tree::exact(const Node& node) {
  Reading out = plain(node);
  const Amount* wide = out.amount();
  if (wide == nullptr || corner_ != nullptr || interval_of(*wide).is_point()) return out;
  const auto repeated = ranges_.repeated_in(node);
  if (repeated.empty()) return out;
  MaybeInterval narrow;
  for (std::uint32_t corner = 0; corner < (1u << repeated.size()); ++corner) {
    const auto placed = ranges_.placed(repeated, corner, atoms_);
    corner_ = &placed;
    const Reading reading = plain(node);
    corner_ = nullptr;
    if (reading.amount() == nullptr) return out;
    const Interval here = interval_of(*reading.amount());
    narrow = narrow ? hull(*narrow, here) : here;
  }
  out.value = with_interval(*wide, *narrow);
  return out;
}

Reading Tree::plain(const Node& node) {
  switch (node.op) {
    case Op::number:
    case Op::text:
    case Op::date:
    case Op::truth:
    case Op::today:
    case Op::as_of:
    case Op::parameter:
      return leaf(node);
    case Op::kpi:
    case Op::aggregate:
      return atom(node);
    case Op::both:
    case Op::either:
    case Op::negation:
      return logic(node);
    case Op::choose:
      return choose(node);
    case Op::first_known:
      return first_known(node);
    case Op::unknown:
      return {.value = Missing{node.children.front().name, ""}};
    case Op::complete:
      return complete(node);
    case Op::missing:
    case Op::least:
    case Op::greatest:
    case Op::ceil:
    case Op::floor:
    case Op::abs:
    case Op::negate:
      return function(node);
    default:
      return is_comparison(node.op) ? comparison(node) : binary(node);
  }
}

Reading Tree::leaf(const Node& node) const {
  Reading out;
  switch (node.op) {
    case Op::number:
      out.value = per_month(node.amount), out.plain = node.plain;
      break;
    case Op::text:
      out.value = node.name;
      break;
    case Op::date:
      out.value = node.day;
      break;
    case Op::truth:
      out.value = truth_of(node.yes);
      break;
    case Op::today:
      out.value = scope_.today;
      break;
    case Op::as_of:
      if (const auto date = shared_.as_of(scope_.subject))
        out.value = *date;
      else
        out.value = Missing{"no document says it", ""};
      break;
    default: {
      const auto found = std::ranges::find(scope_.parameters, node.name, &std::pair<std::string, Amount>::first);
      if (found != scope_.parameters.end()) {
        out.value = per_month(found->second);
        out.plain =
            found->second.unit == Unit::count && found->second.of.empty() && found->second.per == Cadence::unstated;
      } else {
        out.value = Missing{fmt::format("'{}' has no value here", node.name), ""};
      }
    }
  }
  return out;
}

Reading Tree::atom(const Node& node) const {
  const AtomResult& result = atoms_[node.atom];
  Reading out{.value = result.value, .why = result.why, .kind = result.kind, .atoms = bit(node)};
  if (corner_ != nullptr && (*corner_)[node.atom]) out.value = with_interval(*out.amount(), *(*corner_)[node.atom]);
  return out;
}

/// A divisor is made exact, because a range that only seems to hold 0 must not end the computation.
Reading Tree::binary(const Node& node) {
  const auto operand = [this](const Node& child, bool divisor) {
    Reading out = is_arithmetic(child.op) && (divisor || observer) ? exact(child) : plain(child);
    tell(child, out);
    return out;
  };
  const Reading left = operand(node.children[0], false);
  const Reading right = operand(node.children[1], node.op == Op::divide);
  Reading out{.value = arithmetic(node.op, left, right), .plain = left.plain && right.plain};
  out.atoms = left.atoms | right.atoms;
  return out;
}

Reading Tree::comparison(const Node& node) {
  const Reading left = evaluate(node.children[0]);
  const Reading right = evaluate(node.children[1]);
  Reading out = compare(node.op, left, right);
  const bool open = std::get<Truth>(out.value) == Truth::unknown;
  if (open && left.amount() != nullptr && right.amount() != nullptr && !ranges_.empty() && corner_ == nullptr) {
    // Ranges overlap, and yet a - b may have one sign when both read the same input.
    Node difference{.op = Op::subtract, .begin = node.begin, .end = node.end, .children = node.children};
    const auto told = std::move(observer);
    observer = nullptr;
    const Reading distance = exact(difference);
    observer = told;
    const Reading zero{.value = Amount{}, .plain = true};
    if (distance.amount() != nullptr) out = compare(node.op, distance, zero);
  }
  out.atoms = left.atoms | right.atoms;
  return out;
}

Reading Tree::logic(const Node& node) {
  Reading out{.value = truth_of(node.op != Op::either)};
  const Truth decisive = truth_of(node.op == Op::either);
  bool decided = false;
  for (const Node& child : node.children) {
    const Reading one = evaluate(child);
    out.atoms |= one.atoms;
    const auto* truth = std::get_if<Truth>(&one.value);
    const Truth here = truth == nullptr ? Truth::unknown : *truth;
    if (here == decisive && node.op != Op::negation) decided = true;
    if (here != Truth::unknown || std::get<Truth>(out.value) == Truth::unknown) {
      if (node.op == Op::negation) out.value = truth_of(here == Truth::no);
      continue;
    }
    out.value = Truth::unknown;
    const auto* missing = std::get_if<Missing>(&one.value);
    out.why = missing != nullptr ? *missing : one.why;
  }
  if (decided) {
    out.value = decisive;
    out.why.reset();
  }
  return out;
}

Reading Tree::choose(const Node& node) {
  const Reading condition = evaluate(node.children[0]);
  const auto* truth = std::get_if<Truth>(&condition.value);
  if (truth == nullptr || *truth == Truth::unknown) {
    const auto* missing = std::get_if<Missing>(&condition.value);
    Reading out{.value =
                    missing != nullptr ? *missing : condition.why.value_or(Missing{"the condition is not known", ""})};
    out.atoms = condition.atoms;
    return out;
  }
  Reading out = evaluate(node.children[*truth == Truth::yes ? 1 : 2]);
  out.atoms |= condition.atoms;
  return out;
}

Reading Tree::first_known(const Node& node) {
  Reading first;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    Reading one = evaluate(node.children[i]);
    const auto* truth = std::get_if<Truth>(&one.value);
    if (!std::holds_alternative<Missing>(one.value) && (truth == nullptr || *truth != Truth::unknown)) return one;
    if (i == 0) first = std::move(one);
  }
  return first;
}

/// Not known as long as months or groups are missing in it, where "at least" would mislead.
Reading Tree::complete(const Node& node) {
  Reading out = evaluate(node.children.front());
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    const bool counts = (out.atoms >> i & 1) != 0;
    if (counts && atoms_[i].partial && atoms_[i].partial->unknown_parts > 0 && out.amount() != nullptr)
      out.value = Missing{"only a part of it is known", ""};
  }
  return out;
}

Reading Tree::function(const Node& node) {
  Reading out = evaluate(node.children.front());
  out.kind = model::Kind::computed;
  if (node.op == Op::missing) {
    const auto* truth = std::get_if<Truth>(&out.value);
    out.value = truth_of(std::holds_alternative<Missing>(out.value) || (truth != nullptr && *truth == Truth::unknown));
    out.why.reset();
    return out;
  }
  if (node.op != Op::least && node.op != Op::greatest) {
    out.value = apply(node.op, out);
    return out;
  }
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Reading other = evaluate(node.children[i]);
    out.value = extreme(node.op, out, other);
    out.plain = out.plain && other.plain;
    out.atoms |= other.atoms;
  }
  return out;
}

}  // namespace qd::formula
