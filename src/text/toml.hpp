// TOML as a small tree that keeps the order of the file and knows where each value stands. Read by toml++.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "text/source_text.hpp"

namespace qd::text {

enum class TomlKind : std::uint8_t { table, array, string, integer, decimal, boolean, date };

[[nodiscard]] std::string_view to_string(TomlKind kind);  ///< "table", … for messages

struct TomlMember;

struct TomlValue {
  TomlKind kind = TomlKind::table;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;  ///< string: its content; decimal ("0.8"), date and time: as written, a decimal without underscores
  std::vector<TomlMember> members;  ///< table, in the order of the file
  std::vector<TomlValue> elements;  ///< array
  Position at;                      ///< the value as written; a table's is that of its header or opening brace

  /// Of a table; nothing when there is no such key or this is no table.
  [[nodiscard]] const TomlValue* find(std::string_view key) const;
};

struct TomlMember {
  std::string key;
  Position at;  ///< of the key
  TomlValue value;
};

/// Nothing after a syntax error, which is then in `diagnostics` with its place.
[[nodiscard]] std::optional<TomlValue> parse_toml(const SourceText& source, std::string_view file,
                                                  Diagnostics& diagnostics);

/// Where the bytes [begin, end) of a string's text stand in the file, whatever its quotes, escapes and lines. For a
/// caret under a mistake in a formula.
[[nodiscard]] Position place_in_string(const SourceText& source, const TomlValue& string, std::size_t begin,
                                       std::size_t end);

}  // namespace qd::text
