#include "app/toml_reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/duration.hpp"
#include "base/slug.hpp"

namespace qd::app {

using text::TomlKind;
using text::TomlMember;
using text::TomlValue;

namespace {

std::string list(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out.append(out.empty() ? "" : ", ").append("\"").append(word).append("\"");
  return out;
}

}  // namespace

void TomlReading::say(Severity severity, std::string_view code, Position at, std::string message, std::string hint) {
  diagnostics_.push_back({.severity = severity,
                          .code = code,
                          .message = std::move(message),
                          .file = std::string(path_),
                          .at = at,
                          .line = std::string(at.line >= 1 && at.line <= source_.lines() ? source_.line(at.line) : ""),
                          .hint = std::move(hint)});
}

void TomlReading::check_keys(const TomlValue& table, std::span<const std::string_view> known, std::string_view where) {
  for (const TomlMember& member : table.members) {
    if (std::ranges::find(known, member.key) != known.end()) continue;
    std::string hint = did_you_mean(member.key, known);
    if (hint.empty()) hint = fmt::format("there are {}", list(known));
    say(Severity::error, "config-unknown-key", member.at, fmt::format("{} has no key `{}`", where, member.key),
        std::move(hint));
  }
}

const TomlValue* TomlReading::get(const TomlValue* table, std::string_view key, TomlKind kind,
                                  std::string_view example) {
  const TomlValue* value = table == nullptr ? nullptr : table->find(key);
  if (value == nullptr || value->kind == kind) return value;
  say(Severity::error, "config-type", value->at,
      fmt::format("`{}` must be a {}, and this is a {}", key, text::to_string(kind), text::to_string(value->kind)),
      fmt::format("write it as: {}", example));
  return nullptr;
}

const TomlValue* TomlReading::table(const TomlValue& root, std::string_view key) {
  return get(&root, key, TomlKind::table, fmt::format("[{}]", key));
}

const TomlValue* TomlReading::string(const TomlValue* table, std::string_view key, std::string_view example) {
  return get(table, key, TomlKind::string, fmt::format("{} = \"{}\"", key, example));
}

void TomlReading::read_string(const TomlValue* table, std::string_view key, std::string_view example,
                              std::string& out) {
  if (const TomlValue* value = string(table, key, example)) out = value->text;
}

void TomlReading::read_duration(const TomlValue* table, std::string_view key, std::chrono::seconds& out) {
  const TomlValue* value = string(table, key, "6h");
  if (value == nullptr) return;
  if (const auto duration = parse_duration(value->text)) {
    out = *duration;
  } else {
    say(Severity::error, "config-duration", value->at, fmt::format("`{}` is no duration", value->text),
        "a whole number with s, m, h or d: \"90s\", \"6h\"");
  }
}

std::vector<const TomlValue*> TomlReading::strings(const TomlValue* table, std::string_view key,
                                                   std::string_view example) {
  std::vector<const TomlValue*> out;
  const std::string whole = fmt::format("{} = [\"{}\"]", key, example);
  const TomlValue* array = get(table, key, TomlKind::array, whole);
  if (array == nullptr) return out;
  for (const TomlValue& element : array->elements) {
    if (element.kind == TomlKind::string) {
      out.push_back(&element);
    } else {
      say(Severity::error, "config-type", element.at,
          fmt::format("`{}` holds strings, and this is a {}", key, text::to_string(element.kind)),
          "write it as: " + whole);
    }
  }
  return out;
}

std::optional<std::size_t> TomlReading::choice(const TomlValue* table, std::string_view key,
                                               std::span<const std::string_view> words) {
  const TomlValue* value = string(table, key, words.front());
  if (value == nullptr) return std::nullopt;
  return choice(*value, key, words);
}

std::optional<std::size_t> TomlReading::choice(const TomlValue& value, std::string_view key,
                                               std::span<const std::string_view> words) {
  const auto found = std::ranges::find(words, value.text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string hint = did_you_mean(value.text, words);
  if (hint.empty()) hint = fmt::format("write one of {}", list(words));
  say(Severity::error, "config-value", value.at, fmt::format("`{}` cannot be \"{}\"", key, value.text),
      std::move(hint));
  return std::nullopt;
}

}  // namespace qd::app
