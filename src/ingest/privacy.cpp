#include "ingest/privacy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "base/byte_scan.hpp"
#include "ingest/line.hpp"

namespace qd::ingest {

namespace {

constexpr std::size_t kShortestToken = 20;  // of letters and digits without a word in it
constexpr std::size_t kFewestPhoneDigits = 9;
constexpr std::size_t kMostPhoneDigits = 15;
constexpr std::size_t kLongestPhone = 40;  // with its spaces and signs

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
/// What a key may consist of, and what a mail address.
constexpr std::uint8_t kToken = 1;
constexpr std::uint8_t kMail = 2;
constexpr auto kSorts = [] {
  std::array<std::uint8_t, 256> sorts{};
  for (std::size_t byte = 0; byte < 0x80; ++byte) {
    const auto c = static_cast<char>(byte);
    if (is_digit(c) || is_upper(c) || is_lower(c) || c == '_' || c == '-' || c == '+') sorts[byte] = kToken | kMail;
    if (c == '/' || c == '=') sorts[byte] = kToken;
    if (c == '.' || c == '%') sorts[byte] = kMail;
  }
  return sorts;
}();
bool is_token(char c) { return (kSorts[static_cast<unsigned char>(c)] & kToken) != 0; }
bool is_mail(char c) { return (kSorts[static_cast<unsigned char>(c)] & kMail) != 0; }

/// How services mark the keys they give out.
bool has_key_prefix(std::string_view token) {
  constexpr auto kPrefixes = std::to_array<std::string_view>(
      {"sk_live_",    "sk_test_", "rk_live_", "pk_live_", "whsec_", "ghp_", "gho_", "ghs_",
       "github_pat_", "glpat-",   "xoxb-",    "xoxp-",    "xapp-",  "AKIA", "ASIA", "AIza",
       "SG.",         "sk-",      "eyJ",      "ya29.",    "shpat_", "sq0",  "EAAC", "-----BEGIN"});
  // A look at the first letter spares nearly every token the rest.
  return token.size() >= 15 && std::ranges::any_of(kPrefixes, [&](std::string_view p) {
           return p.front() == token.front() && token.starts_with(p) && token.size() >= p.size() + 12;
         });
}

double bits_per_character(std::string_view token) {
  std::array<int, 256> counts{};
  for (const char c : token) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    const double p = static_cast<double>(count) / static_cast<double>(token.size());
    bits -= p * std::log2(p);
  }
  return bits;
}

/// Letters of both cases and digits mixed without the breaks that paths and names have.
bool looks_random(std::string_view token) {
  if (token.size() < kShortestToken) return false;
  std::size_t changes = 0;
  bool upper = false, lower = false, digit = false, separator = false;
  for (std::size_t i = 0; i < token.size(); ++i) {
    upper = upper || is_upper(token[i]), lower = lower || is_lower(token[i]), digit = digit || is_digit(token[i]);
    separator = separator || token[i] == '/' || token[i] == '-' || token[i] == '_';
    if (i > 0 && is_digit(token[i]) != is_digit(token[i - 1])) ++changes;
  }
  const bool mixed = digit && (upper || lower) && changes >= 4;
  if (separator && !(upper && lower && digit)) return false;
  return mixed && bits_per_character(token) > 3.2;
}

class Masker {
 public:
  Masker(std::string_view text, std::string& out) : text_(text), out_(out) {}

  std::string_view mask() {
    bool found = false;
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = end_of_secret(at);
      if (end == at) {
        if (found) out_ += text_[at];
        ++at;
        continue;
      }
      if (!found) out_.assign(text_.substr(0, at));
      found = true;
      out_ += kMasked;
      at = end;
    }
    return found ? std::string_view(out_) : text_;
  }

 private:
  /// Behind the secret that starts exactly at `at`, else `at`.
  std::size_t end_of_secret(std::size_t at) {
    const char c = text_[at];
    const bool starts = at == 0 || !is_token(text_[at - 1]);
    if (!starts) return at;
    if (is_mail(c)) {
      if (const std::size_t end = end_of_mail(at); end != at) return end;
    }
    if (is_token(c)) {
      std::size_t end = at;
      while (end < text_.size() &&
             (is_token(text_[end]) || (text_[end] == '.' && end + 1 < text_.size() && is_token(text_[end + 1]))))
        ++end;
      const std::string_view token = text_.substr(at, end - at);
      if (has_key_prefix(token) || looks_random(token)) return end;
    }
    if (is_digit(c) || c == '+' || c == '(') return end_of_phone(at);
    return at;
  }

  std::size_t end_of_mail(std::size_t at) {
    if (at < plain_until_) return at;
    std::size_t end = at;
    while (end < text_.size() && is_mail(text_[end])) ++end;
    if (end == at || end >= text_.size() || text_[end] != '@') {
      plain_until_ = end;
      return at;
    }
    std::size_t domain = end + 1;
    bool dot = false;
    while (domain < text_.size() && is_mail(text_[domain])) dot = dot || text_[domain] == '.', ++domain;
    return dot && domain > end + 3 ? domain : at;
  }

  /// "+1 619 555 0100", "(619) 555-0100", "619-555-0100": groups of digits, with a sign that they are no amount.
  std::size_t end_of_phone(std::size_t at) const {
    std::size_t digits = 0, groups = 0, end = at, hyphens = 0;
    bool in_group = false;
    for (std::size_t i = at; i < std::min(text_.size(), at + kLongestPhone); ++i) {
      const char c = text_[i];
      if (is_digit(c)) {
        if (!in_group) ++groups;
        in_group = true;
        ++digits;
        end = i + 1;
        continue;
      }
      in_group = false;
      if (c == '-') ++hyphens;
      const bool joins = c == ' ' || c == '-' || c == '(' || c == ')' ||
                         (c == '.' && i + 1 < text_.size() && is_digit(text_[i + 1])) || (c == '+' && i == at);
      if (!joins) break;
    }
    if (digits < kFewestPhoneDigits || digits > kMostPhoneDigits) return at;
    if (text_[at] == '+' || text_[at] == '(') return groups >= 1 ? end : at;
    return groups == 3 && hyphens == 2 && digits == 10 ? end : at;
  }

  std::string_view text_;
  std::string& out_;
  std::size_t plain_until_ = 0;  // no mail address starts before
};

/// Whether 16 characters of tokens stand together. Such a run holds the last of some 16 bytes, so that most are never
/// looked at.
bool holds_long_run(std::string_view text) {
  constexpr std::size_t kRun = 16;
  const auto runs_on = [&](std::size_t i) { return is_token(text[i]) || text[i] == '.'; };
  for (std::size_t last = kRun - 1; last < text.size(); last += kRun) {
    if (!runs_on(last)) continue;
    std::size_t begin = last, end = last + 1;
    while (begin > 0 && runs_on(begin - 1)) --begin;
    while (end < text.size() && end - begin < kRun && runs_on(end)) ++end;
    if (end - begin >= kRun) return true;
  }
  return false;
}

bool holds_phone_digits(std::string_view text) {
  return text.size() >= kFewestPhoneDigits &&
         count_bytes(text, [](Bytes block) { return in_range(block, '0', '9'); }) >= kFewestPhoneDigits;
}

}  // namespace

std::string_view without_secrets(std::string_view text, std::string& scratch) {
  constexpr std::size_t kShortestMail = 5;
  if (text.size() < kShortestMail) return text;
  if (!holds_any<'@'>(text) && !holds_phone_digits(text) && !holds_long_run(text)) return text;
  return Masker(text, scratch).mask();
}

}  // namespace qd::ingest
