// JSON as a flat tree: one row a value, in the order of the document, all text in one buffer. Read by Boost.JSON.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "text/source_text.hpp"

namespace qd::text {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

class JsonDocument;

/// A place in a document, which must outlive it. A JsonValue that stands for nothing behaves as null without children,
/// so that `v["a"]["b"].integer()` needs no checks on the way.
class JsonValue {
 public:
  JsonValue() = default;

  [[nodiscard]] bool exists() const { return document_ != nullptr; }
  explicit operator bool() const { return exists(); }
  [[nodiscard]] JsonKind kind() const;
  [[nodiscard]] bool is_null() const { return kind() == JsonKind::null; }
  [[nodiscard]] std::uint32_t line() const;  ///< where the value begins, from 1; 0 of what stands for nothing

  [[nodiscard]] std::string_view key() const;                 ///< of a member of an object, else empty
  [[nodiscard]] std::string_view text() const;                ///< string: its content; number: as written; else empty
  [[nodiscard]] std::optional<std::int64_t> integer() const;  ///< a number without fraction or exponent that fits
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<bool> boolean() const;

  /// The member with that key (of several, the last), or what stands for nothing. Takes time with the members.
  [[nodiscard]] JsonValue operator[](std::string_view key) const;

  class Iterator;
  [[nodiscard]] Iterator begin() const;  ///< elements or members, in order; none of any other kind
  [[nodiscard]] Iterator end() const;

 private:
  friend class JsonDocument;
  JsonValue(const JsonDocument* document, std::uint32_t index) : document_(document), index_(index) {}

  const JsonDocument* document_ = nullptr;
  std::uint32_t index_ = 0;
};

class JsonDocument {
 public:
  [[nodiscard]] JsonValue root() const { return {this, 0}; }

 private:
  friend class JsonValue;
  friend class JsonBuilder;

  struct Node {
    JsonKind kind = JsonKind::null;
    bool truth = false;
    std::uint32_t line = 0;  // Boost.JSON says nothing of places; fed line by line, it reports what stands on the line
    std::uint32_t key_begin = 0;
    std::uint32_t key_end = 0;
    std::uint32_t text_begin = 0;
    std::uint32_t text_end = 0;
    std::uint32_t end = 0;  // index one past the last value inside
  };
  std::vector<Node> nodes_;
  std::string text_;
};

class JsonValue::Iterator {
 public:
  using value_type = JsonValue;
  using difference_type = std::ptrdiff_t;

  Iterator() = default;
  JsonValue operator*() const { return at_; }
  Iterator& operator++();
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Iterator& other) const { return at_.index_ == other.at_.index_; }

 private:
  friend class JsonValue;
  explicit Iterator(JsonValue at) : at_(at) {}
  JsonValue at_;
};

inline constexpr std::size_t kDeepestJson = 200;

/// Strict JSON (RFC 8259), at most kDeepestJson levels. Nothing after a mistake, which is then in `diagnostics`.
[[nodiscard]] std::optional<JsonDocument> parse_json(const SourceText& source, std::string_view file,
                                                     Diagnostics& diagnostics);

}  // namespace qd::text
