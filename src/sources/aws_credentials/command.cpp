#include "sources/aws_credentials/command.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace qd::sources {

namespace {

constexpr std::size_t kMostOutput = std::size_t{1} << 20;

/// The child, and the end of the pipe from which its output comes. Both are gone when this is.
class Child {
 public:
  Child() = default;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (output_ >= 0) close(output_);
    if (process_ > 0) {
      kill(-process_, SIGKILL);  // its group: what it started as well
      while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }

  /// Nothing, or an errno.
  [[nodiscard]] int start(const std::vector<std::string>& words) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return errno;
    output_ = ends[0];
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    pid_t process = -1;
    const int why = posix_spawnp(&process, arguments[0], &files, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    if (why == 0) process_ = process;
    return why;
  }

  [[nodiscard]] int output() const { return output_; }

  /// Nothing while it runs; -1 unless it ended by itself.
  [[nodiscard]] std::optional<int> exit_status() {
    int status = 0;
    const pid_t ended = waitpid(process_, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) return std::nullopt;
    process_ = -1;
    return ended > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

}  // namespace

std::optional<std::vector<std::string>> command_words(std::string_view line) {
  std::vector<std::string> out;
  bool within = false;  // a word, which may be empty: ''
  char quote = 0;
  std::string word;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    if (c == '\\' && quote != '\'' && !last && (quote == 0 || line[i + 1] == '"' || line[i + 1] == '\\')) {
      word += line[++i];
      within = true;
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      within = true;
    } else if (c == ' ' || c == '\t') {
      if (within) out.push_back(std::exchange(word, {}));
      within = false;
    } else {
      word += c;
      within = true;
    }
  }
  if (quote != 0) return std::nullopt;
  if (within) out.push_back(std::move(word));
  return out;
}

Result<Secret> output_of(const std::vector<std::string>& words, std::chrono::milliseconds longest) {
  ensure(!words.empty(), "a command has a first word");
  Child child;
  if (const int why = child.start(words); why != 0)
    return fail(ErrorKind::io, fmt::format("the command cannot be started: {}", std::strerror(why)));
  const auto end = std::chrono::steady_clock::now() + longest;
  std::string bytes(kMostOutput, '\0');
  std::size_t size = 0;
  bool open = true;
  std::optional<int> status;
  std::string problem;
  while (problem.empty() && !status) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd readable{.fd = child.output(), .events = POLLIN, .revents = 0};
    if (left <= 0) {
      problem = fmt::format("the command did not end within {} s", longest.count() / 1000);
    } else if (!open) {
      // Its output is closed, so it is about to end.
      status = child.exit_status();
      if (!status) poll(nullptr, 0, 5);
    } else if (poll(&readable, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) > 0) {
      const ssize_t got = read(child.output(), bytes.data() + size, bytes.size() - size);
      open = got > 0 || (got < 0 && errno == EINTR);
      if (got > 0) size += static_cast<std::size_t>(got);
      if (size == bytes.size()) problem = "the command printed more than credentials";
    }
  }
  if (status && *status != 0) problem = fmt::format("the command failed ({}); run it by hand to see why", *status);
  bytes.resize(size);
  Secret output(std::move(bytes));
  if (!problem.empty()) return fail(ErrorKind::unavailable, std::move(problem));
  return output;
}

}  // namespace qd::sources
