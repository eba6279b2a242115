// What a mail service calls a message, without the dress it wears on the wire: SES answers with the bare id, and writes
// <id@email.amazonses.com> or <id@REGION.amazonses.com> into the message.
#pragma once

#include <string_view>

namespace qd::store {

[[nodiscard]] inline std::string_view bare_provider_id(std::string_view id) {
  if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
  constexpr std::string_view kDomain = ".amazonses.com";
  const std::size_t at = id.rfind('@');
  return at != std::string_view::npos && id.ends_with(kDomain) ? id.substr(0, at) : id;
}

}  // namespace qd::store
