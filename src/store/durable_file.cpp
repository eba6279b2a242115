#include "store/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

namespace qd::store {

namespace {

std::unexpected<Error> refused(std::string_view doing, const std::filesystem::path& path, int error) {
  ErrorKind kind = ErrorKind::io;
  if (error == EACCES || error == EPERM || error == EROFS) kind = ErrorKind::denied;
  if (error == ENOENT || error == ENOTDIR) kind = ErrorKind::not_found;
  return fail(kind, fmt::format("cannot {} {}: {}", doing, path.string(), std::generic_category().message(error)));
}

/// 0, or errno.
int write_all(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(handle, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

std::filesystem::path temporary_beside(const std::filesystem::path& path) {
  static std::atomic<unsigned> count = 0;
  return folder_of(path) / fmt::format(".{}.{}-{}.tmp", path.filename().string(), getpid(), ++count);
}

Result<void> write_file(const std::filesystem::path& path, const gate::Outgoing& content, mode_t mode) {
  const std::filesystem::path temporary = temporary_beside(path);
  const int handle = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
  if (handle < 0) return refused("write", path, errno);
  int error = write_all(handle, content.bytes());
  if (error == 0 && fsync(handle) != 0) error = errno;
  if (close(handle) != 0 && error == 0) error = errno;
  if (error == 0 && rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(temporary.c_str());
    return refused("write", path, error);
  }
  return sync_folder(folder_of(path));
}

Result<void> move_into_place(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  const int handle = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return refused("read", temporary, errno);
  int error = fsync(handle) == 0 ? 0 : errno;
  close(handle);
  if (error == 0 && rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(temporary.c_str());
    return refused("write", path, error);
  }
  return sync_folder(folder_of(path));
}

Result<void> make_folders(const std::filesystem::path& path) {
  std::filesystem::path whole;
  for (const std::filesystem::path& part : path) {
    whole /= part;
    if (mkdir(whole.c_str(), kPrivateFolder) == 0 || errno == EEXIST) continue;
    std::error_code error;
    if (!std::filesystem::is_directory(whole, error)) return refused("create the folder", whole, errno);
  }
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return refused("create the folder", path, ENOTDIR);
  return {};
}

Result<void> sync_folder(const std::filesystem::path& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return refused("open the folder", path, errno);
  const int error = fsync(handle) == 0 ? 0 : errno;
  close(handle);
  // Some file systems cannot sync a folder and need not.
  if (error != 0 && error != EINVAL && error != EROFS) return refused("sync the folder", path, error);
  return {};
}

}  // namespace qd::store
