#include "store/frozen_mail.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "store/digest.hpp"
#include "store/durable_file.hpp"
#include "store/outbox.hpp"

namespace qd::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".eml";
constexpr std::string_view kPrunedNote = "frozen-mail-pruned";

fs::path folder_of(const fs::path& workspace) { return workspace / ".quarterdeck" / "mail"; }

bool is_name(std::string_view name) {
  return name.size() == 64 &&
         std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Result<std::string> read_whole(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error))
    return fail(ErrorKind::not_found, fmt::format("the frozen mail {} is gone; put it back from a copy, or run again "
                                                  "with --revision to send the report afresh",
                                                  path.string()));
  std::ifstream stream(path, std::ios::binary);
  std::string out((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream.is_open() || stream.bad())
    return fail(ErrorKind::io, fmt::format("cannot read the frozen mail {}", path.string()));
  return out;
}

/// When the file was written; nothing when it cannot be asked.
std::optional<Moment> written_at(const fs::path& path) {
  struct stat status{};
  if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return Moment{std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000};
}

}  // namespace

Result<std::string> freeze_mail(const fs::path& workspace, const gate::Outgoing& message) {
  const fs::path folder = folder_of(workspace);
  if (auto made = make_folders(folder); !made) return std::unexpected(made.error());
  std::string name = hex(Digester().sha256(message.bytes()));
  // Written also when it is there: that one may be damaged, and being new it is not pruned.
  if (auto written = write_file(folder / (name + std::string(kExtension)), message); !written)
    return std::unexpected(written.error());
  if (auto synced = sync_folder(folder.parent_path()); !synced) return std::unexpected(synced.error());
  return name;
}

Result<std::string> frozen_mail(const fs::path& workspace, std::string_view name) {
  if (!is_name(name)) return fail(ErrorKind::invalid, fmt::format("{} is not the name of a frozen mail", name));
  const fs::path path = folder_of(workspace) / fmt::format("{}{}", name, kExtension);
  auto bytes = read_whole(path);
  if (bytes && hex(Digester().sha256(*bytes)) != name)
    return fail(ErrorKind::invalid,
                fmt::format("the frozen mail {} is damaged: it is no longer what was frozen; put it "
                            "back from a copy, or run again with --revision to send the report "
                            "afresh",
                            path.string()));
  return bytes;
}

bool holds_frozen_mail(const fs::path& workspace) {
  std::error_code error;
  for (fs::directory_iterator entries(folder_of(workspace), error), end; !error && entries != end;
       entries.increment(error)) {
    if (entries->path().extension() == kExtension) return true;
  }
  return false;
}

Result<std::size_t> prune_frozen_mail(const fs::path& workspace, Outbox& outbox, Moment now, std::chrono::days keep) {
  const auto last = outbox.note(kPrunedNote);
  if (!last) return std::unexpected(last.error());
  if (*last && (*last)->at <= now && now - (*last)->at < std::chrono::days(1)) return 0;

  auto needed = outbox.files_owed();
  if (!needed) return std::unexpected(needed.error());
  std::ranges::sort(*needed);
  std::size_t removed = 0;
  std::error_code error;
  for (fs::directory_iterator entries(folder_of(workspace), error), end; !error && entries != end;
       entries.increment(error)) {
    const fs::path& path = entries->path();
    const auto at = written_at(path);
    if (path.extension() != kExtension || !is_name(path.stem().string()) || !at || now - *at < keep ||
        std::ranges::binary_search(*needed, path.stem().string()))
      continue;
    std::error_code ignored;
    if (fs::remove(path, ignored)) ++removed;
  }
  if (auto noted = outbox.set_note(kPrunedNote, {}, now); !noted) return std::unexpected(noted.error());
  return removed;
}

}  // namespace qd::store
