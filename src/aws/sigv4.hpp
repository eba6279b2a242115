// Signature Version 4 in headers: AWS believes a request when it carries a hash of itself made with the secret key.
//
// Own code, because libcurl 7.88 signs ten kinds of requests wrongly and Debian has no AWS SDK for C++
// (docs/decisions/0003-own-aws-client.md); AWS's own vectors and botocore prove it.
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.hpp"
#include "base/http_message.hpp"
#include "base/moment.hpp"

namespace qd::aws {

/// What a request is signed for, and how the service reads its path.
struct Signing {
  std::string service;  ///< the name in the signature: "ses" also for sesv2
  std::string region;
  bool encodes_path_again = true;  ///< every service but S3
  bool normalises_path = true;     ///< every service but S3: "//", "/./" and "/../" are resolved
  bool hash_header = false;        ///< S3 wants the hash of the body as x-amz-content-sha256
};

/// Adds X-Amz-Date, Authorization and what else is wanted, in place of such headers from an earlier signature. Host is
/// that of the URL; the client must send it so, and every header that stands here now. Not signed are headers that
/// clients and proxies change (User-Agent, Expect, Connection, Transfer-Encoding, X-Amzn-Trace-Id).
void sign(HttpRequest& request, const Credentials& credentials, const Signing& signing, Moment now);

/// The text whose hash is signed; `headers` as they will be sent, without Host. For tests and for finding out why a
/// service disagrees.
[[nodiscard]] std::string canonical_request(const HttpRequest& request, const Signing& signing,
                                            std::string_view body_hash);

}  // namespace qd::aws
