// Credentials of the role of the EC2 instance that we run on, from its metadata service (IMDSv2).
#pragma once

#include "aws/credentials.hpp"
#include "sources/aws_credentials/surroundings.hpp"

namespace qd::sources {

/// ErrorKind::not_found when nothing answers, the instance has no role, or AWS_EC2_METADATA_DISABLED is true. Waits a
/// second at most where there is no instance.
[[nodiscard]] Result<aws::Credentials> instance_credentials(const AwsSurroundings& around, ports::HttpClient& http);

}  // namespace qd::sources
