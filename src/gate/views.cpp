#include "gate/views.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hpp"

namespace qd::gate {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The byte that two hexadecimal digits at `at` spell, or -1.
int hex_byte(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  const int high = hex_digit(text[at]);
  const int low = hex_digit(text[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Where one of a few characters comes next, for positions that only grow.
class Marks {
 public:
  Marks(std::string_view bytes, std::string_view marks) : bytes_(bytes), marks_(marks) {}

  /// The first at or behind `at`; the end where there is none.
  std::size_t next(std::size_t at) {
    std::size_t first = bytes_.size();
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      if (next_[i] < at || !asked_[i]) next_[i] = std::min(bytes_.find(marks_[i], at), bytes_.size()), asked_[i] = true;
      first = std::min(first, next_[i]);
    }
    return first;
  }

 private:
  static constexpr std::size_t kMost = 2;

  std::string_view bytes_;
  std::string_view marks_;
  std::array<std::size_t, kMost> next_{};
  std::array<bool, kMost> asked_{};
};

/// Copies `bytes`; at each of the characters in `marks` it asks `decode_at(at, out)`, which appends what stands there
/// and returns how many bytes that took, or 0 for "nothing special".
template <class DecodeAt>
std::optional<std::string> decoded(std::string_view bytes, std::string_view marks, DecodeAt decode_at) {
  Marks search(bytes, marks);
  std::size_t at = search.next(0);
  if (at == bytes.size()) return std::nullopt;
  std::string out;
  out.reserve(bytes.size());
  out.append(bytes.substr(0, at));
  bool changed = false;
  while (at < bytes.size()) {
    const std::size_t taken = decode_at(at, out);
    if (taken > 0) {
      changed = true;
      at += taken;
    } else {
      out += bytes[at++];
    }
    const std::size_t next = search.next(at);
    out.append(bytes, at, next - at);
    at = next;
  }
  return changed ? std::optional(std::move(out)) : std::nullopt;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::optional<std::string> without_line_ends(std::string_view bytes, std::string_view between) {
  return decoded(bytes, "\r\n", [&](std::size_t at, std::string& out) {
    std::size_t end = at;
    while (end < bytes.size() && is_blank(bytes[end])) ++end;
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    out += between;
    return end - at;
  });
}

std::optional<std::string> joined_lines(std::string_view bytes) { return without_line_ends(bytes, ""); }
std::optional<std::string> spaced_lines(std::string_view bytes) { return without_line_ends(bytes, " "); }

std::optional<std::string> quoted_printable(std::string_view bytes) {
  return decoded(bytes, "=", [&](std::size_t at, std::string& out) -> std::size_t {
    std::size_t end = at + 1;
    while (end < bytes.size() && (bytes[end] == ' ' || bytes[end] == '\t')) ++end;
    if (bytes.substr(end).starts_with("\r\n")) return end + 2 - at;
    if (end < bytes.size() && bytes[end] == '\n') return end + 1 - at;
    const int byte = hex_byte(bytes, at + 1);
    if (byte < 0) return 0;
    out += static_cast<char>(byte);
    return 3;
  });
}

std::optional<std::string> percent(std::string_view bytes) {
  return decoded(bytes, "%", [&](std::size_t at, std::string& out) -> std::size_t {
    const int byte = hex_byte(bytes, at + 1);
    if (byte < 0) return 0;
    out += static_cast<char>(byte);
    return 3;
  });
}

constexpr auto kEntities = std::to_array<std::pair<std::string_view, char>>(
    {{"amp", '&'},    {"lt", '<'},     {"gt", '>'},   {"quot", '"'},   {"apos", '\''},  {"nbsp", ' '},
     {"plus", '+'},   {"equals", '='}, {"sol", '/'},  {"bsol", '\\'},  {"lowbar", '_'}, {"commat", '@'},
     {"dollar", '$'}, {"percnt", '%'}, {"excl", '!'}, {"num", '#'},    {"colon", ':'},  {"semi", ';'},
     {"period", '.'}, {"comma", ','},  {"lpar", '('}, {"rpar", ')'},   {"lsqb", '['},   {"rsqb", ']'},
     {"lbrack", '['}, {"rbrack", ']'}, {"lcub", '{'}, {"rcub", '}'},   {"lbrace", '{'}, {"rbrace", '}'},
     {"ast", '*'},    {"grave", '`'},  {"Hat", '^'},  {"verbar", '|'}, {"vert", '|'},   {"quest", '?'}});

/// The number of an entity such as "#38" or "#x26"; nothing when it is none.
std::optional<char32_t> entity_number(std::string_view name) {
  const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  char32_t value = 0;
  for (const char c : digits) {
    const int digit = hex_digit(c);
    if (digit < 0 || (!hexadecimal && digit > 9)) return std::nullopt;
    value = value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit);
  }
  return value;
}

std::optional<std::string> entities(std::string_view bytes) {
  return decoded(bytes, "&", [&](std::size_t at, std::string& out) -> std::size_t {
    const std::size_t semicolon = bytes.substr(at, 12).find(';');
    if (semicolon == std::string_view::npos || semicolon < 2) return 0;
    const std::string_view name = bytes.substr(at + 1, semicolon - 1);
    if (name[0] == '#') {
      const auto number = entity_number(name);
      if (!number || *number > 0x10FFFF) return 0;
      utf8::append(out, *number);
      return semicolon + 1;
    }
    const auto* const found = std::ranges::find(kEntities, name, &std::pair<std::string_view, char>::first);
    if (found == kEntities.end()) return 0;
    out += found->second;
    return semicolon + 1;
  });
}

/// JSON's, C's and Markdown's: \u0041, \x41, \n, \_ and a backslash at the end of a line.
std::optional<std::string> backslashes(std::string_view bytes) {
  return decoded(bytes, "\\", [&](std::size_t at, std::string& out) -> std::size_t {
    if (at + 1 >= bytes.size()) return 0;
    const char c = bytes[at + 1];
    if (c == 'u') {
      const int high = hex_byte(bytes, at + 2);
      const int low = hex_byte(bytes, at + 4);
      if (high < 0 || low < 0) return 0;
      utf8::append(out, static_cast<char32_t>(high * 256 + low));
      return 6;
    }
    if (c == 'x') {
      const int byte = hex_byte(bytes, at + 2);
      if (byte < 0) return 0;
      out += static_cast<char>(byte);
      return 4;
    }
    constexpr std::string_view kLetters = "nrtbf";
    constexpr std::string_view kMeanings = "\n\r\t\b\f";
    const std::size_t letter = kLetters.find(c);
    const bool punctuation =
        c > 0x20 && c < 0x7F && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
    if (letter != std::string_view::npos) {
      out += kMeanings[letter];
    } else if (punctuation) {
      out += c;
    } else {
      return 0;
    }
    return 2;
  });
}

constexpr auto kViews = std::to_array<View>({{"split lines", joined_lines},
                                             {"wrapped lines", spaced_lines, true},
                                             {"quoted-printable", quoted_printable},
                                             {"URL encoding", percent},
                                             {"HTML entities", entities},
                                             {"backslash escapes", backslashes}});

}  // namespace

std::span<const View> views() { return kViews; }

}  // namespace qd::gate
