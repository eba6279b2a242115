#include "store/run_archive.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>
#include <tuple>

#include "store/durable_file.hpp"
#include "store/run_manifest.hpp"

namespace qd::store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIdLength = 12;

/// "20260521T235959Z": sorts as the moments do, and has no colon, which some file systems refuse.
std::string compact(Instant instant) {
  std::string out;
  for (const char c : to_string(instant)) {
    if (c != '-' && c != ':') out += c;
  }
  return out;
}

std::optional<Instant> as_of_in(std::string_view name) {
  if (name.size() < 17 || name[16] != '-') return std::nullopt;
  return parse_instant(fmt::format("{}-{}-{}:{}:{}", name.substr(0, 4), name.substr(4, 2), name.substr(6, 5),
                                   name.substr(11, 2), name.substr(13, 3)));
}

Error failed(std::string_view doing, const fs::path& path, const std::error_code& error) {
  const ErrorKind kind = error == std::errc::permission_denied ? ErrorKind::denied : ErrorKind::io;
  return {kind, fmt::format("cannot {} {}: {}", doing, path.string(), error.message())};
}

/// Nanoseconds; 0 when it cannot be asked.
std::int64_t archived_at(const fs::path& folder) {
  struct stat status{};
  if (stat((folder / kManifestName).c_str(), &status) != 0) return 0;
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

/// A folder of its own for a run that is being written; gone again unless it was kept.
class Draft {
 public:
  explicit Draft(fs::path path) : path_(std::move(path)) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (kept_) return;
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  void keep() { kept_ = true; }

 private:
  fs::path path_;
  bool kept_ = false;
};

}  // namespace

RunArchive::RunArchive(const fs::path& workspace) : state_(workspace / ".quarterdeck"), runs_(state_ / "runs") {}

Result<ArchivedRun> RunArchive::add(const RunManifest& manifest, std::span<const RunFile> files,
                                    const gate::Gate& gate) {
  auto text = gate.pass(manifest_json(manifest, files), gate::Form::file, kManifestName);
  if (!text) return std::unexpected(text.error());
  Digester digester;
  const std::string id = hex(digester.sha256(text->bytes())).substr(0, kIdLength);
  ArchivedRun run{.name = fmt::format("{}-{}", compact(manifest.as_of), id), .as_of = manifest.as_of};

  if (auto made = make_folders(runs_); !made) return std::unexpected(made.error());
  std::error_code error;
  if (!fs::exists(folder(run) / kManifestName, error)) {
    Draft draft(temporary_beside(folder(run)));
    if (auto made = make_folders(draft.path()); !made) return std::unexpected(made.error());
    if (auto written = write_flat(draft.path(), files); !written) return std::unexpected(written.error());
    if (auto written = write_file(draft.path() / kManifestName, *text); !written)
      return std::unexpected(written.error());
    if (std::rename(draft.path().c_str(), folder(run).c_str()) == 0) {
      draft.keep();
    } else if (errno != EEXIST && errno != ENOTEMPTY) {  // else another process was faster with the same run
      return std::unexpected(failed("create", folder(run), {errno, std::generic_category()}));
    }
    if (auto synced = sync_folder(runs_); !synced) return std::unexpected(synced.error());
  }
  if (auto pointed = point_latest_at(run.name); !pointed) return std::unexpected(pointed.error());
  return run;
}

Result<void> RunArchive::point_latest_at(const std::string& name) {
  const fs::path latest = state_ / "latest";
  const fs::path temporary = temporary_beside(latest);
  std::error_code error;
  fs::create_symlink(fs::path("runs") / name, temporary, error);
  if (!error) fs::rename(temporary, latest, error);
  if (!error) return sync_folder(state_);
  std::error_code ignored;
  fs::remove(temporary, ignored);
  return std::unexpected(failed("point at the newest run", latest, error));
}

Result<std::vector<ArchivedRun>> RunArchive::list() const {
  std::vector<ArchivedRun> out;
  std::error_code error;
  fs::directory_iterator entries(runs_, error);
  if (error == std::errc::no_such_file_or_directory) return out;
  for (const fs::directory_iterator end; !error && entries != end; entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    const auto as_of = as_of_in(name);
    std::error_code ignored;
    if (as_of && fs::exists(entries->path() / kManifestName, ignored)) out.push_back({name, *as_of});
  }
  if (error) return std::unexpected(failed("list", runs_, error));
  std::ranges::sort(
      out, {}, [this](const ArchivedRun& run) { return std::tuple(run.as_of, archived_at(folder(run)), run.name); });
  return out;
}

Result<std::optional<ArchivedRun>> RunArchive::predecessor(Instant as_of) const {
  const auto runs = list();
  if (!runs) return std::unexpected(runs.error());
  const auto first_later = std::ranges::lower_bound(*runs, as_of, {}, &ArchivedRun::as_of);
  if (first_later == runs->begin()) return std::nullopt;
  return *std::prev(first_later);
}

std::optional<ArchivedRun> RunArchive::latest() const {
  std::error_code error;
  const std::string name = fs::read_symlink(state_ / "latest", error).filename().string();
  const auto as_of = as_of_in(name);
  if (error || !as_of || !fs::exists(runs_ / name / kManifestName, error)) return std::nullopt;
  return ArchivedRun{name, *as_of};
}

Result<std::vector<std::string>> RunArchive::files(const ArchivedRun& run, std::string_view ending) const {
  std::vector<std::string> out;
  std::error_code error;
  fs::directory_iterator entries(folder(run), error);
  for (const fs::directory_iterator end; !error && entries != end; entries.increment(error)) {
    std::string name = entries->path().filename().string();
    if (name.ends_with(ending)) out.push_back(std::move(name));
  }
  if (error) return std::unexpected(failed("list", folder(run), error));
  std::ranges::sort(out);
  return out;
}

Result<std::string> RunArchive::read(const ArchivedRun& run, std::string_view file) const {
  const fs::path path = folder(run) / file;
  std::ifstream stream(path, std::ios::binary);
  std::string out((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream.is_open() || stream.bad())
    return fail(ErrorKind::not_found, fmt::format("cannot read {} of the archived run", path.string()));
  return out;
}

Result<void> write_flat(const fs::path& folder, std::span<const RunFile> files) {
  if (auto made = make_folders(folder); !made) return made;
  for (const RunFile& file : files) {
    ensure(!file.name.empty() && !file.name.contains('/'), "files of a run lie in one folder");
    if (auto written = write_file(folder / file.name, file.content); !written) return written;
  }
  return {};
}

}  // namespace qd::store
