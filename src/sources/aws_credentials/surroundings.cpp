#include "sources/aws_credentials/surroundings.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace qd::sources {

namespace {

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

}  // namespace

Result<Secret> read_secret_file(const std::filesystem::path& path) {
  constexpr off_t kLargest = off_t{1} << 20;
  const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0) {
    const int why = errno;
    const ErrorKind kind = why == ENOENT || why == ENOTDIR ? ErrorKind::not_found
                           : why == EACCES                 ? ErrorKind::denied
                                                           : ErrorKind::io;
    return fail(kind, fmt::format("{}: {}", path.string(), std::strerror(why)));
  }
  struct stat about{};
  if (fstat(file.number, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > kLargest)
    return fail(ErrorKind::invalid, fmt::format("{} is no small file", path.string()));
  std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(file.number, bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorKind::io, fmt::format("{}: {}", path.string(), std::strerror(errno)));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return Secret(std::move(bytes));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

Result<HttpResponse> ask(ports::HttpClient& http, HttpRequest request, std::string_view who) {
  HttpResult answer = perform(http, std::move(request));
  if (!answer) return fail(ErrorKind::unavailable, fmt::format("{}: {}", who, answer.error().what));
  return *std::move(answer);
}

}  // namespace qd::sources
