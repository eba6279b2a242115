#include "mail/delivery_key.hpp"

#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "mail/address.hpp"

namespace qd::mail {

namespace {

std::string sha256(std::string_view bytes) {
  const std::unique_ptr<char, decltype(&g_free)> hex(
      g_compute_checksum_for_data(G_CHECKSUM_SHA256, reinterpret_cast<const guchar*>(bytes.data()), bytes.size()),
      g_free);
  return hex.get();
}

}  // namespace

std::string delivery_key(const DeliveryId& id) {
  const std::string recipient = mailbox_of(id.recipient);
  const std::string period = to_string(id.period), revision = std::to_string(id.revision);
  std::string all;
  // Lengths go before the texts, so that no text can reach into the next.
  for (const std::string_view text : {id.report, std::string_view(period), std::string_view(recipient),
                                      std::string_view(revision), id.variant, id.space, id.copy_of})
    all += fmt::format("{}:{}", text.size(), text);
  return sha256(all);
}

std::string message_key(std::span<const std::string> delivery_keys) {
  std::vector<std::string> sorted(delivery_keys.begin(), delivery_keys.end());
  std::ranges::sort(sorted);
  std::string all = "message";
  for (const std::string& key : sorted) all += "\n" + key;
  return sha256(all);
}

}  // namespace qd::mail
