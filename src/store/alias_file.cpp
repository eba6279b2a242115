#include "store/alias_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "base/json_writer.hpp"
#include "store/durable_file.hpp"
#include "text/json.hpp"
#include "text/source_text.hpp"

namespace qd::store {

namespace {

std::filesystem::path file_of(const std::filesystem::path& workspace) {
  return workspace / ".quarterdeck" / "aliases.json";
}

}  // namespace

Result<AliasEntries> read_aliases(const std::filesystem::path& workspace) {
  const std::filesystem::path path = file_of(workspace);
  AliasEntries out;
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return out;
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const text::SourceText source(bytes);
  Diagnostics problems;
  const auto document = text::parse_json(source, path.string(), problems);
  bool whole = stream.is_open() && document && document->root().kind() == text::JsonKind::object;
  if (whole) {
    for (const text::JsonValue entry : document->root()) {
      whole = whole && entry.kind() == text::JsonKind::string;
      out.emplace(entry.key(), entry.text());
    }
  }
  if (whole) return out;
  return fail(
      ErrorKind::invalid,
      fmt::format("{} cannot be read; bring back a good copy, or remove it, and aliases start anew", path.string()));
}

Result<void> write_aliases(const std::filesystem::path& workspace, const AliasEntries& entries,
                           const gate::Gate& gate) {
  std::string out;
  JsonWriter json(out, true);
  json.begin_object();
  for (const auto& [name, alias] : entries) json.member(name, alias);
  json.end_object();
  out += '\n';
  const std::filesystem::path path = file_of(workspace);
  if (auto made = make_folders(path.parent_path()); !made) return made;
  auto passed = gate.pass(std::move(out), gate::Form::file, "aliases.json");
  if (!passed) return std::unexpected(passed.error());
  return write_file(path, *passed);
}

}  // namespace qd::store
