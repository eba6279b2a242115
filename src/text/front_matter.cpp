#include "text/front_matter.hpp"

#include <algorithm>

#include "text/front_matter_lines.hpp"
#include "text/front_matter_yaml.hpp"

namespace qd::text {

namespace {

// What is longer is a document between two rules, not its front matter.
constexpr std::uint32_t kMostLines = 1000;
constexpr std::size_t kMostBytes = 64 * 1024;

std::string_view trimmed_right(std::string_view line) { return line.substr(0, line.find_last_not_of(" \t") + 1); }

bool looks_like_entry(std::string_view line) {
  const char first = line.empty() ? '\0' : line[0];
  const bool word = (first >= '0' && first <= '9') || ((first | 0x20) >= 'a' && (first | 0x20) <= 'z') ||
                    first == '_' || first == '"' || first == '\'' || first < 0;
  const std::size_t colon = line.find(':');
  if (!word || colon == std::string_view::npos) return false;
  return colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\t';
}

/// Whether the first of the lines that says something is an entry; true also when none does.
bool holds_entries(const SourceText& source, std::uint32_t first, std::uint32_t end) {
  for (std::uint32_t number = first; number < end; ++number) {
    const std::string_view line = source.line(number);
    const std::size_t content = line.find_first_not_of(" \t");
    if (content != std::string_view::npos && line[content] != '#') return looks_like_entry(line);
  }
  return true;
}

bool opens_unclosed(const SourceText& source) {
  return source.lines() > 1 && trimmed_right(source.line(1)) == "---" && looks_like_entry(source.line(2));
}

}  // namespace

FrontMatterSpan split_front_matter(const SourceText& source) {
  const std::string_view text = source.text();
  if (!text.starts_with("---") && !text.starts_with("+++")) return {};
  const std::string_view fence = text.substr(0, 3);
  if (trimmed_right(source.line(1)) != fence) return {};
  for (std::uint32_t line = 2; line <= std::min(source.lines(), kMostLines); ++line) {
    const std::string_view content = trimmed_right(source.line(line));
    const bool toml = fence[0] == '+';
    if (source.line_start(line) > kMostBytes) break;
    if (content != fence && (toml || content != "...")) continue;
    if (!toml && !holds_entries(source, 2, line)) return {};
    const std::size_t body = line < source.lines() ? source.line_start(line + 1) : text.size();
    return {source.line_start(2), source.line_start(line), body, toml};
  }
  return {};
}

std::size_t FrontMatterReader::read(const SourceText& source, std::string_view file, Diagnostics& diagnostics,
                                    Way way) {
  source_ = &source;
  file_ = file;
  diagnostics_ = &diagnostics;
  clear();
  const FrontMatterSpan span = split_front_matter(source);
  if (span.body == 0) {
    if (opens_unclosed(source))
      complain(Severity::warning, "front-matter-unclosed", "this front matter is not closed", {1, 1, 3},
               "end it with a line `---`");
    return 0;
  }
  if (span.toml) {
    complain(Severity::warning, "front-matter-toml", "front matter in TOML is not read", {1, 1, 3},
             "write it as YAML between lines `---`");
    return span.body;
  }
  FrontMatterLines lines(*this, span);
  const std::size_t said = diagnostics.size();
  if (way == Way::quick && lines.read_all()) return span.body;
  diagnostics.resize(said);
  if (!FrontMatterYaml(*this, span).read()) FrontMatterLines(*this, span).read_some();
  return span.body;
}

std::string_view FrontMatterReader::first(std::string_view key) const {
  const auto found = std::ranges::find(entries_, key, &FrontMatterEntry::key);
  return found == entries_.end() || found->value_begin == found->value_end ? std::string_view()
                                                                           : values_[found->value_begin].text;
}

void FrontMatterReader::clear() {
  entries_.clear();
  values_.clear();
  texts_.clear();
}

bool FrontMatterReader::add_key(std::string_view key, std::size_t begin, std::size_t end) {
  const Position at = source_->position(begin, end);
  if (std::ranges::find(entries_, key, &FrontMatterEntry::key) != entries_.end()) {
    complain(Severity::error, "front-matter-duplicate", "this key is there twice; the first one counts", at,
             "remove one of them");
    return false;
  }
  const auto value = static_cast<std::uint32_t>(values_.size());
  entries_.push_back({key, at, false, value, value});
  return true;
}

void FrontMatterReader::add_value(std::string_view text, std::size_t begin, std::size_t end) {
  values_.push_back({text, source_->position(begin, end)});
  entries_.back().value_end = static_cast<std::uint32_t>(values_.size());
}

void FrontMatterReader::complain(Severity severity, std::string_view code, std::string message, Position at,
                                 std::string hint) {
  diagnostics_->push_back(
      placed({.severity = severity, .code = code, .message = std::move(message), .hint = std::move(hint)}, file_,
             *source_, at));
}

}  // namespace qd::text
