#include "text/dotenv.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace qd::text {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto other = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; };
  return !text.empty() && letter(text[0]) && std::ranges::all_of(text, other);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

class EnvReader {
 public:
  EnvReader(const SourceText& source, std::string_view file, Diagnostics& diagnostics)
      : source_(source), file_(file), diagnostics_(diagnostics) {}

  std::vector<EnvEntry> read() {
    while (line_ <= source_.lines()) {
      const std::uint32_t first = line_++;
      read_line(first, source_.line(first));
    }
    return std::move(entries_);
  }

 private:
  void read_line(std::uint32_t number, std::string_view line) {
    std::string_view rest = trimmed(line);
    if (rest.empty() || rest.starts_with('#')) return;
    if (rest.starts_with("export") && rest.size() > 6 && is_blank(rest[6])) rest = trimmed(rest.substr(6));
    const std::size_t equals = rest.find('=');
    const std::string_view name = trimmed(rest.substr(0, equals));
    if (equals == std::string_view::npos || !is_name(name)) {
      complain(Severity::warning, "env-line", {number, 0, 0}, "this line is no KEY=VALUE and is not read",
               "write KEY=VALUE, or # in front of a remark");
      return;
    }
    const auto column = static_cast<std::uint32_t>(name.data() - line.data()) + 1;
    const Position at{number, column, static_cast<std::uint32_t>(name.size())};
    if (auto value = read_value(at, name, rest.substr(equals + 1))) add(name, std::move(*value), at);
  }

  std::optional<Secret> read_value(Position at, std::string_view name, std::string_view rest) {
    const std::string_view value = trimmed(rest);
    if (value.starts_with('"') || value.starts_with('\'')) return read_quoted(at, name, value);
    // A '#' starts a remark only after a space, so that passwords and colours may hold one.
    std::size_t end = 0;
    while (end < rest.size() && !(rest[end] == '#' && end > 0 && is_blank(rest[end - 1]))) ++end;
    return Secret(std::string(trimmed(rest.substr(0, end))));
  }

  /// `first` starts with the quote; the value may go on over the next lines. After a mistake reading goes on with the
  /// very next line, so that a forgotten quote costs one entry.
  std::optional<Secret> read_quoted(Position at, std::string_view name, std::string_view first) {
    const char quote = first[0];
    std::string value;
    std::string_view rest = first.substr(1);
    for (std::uint32_t next = line_;; ++next) {
      if (const auto close = read_until(quote, rest, value)) {
        Secret secret(std::move(value));
        const std::string_view after = trimmed(rest.substr(*close + 1));
        if (!after.empty() && !after.starts_with('#')) break;
        line_ = next;
        return secret;
      }
      value += '\n';
      if (next > source_.lines() || quotes_end_with_line_[quote == '"']) {
        quotes_end_with_line_[quote == '"'] = true;
        break;
      }
      rest = source_.line(next);
    }
    const Secret dropped(std::move(value));
    complain(Severity::error, "env-quote", at, "the value of " + std::string(name) + " does not end with its quote",
             "close the quote at the end of the value, or put the whole value in quotes of the other kind");
    return std::nullopt;
  }

  /// Appends what stands before the closing quote and gives its offset, or all of it and nothing.
  static std::optional<std::size_t> read_until(char quote, std::string_view text, std::string& value) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == quote) return at;
      if (quote == '\'' || text[at] != '\\' || at + 1 == text.size()) {
        value += text[at];
        continue;
      }
      append_escape(text[++at], value);
    }
    return std::nullopt;
  }

  static void append_escape(char c, std::string& value) {
    switch (c) {
      case 'n':
        value += '\n';
        break;
      case 'r':
        value += '\r';
        break;
      case 't':
        value += '\t';
        break;
      case '"':
      case '\\':
      case '$':
      case '`':
        value += c;
        break;
      default:
        value += '\\';
        value += c;
    }
  }

  void add(std::string_view name, Secret value, Position at) {
    const auto found = std::ranges::find(entries_, name, &EnvEntry::name);
    if (found == entries_.end()) {
      entries_.push_back({std::string(name), std::move(value), at});
      return;
    }
    complain(Severity::warning, "env-duplicate", at,
             std::string(name) + " is there twice; the last one counts, the first is in line " +
                 std::to_string(found->at.line),
             "remove one of them");
    found->value = std::move(value);
    found->at = at;
  }

  /// Without the line, which `placed` would show.
  void complain(Severity severity, std::string_view code, Position at, std::string message, std::string hint) {
    diagnostics_.push_back({.severity = severity,
                            .code = code,
                            .message = std::move(message),
                            .file = std::string(file_),
                            .at = at,
                            .line = {},
                            .hint = std::move(hint)});
  }

  const SourceText& source_;
  std::string_view file_;
  Diagnostics& diagnostics_;
  std::vector<EnvEntry> entries_;
  std::uint32_t line_ = 1;             // the next one to read
  bool quotes_end_with_line_[2] = {};  // ' and ": one was never closed, so looking on would take quadratic time
};

}  // namespace

std::vector<EnvEntry> parse_env(const SourceText& source, std::string_view file, Diagnostics& diagnostics) {
  return EnvReader(source, file, diagnostics).read();
}

const EnvEntry* find(const std::vector<EnvEntry>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &EnvEntry::name);
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace qd::text
