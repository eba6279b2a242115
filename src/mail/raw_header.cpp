#include "mail/raw_header.hpp"

#include <algorithm>

namespace qd::mail {

namespace {

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_folded(std::string_view rest) { return rest.starts_with(' ') || rest.starts_with('\t'); }

}  // namespace

std::string raw_header(std::string_view message, std::string_view name) {
  while (!message.empty()) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    std::string_view line = message.substr(0, end);
    message.remove_prefix(std::min(end + 1, message.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return {};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !same_letters(line.substr(0, colon), name)) continue;
    std::string value(line.substr(std::min(line.find_first_not_of(" \t", colon + 1), line.size())));
    while (is_folded(message)) {
      const std::size_t next = std::min(message.find('\n'), message.size());
      std::string_view more = message.substr(0, next);
      message.remove_prefix(std::min(next + 1, message.size()));
      if (more.ends_with('\r')) more.remove_suffix(1);
      value += more;
    }
    return value;
  }
  return {};
}

}  // namespace qd::mail
