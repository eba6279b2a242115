// Files that are either there as a whole or not at all, also after a crash.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gate/gate.hpp"

namespace qd::store {

inline constexpr mode_t kPrivateFile = 0600;
inline constexpr mode_t kPrivateFolder = 0700;

/// Writes beside `path` under a name of its own, syncs, and takes the place of what was there. After a failure the old
/// file is untouched and the new one gone.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, const gate::Outgoing& content,
                                      mode_t mode = kPrivateFile);

/// The same for a file that a library writes: `temporary` (in the same folder) is synced and takes the place of `path`.
[[nodiscard]] Result<void> move_into_place(const std::filesystem::path& temporary, const std::filesystem::path& path);

/// A name beside `path` that no other process uses.
[[nodiscard]] std::filesystem::path temporary_beside(const std::filesystem::path& path);

/// Creates missing folders, with kPrivateFolder.
[[nodiscard]] Result<void> make_folders(const std::filesystem::path& path);

/// Makes new and renamed entries of a folder survive a crash.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& path);

}  // namespace qd::store
