#include "ingest/pairs.hpp"

#include <algorithm>
#include <array>

#include "base/byte_scan.hpp"
#include "base/utf8.hpp"

namespace qd::ingest {

namespace {

constexpr std::string_view kWideColon = "：";
constexpr std::size_t kMostKeyBytes = 90;
constexpr std::size_t kMostKeyWords = 8;

struct Mark {
  std::size_t at = std::string_view::npos;
  std::size_t size = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t words_of(std::string_view text) {
  std::size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool gap = c == ' ';
    if (!gap && !in_word) ++words;
    in_word = !gap;
  }
  return words;
}

/// Whether the text holds a byte with which a dash, an arrow or "=" may begin. Most lines hold none.
bool may_hold_dash(std::string_view text) { return holds_any<'-', '=', 0xE2>(text); }

/// The colon that ends a key: not of a URL, a time ("9:00"), a ratio ("3:1"), nor inside a parenthesis.
Mark find_colon(std::string_view text) {
  constexpr char kWideLead = '\xEF';
  const std::string_view front = text.substr(0, kMostKeyBytes + 1);
  const bool wide = holds_any<0xEF>(front);
  std::size_t from = front.find(':');
  if (from == std::string_view::npos && !wide) return {};
  if (wide) from = 0;
  from = std::min(from, front.substr(0, from).find('('));
  int depth = 0;
  for (std::size_t i = from; i < text.size() && i <= kMostKeyBytes; ++i) {
    const char c = text[i];
    if (c == '(') ++depth;
    if (c == ')' && depth > 0) --depth;
    if (depth > 0) continue;
    if (c == ':') {
      const char next = i + 1 < text.size() ? text[i + 1] : ' ';
      if (next == '/' && i + 2 < text.size() && text[i + 2] == '/') return {};
      if (next == ':' || (i > 0 && text[i - 1] == ':')) continue;
      if (i > 0 && is_digit(text[i - 1]) && is_digit(next)) continue;
      // "Key:value" without a space is a key only before a sign of money or a digit; else it is a name ("std:x",
      // "a:b").
      if (next != ' ' && !is_digit(next) && next != '$' && next != '~' && static_cast<unsigned char>(next) < 0x80)
        continue;
      return {i, 1};
    }
    if (c == kWideLead && text.substr(i).starts_with(kWideColon)) return {i, kWideColon.size()};
  }
  return {};
}

/// " — ", " – ", " - ", " -- ", " → ", " -> ", " = ": the first of them.
Mark find_dash(std::string_view text) {
  constexpr auto kDashes = std::to_array<std::string_view>({" — ", " – ", " - ", " -- ", " → ", " -> ", " = ", " => "});
  if (!may_hold_dash(text)) return {};
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    const char next = text[at + 1];
    if (text[at] != ' ' || (next != '-' && next != '=' && next != '\xE2')) continue;
    for (const std::string_view dash : kDashes) {
      if (text.substr(at).starts_with(dash)) return {at, dash.size()};
    }
  }
  return {};
}

bool plausible_key(std::string_view key) {
  if (key.empty() || key.size() > kMostKeyBytes || words_of(key) > kMostKeyWords) return false;
  if (!holds_any<'?', '!', ';', '.'>(key)) return true;
  // A full stop, question or exclamation mark before a space ends a sentence, and sentences are no keys.
  for (std::size_t i = 0; i + 1 < key.size(); ++i) {
    if ((key[i] == '?' || key[i] == '!' || key[i] == ';') && key[i + 1] == ' ') return false;
    // "1. Title" and "vs. last year" stay keys: the word before the stop is short.
    if (key[i] == '.' && key[i + 1] == ' ' && i > 4 && key.rfind(' ', i) != i - 2) return false;
  }
  return true;
}

/// "Metrics (as of Mar 9)" is a key and a qualifier.
void split_qualifier(Pair& pair) {
  if (!pair.key.ends_with(')')) return;
  const std::size_t open = pair.key.rfind('(');
  if (open == std::string_view::npos || open == 0) return;
  pair.qualifier = trim(pair.key.substr(open + 1, pair.key.size() - open - 2));
  pair.key = trim(pair.key.substr(0, open));
}

std::string_view without_colon(std::string_view key) {
  key = trim(key);
  if (key.ends_with(':')) key.remove_suffix(1);
  if (key.ends_with(kWideColon)) key.remove_suffix(kWideColon.size());
  return trim(key);
}

bool ends_with_colon(std::string_view text) { return text.ends_with(':') || text.ends_with(kWideColon); }

Pair make_pair(std::string_view key, std::string_view value, bool firm, bool bold) {
  Pair pair{.key = without_colon(strip_decoration(key)), .value = trim(value), .firm = firm, .bold = bold};
  split_qualifier(pair);
  return pair;
}

/// `text` begins with the bold words `bold`.
bool split_bold(std::string_view text, std::string_view bold, Pair& pair) {
  const std::string_view rest = trim(text.substr(bold.size()));
  if (ends_with_colon(bold)) {
    if (!plausible_key(bold)) return false;
    pair = make_pair(bold, rest, true, true);
    return true;
  }
  if (rest.empty()) {  // wholly bold: "Key: value" inside, or no pair
    const Mark colon = find_colon(bold);
    if (colon.size == 0 || !plausible_key(bold.substr(0, colon.at))) return false;
    pair = make_pair(bold.substr(0, colon.at), bold.substr(colon.at + colon.size), true, true);
    return true;
  }
  if (bold.ends_with('.') || bold.ends_with('!') || bold.ends_with('?')) return false;
  // **Key**: value, **Key** (qualifier): value
  const std::string_view after = rest;
  if (after.starts_with(':') || after.starts_with(kWideColon)) {
    const std::size_t size = after.starts_with(':') ? 1 : kWideColon.size();
    pair = make_pair(bold, after.substr(size), true, true);
    return plausible_key(bold);
  }
  if (after.starts_with('(')) {
    const std::size_t close = after.find(')');
    if (close != std::string_view::npos && ends_with_colon(trim(after.substr(0, close + 2)))) {
      pair = make_pair(bold, after.substr(close + 2), true, true);
      pair.qualifier = trim(after.substr(1, close - 1));
      return plausible_key(bold);
    }
  }
  for (const std::string_view dash : {"— ", "– ", "- ", "-- ", "→ ", "-> ", "= ", "| "}) {
    if (after.starts_with(dash)) {
      pair = make_pair(bold, after.substr(dash.size()), true, true);
      return plausible_key(bold);
    }
  }
  pair = make_pair(bold, rest, false, true);
  return plausible_key(bold);
}

bool split_plain(std::string_view text, Pair& pair) {
  const Mark colon = find_colon(text);
  if (colon.size != 0 && plausible_key(text.substr(0, colon.at))) {
    pair = make_pair(text.substr(0, colon.at), text.substr(colon.at + colon.size), true, false);
    return true;
  }
  const Mark dash = find_dash(text);
  const bool starts_with_number = !text.empty() && text.front() >= '0' && text.front() <= '9';
  if (dash.size != 0 && !starts_with_number && plausible_key(text.substr(0, dash.at))) {
    pair = make_pair(text.substr(0, dash.at), text.substr(dash.at + dash.size), false, false);
    return true;
  }
  return false;
}

/// Literal asterisks, as a paste through a rich-text editor leaves them ("\*\*Key:\*\* value"), mark bold words.
std::string_view literal_bold(std::string_view& text) {
  if (!text.starts_with("**")) return {};
  const std::size_t end = text.find("**", 2);
  if (end == std::string_view::npos) return {};
  return text.substr(2, end - 2);
}

void split_one(std::string_view text, std::string_view bold, std::vector<Pair>& pairs) {
  text = strip_decoration(text);
  Pair pair;
  const std::string_view literal = literal_bold(text);
  if (!literal.empty()) {
    const std::string_view rest = trim(text.substr(literal.size() + 4));
    if (ends_with_colon(literal)) {
      pairs.push_back(make_pair(literal, rest, true, true));
      return;
    }
    if (rest.starts_with(':')) {
      pairs.push_back(make_pair(literal, rest.substr(1), true, true));
      return;
    }
  }
  if (!bold.empty() ? split_bold(text, bold, pair) : split_plain(text, pair))
    pairs.push_back(pair);
  else
    pairs.push_back({.value = text, .bold = !bold.empty()});
}

/// The separator that divides the line into several statements, if one does.
std::string_view separator_of(const Line& line) {
  const bool possible = any_window<4>(line.text, [](const char* at) {
    const Bytes second = load(at + 1), third = load(at + 2), fourth = load(at + 3);
    const Bytes bullet = static_cast<Bytes>(third == 0x88) | static_cast<Bytes>(fourth == 0xA2);
    return static_cast<Bytes>(load(at) == ' ') &
           (static_cast<Bytes>(second == '|') | static_cast<Bytes>(second == 0xC2) |
            static_cast<Bytes>(second == 0xEF) | (static_cast<Bytes>(second == 0xE2) & bullet));
  });
  if (!possible) return {};
  for (const std::string_view separator : {" | ", " · ", " • ", " ｜ ", " ∙ "}) {
    const std::size_t at = line.text.find(separator);
    if (at == std::string_view::npos) continue;
    return separator;
  }
  return {};
}

}  // namespace

