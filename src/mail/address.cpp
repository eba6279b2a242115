#include "mail/address.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qd::mail {

namespace {

constexpr std::size_t kLongestAddress = 320;
constexpr std::size_t kLongestLocalPart = 64;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_local_part(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~.";
  if (text.empty() || text.size() > kLongestLocalPart || text.front() == '.' || text.back() == '.') return false;
  return text.find("..") == std::string_view::npos && std::ranges::all_of(text, [&](char c) {
           return is_letter_or_digit(c) || kOthers.find(c) != std::string_view::npos;
         });
}

bool is_domain(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
    return false;
  return std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; });
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

}  // namespace

Result<void> check_address(const Address& address) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(address.name, is_control) || std::ranges::any_of(address.address, is_control))
    return fail(ErrorKind::invalid, "a mail address holds a line end or another control character");
  const std::string_view text = address.address;
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return fail(ErrorKind::invalid,
                fmt::format("the mail address {} holds a letter beyond ASCII; write its domain as xn--…", text));
  const std::size_t at = text.rfind('@');
  const bool valid = at != std::string_view::npos && text.size() <= kLongestAddress &&
                     is_local_part(text.substr(0, at)) && is_domain(text.substr(at + 1));
  if (!valid) return fail(ErrorKind::invalid, fmt::format("\"{}\" is no mail address; write name@example.com", text));
  return {};
}

Result<Address> parse_address(std::string_view text) {
  Address out;
  const std::string_view whole = trimmed(text);
  const std::size_t open = whole.rfind('<');
  if (open != std::string_view::npos && whole.ends_with('>')) {
    out.name = without_quotes(trimmed(whole.substr(0, open)));
    out.address = trimmed(whole.substr(open + 1, whole.size() - open - 2));
  } else {
    out.address = whole;
  }
  if (auto checked = check_address(out); !checked) return std::unexpected(checked.error());
  return out;
}

}  // namespace qd::mail
