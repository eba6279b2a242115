#include "app/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "base/json_writer.hpp"
#include "gate/gate.hpp"

namespace qd::app {

namespace {

constexpr std::int64_t kProgressEveryMs = 100;

std::int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

bool is_terminal(std::FILE* file) { return isatty(fileno(file)) == 1; }

}  // namespace

Exit exit_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::refused:
      return Exit::gate_refused;
    case ErrorKind::invalid:
      return Exit::usage;
    case ErrorKind::not_found:
    case ErrorKind::denied:
    case ErrorKind::io:
    case ErrorKind::unavailable:
    case ErrorKind::conflict:
      return Exit::environment_refused;
  }
  return Exit::environment_refused;
}

Console::Console(std::FILE* out, std::FILE* err) : out_(out), err_(err) {
  const char* const no_color = std::getenv("NO_COLOR");
  colours_ = is_terminal(out) && (no_color == nullptr || *no_color == '\0');
  shows_progress_ = is_terminal(err);
}

Console::~Console() { end_progress(); }

bool Console::passes(std::string_view text, gate::Form form, std::string_view place) {
  if (gate_ == nullptr) return true;
  const auto outgoing = gate_->pass(std::string(text), form, place);
  if (outgoing) return true;
  if (!refused_) fmt::print(err_, "quarterdeck: error: {}\n", outgoing.error().what);
  refused_ = true;
  return false;
}

void Console::out(std::string_view text) {
  if (broken_ || !passes(text, gate::Form::file, "standard output")) return;
  if (std::fwrite(text.data(), 1, text.size(), out_) == text.size()) return;
  const int reason = errno;
  broken_ = true;
  // A reader that has read enough ("| head") is no failure.
  if (reason != EPIPE) error(fmt::format("cannot write standard output: {}", std::strerror(reason)));
}

void Console::err(std::string_view text) {
  end_progress();
  if (!passes(text, gate::Form::log, "standard error")) return;
  (void)std::fwrite(text.data(), 1, text.size(), err_);
}

void Console::event(std::string_view level, std::string_view what) {
  if (!log_json_) {
    err(level == "note" ? fmt::format("{}\n", what) : fmt::format("quarterdeck: {}: {}\n", level, what));
    return;
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object().member("level", level).member("event", what).end_object();
  err(line + "\n");
}

void Console::error(std::string_view what) { event("error", what); }
void Console::warning(std::string_view what) { event("warning", what); }
void Console::note(std::string_view what) { event("note", what); }

void Console::progress(std::string_view what, std::uint64_t done, std::uint64_t of) {
  if (!shows_progress_ || log_json_) return;
  const std::int64_t now = monotonic_ms();
  if (progress_shown_ && now - last_progress_ms_ < kProgressEveryMs) return;
  last_progress_ms_ = now;
  progress_shown_ = true;
  fmt::print(err_, "\r\033[K{} {}/{}", what, done, of);
  (void)std::fflush(err_);
}

void Console::end_progress() {
  if (!progress_shown_) return;
  progress_shown_ = false;
  fmt::print(err_, "\r\033[K");
  (void)std::fflush(err_);
}

bool Console::flush() {
  if (!broken_ && std::fflush(out_) != 0) {
    const int reason = errno;
    broken_ = true;
    if (reason != EPIPE) error(fmt::format("cannot write standard output: {}", std::strerror(reason)));
  }
  (void)std::fflush(err_);
  return !broken_;
}

}  // namespace qd::app
