#include "app/explain_command.hpp"

#include <fmt/format.h>

#include <string>

#include "assess/explanation.hpp"
#include "assess/show.hpp"
#include "base/slug.hpp"
#include "render/explain_json.hpp"
#include "render/explain_text.hpp"
#include "report/aliases.hpp"
#include "store/alias_file.hpp"

namespace qd::app {

namespace {

/// What stands behind an alias of a report: the exact name, and every fact about it. Nothing when there is no such
/// alias.
Result<std::optional<assess::Explanation>> explain_alias(const Session& session, const Reading& reading,
                                                         std::string_view alias) {
  auto entries = store::read_aliases(session.workspace.root);
  if (!entries) return std::unexpected(entries.error());
  const report::Aliases aliases(std::move(*entries));
  const std::string_view resolved = aliases.resolve(alias);
  const std::size_t slash = resolved.find('/');
  if (slash == std::string_view::npos) return std::nullopt;

  const std::string_view name = resolved.substr(slash + 1);
  assess::Explanation out{.reference = std::string(alias),
                          .what = "alias",
                          .title = std::string(name),
                          .formula = {},
                          .details = {{"kind", std::string(resolved.substr(0, slash))}},
                          .results = {},
                          .references = {},
                          .inputs = {},
                          .evidence = {}};
  const model::FactStore& facts = reading.facts;
  const model::Symbol subject = facts.table().symbols().find(slug(name));
  for (std::uint32_t i = 0; subject != model::Symbol::none && i < facts.size(); ++i) {
    const model::Fact& fact = facts[model::FactIndex{i}];
    if (fact.subject_kind != model::SubjectKind::asset || fact.subject != subject) continue;
    out.inputs.push_back({.fact = facts.fact_id(model::FactIndex{i}),
                          .predicate = std::string(facts.text(fact.predicate)),
                          .file = facts.table().document(fact.file).path,
                          .line = fact.line,
                          .label = {},
                          .value = assess::show(facts, model::FactIndex{i}),
                          .kind = fact.kind});
  }
  return out;
}

}  // namespace

Exit explain_command(const Session& session, const CommonOptions& common, const ExplainOptions& options,
                     Console& console) {
  const auto give_up = [&console](const Error& error) {
    console.error(error.what);
    return error.kind == ErrorKind::not_found ? Exit::usage : exit_of(error);
  };
  const Reading reading = read(session, common, console);
  auto alias = explain_alias(session, reading, options.reference);
  if (!alias) return give_up(alias.error());
  std::optional<assess::Explanation> explanation = std::move(*alias);
  if (!explanation) {
    const auto assessed = assess_session(session, reading);
    if (!assessed) return give_up(assessed.error());
    auto explained = assess::explain(options.reference, reading.facts, session.definitions, assessed->assessment);
    if (!explained) return give_up(explained.error());
    explanation = std::move(*explained);
  }
  console.out(common.format == "json" ? render::explain_json(*explanation)
                                      : render::explain_text(*explanation, {.all = options.all}));
  return Exit::done;
}

}  // namespace qd::app
