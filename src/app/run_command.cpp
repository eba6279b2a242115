#include "app/run_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <span>

#include "app/deliver.hpp"
#include "app/history.hpp"
#include "app/reading_manifest.hpp"
#include "app/report_files.hpp"
#include "app/report_plan.hpp"
#include "app/role_files.hpp"
#include "assess/previous.hpp"
#include "base/json_writer.hpp"
#include "render/assessment_json.hpp"
#include "render/printable.hpp"
#include "report/view_model.hpp"
#include "store/alias_file.hpp"
#include "store/run_archive.hpp"

namespace qd::app {

namespace {

// The archive is read to compare figures, not to explain them: a figure made of a million facts names its first, and
// where many figures do so each names fewer.
constexpr std::size_t kArchivedInputs = 100;
constexpr std::size_t kArchivedInputsInAll = 20'000;
constexpr std::size_t kFewestArchivedInputs = 5;
// More than anybody works through; of the others it keeps what tells the next run what is new and what is done.
constexpr std::size_t kArchivedActions = 1'000;
constexpr std::size_t kArchivedDone = 200;  // beyond these: what was done last, to be named again in later reports
constexpr std::size_t kArchivedSources = 20;
constexpr std::size_t kArchivedFindings = 1'000;
constexpr std::size_t kArchivedDiagnostics = 1'000;
constexpr std::size_t kArchivedTrends = 2'000;

/// How many inputs the archive names of a figure.
std::size_t archived_inputs(const assess::Assessment& assessment) {
  std::size_t all = 0;
  for (const assess::KpiResult& kpi : assessment.kpis) all += std::min(kpi.result.inputs.size(), kArchivedInputs);
  return all <= kArchivedInputsInAll ? kArchivedInputs
                                     : std::max(kArchivedInputsInAll / assessment.kpis.size(), kFewestArchivedInputs);
}

Result<store::RunFile> assessment_file(const Session& session, const Reading& reading,
                                       const assess::Assessment& assessment) {
  // Room enough, so that a large archive is not copied while it grows: what is not written to takes no memory.
  constexpr std::size_t kFindingSize = 1'000, kKpiSize = 4'000, kRest = 2'000'000;
  std::string bytes;
  bytes.reserve(kFindingSize * assessment.findings.size() + kKpiSize * assessment.kpis.size() +
                assess::kShortForm * assessment.actions.size() + kRest);
  render::write_assessment_json(assessment, reading.facts, [&](std::string_view piece) { bytes += piece; },
                                {.most_inputs = archived_inputs(assessment),
                                 .most_actions = kArchivedActions,
                                 .most_done = kArchivedDone,
                                 .most_sources = kArchivedSources,
                                 .most_findings = kArchivedFindings,
                                 .most_diagnostics = kArchivedDiagnostics,
                                 .history = assessment.history.empty() ? render::AssessmentJsonOptions::History::none
                                                                       : render::AssessmentJsonOptions::History::trends,
                                 .most_trends = kArchivedTrends});
  auto outgoing = session.gate.pass(std::move(bytes), gate::Form::file, "assessment.json");
  if (!outgoing) return std::unexpected(outgoing.error());
  return store::RunFile{"assessment.json", std::move(*outgoing)};
}

struct Run {
  std::vector<std::string> titles;  ///< of the reports, in the order of the roles
  std::vector<store::RunFile> files;
  std::vector<std::string> refusals;  ///< mails that cannot be sent as they are
  std::vector<std::string> warnings;
};

/// The reports in all their formats, every second one by each of two threads.
Result<Run> write_reports(const Session& session, const Reading& reading, const Assessed& assessed,
                          const RunOptions& options, std::span<const report::Report> reports) {
  const render::Explanations explanations = explain_figures(session, reading, assessed.assessment, reports);
  const ReportContext context{.session = session,
                              .reading = reading,
                              .assessment = assessed.assessment,
                              .explanations = explanations,
                              .pdf = options.pdf,
                              .pdf_maker = PdfMaker::find()};
  std::vector<std::optional<Result<ReportFiles>>> written(reports.size());
  const auto write = [&](std::size_t first) {
    for (std::size_t i = first; i < reports.size(); i += 2) written[i] = report_files(context, reports[i]);
  };
  on_two_threads([&] { write(0); }, [&] { write(1); });
  Run run;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    Result<ReportFiles>& files = *written[i];
    if (!files) return std::unexpected(files.error());
    run.titles.push_back(fmt::format("{} ({})", reports[i].title, reports[i].id));
    std::ranges::move(files->files, std::back_inserter(run.files));
    std::ranges::move(files->refusals, std::back_inserter(run.refusals));
    std::ranges::move(files->warnings, std::back_inserter(run.warnings));
  }
  return run;
}

/// The reports of the roles. Names of assets stay what they were in earlier runs.
Result<Run> make_reports(const Session& session, const Reading& reading, const Assessed& assessed,
                         const RunOptions& options, Diagnostics& diagnostics) {
  const auto roles = load_roles(session, options.variant, diagnostics);
  if (!roles) return std::unexpected(roles.error());
  const auto chosen = plan_reports(*roles, options, reading.facts.entities());
  if (!chosen) return std::unexpected(chosen.error());
  auto known = store::read_aliases(session.workspace.root);
  if (!known) return std::unexpected(known.error());
  const std::size_t known_before = known->size();
  report::Aliases aliases(std::move(*known));
  const report::Inventory inventory(reading.facts);
  inventory.assign_first(aliases);

  const std::optional<assess::Comparison>& compared = assessed.assessment.compared_with;
  report::ReportInput input{.facts = reading.facts,
                            .assessment = assessed.assessment,
                            .definitions = session.definitions,
                            .inventory = inventory,
                            .aliases = aliases,
                            .portfolio = session.workspace.config.name,
                            .period = to_string(session.today),
                            .previous = compared ? std::optional(compared->day) : std::nullopt,
                            .dashboard = session.workspace.config.dashboard.address};
  std::vector<report::Report> reports;
  for (const PlannedReport& planned : *chosen) {
    input.id = planned.id;
    input.unit = planned.unit;
    reports.push_back(report::make_report(*planned.role, roles->partials(), input, diagnostics));
  }
  auto run = write_reports(session, reading, assessed, options, reports);
  if (!run) return run;
  if (!options.dry_run && aliases.entries().size() != known_before) {
    if (auto written = store::write_aliases(session.workspace.root, aliases.entries(), session.gate); !written)
      return std::unexpected(written.error());
  }
  return run;
}

Result<Run> make_run(const Session& session, const Reading& reading, const Assessed& assessed,
                     const RunOptions& options, Console& console) {
  Diagnostics diagnostics;
  std::optional<Result<Run>> run;
  std::optional<Result<store::RunFile>> assessment;
  on_two_threads([&] { run = make_reports(session, reading, assessed, options, diagnostics); },
                 [&] { assessment = assessment_file(session, reading, assessed.assessment); });
  if (!*run) return std::unexpected((*run).error());
  if (!*assessment) return std::unexpected((*assessment).error());
  (*run)->files.push_back(std::move(**assessment));
  for (const Diagnostic& diagnostic : diagnostics) console.err(format(diagnostic));
  std::set<std::string_view> said;  // that a program is not installed is true of every report
  for (const std::string& warning : (*run)->warnings) {
    if (said.insert(warning).second) console.warning(warning);
  }
  for (const std::string& refusal : (*run)->refusals) console.error(refusal);
  return std::move(*run);
}

Result<store::ArchivedRun> archive(const Session& session, const Reading& reading, const Assessed& assessed,
                                   const Run& run, const RunOptions& options) {
  store::RunArchive runs(session.workspace.root);
  const store::RunManifest manifest{.as_of = session.as_of,
                                    .today = session.today,
                                    .portfolio = session.workspace.config.name,
                                    .head = reading.head,
                                    .variant = options.variant,
                                    .predecessor = assessed.previous ? assessed.previous->name : std::string(),
                                    .inputs = run_inputs(reading)};
  return runs.add(manifest, run.files, session.gate);
}

std::string summary_text(const Session& session, const Reading& reading, const Run& run,
                         const std::filesystem::path& folder) {
  std::size_t errors = 0, warnings = 0;
  for (const Diagnostic& diagnostic : reading.diagnostics) {
    errors += diagnostic.severity == Severity::error;
    warnings += diagnostic.severity == Severity::warning;
  }
  std::string out =
      fmt::format("{}, as of {}: {} facts from {} files", render::printable(session.workspace.config.name),
                  to_string(session.today), reading.facts.size(), reading.inputs.size());
  if (errors + warnings > 0) out += fmt::format(" ({} errors, {} warnings: see `quarterdeck check`)", errors, warnings);
  out += '\n';
  for (const std::string& title : run.titles) out += fmt::format("  {}\n", title);
  if (folder.empty()) return out + "Nothing was written (--dry-run).\n";
  return out + fmt::format("{}/\n", folder.string());
}

/// `delivery`: an object; empty when nothing was to be sent.
std::string summary_json(const Reading& reading, const Run& run, const std::filesystem::path& folder,
                         const std::string& delivery) {
  std::string out;
  JsonWriter json(out, true);
  json.begin_object();
  json.key("folder");
  folder.empty() ? json.null() : json.value(folder.string());
  json.member("facts", std::uint64_t{reading.facts.size()});
  json.key("files").begin_array();
  for (const store::RunFile& file : run.files) json.value(file.name);
  json.end_array();
  if (!delivery.empty()) json.key("delivery").raw(delivery);
  json.end_object();
  return out + "\n";
}

Exit worse(Exit a, Exit b) { return a == Exit::done ? b : a; }

}  // namespace

