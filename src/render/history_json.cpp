#include "render/history_json.hpp"

#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "assess/trend.hpp"
#include "render/assessment_json.hpp"

namespace qd::render {

namespace {

using assess::Assessment;
using assess::KpiResult;

void write_text_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty())
    json.null();
  else
    json.value(text);
}

void write_past_figure(JsonWriter& json, std::string_view id, const model::Subject& subject, std::string_view group,
                       const formula::Value& value) {
  json.begin_object();
  json.member("id", id);
  json.key("subject");
  write_subject(json, subject);
  write_text_or_null(json, "group", group);
  write_value_or_missing(json, value);
  json.end_object();
}

/// One point of the history; `write` adds its figures.
template <class Write>
void write_point(JsonWriter& json, Date day, std::string_view commit, Write write) {
  json.begin_object();
  json.member("date", to_string(day));
  write_text_or_null(json, "commit", commit);
  if constexpr (!std::is_null_pointer_v<Write>) {
    json.key("kpis").begin_array();
    write();
    json.end_array();
  }
  json.end_object();
}

}  // namespace

/// The last point is what the assessment itself says.
void write_history(Pieces& pieces, const Assessment& assessment) {
  pieces.array("history", std::views::iota(std::size_t{0}, assessment.history.size() + 1),
               [&](JsonWriter& json, std::size_t n) {
                 if (n == assessment.history.size()) {
                   return write_point(json, assessment.today, "", [&] {
                     for (const KpiResult& kpi : assessment.kpis)
                       write_past_figure(json, kpi.id, kpi.subject, kpi.result.group, kpi.result.value);
                   });
                 }
                 const assess::PastPoint& point = assessment.history[n];
                 write_point(json, point.day, point.commit, [&] {
                   for (const assess::PastFigure& past : point.figures)
                     write_past_figure(json, past.id, past.subject, past.group, past.value);
                 });
               });
}

/// The history without what is not known, a line a figure: for the archive.
void write_trends(Pieces& pieces, const Assessment& assessment, std::size_t most) {
  pieces.array("trend_days", std::views::iota(std::size_t{0}, assessment.history.size() + 1),
               [&](JsonWriter& json, std::size_t n) {
                 const bool now = n == assessment.history.size();
                 write_point(json, now ? assessment.today : assessment.history[n].day,
                             now ? std::string_view() : assessment.history[n].commit, nullptr);
               });
  std::vector<std::pair<const KpiResult*, std::string>> trends;
  for (const KpiResult& kpi : assessment.kpis) {
    if (trends.size() == most) break;
    const assess::Trend trend = trend_of(assessment, kpi);
    if (trend.known()) trends.emplace_back(&kpi, points_text(trend));
  }
  pieces.array("trends", trends, [](JsonWriter& json, const auto& trend) {
    json.begin_object();
    json.member("id", trend.first->id);
    json.key("subject");
    write_subject(json, trend.first->subject);
    write_text_or_null(json, "group", trend.first->result.group);
    json.member("points", trend.second);
    json.end_object();
  });
}

}  // namespace qd::render