void split_pairs(const Line& line, std::vector<Pair>& pairs) {
  pairs.clear();
  const std::string_view separator = separator_of(line);
  if (separator.empty()) return split_one(line.text, line.bold, pairs);
  std::string_view rest = line.text;
  std::string_view bold = line.bold.size() < line.text.find(separator) ? line.bold : std::string_view();
  while (!rest.empty()) {
    const std::size_t end = rest.find(separator);
    const std::string_view part = trim(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + separator.size());
    if (!part.empty()) split_one(part, bold, pairs);
    bold = {};
  }
  // "Key: a · b · c" is one value with dots in it.
  const bool one_key = pairs.size() > 1 && !pairs[0].key.empty() &&
                       std::ranges::all_of(pairs.begin() + 1, pairs.end(), [](const Pair& p) { return p.key.empty(); });
  if (one_key && !(has_digit(pairs[0].value) && has_digit(pairs[1].value))) {
    pairs.clear();
    split_one(line.text, line.bold, pairs);
  }
}

TrailingAttributes split_trailing_attributes(std::string_view text) {
  text = trim(text);
  TrailingAttributes out{text, {}};
  if (!text.ends_with(')')) {
    if (!holds_any<'-', '|', 0xE2>(text)) return out;
    // "Publish the page — owner: cto, due: 2026-06-05"
    for (const std::string_view dash : {" — ", " – ", " -- ", " | "}) {
      const std::size_t at = text.find(dash);
      if (at == std::string_view::npos) continue;
      const std::string_view inside = trim(text.substr(at + dash.size()));
      const std::size_t colon = inside.find(": ");
      if (colon != std::string_view::npos && colon > 0 && colon <= 20 && inside.find(' ') > colon)
        return {trim(text.substr(0, at)), inside};
    }
    return out;
  }
  int depth = 0;
  std::size_t open = text.size();
  while (open-- > 0) {
    if (text[open] == ')') ++depth;
    if (text[open] == '(' && --depth == 0) break;
    if (open == 0) return out;
  }
  const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  const std::size_t colon = inside.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 30) return out;
  if (inside.substr(colon).starts_with("://")) return out;
  return {trim(text.substr(0, open)), inside};
}

}  // namespace qd::ingest
