// Credentials of the task or pod that we run in (ECS, EKS Pod Identity).
#pragma once

#include "aws/credentials.hpp"
#include "sources/aws_credentials/surroundings.hpp"

namespace qd::sources {

/// ErrorKind::not_found when we run in none. An address that is neither https nor local is refused, because whoever
/// sets the variable would get our token.
[[nodiscard]] Result<aws::Credentials> container_credentials(const AwsSurroundings& around, ports::HttpClient& http);

}  // namespace qd::sources
