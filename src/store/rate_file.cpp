#include "store/rate_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <system_error>
#include <type_traits>
#include <utility>

#include "base/text_hash.hpp"
#include "store/digest.hpp"
#include "store/durable_file.hpp"

namespace qd::store {

namespace {

namespace fs = std::filesystem;

/// As it lies in the file; read on the machine that wrote it only. Another size of the state is another version.
struct Record {
  std::uint64_t magic = 0;
  mail::RateState state;
  std::uint64_t checksum = 0;  // of all that stands before it
};
static_assert(std::is_trivially_copyable_v<Record>);
constexpr std::uint64_t kMagic = 0x51447261'74650000 + sizeof(Record);
constexpr std::size_t kChecked = offsetof(Record, checksum);

std::uint64_t checksum_of(const char* record) { return text_hash({record, kChecked}); }

/// A new file holds a bucket that was never used. What makes no sense was one that another process may have emptied a
/// moment ago: it is taken for empty, and the last second for full.
mail::RateState read_state(int handle, Moment now) {
  char bytes[sizeof(Record)];
  const ssize_t size = pread(handle, bytes, sizeof bytes, 0);
  if (size == 0) return {};
  Record record;
  std::memcpy(&record, bytes, sizeof record);
  if (size == sizeof bytes && record.magic == kMagic && record.checksum == checksum_of(bytes)) return record.state;
  mail::RateState spent{.at_ms = now.ms};
  spent.recent.front() = std::numeric_limits<std::uint16_t>::max();
  return spent;
}

/// errno, or 0.
int write_state(int handle, const mail::RateState& state) {
  char bytes[sizeof(Record)] = {};
  std::memcpy(bytes, &kMagic, sizeof kMagic);
  std::memcpy(bytes + offsetof(Record, state), &state, sizeof state);
  const std::uint64_t checksum = checksum_of(bytes);
  std::memcpy(bytes + kChecked, &checksum, sizeof checksum);
  return pwrite(handle, bytes, sizeof bytes, 0) == sizeof bytes ? 0 : errno == 0 ? EIO : errno;
}

class Locked {
 public:
  explicit Locked(int handle) : handle_(handle) {
    int done = 0;
    do {
      done = flock(handle, LOCK_EX);
    } while (done != 0 && errno == EINTR);
    error_ = done == 0 ? 0 : errno;
  }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() { flock(handle_, LOCK_UN); }
  [[nodiscard]] int error() const { return error_; }

 private:
  int handle_;
  int error_ = 0;
};

Error refused(std::string_view doing, int error) {
  const ErrorKind kind = error == EACCES || error == EPERM || error == EROFS ? ErrorKind::denied : ErrorKind::io;
  return {kind, fmt::format("cannot {} the rate bucket: {}", doing, std::generic_category().message(error))};
}

/// Changes the shared state under the lock.
template <class Change>
Result<std::invoke_result_t<Change, mail::RateState&>> change(int handle, Moment now, Change change_state) {
  const Locked locked(handle);
  if (locked.error() != 0) return std::unexpected(refused("lock", locked.error()));
  mail::RateState state = read_state(handle, now);
  const auto out = change_state(state);
  if (const int error = write_state(handle, state); error != 0) return std::unexpected(refused("write", error));
  return out;
}

const char* set_variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value == '/' ? value : nullptr;
}

}  // namespace

fs::path rate_folder() {
  if (const char* state = set_variable("XDG_STATE_HOME")) return fs::path(state) / "quarterdeck" / "rate";
  if (const char* home = set_variable("HOME")) return fs::path(home) / ".local" / "state" / "quarterdeck" / "rate";
  return fs::path("/tmp") / fmt::format("quarterdeck-{}", geteuid()) / "rate";
}

Result<RateFile> RateFile::open(const fs::path& folder, std::string_view account, std::string_view region) {
  if (auto made = make_folders(folder); !made) return std::unexpected(made.error());
  const std::string name = hex(Digester().sha256(fmt::format("{}\n{}", account, region))).substr(0, 32);
  const fs::path path = folder / name;
  RateFile file(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kPrivateFile));
  struct stat status{};
  if (file.fd_ < 0 || fstat(file.fd_, &status) != 0)
    return std::unexpected(refused(fmt::format("open {},", path.string()), errno));
  // A name that somebody else planted must not lead our writes into another file.
  if (!S_ISREG(status.st_mode) || status.st_nlink != 1)
    return fail(ErrorKind::denied, fmt::format("{} is not a file of its own; remove it", path.string()));
  return file;
}

RateFile::RateFile(RateFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
RateFile& RateFile::operator=(RateFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
RateFile::~RateFile() {
  if (fd_ >= 0) close(fd_);
}

Result<std::chrono::milliseconds> RateFile::take(const mail::RateLimit& limit, unsigned recipients, Moment now) {
  return change(fd_, now, [&](mail::RateState& state) { return mail::take(state, limit, recipients, now); });
}

Result<void> RateFile::answered(const mail::RateLimit& limit, unsigned recipients, bool throttled, Moment now) {
  const auto done = change(fd_, now, [&](mail::RateState& state) {
    mail::answered(state, limit, recipients, throttled, now);
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<mail::RateState> RateFile::state(Moment now) {
  const Locked locked(fd_);
  if (locked.error() != 0) return std::unexpected(refused("lock", locked.error()));
  return read_state(fd_, now);
}

}  // namespace qd::store
