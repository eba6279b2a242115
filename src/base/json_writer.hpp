// Writes JSON as it goes, so that a million facts need no tree in memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace qd {

/// Appends to a string that the caller owns and may take away (and clear) between elements. Keys and values must
/// alternate as JSON wants it: `key` before each member of an object. At most 64 brackets are open at a time. Invalid
/// UTF-8 is written as U+FFFD.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out, bool pretty = false) : out_(out), pretty_(pretty) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool truth);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }
  JsonWriter& null();
  /// Text that is JSON already.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }

 private:
  void before_value();
  void open(char bracket);
  void close(char bracket);
  void new_line();

  std::string& out_;
  bool pretty_;
  bool after_key_ = false;
  // A bit for each open bracket, the innermost lowest: no allocation for a writer that lives for one element.
  std::uint64_t has_elements_ = 0;
  std::size_t depth_ = 0;
};

/// Appends `text` as a JSON string with its quotation marks. "</" is written "<\/", so that it can stand in a page.
void append_json_string(std::string& out, std::string_view text);

}  // namespace qd