Exit run_command(const Session& session, const CommonOptions& common, const RunOptions& options, Console& console) {
  const auto give_up = [&console](const Error& error) {
    console.error(error.what);
    return exit_of(error);
  };
  const Reading reading = read(session, common, console);
  auto history = look_back(session, reading, common, options.history.value_or(kUsualSpan), !options.history, console);
  const auto assessed = assess_session(session, reading, std::move(history));
  if (!assessed) return give_up(assessed.error());
  const auto run = make_run(session, reading, *assessed, options, console);
  if (!run) return give_up(run.error());

  std::filesystem::path folder;
  store::ArchivedRun archived{"(not archived)", session.as_of};
  if (!options.dry_run) {
    auto added = archive(session, reading, *assessed, *run, options);
    if (!added) return give_up(added.error());
    archived = std::move(*added);
    folder = store::RunArchive(session.workspace.root).folder(archived);
    if (options.out) {
      if (auto written = store::write_flat(*options.out, run->files); !written) return give_up(written.error());
      folder = *options.out;
    }
  }
  const Exit written = run->refusals.empty() ? Exit::done : Exit::gate_refused;
  if (!options.send) {
    console.out(common.format == "json" ? summary_json(reading, *run, folder, {})
                                        : summary_text(session, reading, *run, folder));
    return written;
  }
  DeliveryOptions delivery = options.delivery;
  delivery.dry_run = options.dry_run;
  if (common.format != "json") console.out(summary_text(session, reading, *run, folder));
  const auto delivered = deliver(session, delivery, archived, mails_of(run->files), console);
  if (!delivered) return give_up(delivered.error());
  console.out(common.format == "json" ? summary_json(reading, *run, folder, delivered->json) : delivered->text);
  return worse(written, delivered->exit);
}

}  // namespace qd::app
