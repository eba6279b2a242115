#include "app/reading.hpp"

#include <algorithm>
#include <iterator>
#include <thread>
#include <tuple>
#include <utility>

#include "app/reading_pipeline.hpp"
#include "ingest/handoff.hpp"
#include "sources/aws_inventory/inventory.hpp"
#include "sources/books/books.hpp"
#include "sources/files/file_reader.hpp"
#include "sources/git/history.hpp"
#include "store/digest.hpp"

namespace qd::app {

namespace {

using sources::FileRole;
using sources::FoundFile;

constexpr unsigned kMostThreads = 8;

unsigned thread_count(unsigned wanted) {
  if (wanted == 0) wanted = std::thread::hardware_concurrency();
  return std::clamp(wanted, 1u, kMostThreads);
}

/// What git says, if the workspace lies in a repository. A repository that cannot be read costs dates, nothing else.
std::optional<sources::History> history_of(const Workspace& workspace, Diagnostics& diagnostics) {
  std::vector<std::string> paths;
  paths.reserve(workspace.files.size());
  for (const FoundFile& file : workspace.files) paths.push_back(file.real());
  auto history = sources::read_history(workspace.root, paths);
  if (history) return std::move(*history);
  diagnostics.push_back({.severity = Severity::note,
                         .code = "git-unreadable",
                         .message = history.error().what,
                         .file = ".git",
                         .at = {},
                         .line = {},
                         .hint = "documents without a date take that of their file until then"});
  return std::nullopt;
}

/// Files beside the hand-offs: few, so they are read one after another.
class OtherFiles {
 public:
  OtherFiles(const Workspace& workspace, const sources::History* history, std::span<const model::Entity> entities)
      : workspace_(workspace), history_(history), entities_(entities) {}

  void read(model::FactTable& table, std::vector<InputFile>& inputs, Diagnostics& diagnostics) {
    auto reader = sources::FileReader::open(workspace_.root);
    for (std::size_t i = 0; i < workspace_.files.size() && reader; ++i) {
      const FoundFile& file = workspace_.files[i];
      if (file.role == FileRole::handoff) continue;
      const auto content = reader->read(file.real());
      if (!content) {
        const bool told = file.role != FileRole::books && file.role != FileRole::inventory;  // by open_workspace
        if (!told) diagnostics.push_back(unreadable_file(file.path, content.error()));
        continue;
      }
      inputs[i] = input_file(file, content->bytes, history_, digester_);
      if (file.role == FileRole::inventory)
        sources::read_inventory(content->bytes, file.path, entities_, table, diagnostics);
      if (file.role == FileRole::books) {
        const sources::BooksInput books{file.path, content->bytes, workspace_.zone.day_of(content->modified)};
        sources::read_books(books, {entities_, workspace_.config.currency}, table, diagnostics);
      }
    }
  }

 private:
  const Workspace& workspace_;
  const sources::History* history_;
  std::span<const model::Entity> entities_;
  store::Digester digester_;
};

using Owner = std::pair<model::Symbol, model::Symbol>;  // entity and project

std::vector<Owner> owners_of(const model::FactTable& table) {
  std::vector<Owner> out;
  out.reserve(table.documents().size());
  for (const model::Document& document : table.documents()) out.emplace_back(document.entity, document.project);
  return out;
}

std::vector<bool> others_than(const std::vector<Owner>& owners, const model::FactTable& table) {
  std::vector<bool> out;
  out.reserve(owners.size());
  for (std::size_t i = 0; i < owners.size(); ++i) {
    const model::Document& document = table.documents()[i];
    out.push_back(owners[i] != Owner(document.entity, document.project));
  }
  return out;
}

}  // namespace

void sort_by_place(Diagnostics& diagnostics) {
  std::ranges::stable_sort(diagnostics, {}, [](const Diagnostic& one) {
    return std::tuple(std::string_view(one.file), one.at.line, one.at.column);
  });
}

Reading read_workspace(const Workspace& workspace, const ingest::Vocabulary& vocabulary, const ReadOptions& options) {
  Diagnostics diagnostics = workspace.diagnostics;
  std::optional<sources::History> history = history_of(workspace, diagnostics);
  const sources::History* const history_or_null = history ? &*history : nullptr;
  std::vector<model::Entity> entities = workspace.config.entities;
  std::vector<InputFile> inputs(workspace.files.size());
  model::FactTable table;

  // Hand-offs come first in the list, because no other folder sorts before theirs.
  const auto handoffs = static_cast<std::size_t>(
      std::ranges::find_if(workspace.files, [](const FoundFile& file) { return file.role != FileRole::handoff; }) -
      workspace.files.begin());
  const ingest::HandoffContext context{vocabulary, workspace.config.entities, workspace.config.currency};
  const PipelineInput pipeline{.root = workspace.root,
                               .files = std::span(workspace.files).first(handoffs),
                               .context = context,
                               .history = history_or_null,
                               .zone = workspace.zone,
                               .threads = thread_count(options.threads),
                               .progress = options.progress};
  read_handoffs(pipeline, table, std::span(inputs).first(handoffs), diagnostics);
  const std::vector<Owner> owners = owners_of(table);
  ingest::assign_entities(table, entities, diagnostics);
  std::vector<bool> assigned_late = others_than(owners, table);
  OtherFiles(workspace, history_or_null, entities).read(table, inputs, diagnostics);

  std::erase_if(inputs, [](const InputFile& input) { return input.path.empty(); });
  sort_by_place(diagnostics);
  return {.facts = model::FactStore(std::move(table), std::move(entities)),
          .diagnostics = std::move(diagnostics),
          .inputs = std::move(inputs),
          .head = history ? history->head : std::string(),
          .git = std::move(history),
          .assigned_late = std::move(assigned_late)};
}

}  // namespace qd::app
