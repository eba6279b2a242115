// Where a service of a region listens, and under which name and region its requests are signed.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "aws/api.hpp"
#include "aws/sigv4.hpp"
#include "base/result.hpp"

namespace qd::aws {

/// URLs by service (as Call::service), "" for all others: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL. SES v1 and v2
/// stand in for each other, because they are one host: who redirects one means the mail.
using EndpointOverrides = std::map<std::string, std::string, std::less<>>;

struct Endpoint {
  std::string url;  ///< "https://email.eu-west-1.amazonaws.com"; with the path of an override, without final slash
  Signing signing;
  bool overridden = false;
};

/// `region` may be empty for services that are the same everywhere (iam, route_53, cloudfront, cost_explorer …).
/// ErrorKind::invalid: no region, a region that cannot be one, an override that is no http or https URL.
[[nodiscard]] Result<Endpoint> endpoint_of(std::string_view service, std::string_view region,
                                           const EndpointOverrides& overrides);

struct Addressed {
  HttpRequest request;  ///< unsigned
  Signing signing;
};

/// The call as a request, not yet signed. The path of an S3 call is /BUCKET/KEY; where no override says otherwise and
/// the name allows it, the bucket moves into the host.
[[nodiscard]] Result<Addressed> address(const Call& call, std::string_view region, const EndpointOverrides& overrides);

}  // namespace qd::aws
