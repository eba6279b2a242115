#include "render/html.hpp"

#include "base/utf8.hpp"

namespace qd::render {

void append_html(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool pair = (i > 0 && text[i - 1] == c) || (i + 1 < text.size() && text[i + 1] == c);
    switch (c) {
      case '&':
        out += "&amp;";
        continue;
      case '<':
        out += "&lt;";
        continue;
      case '>':
        out += "&gt;";
        continue;
      case '"':
        out += "&quot;";
        continue;
      case '\'':
        out += "&#39;";
        continue;
      case '{':
        out += pair ? "&#123;" : "{";
        continue;
      case '}':
        out += pair ? "&#125;" : "}";
        continue;
      case '\n':
      case '\t':
        out += c;
        continue;
      default:
        break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) continue;
    if (byte < 0x80) {
      out += c;
      continue;
    }
    const utf8::Decoded one = utf8::decode_one(text.substr(i));
    utf8::append(out, one.character);
    i += one.length - 1;
  }
}

std::string html(std::string_view text) {
  std::string out;
  append_html(out, text);
  return out;
}

std::string anchor_id(std::string_view ref) {
  std::string out = "how-";
  for (const char c : ref) out += c == ' ' || c == '\t' || c == '\n' ? '-' : c;
  return out;
}

}  // namespace qd::render
