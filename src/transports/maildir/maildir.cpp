#include "transports/maildir/maildir.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/result.hpp"

namespace qd::transports {

namespace {

using mail::Answer;
using mail::AnswerKind;

constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kPrivateFile = 0600;

/// Space comes back; a folder that may not be written stays so for every message.
AnswerKind kind_of(int error) {
  const bool passes = error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO || error == EMFILE ||
                      error == ENFILE || error == ENOMEM || error == EINTR;
  return passes ? AnswerKind::put_off : AnswerKind::misconfigured;
}

Answer refused(std::string_view doing, const std::filesystem::path& path, int error) {
  return {.kind = kind_of(error),
          .text = fmt::format("cannot {} {}: {}", doing, path.string(), std::generic_category().message(error))};
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

int write_file(const std::filesystem::path& path, std::string_view bytes) {
  const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, kPrivateFile);
  if (handle < 0) return errno;
  int error = write_all(handle, bytes);
  if (error == 0 && ::fsync(handle) != 0) error = errno;
  if (::close(handle) != 0 && error == 0) error = errno;
  return error;
}

/// Makes new entries survive a crash. Some file systems cannot sync a folder and need not.
int sync_folder(const std::filesystem::path& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return errno;
  const int error = ::fsync(handle) == 0 || errno == EINVAL ? 0 : errno;
  ::close(handle);
  return error;
}

/// 0, or errno; missing parents as well.
int make_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), kPrivateFolder) == 0) return sync_folder(path.parent_path());
  if (errno == EEXIST) return 0;
  if (errno != ENOENT || !path.has_parent_path()) return errno;
  if (const int error = make_folder(path.parent_path()); error != 0) return error;
  if (::mkdir(path.c_str(), kPrivateFolder) == 0) return sync_folder(path.parent_path());
  return errno == EEXIST ? 0 : errno;
}

bool is_file_name(std::string_view key) {
  constexpr std::string_view kAllowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  return !key.empty() && key.size() <= 200 && key.find_first_not_of(kAllowed) == std::string_view::npos;
}

}  // namespace

Maildir::Maildir(const std::filesystem::path& folder) : folder_(std::filesystem::absolute(folder).lexically_normal()) {
  if (!folder_.has_filename()) folder_ = folder_.parent_path();
}

bool Maildir::was_read(const std::string& name) {
  if (!read_) {
    read_.emplace();
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "cur", error)) {
      const std::string found = entry.path().filename().string();
      read_->insert(found.substr(0, found.find(':')));
    }
  }
  return read_->contains(name);
}

Answer Maildir::deliver(const ports::Envelope& envelope) {
  for (const char* sub : {"cur", "new", "tmp"})
    if (const int error = make_folder(folder_ / sub); error != 0)
      return refused("create the folder", folder_ / sub, error);

  const std::string name = "quarterdeck." + envelope.key;
  const std::filesystem::path path = folder_ / "new" / name;
  Answer accepted{.kind = AnswerKind::accepted, .message_id = name};
  if (::access(path.c_str(), F_OK) == 0 || was_read(name)) return accepted;

  // Two processes with the same message have the same bytes: whoever renames last changes nothing.
  const std::filesystem::path temporary = folder_ / "tmp" / fmt::format("{}.{}", name, ::getpid());
  int error = write_file(temporary, envelope.message.bytes());
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) error = sync_folder(folder_ / "new");
  if (error == 0) return accepted;
  ::unlink(temporary.c_str());
  return refused("write", path, error);
}

void Maildir::start(ports::Envelope envelope) {
  ensure(is_file_name(envelope.key), "the key of an envelope can be a file name");
  const Answer answer = deliver(envelope);
  ports::Attempted& attempted = done_.emplace_back(ports::Attempted{.ticket = envelope.ticket, .answers = {}});
  for (auto* recipients : {&envelope.to, &envelope.bcc})
    for (std::string& recipient : *recipients) attempted.answers.push_back({std::move(recipient), answer});
}

std::vector<ports::Attempted> Maildir::wait(std::chrono::milliseconds /*longest*/) { return std::exchange(done_, {}); }

}  // namespace qd::transports
