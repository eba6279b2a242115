#include "app/pdf.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

namespace qd::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kTimeLimit = std::chrono::seconds(60);
constexpr std::size_t kLargestPdf = 100'000'000;
constexpr std::size_t kKeptComplaint = 2'000;

/// Everything else of our environment may be a secret, and is none of its business.
constexpr auto kPassedOn =
    std::to_array<std::string_view>({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME",
                                     "XDG_DATA_DIRS", "FONTCONFIG_FILE", "FONTCONFIG_PATH"});

/// Two ends of which the program gets one; both are closed when it goes.
class Pipe {
 public:
  /// A pair of sockets rather than a pipe: writing to a program that has ended gives an error there, and no signal.
  Pipe() { ok_ = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) == 0; }
  ~Pipe() { close_read(), close_write(); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] int read_end() const { return ends_[0]; }
  [[nodiscard]] int write_end() const { return ends_[1]; }
  void close_read() { close_end(ends_[0]); }
  void close_write() { close_end(ends_[1]); }

 private:
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
  std::array<int, 2> ends_{-1, -1};
  bool ok_ = false;
};

std::vector<std::string> passed_environment() {
  std::vector<std::string> out = {"SOURCE_DATE_EPOCH=0"};  // else the file holds the time at which it was made
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (std::ranges::find(kPassedOn, text.substr(0, text.find('='))) != kPassedOn.end()) out.emplace_back(text);
  }
  return out;
}

/// Starts the program; its id, or -1.
pid_t start(const std::string& program, const Pipe& in, const Pipe& out, const Pipe& err) {
  std::string name = program, from = "-", to = "-";
  char* arguments[] = {name.data(), from.data(), to.data(), nullptr};
  std::vector<std::string> environment = passed_environment();
  std::vector<char*> entries;
  for (std::string& entry : environment) entries.push_back(entry.data());
  entries.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read_end(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write_end(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end(), STDERR_FILENO);
  pid_t child = -1;
  const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, entries.data());
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? child : -1;
}

struct Talk {
  std::string out;
  std::string complaint;  ///< the beginning of what it wrote to standard error
  Clock::time_point end = Clock::now() + kTimeLimit;
  bool in_time = true;
  bool too_large = false;
};

/// Appends what can be read now; false at the end.
bool read_some(int from, std::string& to, std::size_t most) {
  std::array<char, 65'536> buffer;
  const ssize_t got = ::read(from, buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = most - std::min(most, to.size());
  to.append(buffer.data(), std::min(static_cast<std::size_t>(got), room));
  return got > 0;
}

/// Gives the page and takes the answer until both pipes of the answer end, or time is over.
Talk talk(std::string_view page, Pipe& in, Pipe& out, Pipe& err) {
  ::fcntl(in.write_end(), F_SETFL, O_NONBLOCK);
  Talk result;
  while (out.read_end() >= 0 || err.read_end() >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(result.end - Clock::now()).count();
    // poll() passes over what is negative.
    pollfd ends[] = {{in.write_end(), POLLOUT, 0}, {out.read_end(), POLLIN, 0}, {err.read_end(), POLLIN, 0}};
    if (left <= 0 || ::poll(ends, std::size(ends), static_cast<int>(left)) == 0) {
      result.in_time = false;
      break;
    }
    if (ends[0].revents != 0) {
      const ssize_t written = ::send(in.write_end(), page.data(), page.size(), MSG_NOSIGNAL);
      if (written > 0) page.remove_prefix(static_cast<std::size_t>(written));
      if (page.empty() || (written < 0 && errno != EAGAIN && errno != EINTR)) in.close_write();
    }
    if (ends[1].revents != 0 && !read_some(out.read_end(), result.out, kLargestPdf)) out.close_read();
    if (ends[2].revents != 0 && !read_some(err.read_end(), result.complaint, kKeptComplaint)) err.close_read();
  }
  result.too_large = result.out.size() >= kLargestPdf;
  return result;
}

/// Waits for the program, which may go on after its last word, and ends it when time is over.
int ended(pid_t child, Talk& answer) {
  int status = 0;
  while (answer.in_time) {
    if (::waitpid(child, &status, WNOHANG) == child) return status;
    answer.in_time = Clock::now() < answer.end;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// Its last line says what was wrong.
std::string last_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

}  // namespace

std::string_view search_path() {
  const char* const path = std::getenv("PATH");
  return path == nullptr ? std::string_view() : std::string_view(path);
}

std::optional<PdfMaker> PdfMaker::find(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    // An empty piece is the present folder, which is the workspace of whoever wrote it: no program is taken from there.
    const std::filesystem::path program = std::filesystem::path(path.substr(0, end)) / "weasyprint";
    if (program.is_absolute() && ::access(program.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(program))
      return PdfMaker(program);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return std::nullopt;
}

Result<std::string> PdfMaker::make(const gate::Outgoing& page) const {
  Pipe in, out, err;
  if (!in.ok() || !out.ok() || !err.ok())
    return fail(ErrorKind::io, fmt::format("no pipe to WeasyPrint: {}", std::strerror(errno)));
  const pid_t child = start(program_.string(), in, out, err);
  if (child < 0) return fail(ErrorKind::io, fmt::format("{} cannot be started", program_.string()));
  in.close_read();
  out.close_write();
  err.close_write();
  Talk answer = talk(page.bytes(), in, out, err);
  const int status = ended(child, answer);
  if (!answer.in_time)
    return fail(ErrorKind::unavailable, fmt::format("WeasyPrint took more than {} seconds", kTimeLimit.count()));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return fail(ErrorKind::unavailable, fmt::format("WeasyPrint failed: {}", last_line(answer.complaint)));
  if (!answer.out.starts_with("%PDF-") || answer.too_large)
    return fail(ErrorKind::unavailable, "WeasyPrint gave no PDF");
  return std::move(answer.out);
}

}  // namespace qd::app
