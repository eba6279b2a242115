#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "assess/show.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

using assess::KpiResult;
using formula::Missing;

constexpr std::size_t kNamesInSentence = 3;

/// Where one KPI cannot be computed, and where it can.
struct Gap {
  const assess::Kpi* kpi = nullptr;
  std::vector<std::string> without;
  std::vector<std::string> with;
  bool everywhere = true;
  const Missing* why = nullptr;
  /// Where its explanation stands. A report about some businesses names one of them, since that of the KPI as such
  /// speaks of all.
  std::string ref;
};

std::vector<Gap> gaps(const ViewContext& context) {
  std::vector<Gap> out;
  for (const assess::Kpi& definition : context.definitions().kpis()) {
    if (!context.role().may_read(definition)) continue;
    Gap gap;
    gap.kpi = &definition;
    bool portfolio_missing = false;
    for (const KpiResult& kpi : context.assessment().kpis) {
      if (kpi.id != definition.id || !context.in_scope(kpi.subject)) continue;
      const auto* missing = std::get_if<Missing>(&kpi.result.value);
      if (missing == nullptr) gap.everywhere = false;
      if (missing != nullptr && gap.why == nullptr) {
        gap.why = missing;
        gap.ref = context.whole() ? definition.id : fmt::format("{}@{}", definition.id, kpi.subject.id);
      }
      if (kpi.subject.kind == model::SubjectKind::portfolio) {
        portfolio_missing = portfolio_missing || missing != nullptr;
        continue;
      }
      auto& names = missing != nullptr ? gap.without : gap.with;
      std::string name = context.entity_name(kpi.subject.id);
      if (names.empty() || names.back() != name) names.push_back(std::move(name));
    }
    if (gap.why != nullptr && (portfolio_missing || !gap.without.empty())) out.push_back(std::move(gap));
  }
  std::ranges::stable_sort(out, std::ranges::greater(), &Gap::everywhere);
  return out;
}

/// Figures that wait for the same thing are one row.
struct GapRow {
  std::vector<Gap> gaps;
};

std::string needs_of(const Gap& gap) { return gap.why->needs.empty() ? gap.kpi->needs : gap.why->needs; }

std::vector<GapRow> gap_rows(const ViewContext& context) {
  std::vector<GapRow> out;
  for (Gap& gap : gaps(context)) {
    const auto same = std::ranges::find_if(out, [&](const GapRow& row) {
      return needs_of(row.gaps.front()) == needs_of(gap) && row.gaps.front().with.empty() == gap.with.empty();
    });
    if (same == out.end()) {
      out.push_back({{std::move(gap)}});
    } else {
      same->gaps.push_back(std::move(gap));
    }
  }
  return out;
}

std::string not_known_for(const Gap& gap) {
  if (gap.with.empty()) return gap.everywhere ? "anybody" : "any business alone";
  if (gap.with.size() < gap.without.size() && gap.with.size() < kNamesInSentence)
    return fmt::format("all but {}", assess::join_words(gap.with));
  return first_names(gap.without);
}

Value gap_value(const ViewContext& context, const GapRow& row) {
  const Gap& first = row.gaps.front();
  std::string titles;
  std::string links;
  for (const Gap& gap : row.gaps) {
    titles += (titles.empty() ? "" : ", ") + gap.kpi->title;
    links += (links.empty() ? "" : ", ") + figure(gap.kpi->title, gap.ref).safe_markdown();
  }
  return Value::object({{"title", titles},
                        {"figure", Value::markdown(links, titles)},
                        {"nobody", first.with.empty()},
                        {"not_for", not_known_for(first)},
                        {"known_for", first_names(first.with)},
                        {"reason", with_code(context.without_names(first.why->reason))},
                        {"needs", with_code(needs_of(first))}});
}

}  // namespace

std::string first_names(std::vector<std::string> names) {
  const std::size_t total = names.size();
  names.resize(std::min(total, kNamesInSentence));
  return enumerated(names, total);
}

void add_gaps(const ViewContext& context, Members& out) {
  static const assess::Kpi kNoKpi;
  static const Missing kNotMissing;
  const std::vector<GapRow> rows = gap_rows(context);
  std::vector<Value> missing;
  for (const GapRow& row : rows) {
    if (missing.size() < context.limits().missing) missing.push_back(gap_value(context, row));
  }
  out.push_back({"missing_count", rows.empty() ? Value() : Value::number(rows.size())});
  add_shown(out, "missing", std::move(missing), rows.size(),
            gap_value(context, {{{&kNoKpi, {}, {}, true, &kNotMissing}}}));
}

}  // namespace qd::report
