// A mail address as a person writes it in a configuration file.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace qd::mail {

/// "CEO <ceo@example.com>" in two pieces. The address is ASCII: an internationalised domain stands as xn--….
struct Address {
  std::string name;  ///< UTF-8; may be empty
  std::string address;
};

/// Reads "name <address>", "\"name\" <address>" or a bare address. Refuses what no server, or SES, would take, because
/// one such address makes SES refuse the mail for everybody: no @, a letter beyond ASCII before it, control characters,
/// more than 320 characters, more than one address.
[[nodiscard]] Result<Address> parse_address(std::string_view text);

/// The same; the error is what is wrong with it as the end of "it …", and repeats nothing of the text, which may be a
/// secret that was pasted in the wrong place.
[[nodiscard]] std::expected<Address, std::string> read_address(std::string_view text);

/// The addresses of a list with commas, semicolons or line ends between them, outside quotes and <>; trimmed, without
/// empty ones.
[[nodiscard]] std::vector<std::string_view> split_addresses(std::string_view text);

/// What tells mailboxes apart: as written, the domain in lower case.
[[nodiscard]] std::string mailbox_of(std::string_view address);

/// The rules for an address that is in two pieces already, and ASCII.
[[nodiscard]] Result<void> check_address(const Address& address);

}  // namespace qd::mail
