#include "store/outbox_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <random>
#include <system_error>

#include "store/durable_file.hpp"

namespace qd::store {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kPoll{50};
constexpr std::string_view kFirstLine = "Quarterdeck outbox lock";

/// What an owner leaves in the file, as lines. `token` tells two owners with one pid apart.
struct Record {
  OutboxLock::Owner owner;
  std::string token;
  Moment beat;
};

Error refused(std::string_view doing, const fs::path& path, int error) {
  const ErrorKind kind = error == EACCES || error == EPERM || error == EROFS ? ErrorKind::denied : ErrorKind::io;
  return {kind, fmt::format("cannot {} {}: {}", doing, path.string(), std::generic_category().message(error))};
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string new_token() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

std::string text_of(const Record& record) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n", kFirstLine, record.owner.host, record.owner.pid, record.token,
                     record.beat.ms);
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::optional<std::int64_t> number_in(std::string_view line) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc() || end != line.data() + line.size()) return std::nullopt;
  return value;
}

/// Nothing when the file is empty, as after an orderly end, or makes no sense.
std::optional<Record> read_record(int handle) {
  std::array<char, 1024> bytes{};
  const ssize_t size = pread(handle, bytes.data(), bytes.size(), 0);
  if (size <= 0) return std::nullopt;
  std::string_view text(bytes.data(), static_cast<std::size_t>(size));
  if (next_line(text) != kFirstLine) return std::nullopt;
  Record out;
  out.owner.host = next_line(text);
  const auto pid = number_in(next_line(text));
  out.token = next_line(text);
  const auto beat = number_in(next_line(text));
  if (!pid || !beat) return std::nullopt;
  out.owner.pid = *pid;
  out.beat = {*beat};
  return out;
}

/// errno, or 0. Written before it is cut to its length, so that a reader never finds an empty file.
int write_record(int handle, const Record& record) {
  const std::string text = text_of(record);
  if (pwrite(handle, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) return errno == 0 ? EIO : errno;
  if (ftruncate(handle, static_cast<off_t>(text.size())) != 0 || fdatasync(handle) != 0) return errno;
  return 0;
}

bool is_file_at(int handle, const fs::path& path) {
  struct stat mine{};
  struct stat there{};
  return fstat(handle, &mine) == 0 && stat(path.c_str(), &there) == 0 && mine.st_ino == there.st_ino &&
         mine.st_dev == there.st_dev;
}

class File {
 public:
  explicit File(int handle) : handle_(handle) {}
  File(File&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (handle_ >= 0) close(handle_);
  }
  [[nodiscard]] int get() const { return handle_; }
  [[nodiscard]] int release() { return std::exchange(handle_, -1); }

 private:
  int handle_;
};

/// Waits for the lock, in small steps that are counted: a clock that is set back must not make us wait for a day.
class Waiting {
 public:
  Waiting(std::chrono::milliseconds patience, ports::Clock& clock,
          const std::function<void(const OutboxLock::Owner&)>& tell)
      : patience_(patience), clock_(clock), tell_(tell) {}

  /// False when patience is at its end.
  bool step(const std::optional<Record>& owner) {
    if (!told_ && tell_) tell_(owner ? owner->owner : OutboxLock::Owner{});
    told_ = true;
    if (waited_ >= patience_) return false;
    clock_.sleep_until(clock_.now() + kPoll);
    waited_ += kPoll;
    return true;
  }

 private:
  std::chrono::milliseconds patience_;
  std::chrono::milliseconds waited_{0};
  ports::Clock& clock_;
  const std::function<void(const OutboxLock::Owner&)>& tell_;
  bool told_ = false;
};

/// Whether the owner that the file names may be alive on another machine. Its clock may be ahead of ours: then what
/// counts is whether the beat changes while we look.
class OtherMachine {
 public:
  [[nodiscard]] bool may_live(const std::optional<Record>& record, const std::string& host, Moment now) {
    if (!record || record->owner.host == host) return false;
    if (!seen_ || seen_->token != record->token || seen_->beat != record->beat || now < seen_at_) {
      seen_ = record;
      seen_at_ = now;
    }
    const Moment last_sign = std::min(record->beat, now);
    const Moment alive_at = record->beat > now ? seen_at_ : last_sign;
    return now - alive_at < OutboxLock::kDeadAfter;
  }

 private:
  std::optional<Record> seen_;
  Moment seen_at_;
};

Error held(const fs::path& path, const std::optional<Record>& owner) {
  const std::string who =
      owner ? fmt::format("process {} on {}", owner->owner.pid, owner->owner.host) : "another process";
  return {ErrorKind::conflict,
          fmt::format("{} is held by {}, which is delivering from this workspace; run again when it has ended",
                      path.string(), who)};
}

}  // namespace

struct OutboxLock::Impl {
  Impl(fs::path where, int opened, Record written)
      : path(std::move(where)), handle(opened), record(std::move(written)) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    // What another machine took over is its own now.
    const auto there = read_record(handle);
    if (there && there->token == record.token) static_cast<void>(ftruncate(handle, 0) == 0);
    close(handle);
  }

  fs::path path;
  int handle;
  Record record;
};

OutboxLock::OutboxLock(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OutboxLock::OutboxLock(OutboxLock&&) noexcept = default;
OutboxLock& OutboxLock::operator=(OutboxLock&&) noexcept = default;
OutboxLock::~OutboxLock() = default;

Result<OutboxLock> OutboxLock::take(const fs::path& workspace, std::chrono::seconds patience, ports::Clock& clock,
                                    const std::function<void(const Owner&)>& waiting) {
  const fs::path folder = workspace / ".quarterdeck";
  const fs::path path = folder / "outbox.lock";
  if (auto made = make_folders(folder); !made) return std::unexpected(made.error());
  Waiting wait(patience, clock, waiting);
  OtherMachine other;
  const std::string host = host_name();
  while (true) {
    File file(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kPrivateFile));
    if (file.get() < 0) return std::unexpected(refused("open", path, errno));
    const bool locked = flock(file.get(), LOCK_EX | LOCK_NB) == 0;
    if (!locked && errno != EWOULDBLOCK && errno != EINTR) return std::unexpected(refused("lock", path, errno));
    const auto owner = read_record(file.get());
    if (locked && is_file_at(file.get(), path) && !other.may_live(owner, host, clock.now())) {
      Record record{.owner = {.host = host, .pid = getpid()}, .token = new_token(), .beat = clock.now()};
      if (const int error = write_record(file.get(), record); error != 0)
        return std::unexpected(refused("write", path, error));
      return OutboxLock(std::make_unique<Impl>(path, file.release(), std::move(record)));
    }
    if (!wait.step(owner)) return std::unexpected(held(path, owner));
  }
}

Result<void> OutboxLock::beat(Moment now) {
  const auto there = read_record(impl_->handle);
  if (!there || there->token != impl_->record.token || !is_file_at(impl_->handle, impl_->path))
    return fail(
        ErrorKind::conflict,
        fmt::format("{} was taken over by {}, because this process seemed dead; nothing more is sent from here",
                    impl_->path.string(),
                    there ? fmt::format("process {} on {}", there->owner.pid, there->owner.host) : "another process"));
  const auto since = now - impl_->record.beat;
  if (since >= std::chrono::milliseconds(0) && since < kBeatEvery) return {};
  impl_->record.beat = now;
  if (const int error = write_record(impl_->handle, impl_->record); error != 0)
    return std::unexpected(refused("write", impl_->path, error));
  return {};
}

}  // namespace qd::store
