// Credentials as JSON: what a container, an instance, a credential process and SSO answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/api.hpp"
#include "aws/credentials.hpp"
#include "base/result.hpp"

namespace qd::aws {

/// {"AccessKeyId", "SecretAccessKey", "Token" or "SessionToken", "Expiration"}. ErrorKind::invalid when there are no
/// keys in it; the message repeats nothing but a Code or Message that says why.
[[nodiscard]] Result<Credentials> read_credentials_json(std::string_view bytes, std::string source);

/// What `aws sso login` leaves in ~/.aws/sso/cache.
struct SsoToken {
  Secret access_token;
  std::optional<Moment> expires;
};
/// File name within that folder, of a session's name or, in older profiles, a start URL.
[[nodiscard]] std::string sso_cache_file(std::string_view session_or_url);
[[nodiscard]] std::optional<SsoToken> read_sso_token(std::string_view bytes);

/// Sent as it is, without a signature.
[[nodiscard]] Call get_role_credentials(std::string_view region, std::string_view account, std::string_view role,
                                        const SsoToken& token);
[[nodiscard]] Result<Credentials> read_role_credentials(const HttpResponse& response, std::string source);

}  // namespace qd::aws
