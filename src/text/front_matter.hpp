// The YAML between two lines "---" at the start of a document: keys with one scalar or a list of scalars.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "text/source_text.hpp"

namespace qd::text {

/// Where the front matter lies in SourceText::text(). `body` is 0 where there is none: no closing line, or what stands
/// between is no "key: value", so that the first line is a rule of Markdown.
struct FrontMatterSpan {
  std::size_t begin = 0;  ///< of the YAML, after the opening line
  std::size_t end = 0;    ///< before the closing line
  std::size_t body = 0;   ///< where the Markdown starts
  bool toml = false;      ///< between "+++" lines, which is not read
};

[[nodiscard]] FrontMatterSpan split_front_matter(const SourceText& source);

struct FrontMatterValue {
  std::string_view text;  ///< as written, without quotes and escapes
  Position at;            ///< inside the quotes
};

struct FrontMatterEntry {
  std::string_view key;
  Position at;  ///< of the key
  bool list = false;
  std::uint32_t value_begin = 0;
  std::uint32_t value_end = 0;
};

/// Keeps its memory from one document to the next: one for each thread. What it gives is valid until the next call and
/// as long as the source.
class FrontMatterReader {
 public:
  enum class Way : std::uint8_t {
    quick,         ///< simple lines by our own reader, whose answers are libfyaml's, the rest by libfyaml
    library_only,  ///< for comparing the two
  };

  /// Reads it and gives where the body starts. Damaged or nested values are left out with a diagnostic; null (also an
  /// empty value) is an entry without values. Of a key that comes twice the first counts.
  std::size_t read(const SourceText& source, std::string_view file, Diagnostics& diagnostics, Way way = Way::quick);

  [[nodiscard]] std::span<const FrontMatterEntry> entries() const { return entries_; }
  [[nodiscard]] std::span<const FrontMatterValue> values(const FrontMatterEntry& entry) const {
    return std::span(values_).subspan(entry.value_begin, entry.value_end - entry.value_begin);
  }
  /// The first value of the key; empty when there is none.
  [[nodiscard]] std::string_view first(std::string_view key) const;

 private:
  friend class FrontMatterLines;
  friend class FrontMatterYaml;

  void clear();
  /// False, with a diagnostic, when the key was there before.
  bool add_key(std::string_view key, std::size_t begin, std::size_t end);
  void add_value(std::string_view text, std::size_t begin, std::size_t end);
  void complain(Severity severity, std::string_view code, std::string message, Position at, std::string hint = {});

  const SourceText* source_ = nullptr;
  std::string_view file_;
  Diagnostics* diagnostics_ = nullptr;
  std::vector<FrontMatterEntry> entries_;
  std::vector<FrontMatterValue> values_;
  std::deque<std::string> texts_;  // of keys and values that are written otherwise than they read
};

}  // namespace qd::text
