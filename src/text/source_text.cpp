#include "text/source_text.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/byte_scan.hpp"
#include "base/utf8.hpp"

namespace qd::text {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::size_t kUsualLine = 32;  // bytes; a guess that saves growing the index

bool is_control(char32_t c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B; }

char32_t unit_at(std::string_view bytes, std::size_t at, bool big_endian) {
  const auto first = static_cast<unsigned char>(bytes[at]);
  const auto second = static_cast<unsigned char>(bytes[at + 1]);
  return big_endian ? static_cast<char32_t>(first << 8 | second) : static_cast<char32_t>(second << 8 | first);
}

struct Utf16 {
  std::string text;
  std::size_t ascii = 0;
  std::size_t faults = 0;  ///< lone surrogates, control characters, half a unit
};

/// Lone surrogates, NULs and half a unit at the end become U+FFFD.
Utf16 from_utf16(std::string_view bytes, bool big_endian) {
  Utf16 out;
  out.text.reserve(bytes.size());
  std::size_t at = 0;
  while (at + 1 < bytes.size()) {
    char32_t c = unit_at(bytes, at, big_endian);
    at += 2;
    const bool high = c >= 0xD800 && c <= 0xDBFF;
    const char32_t low = high && at + 1 < bytes.size() ? unit_at(bytes, at, big_endian) : 0;
    if (low >= 0xDC00 && low <= 0xDFFF) {
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    } else if ((c >= 0xD800 && c <= 0xDFFF) || c == 0) {
      c = utf8::kReplacement;
      ++out.faults;
    }
    out.ascii += c < 0x80 ? 1 : 0;
    out.faults += is_control(c) || c == 0xFFFE || c == 0xFFFF ? 1 : 0;
    utf8::append(out.text, c);
  }
  if (at < bytes.size()) {
    utf8::append(out.text, utf8::kReplacement);
    ++out.faults;
  }
  return out;
}

/// UTF-16 without a mark shows by its spaces and line ends. `share`: one unit in so many must be ASCII.
bool is_unmarked(const Utf16& reading, const Utf16& other, std::size_t units, std::size_t share) {
  return reading.faults == 0 && reading.ascii * share >= units && (other.faults > 0 || reading.ascii > other.ascii);
}

std::string repaired(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  while (!bytes.empty()) {
    const utf8::Decoded one = utf8::decode_one(bytes);
    utf8::append(out, one.character == 0 ? utf8::kReplacement : one.character);
    bytes.remove_prefix(one.length);
  }
  return out;
}

bool is_binary(std::string_view bytes) {
  const auto controls = std::ranges::count_if(bytes, [](char c) { return is_control(static_cast<unsigned char>(c)); });
  return static_cast<std::size_t>(controls) > bytes.size() / 64 + 1;
}

}  // namespace

SourceText::SourceText(std::string_view bytes) {
  if (bytes.size() < std::numeric_limits<std::uint32_t>::max()) {
    decode(bytes);
  } else {
    encoding_ = Encoding::binary;
  }
  index_lines();
}

void SourceText::decode(std::string_view bytes) {
  const auto convert = [this](std::string text, Encoding encoding) {
    converted_ = std::move(text);
    text_ = converted_;
    encoding_ = encoding;
  };
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    const bool big_endian = bytes[0] == '\xFE';
    return convert(from_utf16(bytes.substr(2), big_endian).text, big_endian ? Encoding::utf16_be : Encoding::utf16_le);
  }
  if (bytes.starts_with(kUtf8Mark)) {
    encoding_ = Encoding::utf8_bom;
    bytes.remove_prefix(kUtf8Mark.size());
  }
  const bool nul = bytes.find('\0') != std::string_view::npos;
  const bool valid = utf8::valid(bytes);
  if (nul && bytes.size() % 2 == 0) {
    // What is valid UTF-8 with a few NULs is that, so it must look like UTF-16 much more.
    const std::size_t share = valid ? 2 : 32;
    Utf16 little = from_utf16(bytes, false);
    Utf16 big = from_utf16(bytes, true);
    if (is_unmarked(little, big, bytes.size() / 2, share)) return convert(std::move(little.text), Encoding::utf16_le);
    if (is_unmarked(big, little, bytes.size() / 2, share)) return convert(std::move(big.text), Encoding::utf16_be);
  }
  if ((nul || !valid) && is_binary(bytes)) {
    encoding_ = Encoding::binary;
  } else if (nul || !valid) {
    convert(repaired(bytes), Encoding::damaged_utf8);
  } else {
    text_ = bytes;
  }
}

void SourceText::index_lines() {
  if (text_.empty()) return;
  starts_.reserve(text_.size() / kUsualLine + 8);
  starts_.push_back(0);
  const auto add = [this](std::size_t start) {
    if (start < text_.size()) starts_.push_back(static_cast<std::uint32_t>(start));
  };
  if (text_.find('\r') == std::string_view::npos) {
    std::size_t at = 0;
    for (; at + sizeof(Bytes) <= text_.size(); at += sizeof(Bytes)) {
      for (std::uint32_t ends = bits_of(load(text_.data() + at) == '\n'); ends != 0; ends &= ends - 1)
        add(at + static_cast<std::size_t>(std::countr_zero(ends)) + 1);
    }
    while ((at = text_.find('\n', at)) != std::string_view::npos) add(++at);
    return;
  }
  for (std::size_t at = 0; (at = text_.find_first_of("\r\n", at)) != std::string_view::npos;) {
    if (text_.substr(at).starts_with("\r\n")) ++at;
    add(++at);
  }
}

std::uint32_t SourceText::line_of(std::size_t offset) const {
  const auto after = std::ranges::upper_bound(starts_, offset);
  return static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(after - starts_.begin(), 1));
}

Position SourceText::position(std::size_t begin, std::size_t end) const {
  if (starts_.empty()) return {1, 1, 0};
  Position out;
  out.line = line_of(begin);
  const std::size_t start = line_start(out.line);
  const std::size_t line_end = start + line(out.line).size();
  begin = std::min(begin, line_end);
  out.column = static_cast<std::uint32_t>(utf8::length(text_.substr(start, begin - start))) + 1;
  end = std::clamp(end, begin, line_end);
  out.length = static_cast<std::uint32_t>(utf8::length(text_.substr(begin, end - begin)));
  return out;
}

std::string_view SourceText::line(std::uint32_t line) const {
  const std::size_t start = line_start(line);
  const std::size_t next = line < starts_.size() ? starts_[line] : text_.size();
  std::string_view out = text_.substr(start, next - start);
  if (out.ends_with('\n')) out.remove_suffix(1);
  if (out.ends_with('\r')) out.remove_suffix(1);
  return out;
}

Diagnostic placed(Diagnostic what, std::string_view file, const SourceText& source, Position at) {
  what.file = file;
  what.at = at;
  if (at.line > 0 && at.line <= source.lines()) what.line = source.line(at.line);
  return what;
}

}  // namespace qd::text
