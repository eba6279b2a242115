// Who signs: a set of AWS credentials, and where the next comes from when it expires.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/moment.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace qd::aws {

struct Credentials {
  Secret access_key_id;
  Secret secret_access_key;
  Secret session_token;           ///< may be empty
  std::optional<Moment> expires;  ///< nothing: they do not
  std::string source;             ///< for people: "repos.env:12", "profile default", "instance role reports"
};

class CredentialSource {
 public:
  virtual ~CredentialSource() = default;
  /// Fresh for at least five minutes. Shared, because a request under way keeps what it was signed with.
  /// ErrorKind::not_found: nowhere are any; the message lists where was looked.
  [[nodiscard]] virtual Result<std::shared_ptr<const Credentials>> get(Moment now) = 0;
  /// The service called them expired: the next `get` fetches anew.
  virtual void forget() = 0;
};

}  // namespace qd::aws
