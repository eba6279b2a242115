#include "mail/address.hpp"

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/utf8.hpp"

namespace qd::mail {

namespace {

constexpr std::size_t kLongestAddress = 320;
constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestDomain = 253;
constexpr std::size_t kLongestLabel = 63;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool is_local_part(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~.";
  if (text.empty() || text.size() > kLongestLocalPart || text.front() == '.' || text.back() == '.') return false;
  return text.find("..") == std::string_view::npos && std::ranges::all_of(text, [&](char c) {
           return is_letter_or_digit(c) || kOthers.find(c) != std::string_view::npos;
         });
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
  if (text.size() > kLongestDomain) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

/// By IDNA 2008 with the mapping of UTS 46, as browsers do it. What stands as xn--… already is looked at as well.
std::optional<std::string> ascii_domain(std::string_view domain) {
  const bool encoded = !std::ranges::search(domain, std::string_view("xn--"), {}, lower).empty();
  if (!encoded && std::ranges::none_of(domain, is_beyond_ascii)) return std::string(domain);
  char* ascii = nullptr;
  const int result = idn2_to_ascii_8z(std::string(domain).c_str(), &ascii, IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, decltype(&idn2_free)> owner(ascii, idn2_free);
  if (result != IDN2_OK) return std::nullopt;
  return std::string(ascii);
}

std::string without_quotes(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  std::string out;
  for (std::size_t i = 1; i + 1 < name.size(); ++i) {
    if (name[i] == '\\' && i + 2 < name.size()) ++i;
    out += name[i];
  }
  return out;
}

/// What is wrong with an ASCII address; empty when nothing is.
std::string_view problem_of(std::string_view address) {
  if (address.empty()) return "is empty";
  if (address.size() > kLongestAddress) return "has more than 320 characters";
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return "has no @";
  const std::string_view local = address.substr(0, at);
  if (std::ranges::any_of(local, is_beyond_ascii))
    return "has a letter beyond ASCII before the @, which mail services do not take";
  if (!is_local_part(local)) return "has before the @ what cannot stand there";
  if (!is_domain(address.substr(at + 1))) return "has no domain behind the @";
  return {};
}

/// Where the next address begins; inside quotes and <> nothing ends.
std::size_t end_of_address(std::string_view text) {
  bool quoted = false, angle = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '<' || c == '>')) {
      angle = c == '<';
    } else if (c == '\n' || (!quoted && !angle && (c == ',' || c == ';'))) {
      return i;
    }
  }
  return text.size();
}

}  // namespace

std::expected<Address, std::string> read_address(std::string_view text) {
  const auto refuse = [](std::string_view why) { return std::unexpected(std::string(why)); };
  const std::string_view whole = trimmed(text);
  if (std::ranges::any_of(whole, is_control)) return refuse("holds a line end or another control character");
  if (!utf8::valid(whole)) return refuse("is no UTF-8");
  Address out;
  const std::size_t open = whole.rfind('<');
  if (open != std::string_view::npos && whole.ends_with('>')) {
    out.name = without_quotes(trimmed(whole.substr(0, open)));
    out.address = trimmed(whole.substr(open + 1, whole.size() - open - 2));
  } else {
    out.address = whole;
  }
  if (split_addresses(whole).size() > 1 && (open == std::string_view::npos || out.name.find('@') != std::string::npos))
    return refuse("is more than one address");
  if (const std::size_t at = out.address.rfind('@'); at != std::string::npos) {
    const auto domain = ascii_domain(std::string_view(out.address).substr(at + 1));
    if (!domain) return refuse("has a domain that does not exist in any writing");
    out.address.replace(at + 1, std::string::npos, *domain);
  }
  if (const std::string_view problem = problem_of(out.address); !problem.empty()) return refuse(problem);
  return out;
}

Result<Address> parse_address(std::string_view text) {
  auto read = read_address(text);
  if (read) return std::move(*read);
  const std::string_view shown = trimmed(text);
  if (std::ranges::any_of(shown, is_control))
    return fail(ErrorKind::invalid, fmt::format("a mail address {}", read.error()));
  return fail(ErrorKind::invalid,
              fmt::format("\"{}\" is no mail address: it {}; write name@example.com", shown, read.error()));
}

std::vector<std::string_view> split_addresses(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = end_of_address(text);
    if (const std::string_view one = trimmed(text.substr(0, end)); !one.empty()) out.push_back(one);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string mailbox_of(std::string_view address) {
  std::string out(address);
  const std::size_t at = out.rfind('@');
  for (std::size_t i = at; i < out.size(); ++i) out[i] = lower(out[i]);
  return out;
}

Result<void> check_address(const Address& address) {
  if (std::ranges::any_of(address.name, is_control) || std::ranges::any_of(address.address, is_control))
    return fail(ErrorKind::invalid, "a mail address holds a line end or another control character");
  const std::string_view problem = problem_of(address.address);
  if (problem.empty()) return {};
  return fail(ErrorKind::invalid,
              fmt::format("\"{}\" is no mail address: it {}; write name@example.com", address.address, problem));
}

}  // namespace qd::mail
