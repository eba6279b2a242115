#include "assess/trend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <unordered_map>

#include "assess/kpi_results.hpp"
#include "assess/show.hpp"

namespace qd::assess {

namespace {

using formula::Amount;

/// What one figure is called in all points.
std::string name_of(std::string_view id, const model::Subject& subject, std::string_view group) {
  return fmt::format("{}\n{}\n{}\n{}", id, static_cast<int>(subject.kind), subject.id, group);
}

bool comparable(const Amount& a, const Amount& b) {
  return a.unit == b.unit && a.currency == b.currency && a.per == b.per;
}

double middle(const Amount& amount) {
  if (amount.open_lo) return amount.hi.approximate();
  if (amount.open_hi) return amount.lo.approximate();
  return (amount.lo.approximate() + amount.hi.approximate()) / 2;
}

std::string decimals(const Amount& amount) {
  const int places = amount.unit == Unit::money ? 4 : 6;
  const std::string lo = to_decimal(amount.lo, places);
  const std::string hi = to_decimal(amount.hi, places);
  if (amount.open_lo) return "–" + hi;
  if (amount.open_hi) return lo + "+";
  return lo == hi ? lo : lo + "–" + hi;
}

}  // namespace

std::vector<PastFigure> figures_on(const model::FactStore& facts, const Definitions& definitions, Date day) {
  std::vector<PastFigure> out;
  std::vector<KpiResult> results = KpiResults(facts, definitions, day).take();
  out.reserve(results.size());
  for (KpiResult& kpi : results)
    out.push_back(
        {std::move(kpi.id), std::move(kpi.subject), std::move(kpi.result.group), std::move(kpi.result.value)});
  return out;
}

Previous previous_of(const PastPoint& point) {
  Previous out;
  out.figures_only = true;
  out.kpis.reserve(point.figures.size());
  for (const PastFigure& figure : point.figures) {
    const auto* amount = std::get_if<Amount>(&figure.value);
    out.kpis.push_back({figure.id, figure.subject, figure.group, amount ? std::optional(*amount) : std::nullopt});
  }
  return out;
}

void add_history(std::vector<PastPoint> history, Assessment& assessment) {
  assessment.history = std::move(history);
  if (assessment.history.empty()) return;
  for (KpiResult& kpi : assessment.kpis) kpi.past.assign(assessment.history.size(), kNoFigure);
  std::unordered_map<std::string, KpiResult*> by_name;
  by_name.reserve(assessment.kpis.size());
  for (KpiResult& kpi : assessment.kpis) by_name.emplace(name_of(kpi.id, kpi.subject, kpi.result.group), &kpi);
  for (std::size_t n = 0; n < assessment.history.size(); ++n) {
    const std::vector<PastFigure>& figures = assessment.history[n].figures;
    for (std::uint32_t i = 0; i < figures.size(); ++i) {
      const auto now = by_name.find(name_of(figures[i].id, figures[i].subject, figures[i].group));
      if (now != by_name.end()) now->second->past[n] = i;
    }
  }
}

const Trend::Point* Trend::first() const {
  const auto found = std::ranges::find_if(points, [](const Point& point) { return point.amount != nullptr; });
  return found == points.end() ? nullptr : &*found;
}

bool Trend::known() const { return !points.empty() && points.back().amount != nullptr && first() != &points.back(); }

Trend trend_of(const Assessment& assessment, const KpiResult& kpi) {
  Trend out;
  if (assessment.history.empty() || kpi.past.size() != assessment.history.size()) return out;
  const auto* now = std::get_if<Amount>(&kpi.result.value);
  const Amount* like = now;  // what the others have to compare with: the newest that is known
  out.points.resize(kpi.past.size() + 1);
  out.points.back() = {assessment.today, now};
  bool any = now != nullptr;
  for (std::size_t n = kpi.past.size(); n-- > 0;) {
    Trend::Point& point = out.points[n];
    point.day = assessment.history[n].day;
    if (kpi.past[n] == kNoFigure) continue;
    const auto* amount = std::get_if<Amount>(&assessment.history[n].figures[kpi.past[n]].value);
    if (amount == nullptr || (like != nullptr && !comparable(*amount, *like))) continue;
    point.amount = like = amount;
    any = true;
  }
  if (!any) out.points.clear();
  return out;
}

std::string points_text(const Trend& trend) {
  std::string out;
  for (std::size_t i = 0; i < trend.points.size(); ++i) {
    if (i != 0) out += ';';
    if (trend.points[i].amount != nullptr) out += decimals(*trend.points[i].amount);
  }
  return out;
}

std::string short_day(Date day, Date today) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto civil = day.civil();
  std::string out =
      fmt::format("{} {}", static_cast<unsigned>(civil.day()), kMonths[static_cast<unsigned>(civil.month()) - 1]);
  if (civil.year() != today.civil().year()) out += fmt::format(" {}", static_cast<int>(civil.year()));
  return out;
}

std::string trend_text(const Trend& trend) {
  if (!trend.known()) return {};
  const Trend::Point& first = *trend.first();
  Amount before = *first.amount;
  before.of = trend.points.back().amount->of;
  const auto moved = show_change(before, *trend.points.back().amount);
  const std::string since = short_day(first.day, trend.points.back().day);
  if (!moved) return fmt::format("{} on {}", show(before), since);
  if (*moved == "a wider range" || *moved == "a narrower range") return fmt::format("{} than on {}", *moved, since);
  return fmt::format("{} since {}", *moved, since);
}

double movement_of(const Trend& trend) {
  if (!trend.known()) return 0;
  const double was = middle(*trend.first()->amount);
  const double is = middle(*trend.points.back().amount);
  if (was == is) return 0;
  return was == 0 ? 1 : std::min(1.0, std::abs(is - was) / std::abs(was));
}

}  // namespace qd::assess
