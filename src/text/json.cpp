#include "text/json.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <limits>

namespace qd::text {

/// Boost.JSON's handler: its events become rows of a JsonDocument.
class JsonBuilder {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  using Code = boost::json::error_code;

  JsonDocument document;
  std::uint32_t line = 1;  ///< that is read now

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return open(JsonKind::object); }
  bool on_object_end(std::size_t, Code&) { return close(); }
  bool on_array_begin(Code&) { return open(JsonKind::array); }
  bool on_array_end(std::size_t, Code&) { return close(); }
  bool on_key_part(std::string_view part, std::size_t, Code&) { return append(part); }
  bool on_key(std::string_view part, std::size_t, Code&) {
    append(part);
    key_begin_ = text_begin_;
    key_end_ = text_begin_ = size();
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, Code&) { return append(part); }
  bool on_string(std::string_view part, std::size_t, Code&) { return append(part), add(JsonKind::string); }
  bool on_number_part(std::string_view part, Code&) { return append(part); }
  bool on_int64(std::int64_t, std::string_view part, Code&) { return append(part), add(JsonKind::number); }
  bool on_uint64(std::uint64_t, std::string_view part, Code&) { return append(part), add(JsonKind::number); }
  bool on_double(double, std::string_view part, Code&) { return append(part), add(JsonKind::number); }
  bool on_bool(bool truth, Code&) {
    add(JsonKind::boolean);
    document.nodes_.back().truth = truth;
    return true;
  }
  bool on_null(Code&) { return add(JsonKind::null); }
  bool on_comment_part(std::string_view, Code&) { return true; }
  bool on_comment(std::string_view, Code&) { return true; }

 private:
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(document.text_.size()); }

  bool append(std::string_view part) {
    document.text_ += part;
    return true;
  }

  bool add(JsonKind kind) {
    const auto next = static_cast<std::uint32_t>(document.nodes_.size() + 1);
    document.nodes_.push_back({kind, false, line, key_begin_, key_end_, text_begin_, size(), next});
    key_begin_ = key_end_ = text_begin_ = size();
    return true;
  }

  bool open(JsonKind kind) {
    open_.push_back(static_cast<std::uint32_t>(document.nodes_.size()));
    return add(kind);
  }

  bool close() {
    document.nodes_[open_.back()].end = static_cast<std::uint32_t>(document.nodes_.size());
    open_.pop_back();
    return true;
  }

  std::vector<std::uint32_t> open_;
  std::uint32_t key_begin_ = 0;
  std::uint32_t key_end_ = 0;
  std::uint32_t text_begin_ = 0;
};

JsonKind JsonValue::kind() const { return exists() ? document_->nodes_[index_].kind : JsonKind::null; }

std::uint32_t JsonValue::line() const { return exists() ? document_->nodes_[index_].line : 0; }

std::string_view JsonValue::key() const {
  if (!exists()) return {};
  const JsonDocument::Node& node = document_->nodes_[index_];
  return std::string_view(document_->text_).substr(node.key_begin, node.key_end - node.key_begin);
}

std::string_view JsonValue::text() const {
  if (!exists()) return {};
  const JsonDocument::Node& node = document_->nodes_[index_];
  return std::string_view(document_->text_).substr(node.text_begin, node.text_end - node.text_begin);
}

std::optional<std::int64_t> JsonValue::integer() const {
  const std::string_view digits = text();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (kind() != JsonKind::number || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<double> JsonValue::number() const {
  const std::string_view digits = text();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (kind() != JsonKind::number || error != std::errc()) return std::nullopt;
  return value;
}

std::optional<bool> JsonValue::boolean() const {
  if (kind() != JsonKind::boolean) return std::nullopt;
  return document_->nodes_[index_].truth;
}

JsonValue JsonValue::operator[](std::string_view wanted) const {
  JsonValue found;
  if (kind() != JsonKind::object) return found;
  for (const JsonValue member : *this)
    if (member.key() == wanted) found = member;
  return found;
}

JsonValue::Iterator JsonValue::begin() const {
  const bool holds = kind() == JsonKind::array || kind() == JsonKind::object;
  return Iterator(holds ? JsonValue(document_, index_ + 1) : JsonValue());
}

JsonValue::Iterator JsonValue::end() const {
  const bool holds = kind() == JsonKind::array || kind() == JsonKind::object;
  return Iterator(holds ? JsonValue(document_, document_->nodes_[index_].end) : JsonValue());
}

JsonValue::Iterator& JsonValue::Iterator::operator++() {
  at_.index_ = at_.document_->nodes_[at_.index_].end;
  return *this;
}

std::optional<JsonDocument> parse_json(const SourceText& source, std::string_view file, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  boost::json::parse_options options;
  options.max_depth = kDeepestJson;
  boost::json::basic_parser<JsonBuilder> parser(options);
  boost::json::error_code error;
  std::size_t at = 0;
  for (std::uint32_t line = 1; line <= std::max(source.lines(), 1u); ++line) {
    const bool more = line < source.lines();
    const std::size_t end = more ? source.line_start(line + 1) : text.size();
    parser.handler().line = line;
    at += parser.write_some(more, text.data() + at, end - at, error);
    if (error || at != end) break;
  }
  if (!error) at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
  if (!error && at == text.size()) return std::move(parser.handler().document);

  const std::string message = "this is no JSON: " + (error ? error.message() : "text follows the value");
  diagnostics.push_back(placed({.severity = Severity::error, .code = "json-syntax", .message = message}, file, source,
                               source.position(at, at + 1)));
  return std::nullopt;
}

}  // namespace qd::text
