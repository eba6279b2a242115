#include "base/json_writer.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/utf8.hpp"

namespace qd {

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  const auto flush = [&](std::size_t end, std::size_t next) {
    out.append(text.substr(plain, end - plain));
    plain = next;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80) {
      const utf8::Decoded one = utf8::decode_one(text.substr(i));
      if (!one.valid) {
        flush(i, i + 1);
        utf8::append(out, utf8::kReplacement);
      }
      i += one.length;
      continue;
    }
    const bool slash = c == '/' && i > 0 && text[i - 1] == '<';
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F && !slash) {
      ++i;
      continue;
    }
    flush(i, i + 1);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '/':
        out += "\\/";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    }
    ++i;
  }
  flush(text.size(), text.size());
  out += '"';
}

void JsonWriter::new_line() {
  if (!pretty_) return;
  out_ += '\n';
  out_.append(2 * has_elements_.size(), ' ');
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (has_elements_.empty()) return;
  if (has_elements_.back()) out_ += ',';
  has_elements_.back() = true;
  new_line();
}

void JsonWriter::open(char bracket) {
  before_value();
  out_ += bracket;
  has_elements_.push_back(false);
}

void JsonWriter::close(char bracket) {
  const bool had_elements = has_elements_.back();
  has_elements_.pop_back();
  if (had_elements) new_line();
  out_ += bracket;
}

JsonWriter& JsonWriter::begin_object() { return open('{'), *this; }
JsonWriter& JsonWriter::end_object() { return close('}'), *this; }
JsonWriter& JsonWriter::begin_array() { return open('['), *this; }
JsonWriter& JsonWriter::end_array() { return close(']'), *this; }

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  append_json_string(out_, name);
  out_ += pretty_ ? ": " : ":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) { return raw(truth ? "true" : "false"); }
JsonWriter& JsonWriter::null() { return raw("null"); }
JsonWriter& JsonWriter::value(std::int64_t number) { return raw(fmt::format_int(number).c_str()); }
JsonWriter& JsonWriter::value(std::uint64_t number) { return raw(fmt::format_int(number).c_str()); }

}  // namespace qd
