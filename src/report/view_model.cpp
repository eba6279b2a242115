#include "report/view_model.hpp"

#include <algorithm>

#include "report/view_parts.hpp"

namespace qd::report {

Value make_view_model(const ViewContext& context) {
  const Role& role = context.role();
  const ReportInput& input = context.input();
  const assess::Assessment& assessment = input.assessment;
  Members out;
  out.push_back({"role", Value::object({{"id", role.id}, {"title", role.title}})});
  out.push_back({"portfolio", Value::object({{"name", input.portfolio}})});
  out.push_back({"unit", Value::object({{"id", input.unit},
                                        {"name", input.unit.empty() ? Value() : context.entity_name(input.unit)}})});
  out.push_back({"period", input.period});
  out.push_back({"as_of", to_string(assessment.today)});
  out.push_back({"as_of_long", long_date(assessment.today)});
  out.push_back({"dashboard", input.dashboard});
  Members show;
  for (const std::string& section : role.asked)
    show.push_back({section, std::ranges::find(role.sections, section) != role.sections.end()});
  out.push_back({"show", Value::object(std::move(show))});
  out.push_back({"empty", input.facts.size() == 0});
  add_kpis(context, out);
  add_gaps(context, out);
  add_findings(context, out);
  add_changes(context, out);
  add_trends(context, out);
  add_actions(context, out);
  add_entities(context, out);
  add_market(context, out);
  add_coverage(context, out);
  add_items(context, out);
  return Value::object(std::move(out));
}

}  // namespace qd::report
