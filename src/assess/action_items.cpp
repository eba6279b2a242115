#include "assess/action_items.hpp"

#include <algorithm>
#include <vector>

#include "assess/action_words.hpp"

namespace qd::assess {

namespace {

using model::AttributeKey;
using model::AttributeKind;
using model::Fact;
using model::FactIndex;

enum class Says : std::uint8_t { nothing, open, dropped, done };

struct Attributes {
  model::Symbol severity = model::Symbol::none;
  model::Symbol owner = model::Symbol::none;
  model::Symbol state = model::Symbol::none;
  std::optional<Date> due;
  std::optional<Date> date;
  std::optional<model::Attribute> impact;
  std::optional<model::Attribute> effort;
  bool done = false;
};

/// All in one pass; of two with the same key the first one counts.
Attributes attributes_of(const model::FactTable& table, const Fact& fact) {
  Attributes out;
  for (std::size_t n = fact.attribute_count; n-- > 0;) {
    const model::Attribute one = table.attribute(fact, n);
    const bool text = one.kind == AttributeKind::text;
    if (one.key == AttributeKey::severity && text) out.severity = one.text();
    if (one.key == AttributeKey::owner && text) out.owner = one.text();
    if (one.key == AttributeKey::state && text) out.state = one.text();
    if (one.key == AttributeKey::due && one.kind == AttributeKind::date) out.due = one.date();
    if (one.key == AttributeKey::date && one.kind == AttributeKind::date) out.date = one.date();
    if (one.key == AttributeKey::impact && one.kind == AttributeKind::quantity) out.impact = one;
    if (one.key == AttributeKey::effort && one.kind == AttributeKind::quantity) out.effort = one;
    if (one.key == AttributeKey::done && one.kind == AttributeKind::boolean) out.done = one.payload != 0;
  }
  return out;
}

Says says(const model::FactStore& facts, const Fact& item, const Attributes& attributes) {
  if (attributes.state != model::Symbol::none && facts.text(attributes.state) == "dropped") return Says::dropped;
  if (attributes.done) return Says::done;
  return item.basis == model::Basis::historical ? Says::nothing : Says::open;
}

Says says(const model::FactStore& facts, const Fact& item) {
  return says(facts, item, attributes_of(facts.table(), item));
}

/// An item, read once.
struct Statement {
  FactIndex item;
  Attributes attributes;
  Says says;
};

Statement hear(const model::FactStore& facts, FactIndex i) {
  const Attributes attributes = attributes_of(facts.table(), facts[i]);
  return {i, attributes, says(facts, facts[i], attributes)};
}

Says newest_state(const model::FactStore& facts, std::span<const Statement> statements) {
  Says state = Says::nothing;
  std::optional<Date> newest;
  for (const Statement& one : statements) {
    const Date as_of = facts[one.item].as_of;
    if (one.says == Says::nothing) continue;
    if (newest && (as_of < *newest || (as_of == *newest && one.says <= state))) continue;
    newest = as_of;
    state = one.says;
  }
  return state;
}

/// Takes over what newer items say; an item that says nothing leaves what there is.
class Together {
 public:
  Together(const model::FactStore& facts, TogetherSaid& out) : facts_(facts), out_(out) {}

  void add(const Fact& item, const Attributes& of) {
    if (const auto level = parse_level(facts_.text(of.severity)); level && (!out_.severity || *level < *out_.severity))
      out_.severity = level;
    if (of.due && (!out_.due || *of.due < *out_.due)) out_.due = of.due;
    if (of.impact && newer(item, impact_)) out_.impact = facts_.table().quantity(*of.impact);
    if (of.effort && newer(item, effort_)) out_.effort = facts_.table().quantity(*of.effort);
    if (of.owner != model::Symbol::none && newer(item, owner_)) out_.owner = of.owner;
  }
  void add_done(const Fact& item, const Attributes& of) {
    const auto on = of.date ? of.date : without_done_mark(facts_.text(item.text)).on;
    if (on && (!out_.done_on || *on < *out_.done_on)) out_.done_on = on;
  }

 private:
  static bool newer(const Fact& item, std::optional<Date>& last) {
    if (last && item.as_of <= *last) return false;
    last = item.as_of;
    return true;
  }

  const model::FactStore& facts_;
  TogetherSaid& out_;
  std::optional<Date> impact_, effort_, owner_;
};

/// Sorts the statements.
TogetherSaid sum_up(const model::FactStore& facts, std::span<Statement> statements) {
  TogetherSaid out;
  const Says state = newest_state(facts, statements);
  out.listed = state == Says::open || state == Says::done;
  out.done = state == Says::done;
  if (!out.listed) return out;
  std::ranges::sort(statements, {}, [&](const Statement& one) { return std::pair(one.says != state, one.item); });
  Together together(facts, out);
  for (const Statement& one : statements) {
    const bool counts = one.says == state;
    if (counts || out.done) together.add(facts[one.item], one.attributes);
    if (counts && out.done) together.add_done(facts[one.item], one.attributes);
  }
  return out;
}

}  // namespace

model::Symbol owner_of(const model::FactStore& facts, const Fact& item) {
  return attributes_of(facts.table(), item).owner;
}

bool is_done(const model::FactStore& facts, const Fact& item) { return says(facts, item) == Says::done; }

bool is_open(const model::FactStore& facts, const Fact& item) { return says(facts, item) == Says::open; }

TogetherSaid say_together(const model::FactStore& facts, std::span<FactIndex> items) {
  if (items.size() == 1) {
    Statement one = hear(facts, items.front());
    return sum_up(facts, {&one, 1});
  }
  std::vector<Statement> statements;
  statements.reserve(items.size());
  for (const FactIndex i : items) statements.push_back(hear(facts, i));
  const TogetherSaid out = sum_up(facts, statements);
  std::ranges::transform(statements, items.begin(), &Statement::item);
  return out;
}

}  // namespace qd::assess
