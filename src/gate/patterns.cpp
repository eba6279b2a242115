#include "gate/patterns.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace qd::gate {

namespace {

constexpr std::size_t kShortest = 6;
/// Lines of a key file that are long enough to be the key's own.
constexpr std::size_t kShortestLine = 16;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

constexpr auto kSecretWords = std::to_array<std::string_view>(
    {"KEY",    "KEYS",      "SECRET",     "SECRETS",    "TOKEN",       "TOKENS",  "PASSWORD", "PASSWORDS", "PASS",
     "PASSWD", "PWD",       "PASSPHRASE", "CREDENTIAL", "CREDENTIALS", "PRIVATE", "DSN",      "WEBHOOK",   "SALT",
     "AUTH",   "SIGNATURE", "PIN",        "COOKIE",     "SESSION",     "JWT",     "BEARER",   "CERT",      "LICENSE"});
constexpr auto kSecretEndings =
    std::to_array<std::string_view>({"KEY", "SECRET", "TOKEN", "PASSWORD", "PASSWD", "CREDENTIALS"});

bool sounds_secret(std::string_view name) {
  // "STRIPE_SECRET_KEY in repos.env": what follows the first space is where it stands.
  const std::string words = upper(name.substr(0, name.find(' ')));
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find_first_of("_-./", begin), words.size());
    const std::string_view word = std::string_view(words).substr(begin, end - begin);
    if (std::ranges::find(kSecretWords, word) != kSecretWords.end()) return true;
    if (std::ranges::any_of(kSecretEndings, [&](std::string_view ending) { return word.ends_with(ending); }))
      return true;
    begin = end + 1;
  }
  return false;
}

/// "password" of "postgres://user:password@host/db".
std::string_view password_of_url(std::string_view value) {
  const std::size_t scheme = value.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::string_view rest = value.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return {};
  const std::size_t colon = authority.find(':');
  if (colon == std::string_view::npos || colon > at) return {};
  return authority.substr(colon + 1, at - colon - 1);
}

/// A run of letters and digits, both of them, as keys and tokens have and names of things do not.
bool looks_random(std::string_view value) {
  constexpr std::size_t kRun = 20;
  std::size_t run = 0;
  bool digit = false;
  bool letter = false;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0 && c != '+' && c != '/' && c != '_') {
      run = 0, digit = false, letter = false;
      continue;
    }
    ++run;
    digit = digit || std::isdigit(byte) != 0;
    letter = letter || std::isalpha(byte) != 0;
    if (run >= kRun && digit && letter) return true;
  }
  return false;
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The characters of the Base64 text that depend on `value` alone, when `offset` bytes of something else stand before
/// it in its group of three.
std::string base64_core(std::string_view value, std::size_t offset) {
  std::string bytes(offset, '\0');
  bytes += value;
  std::string out;
  for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
    const auto byte = [&](std::size_t n) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + n]));
    };
    const std::uint32_t group = (byte(0) << 16) | (byte(1) << 8) | byte(2);
    for (int shift = 18; shift >= 0; shift -= 6) out += kBase64[(group >> shift) & 63];
  }
  // The last, incomplete group: its first characters are the value's own, the next ones depend on what follows.
  const std::size_t rest = bytes.size() % 3;
  if (rest > 0) {
    const auto first = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[bytes.size() - rest]));
    out += kBase64[first >> 2];
    if (rest == 2) {
      const auto second = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes.back()));
      out += kBase64[((first & 3) << 4) | (second >> 4)];
    }
  }
  // One byte of something else reaches into two characters, two bytes into three.
  out.erase(0, offset == 0 ? 0 : offset + 1);
  return out;
}

std::string hexadecimal(std::string_view value, std::string_view digits) {
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

class Collector {
 public:
  Collector(std::vector<Pattern>& out, std::size_t secret) : out_(out), secret_(secret) {}

  void add_value(std::string_view value) {
    if (value.size() < kShortest) return;
    add(std::string(value), "plain text");
    for (std::size_t offset = 0; offset < 3; ++offset) {
      std::string core = base64_core(value, offset);
      std::string for_urls = core;
      std::ranges::replace(for_urls, '+', '-');
      std::ranges::replace(for_urls, '/', '_');
      if (for_urls != core) add(std::move(for_urls), "Base64");
      add(std::move(core), "Base64");
    }
    add(hexadecimal(value, "0123456789abcdef"), "hexadecimal");
    add(hexadecimal(value, "0123456789ABCDEF"), "hexadecimal");
  }

  /// Of a key in several lines each line is a secret, since a leak may re-wrap, indent or cut it.
  bool add_lines(std::string_view value) {
    bool added = false;
    while (!value.empty()) {
      const std::size_t end = value.find_first_of("\r\n");
      const std::string_view line = trimmed(value.substr(0, end));
      value = end == std::string_view::npos ? std::string_view() : value.substr(end + 1);
      if (line.size() < kShortestLine || line.starts_with("-----")) continue;
      add_value(line);
      added = true;
    }
    return added;
  }

 private:
  void add(std::string text, std::string_view form) { out_.push_back({Secret(std::move(text)), secret_, form}); }

  std::vector<Pattern>& out_;
  std::size_t secret_;
};

}  // namespace

bool is_guarded(std::string_view name, const Secret& secret) {
  const std::string_view value = trimmed(secret.reveal());
  if (value.size() < kShortest) return false;
  return sounds_secret(name) || value.find("PRIVATE KEY-----") != std::string_view::npos || looks_random(value) ||
         password_of_url(value).size() >= kShortest;
}

std::vector<Pattern> patterns_of(std::span<const KnownSecret> secrets) {
  std::vector<Pattern> out;
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    if (secrets[i].value == nullptr || !is_guarded(secrets[i].name, *secrets[i].value)) continue;
    Collector collector(out, i);
    const std::string_view value = trimmed(secrets[i].value->reveal());
    const bool several_lines = value.find('\n') != std::string_view::npos;
    if (!several_lines || !collector.add_lines(value)) collector.add_value(value);
    collector.add_value(password_of_url(value));
  }
  return out;
}

}  // namespace qd::gate
