#include "sources/files/file_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace qd::sources {

namespace {

/// One huge file must not hold its memory in every thread until the end.
constexpr std::size_t kKeptBuffer = std::size_t{4} << 20;

Error refusal(const std::string& path, int error) {
  ErrorKind kind = ErrorKind::io;
  if (error == ENOENT) kind = ErrorKind::not_found;
  if (error == EACCES || error == EPERM) kind = ErrorKind::denied;
  return {kind, fmt::format("cannot read {}: {}", path, std::generic_category().message(error))};
}

class Handle {
 public:
  explicit Handle(int descriptor) : descriptor_(descriptor) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

Result<FileReader> FileReader::open(const std::filesystem::path& root) {
  const int folder = ::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return std::unexpected(refusal(root.string(), errno));
  return FileReader(folder);
}

FileReader::FileReader(FileReader&& other) noexcept
    : folder_(std::exchange(other.folder_, -1)),
      buffer_(std::move(other.buffer_)),
      capacity_(std::exchange(other.capacity_, 0)) {}

FileReader::~FileReader() {
  if (folder_ >= 0) close(folder_);
}

Result<FileContent> FileReader::read(const std::string& path) {
  // Without O_NONBLOCK the open itself waits for a pipe's other end; for regular files it means nothing.
  const Handle file(openat(folder_, path.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0) return std::unexpected(refusal(path, errno));
  struct stat status{};
  if (fstat(file.get(), &status) != 0) return std::unexpected(refusal(path, errno));
  if (!S_ISREG(status.st_mode)) return fail(ErrorKind::invalid, fmt::format("{} is not a regular file", path));

  if (capacity_ > kKeptBuffer) buffer_.reset(), capacity_ = 0;
  std::size_t filled = 0;
  std::size_t room = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)) + 1;  // + 1 sees the end in one call
  for (;;) {
    if (room > kLargestFile + 1 || filled > kLargestFile) {
      return fail(ErrorKind::invalid, fmt::format("{} is larger than {} MB; split it, or move it out of the workspace",
                                                  path, kLargestFile >> 20));
    }
    if (room > capacity_) {
      // A little more than asked for, so that files of like size do not each bring a new buffer.
      const std::size_t capacity = std::min(kLargestFile + 1, std::max<std::size_t>(room + room / 4, 64 << 10));
      auto larger = std::make_unique_for_overwrite<char[]>(capacity);
      if (filled > 0) std::memcpy(larger.get(), buffer_.get(), filled);
      buffer_ = std::move(larger);
      capacity_ = capacity;
    }
    const ssize_t got = ::read(file.get(), buffer_.get() + filled, room - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(refusal(path, errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled == room) room = std::min(2 * room, kLargestFile + 1);  // it grew after fstat, or has no size
  }
  return FileContent{{buffer_.get(), filled}, {status.st_mtim.tv_sec}};
}

}  // namespace qd::sources
