// Names for what is owed and for what is sent: the same report of the same period to the same reader has one key, so a
// second attempt finds the first.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace qd::mail {

struct DeliveryId {
  std::string_view report;
  Date period;
  std::string_view recipient;  ///< bare address; the domain's capitals say nothing, the local part's may
  int revision = 1;
  std::string_view variant;  ///< empty: the full mail; "lean"
  std::string_view space;    ///< "mail", "maildir", "simulator": what is tried out blocks nothing
  std::string_view copy_of;  ///< of an archive copy: the key of the message that it copies
};

/// 64 hexadecimal digits. Different ids have different keys, whatever stands in their texts.
[[nodiscard]] std::string delivery_key(const DeliveryId& id);

/// Of one message that carries deliveries with these keys, in any order.
[[nodiscard]] std::string message_key(std::span<const std::string> delivery_keys);

}  // namespace qd::mail
