// Reading settings out of a TOML tree, where what is wrong becomes a diagnostic with its place and the default stays.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "text/source_text.hpp"
#include "text/toml.hpp"

namespace qd::app {

class TomlReading {
 public:
  /// All three must live as long.
  TomlReading(const text::SourceText& source, std::string_view path, Diagnostics& diagnostics)
      : source_(source), path_(path), diagnostics_(diagnostics) {}

  void say(Severity severity, std::string_view code, Position at, std::string message, std::string hint = {});
  [[nodiscard]] const text::SourceText& source() const { return source_; }
  [[nodiscard]] std::span<const Diagnostic> said() const { return diagnostics_; }

  void check_keys(const text::TomlValue& table, std::span<const std::string_view> known, std::string_view where);

  // In what follows the table may be nullptr: then nothing is there.

  /// The value if it is there and of that kind; what is of another kind is said.
  const text::TomlValue* get(const text::TomlValue* table, std::string_view key, text::TomlKind kind,
                             std::string_view example);
  const text::TomlValue* table(const text::TomlValue& root, std::string_view key);
  const text::TomlValue* string(const text::TomlValue* table, std::string_view key, std::string_view example);
  void read_string(const text::TomlValue* table, std::string_view key, std::string_view example, std::string& out);
  void read_duration(const text::TomlValue* table, std::string_view key, std::chrono::seconds& out);
  /// The elements that are strings.
  std::vector<const text::TomlValue*> strings(const text::TomlValue* table, std::string_view key,
                                              std::string_view example);
  /// The place of the word among `words`; nothing when it is absent or none of them.
  std::optional<std::size_t> choice(const text::TomlValue* table, std::string_view key,
                                    std::span<const std::string_view> words);
  std::optional<std::size_t> choice(const text::TomlValue& value, std::string_view key,
                                    std::span<const std::string_view> words);

 private:
  const text::SourceText& source_;
  std::string_view path_;
  Diagnostics& diagnostics_;
};

}  // namespace qd::app
