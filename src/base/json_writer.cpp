#include "base/json_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "base/result.hpp"
#include "base/utf8.hpp"

namespace qd {

namespace {

constexpr std::size_t kDeepest = 64;

/// Bytes that need a second look: escapes, what is no ASCII, and '<', after which a slash does.
constexpr auto kSpecial = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c < out.size(); ++c) out[c] = c < 0x20 || c >= 0x7F;
  for (const char c : {'"', '\\', '<'}) out[static_cast<unsigned char>(c)] = true;
  return out;
}();

void append_escaped(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
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
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!kSpecial[c]) {
      ++i;
    } else if (c == '<') {
      ++i;
      if (!text.substr(i).starts_with('/')) continue;
      out.append(text.substr(plain, i - plain)).append("\\/");
      plain = ++i;
    } else if (c >= 0x80) {
      const utf8::Decoded one = utf8::decode_one(text.substr(i));
      if (!one.valid) {
        out.append(text.substr(plain, i - plain));
        utf8::append(out, utf8::kReplacement);
        plain = i + 1;
      }
      i += one.length;
    } else {
      out.append(text.substr(plain, i - plain));
      append_escaped(out, c);
      plain = ++i;
    }
  }
  out.append(text.substr(plain));
  out += '"';
}

void JsonWriter::new_line() {
  if (!pretty_) return;
  out_ += '\n';
  out_.append(2 * depth_, ' ');
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if ((has_elements_ & 1) != 0) out_ += ',';
  has_elements_ |= 1;
  new_line();
}

void JsonWriter::open(char bracket) {
  ensure(depth_ < kDeepest, "our own JSON is not nested deeply");
  before_value();
  out_ += bracket;
  has_elements_ <<= 1;
  ++depth_;
}

void JsonWriter::close(char bracket) {
  const bool had_elements = (has_elements_ & 1) != 0;
  has_elements_ >>= 1;
  --depth_;
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
  out_ += ':';
  if (pretty_) out_ += ' ';
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
