#include <fmt/format.h>

#include <algorithm>

#include "assess/show.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using assess::Action;
using formula::Amount;

constexpr int kAgendaDays = 30;

/// "check:no_live_listing" or "agent_handoffs/projects/jada/finance.md:12".
std::string source_text(const Action& action) {
  if (action.source.starts_with("check:")) return "follows from a shortfall";
  return short_source(action.source, 0);
}

Value action_value(const ViewContext& context, const Action& action) {
  const std::string impact = action.impact ? assess::show(*action.impact) : std::string();
  const std::string effort = action.effort ? assess::show_effort(*action.effort) : std::string();
  return Value::object({{"id", action.id},
                        {"title", context.without_names(action.title)},
                        {"figure", figure(context.without_names(action.title), action.id)},
                        {"entity", context.entity_name(action.entity)},
                        {"owner", context.without_names(action.owner)},
                        {"due", action.due ? Value(long_date(*action.due)) : Value()},
                        {"overdue", action.state == "overdue"},
                        {"impact", impact},
                        {"effort", effort},
                        {"severity", action.severity ? Value(to_string(*action.severity)) : Value()},
                        {"from_check", action.source.starts_with("check:")},
                        {"source", source_text(action)}});
}

/// Sums of estimates, flows by the month and what comes once, a sum for each currency.
class Impact {
 public:
  void add(const std::optional<Amount>& impact) {
    ++of_;
    if (!impact || impact->unit != Unit::money) return;
    Amount amount = *impact;
    if (const auto months = months_factor(amount.per)) {
      const auto lo = Rational::multiply(amount.lo, *months);
      const auto hi = Rational::multiply(amount.hi, *months);
      if (!lo || !hi) return;
      amount.lo = *lo, amount.hi = *hi, amount.per = Cadence::month;
    } else {
      amount.per = Cadence::once;
    }
    ++known_;
    sum(amount);
  }

  [[nodiscard]] Value value() const {
    std::vector<std::string> parts;
    for (const Amount& amount : sums_) {
      const std::string once = amount.per == Cadence::once ? " once" : "";
      parts.push_back(assess::show(amount) + once);
    }
    return Value::object({{"total", assess::join_words(parts)},
                          {"known", Value::number(known_)},
                          {"of", counted(of_, "action")},
                          {"some_unknown", known_ < of_ && known_ > 0},
                          {"all_unknown", known_ == 0 && of_ > 0}});
  }

 private:
  void sum(const Amount& amount) {
    const auto same = std::ranges::find_if(
        sums_, [&](const Amount& other) { return other.currency == amount.currency && other.per == amount.per; });
    if (same == sums_.end()) return sums_.push_back(amount);
    const auto lo = Rational::add(same->lo, amount.lo);
    const auto hi = Rational::add(same->hi, amount.hi);
    // What leaves 127 bits is no estimate any more.
    if (!lo || !hi) {
      --known_;
      return;
    }
    same->lo = *lo, same->hi = *hi;
    same->open_lo = same->open_lo || amount.open_lo;
    same->open_hi = same->open_hi || amount.open_hi;
  }

  std::vector<Amount> sums_;
  std::size_t known_ = 0;
  std::size_t of_ = 0;
};

}  // namespace

void add_actions(const ViewContext& context, Members& out) {
  const bool readable = context.role().may_read("action.item");
  const Date horizon = context.assessment().today + kAgendaDays;
  const std::size_t limit = context.limits().actions;
  std::vector<Value> all;
  std::vector<Value> agenda;
  Impact of_agenda;
  Impact of_all;
  std::size_t open = 0;
  std::size_t soon = 0;
  std::size_t overdue = 0;
  std::size_t without_owner = 0;
  const assess::ActionList& actions = context.assessment().actions;
  for (std::size_t i = 0; readable && i < actions.size(); ++i) {
    const assess::ActionRow& row = actions.row(i);
    if (row.state == assess::ActionRow::State::done) continue;
    if (row.state == assess::ActionRow::State::overdue) ++overdue;
    if (!row.owned) ++without_owner;
    const std::optional<Amount> impact = actions.impact(i);
    of_all.add(impact);
    if (++open <= limit) all.push_back(action_value(context, actions[i]));
    if (row.due && *row.due > horizon) continue;
    if (++soon > limit) continue;
    of_agenda.add(impact);
    agenda.push_back(action_value(context, actions[i]));
  }
  const Value shape = action_value(context, {});
  out.push_back({"action_count", open == 0 ? Value() : Value(counted(open, "open action"))});
  out.push_back({"overdue_count", overdue == 0 ? Value() : Value::number(overdue)});
  out.push_back({"without_owner_count", without_owner == 0 ? Value() : Value::number(without_owner)});
  out.push_back({"first_action", agenda.empty() ? Value::none(shape) : agenda.front()});
  add_shown(out, "actions", std::move(all), open, shape);
  add_shown(out, "agenda", std::move(agenda), soon, shape);
  out.push_back({"agenda_impact", of_agenda.value()});
  out.push_back({"impact", of_all.value()});
}

}  // namespace qd::report
