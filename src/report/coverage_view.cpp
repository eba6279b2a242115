#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "report/view_parts.hpp"

namespace qd::report {

namespace {

constexpr std::size_t kNamesShown = 5;

/// Whole percents, rounded down, so that 100 % means every line.
std::size_t percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<std::size_t>(part * 100 / whole);
}

std::string file_extension(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string() : std::string(path.substr(dot + 1));
}

/// The files that speak of what the report is about.
using Documents = std::vector<const model::Document*>;

Documents documents_of(const ViewContext& context) {
  Documents out;
  for (const model::Document& document : context.facts().documents()) {
    if (context.in_scope(context.facts().text(document.entity))) out.push_back(&document);
  }
  return out;
}

/// "22 hand-offs, 1 book, 1 inventory".
std::string sources_text(const Documents& documents) {
  std::size_t handoffs = 0;
  std::size_t books = 0;
  std::size_t machine = 0;
  for (const model::Document* document : documents) {
    const std::string extension = file_extension(document->path);
    ++(extension == "csv" ? books : extension == "json" ? machine : handoffs);
  }
  std::vector<std::string> parts;
  if (handoffs > 0) parts.push_back(counted(handoffs, "hand-off"));
  if (books > 0) parts.push_back(counted(books, "book"));
  if (machine > 0) parts.push_back(counted(machine, "inventory file"));
  return enumerated(parts, parts.size());
}

Value files_value(const Documents& documents) {
  Date oldest{};
  Date newest{};
  std::size_t undated = 0;
  for (const model::Document* document : documents) {
    if (oldest == Date{} || document->as_of < oldest) oldest = document->as_of;
    newest = std::max(newest, document->as_of);
    if (document->as_of_source != model::AsOfSource::document) ++undated;
  }
  return Value::object({{"text", sources_text(documents)},
                        {"count", Value::number(documents.size())},
                        {"oldest", documents.empty() ? Value() : Value(long_date(oldest))},
                        {"newest", documents.empty() ? Value() : Value(long_date(newest))},
                        {"undated", undated == 0 ? Value() : Value(counted(undated, "file"))}});
}

Value least_understood(const ViewContext& context, const Documents& documents) {
  Documents poor;
  std::ranges::copy_if(documents, std::back_inserter(poor),
                       [](const auto* document) { return document->understood < document->lines; });
  const auto unread = [](const model::Document* document) { return document->lines - document->understood; };
  const std::size_t shown = std::min(poor.size(), context.limits().files);
  std::ranges::partial_sort(poor, poor.begin() + static_cast<long>(shown), [&](const auto* a, const auto* b) {
    return unread(a) != unread(b) ? unread(a) > unread(b) : a->path < b->path;
  });
  std::vector<Value> out;
  for (std::size_t i = 0; i < shown; ++i)
    out.push_back(Value::object({{"file", short_source(poor[i]->path, 0)},
                                 {"unread", counted(unread(poor[i]), "line")},
                                 {"of", Value::number(poor[i]->lines)}}));
  return Value::list(std::move(out), Value::object({{"file", ""}, {"unread", ""}, {"of", ""}}));
}

std::string silent_entities(const ViewContext& context) {
  std::vector<std::string> names;
  std::size_t total = 0;
  for (const model::Entity& entity : context.facts().entities()) {
    if (context.facts().knows(entity.id) || !context.in_scope(entity.id)) continue;
    if (++total <= kNamesShown) names.push_back(context.entity_name(entity.id));
  }
  return enumerated(names, total);
}

Value some(std::size_t n, std::string_view noun) { return n == 0 ? Value() : Value(counted(n, noun)); }

/// What is wrong with the definitions concerns everybody who is told about the whole group.
Value diagnostics_value(const ViewContext& context, const Documents& documents) {
  std::set<std::string_view> files;
  if (!context.whole()) {
    for (const model::Document* document : documents) files.insert(document->path);
  }
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const Diagnostic& diagnostic : context.assessment().diagnostics) {
    if (!context.whole() && !files.contains(diagnostic.file)) continue;
    errors += diagnostic.severity == Severity::error;
    warnings += diagnostic.severity == Severity::warning;
  }
  return Value::object(
      {{"errors", some(errors, "error")}, {"warnings", some(warnings, "warning")}, {"any", errors + warnings > 0}});
}

}  // namespace

void add_coverage(const ViewContext& context, Members& out) {
  const Documents documents = documents_of(context);
  assess::Coverage coverage;
  for (const model::Document* document : documents) {
    coverage.lines += document->lines;
    coverage.understood += document->understood;
  }
  out.push_back({"coverage", Value::object({{"lines", Value::number(coverage.lines)},
                                            {"understood", Value::number(coverage.understood)},
                                            {"percent", Value::number(percent(coverage.understood, coverage.lines))},
                                            {"any", coverage.lines > 0},
                                            {"files", least_understood(context, documents)},
                                            {"silent", silent_entities(context)}})});
  out.push_back({"sources", files_value(documents)});
  out.push_back({"diagnostics", diagnostics_value(context, documents)});
}

}  // namespace qd::report
