#include "assess/action_items.hpp"

#include <algorithm>

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

Says newest_state(const model::FactStore& facts, std::span<const FactIndex> items) {
  Says state = Says::nothing;
  std::optional<Date> newest;
  for (const FactIndex i : items) {
    const Fact& item = facts[i];
    const Says said = says(facts, item);
    if (said == Says::nothing) continue;
    if (newest && (item.as_of < *newest || (item.as_of == *newest && said <= state))) continue;
    newest = item.as_of;
    state = said;
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

}  // namespace

model::Symbol owner_of(const model::FactStore& facts, const Fact& item) {
  return attributes_of(facts.table(), item).owner;
}

bool is_done(const model::FactStore& facts, const Fact& item) { return says(facts, item) == Says::done; }

bool is_open(const model::FactStore& facts, const Fact& item) { return says(facts, item) == Says::open; }

TogetherSaid say_together(const model::FactStore& facts, std::span<FactIndex> items) {
  TogetherSaid out;
  const Says state = newest_state(facts, items);
  out.listed = state == Says::open || state == Says::done;
  out.done = state == Says::done;
  if (!out.listed) return out;
  if (items.size() > 1)
    std::ranges::sort(items, {}, [&](FactIndex i) { return std::pair(says(facts, facts[i]) != state, i); });
  Together together(facts, out);
  for (const FactIndex i : items) {
    const Attributes attributes = attributes_of(facts.table(), facts[i]);
    const bool counts = says(facts, facts[i], attributes) == state;
    if (counts || out.done) together.add(facts[i], attributes);
    if (counts && out.done) together.add_done(facts[i], attributes);
  }
  return out;
}

}  // namespace qd::assess
