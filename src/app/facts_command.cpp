#include "app/facts_command.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/slug.hpp"
#include "render/facts_output.hpp"
#include "store/facts_sqlite.hpp"

namespace qd::app {

namespace {

/// SQLite writes its file itself, so the gate sees the texts instead: each is in the database as it is.
Result<void> pass_texts(const model::FactStore& facts, const gate::Gate& gate) {
  constexpr std::size_t kPiece = std::size_t{4} << 20;
  std::string texts;
  const auto pass = [&]() -> Result<void> {
    if (auto passed = gate.pass(std::move(texts), gate::Form::file, "the database"); !passed)
      return std::unexpected(passed.error());
    texts.clear();
    return {};
  };
  const model::Symbols& symbols = facts.table().symbols();
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    texts.append(symbols.text(static_cast<model::Symbol>(i))).append("\n");
    if (texts.size() < kPiece) continue;
    if (auto passed = pass(); !passed) return passed;
  }
  for (const model::Document& document : facts.documents()) texts.append(document.path).append("\n");
  return pass();
}

Exit write_database(const model::FactStore& facts, const Session& session, const std::filesystem::path& path,
                    Console& console) {
  auto written = pass_texts(facts, session.gate);
  if (written) written = store::write_facts_sqlite(facts, path);
  if (!written) {
    console.error(written.error().what);
    return exit_of(written.error());
  }
  console.note(fmt::format("{} facts in {}", facts.size(), path.string()));
  return Exit::done;
}

void warn(const std::string& what, const std::string& hint, Console& console) {
  console.warning(hint.empty() ? what : fmt::format("{}; {}", what, hint));
}

/// A slip in a name would else look like "nothing is known".
void warn_of_unknown_names(const model::FactStore& facts, const FactsOptions& options, Console& console) {
  if (options.entity && facts.entity(*options.entity) == nullptr && *options.entity != model::kUnassigned) {
    std::vector<std::string_view> ids;
    for (const model::Entity& entity : facts.entities()) ids.push_back(entity.id);
    warn(fmt::format("there is no entity \"{}\"", *options.entity), did_you_mean(*options.entity, ids), console);
  }
  std::vector<std::string_view> names;
  for (const model::Symbol predicate : facts.predicates()) names.push_back(facts.text(predicate));
  for (const std::string& wanted : options.predicates) {
    const render::FactSelection one{.predicates = {wanted}, .entity = std::nullopt};
    bool met = false;
    for (const std::string_view name : names) met = met || one.wants_predicate(name);
    if (!met) warn(fmt::format("no fact has the predicate \"{}\"", wanted), did_you_mean(wanted, names), console);
  }
}

}  // namespace

Exit facts_command(const Session& session, const CommonOptions& common, const FactsOptions& options, Console& console) {
  const Reading reading = read(session, common, console);
  if (options.sqlite) return write_database(reading.facts, session, *options.sqlite, console);

  warn_of_unknown_names(reading.facts, options, console);
  const render::FactSelection selection{.predicates = options.predicates, .entity = options.entity};
  const auto out = [&console](std::string_view text) { console.out(text); };
  if (common.format == "json") {
    render::write_facts_json(reading.facts, selection, out);
  } else if (common.format == "csv") {
    render::write_facts_csv(reading.facts, selection, out);
  } else {
    render::write_facts_text(reading.facts, selection, out);
  }
  return Exit::done;
}

}  // namespace qd::app
