// A mail address as a person writes it in a configuration file.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace qd::mail {

/// "CEO <ceo@example.com>" in two pieces. The address is ASCII.
struct Address {
  std::string name;  ///< UTF-8; may be empty
  std::string address;
};

/// Reads "name <address>", "\"name\" <address>" or a bare address. Refuses what SES would refuse: no @, characters
/// beyond ASCII, control characters, more than 320 characters.
[[nodiscard]] Result<Address> parse_address(std::string_view text);

/// The same rules for an address that is in two pieces already.
[[nodiscard]] Result<void> check_address(const Address& address);

}  // namespace qd::mail
