#include <algorithm>
#include <utility>
#include <vector>

#include "assess/show.hpp"
#include "assess/trend.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using assess::KpiResult;
using assess::Trend;

struct Mover {
  double movement = 0;
  const assess::Kpi* definition = nullptr;
  const KpiResult* kpi = nullptr;
};

/// The figures that moved, those that moved most first; of those that moved alike whole ones come before parts, and the
/// group's before those of its entities.
std::vector<Mover> movers(const ViewContext& context) {
  std::vector<Mover> out;
  if (context.assessment().history.empty()) return out;
  const assess::Kpi* definition = nullptr;
  for (const KpiResult& kpi : context.assessment().kpis) {
    if (definition == nullptr || definition->id != kpi.id) definition = context.definitions().kpi(kpi.id);
    // A cell of a grid says what would be, not what is.
    if (definition == nullptr || !definition->grid.empty() || !context.role().may_read(*definition)) continue;
    if (!context.in_scope(kpi.subject)) continue;
    const double movement = assess::movement_of(trend_of(context.assessment(), kpi));
    if (movement > 0) out.push_back({movement, definition, &kpi});
  }
  std::ranges::stable_sort(out, [](const Mover& a, const Mover& b) {
    if (a.movement != b.movement) return a.movement > b.movement;
    const auto rank = [](const Mover& mover) {
      return std::pair(!mover.kpi->result.group.empty(), mover.kpi->subject.kind);
    };
    return rank(a) < rank(b);
  });
  return out;
}

}  // namespace

Value trend_value(const ViewContext& context, const KpiResult& kpi) {
  const Trend trend = trend_of(context.assessment(), kpi);
  const Trend::Point* const first = trend.first();
  const Trend::Point* const last = trend.points.empty() ? nullptr : &trend.points.back();
  const auto shown = [](const Trend::Point* point) {
    return point == nullptr || point->amount == nullptr ? Value() : Value(assess::show(*point->amount));
  };
  return Value::object({{"known", trend.known()},
                        {"points", trend.known() ? points_text(trend) : std::string()},
                        {"first", shown(first)},
                        {"last", shown(last).truthy() ? Value(assess::show(kpi.result)) : Value()},
                        {"since", first == nullptr ? Value() : Value(assess::short_day(first->day, last->day))},
                        {"change", trend_text(trend)}});
}

void add_trends(const ViewContext& context, Members& out) {
  static const assess::Kpi kNoKpi;
  static const KpiResult kNoResult;
  // A later member is one value, so the list and what is beyond it look for themselves.
  out.push_back({"trends", Value::later([&context] {
                   std::vector<Value> rows;
                   for (const Mover& mover : movers(context)) {
                     if (rows.size() == context.limits().changes) break;
                     rows.push_back(figure_row(context, *mover.definition, *mover.kpi));
                   }
                   return Value::list(std::move(rows), figure_row(context, kNoKpi, kNoResult));
                 })});
  out.push_back({"trends_more", Value::later([&context] {
                   const std::size_t all = movers(context).size();
                   const std::size_t most = context.limits().changes;
                   return all > most ? Value::number(all - most) : Value();
                 })});
}

}  // namespace qd::report
