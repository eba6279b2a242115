#include "text/toml.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace qd::text {

namespace {

constexpr int kDeepest = 100;
constexpr std::size_t kLongestKey = 64;  // parts of a dotted key

std::size_t offset_of(const SourceText& source, std::uint32_t line, std::uint32_t column) {
  if (line > source.lines()) return source.text().size();
  const std::size_t start = source.line_start(line);
  return start + utf8::prefix(source.text().substr(start), column - 1).size();
}

Position position_of(const toml::source_region& region) {
  Position out{region.begin.line, region.begin.column, 1};
  if (region.end.line == out.line && region.end.column > out.column) out.length = region.end.column - out.column;
  return out;
}

/// As written, which is exact where a double is not.
std::string written(const SourceText& source, const toml::source_region& region) {
  const std::size_t begin = offset_of(source, region.begin.line, region.begin.column);
  const std::size_t end = offset_of(source, region.end.line, region.end.column);
  return std::string(source.text().substr(begin, end - begin));
}

/// The parser limits the depth of brackets only. A dotted key of many parts nests as deep and would exhaust the stack.
/// Gives the offset of such a key.
std::optional<std::size_t> find_endless_key(std::string_view text) {
  std::size_t parts = 0;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') quote = 0;
    if (quote != 0) {
      if (c == '\\' && quote == '"') ++at;
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '.') {
      if (++parts > kLongestKey) return at;
    } else if (c == '\n' || c == ',' || c == '=' || c == '[' || c == '{') {
      parts = 0;
    }
  }
  return std::nullopt;
}

class Converter {
 public:
  Converter(const SourceText& source, std::string_view file, Diagnostics& diagnostics)
      : source_(source), file_(file), diagnostics_(diagnostics) {}

  TomlValue convert(const toml::node& node, int depth) {
    TomlValue out;
    out.at = position_of(node.source());
    if (depth > kDeepest) {
      diagnostics_.push_back(
          placed({.severity = Severity::error, .code = "toml-depth", .message = "this is nested too deep to be read"},
                 file_, source_, out.at));
      return out;
    }
    switch (node.type()) {
      case toml::node_type::table:
        convert_table(*node.as_table(), depth, out);
        break;
      case toml::node_type::array:
        out.kind = TomlKind::array;
        for (const toml::node& element : *node.as_array()) out.elements.push_back(convert(element, depth + 1));
        break;
      case toml::node_type::string:
        out.kind = TomlKind::string;
        out.text = node.as_string()->get();
        break;
      case toml::node_type::integer:
        out.kind = TomlKind::integer;
        out.integer = node.as_integer()->get();
        break;
      case toml::node_type::floating_point:
        out.kind = TomlKind::decimal;
        out.text = written(source_, node.source());
        std::erase(out.text, '_');
        break;
      case toml::node_type::boolean:
        out.kind = TomlKind::boolean;
        out.boolean = node.as_boolean()->get();
        break;
      default:
        out.kind = TomlKind::date;
        out.text = written(source_, node.source());
    }
    return out;
  }

 private:
  void convert_table(const toml::table& table, int depth, TomlValue& out) {
    out.kind = TomlKind::table;
    for (const auto& [key, value] : table)
      out.members.push_back({std::string(key.str()), position_of(key.source()), convert(value, depth + 1)});
    // toml++ sorts by name.
    std::ranges::stable_sort(out.members, {}, [](const TomlMember& m) { return std::pair(m.at.line, m.at.column); });
  }

  const SourceText& source_;
  std::string_view file_;
  Diagnostics& diagnostics_;
};

struct Sizes {
  std::size_t written;
  std::size_t read;  ///< 0 for a line end that is escaped
};

Sizes escape_sizes(std::string_view raw) {
  if (raw.size() < 2) return {raw.size(), raw.size()};
  if (raw[1] == 'u' || raw[1] == 'U') {
    const std::size_t length = std::min<std::size_t>(raw.size(), raw[1] == 'u' ? 6 : 10);
    char32_t value = 0;
    for (const char c : raw.substr(2, length - 2))
      value = value * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    return {length, value < 0x80 ? 1u : value < 0x800 ? 2u : value < 0x10000 ? 3u : 4u};
  }
  if (raw[1] != ' ' && raw[1] != '\t' && raw[1] != '\n' && raw[1] != '\r') return {2, 1};
  return {std::min(raw.find_first_not_of(" \t\r\n", 1), raw.size()), 0};
}

/// Of what comes next in a string; toml++ reads CRLF as LF.
Sizes next_sizes(std::string_view raw, char quote) {
  if (quote == '"' && raw[0] == '\\') return escape_sizes(raw);
  return {raw.starts_with("\r\n") ? 2u : 1u, 1};
}

}  // namespace

std::string_view to_string(TomlKind kind) {
  switch (kind) {
    case TomlKind::table:
      return "table";
    case TomlKind::array:
      return "array";
    case TomlKind::string:
      return "string";
    case TomlKind::integer:
      return "whole number";
    case TomlKind::decimal:
      return "decimal number";
    case TomlKind::boolean:
      return "true or false";
    case TomlKind::date:
      return "date";
  }
  return "value";
}

const TomlValue* TomlValue::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &TomlMember::key);
  return found == members.end() ? nullptr : &found->value;
}

std::optional<TomlValue> parse_toml(const SourceText& source, std::string_view file, Diagnostics& diagnostics) {
  const auto complain = [&](Position at, std::string message) {
    diagnostics.push_back(
        placed({.severity = Severity::error, .code = "toml-syntax", .message = std::move(message)}, file, source, at));
  };
  if (const auto endless = find_endless_key(source.text())) {
    complain(source.position(*endless, *endless + 1), "this key has too many parts");
    return std::nullopt;
  }
  try {
    const toml::table table = toml::parse(source.text(), std::string_view());
    return Converter(source, file, diagnostics).convert(table, 0);
  } catch (const toml::parse_error& error) {
    complain(position_of(error.source()), std::string(error.description()));
    return std::nullopt;
  }
}

Position place_in_string(const SourceText& source, const TomlValue& string, std::size_t begin, std::size_t end) {
  const std::size_t start = offset_of(source, string.at.line, string.at.column);
  std::string_view raw = source.text().substr(start);
  const char quote = raw.empty() ? '"' : raw[0];
  const bool several_lines = raw.starts_with("\"\"\"") || raw.starts_with("'''");
  std::size_t at = several_lines ? 3 : 1;
  if (several_lines && raw.substr(at).starts_with("\r\n")) ++at;
  if (several_lines && raw.substr(at).starts_with('\n')) ++at;

  std::size_t from = at;
  for (std::size_t read = 0; read < end && at < raw.size();) {
    const Sizes next = next_sizes(raw.substr(at), quote);
    at += next.written;
    read += next.read;
    if (read <= begin) from = at;
  }
  return source.position(start + from, start + std::max(at, from));
}

}  // namespace qd::text
