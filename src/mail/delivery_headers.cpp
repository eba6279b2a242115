#include "mail/delivery_headers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mail/tags.hpp"

namespace qd::mail {

namespace {

/// Made for this: an id that names no mail, only the thread.
std::string thread_of(std::string_view report, std::string_view sender) {
  const std::size_t at = sender.rfind('@');
  const std::string_view domain = at == sender.npos ? sender : sender.substr(at + 1);
  return fmt::format("<report-{}.quarterdeck@{}>", tag_value(report), domain);
}

}  // namespace

Headers delivery_headers(const DeliveryHeaders& delivery) {
  Headers out = {{"X-Quarterdeck-Key", std::string(delivery.key)},
                 {"References", thread_of(delivery.report, delivery.sender)}};
  if (delivery.unsubscribe.https.empty()) return out;
  std::string ways = fmt::format("<{}>", delivery.unsubscribe.https);
  if (!delivery.unsubscribe.address.empty())
    ways += fmt::format(", <mailto:{}?subject=unsubscribe>", delivery.unsubscribe.address);
  out.emplace_back("List-Unsubscribe", std::move(ways));
  // RFC 8058: promises that a POST there needs no page, no sign-in and no redirect.
  out.emplace_back("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  return out;
}

Result<void> check_unsubscribe(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  constexpr std::size_t kLongest = 900;
  const bool plain = std::ranges::all_of(
      url, [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>' && c != ',' && c != '"'; });
  const std::string_view rest = url.starts_with(kScheme) ? url.substr(kScheme.size()) : std::string_view();
  if (plain && !rest.empty() && rest.front() != '/' && rest.front() != '?' && url.size() <= kLongest) return {};
  return fail(ErrorKind::invalid, fmt::format("\"{}\" is no address that readers can stop the mail at; write one that "
                                              "begins with https:// and takes a POST without sign-in",
                                              url));
}

}  // namespace qd::mail
