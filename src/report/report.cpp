#include "report/report.hpp"

#include "base/utf8.hpp"
#include "report/markdown_escape.hpp"
#include "report/view_parts.hpp"

namespace qd::report {

namespace {

constexpr std::size_t kPreheader = 90;
constexpr std::size_t kSubject = 150;

/// Cut at a word, with an ellipsis.
std::string shortened(std::string_view text, std::size_t characters) {
  if (utf8::length(text) <= characters) return std::string(text);
  std::string_view cut = utf8::prefix(text, characters - 1);
  const std::size_t space = cut.rfind(' ');
  if (space != std::string_view::npos && space > cut.size() / 2) cut = cut.substr(0, space);
  return std::string(cut) + "…";
}

/// A subject is no Markdown, only one clean line.
void one_line(std::string& out, std::string_view text) { out += unescaped(escaped(text)); }

/// The words of the first list item under the first heading that has one, else of the first paragraph.
std::string first_words(const Document& document, NodeKind kind) {
  for (std::size_t i = 0; i < document.size(); ++i) {
    if (document[i].kind != kind) continue;
    std::string words = document.plain_text(i);
    if (!words.empty()) return words;
  }
  return {};
}

}  // namespace

Report make_report(const Role& role, const Partials& partials, const ReportInput& input, Diagnostics& diagnostics) {
  const ViewContext context(role, input);
  const Value view = make_view_model(context);
  Report out;
  out.role = role.id;
  out.id = input.id.empty() ? role.id : input.id;
  out.title = role.title;
  out.portfolio = input.portfolio;
  out.as_of = input.assessment.as_of;
  out.as_of_text = long_date(input.assessment.today);
  out.subject = shortened(render(role.subject, view, partials, diagnostics, one_line), kSubject);
  out.markdown = render(role.body, view, partials, diagnostics);
  out.document = parse_document(out.markdown);
  for (const auto& [name, csv] : context.attachments()) out.attachments.push_back({name + ".csv", csv()});
  const Value* changes = view.find("changes");
  const bool changed = changes != nullptr && changes->truthy() && input.previous.has_value();
  const std::string main_change = changed ? changes->elements().front().find("text")->text() : std::string();
  out.preheader = shortened(changed ? main_change : first_words(out.document, NodeKind::paragraph), kPreheader);
  return out;
}

}  // namespace qd::report
