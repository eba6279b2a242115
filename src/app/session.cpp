#include "app/session.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "app/definitions_file.hpp"
#include "app/embedded.hpp"
#include "app/previous_run.hpp"
#include "assess/assess.hpp"
#include "assess/trend.hpp"

namespace qd::app {

namespace {

constexpr std::string_view kVocabulary = "definitions/vocabulary.toml";

Result<Instant> moment(const CommonOptions& options, const Zone& zone, Instant now) {
  if (!options.as_of) return now;
  if (const auto day = parse_iso_date(*options.as_of)) return zone.end_of(*day);
  if (const auto instant = parse_instant(*options.as_of)) return *instant;
  return fail(ErrorKind::invalid,
              fmt::format("--as-of {} is neither a day such as 2026-05-21 nor a moment such as 2026-05-21T09:00:00Z",
                          *options.as_of));
}

gate::Gate make_gate(const Settings& settings) {
  std::vector<gate::KnownSecret> secrets;
  for (const NamedSecret& secret : settings.secrets) secrets.push_back({secret.key, &secret.value});
  return gate::Gate(secrets);
}

std::vector<const char*> process_environment() {
  std::vector<const char*> out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) out.push_back(*entry);
  return out;
}

assess::Definitions read_definitions(const std::vector<WorkspaceText>& texts, const Workspace& workspace,
                                     Diagnostics& diagnostics) {
  DefinitionFiles files;
  files.read_built_in(diagnostics);
  for (const sources::FoundFile& file : workspace.files) {
    if (file.role == sources::FileRole::role_template)
      files.allow_role(std::filesystem::path(file.path).stem().string());
  }
  for (const WorkspaceText& text : texts) {
    if (holds_definitions(text.path)) files.read(text.path, text.bytes, diagnostics);
  }
  return files.compile(diagnostics);
}

/// The labels under which a document asserts a KPI, as vocabulary.
std::string claims_as_vocabulary(const assess::Definitions& definitions) {
  std::string out;
  for (const assess::Kpi& kpi : definitions.kpis()) {
    if (kpi.claims.empty()) continue;
    out += fmt::format("[label.\"claim.{}\"]\nwords = [", kpi.id);
    for (const std::string& claim : kpi.claims) {
      std::string literal;
      for (const char c : claim) {
        if (c == '"' || c == '\\') literal += '\\';
        literal += c;
      }
      out += fmt::format("\"{}\", ", literal);
    }
    out += "]\n";
  }
  return out;
}

ingest::Vocabulary read_vocabulary(const std::vector<WorkspaceText>& texts, const assess::Definitions& definitions,
                                   Diagnostics& diagnostics) {
  const std::string claims = claims_as_vocabulary(definitions);
  std::vector<ingest::Vocabulary::Text> sources;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path == kVocabulary) sources.push_back({file.path, file.bytes});
  }
  sources.push_back({"the claims of definitions", claims});
  for (const WorkspaceText& text : texts) {
    if (!holds_definitions(text.path)) sources.push_back({text.path, text.bytes});
  }
  return ingest::Vocabulary::load(sources, diagnostics);
}

}  // namespace

Result<std::unique_ptr<Session>> open_session(const CommonOptions& options, Instant now, Console& console) {
  const std::vector<const char*> environment = process_environment();
  auto workspace = open_workspace(options.workspace, environment);
  if (!workspace) return std::unexpected(workspace.error());
  const auto as_of = moment(options, workspace->zone, now);
  if (!as_of) return std::unexpected(as_of.error());

  Diagnostics diagnostics;
  const auto texts = read_texts(*workspace, sources::FileRole::definition, diagnostics);
  auto definitions = read_definitions(texts, *workspace, diagnostics);
  auto vocabulary = read_vocabulary(texts, definitions, diagnostics);
  gate::Gate gate = make_gate(workspace->settings);
  const Date today = workspace->zone.day_of(*as_of);
  auto session = std::make_unique<Session>(Session{.workspace = std::move(*workspace),
                                                   .gate = std::move(gate),
                                                   .definitions = std::move(definitions),
                                                   .vocabulary = std::move(vocabulary),
                                                   .diagnostics = std::move(diagnostics),
                                                   .as_of = *as_of,
                                                   .today = today});
  console.set_gate(&session->gate);
  return session;
}

Reading read(const Session& session, const CommonOptions& options, Console& console) {
  ReadOptions how{.threads = options.threads,
                  .progress = [&console](std::size_t done, std::size_t of) { console.progress("reading", done, of); }};
  Reading reading = read_workspace(session.workspace, session.vocabulary, how);
  console.end_progress();
  return reading;
}

void on_two_threads(const Work& first, const Work& second) {
  std::jthread other;
  bool started = false;
  try {
    other = std::jthread(second);
    started = true;
  } catch (const std::system_error&) {
    // The system gives no thread: then one after the other.
  }
  first();
  if (!started) second();
}

Result<Assessed> assess_session(const Session& session, const Reading& reading, FigureHistory history) {
  const store::RunArchive archive(session.workspace.root);
  auto predecessor = archive.predecessor(session.as_of);
  if (!predecessor) return std::unexpected(predecessor.error());
  std::optional<assess::Previous> previous;
  std::optional<assess::Comparison> compared_with;
  if (*predecessor) {
    const auto bytes = archive.read(**predecessor, "assessment.json");
    if (!bytes) return std::unexpected(bytes.error());
    auto read = read_previous_run(*bytes);
    if (!read) return std::unexpected(read.error());
    previous = std::move(*read);
    compared_with = {session.workspace.zone.day_of((*predecessor)->as_of), (*predecessor)->name, {}};
  } else if (history.week_ago) {
    previous = assess::previous_of(*history.week_ago);
    compared_with = {history.week_ago->day, {}, history.week_ago->commit};
  }
  Diagnostics diagnostics = session.diagnostics;
  diagnostics.insert(diagnostics.end(), reading.diagnostics.begin(), reading.diagnostics.end());
  return Assessed{.assessment = assess::assess(reading.facts, session.definitions,
                                               {.as_of = session.as_of,
                                                .today = session.today,
                                                .portfolio_name = session.workspace.config.name,
                                                .previous = previous ? &*previous : nullptr,
                                                .compared_with = std::move(compared_with),
                                                .history = std::move(history.points),
                                                .material = session.workspace.config.material,
                                                .diagnostics = std::move(diagnostics),
                                                .side_by_side = on_two_threads}),
                  .previous = std::move(*predecessor)};
}

}  // namespace qd::app
