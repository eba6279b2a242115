#include "mail/tags.hpp"

#include <fmt/format.h>

#include <array>

#include "mail/delivery_key.hpp"

namespace qd::mail {

namespace {

constexpr std::size_t kLongest = 256;

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

std::string tag_value(std::string_view text) {
  if (text.empty()) return "_";
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
    } else {
      out += fmt::format("_{:02X}", static_cast<unsigned char>(c));
    }
  }
  if (out.size() <= kLongest) return out;
  const std::string hash = message_key(std::array{std::string(text)});
  return out.substr(0, kLongest - hash.size() - 2) + "__" + hash;
}

std::vector<std::pair<std::string, std::string>> message_tags(std::string_view report, std::string_view role,
                                                              std::string_view period, std::string_view key) {
  return {
      {"report", tag_value(report)}, {"role", tag_value(role)}, {"period", tag_value(period)}, {"key", tag_value(key)}};
}

}  // namespace qd::mail
