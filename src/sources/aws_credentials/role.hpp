// Credentials that STS gives for a role: in exchange for other credentials, or for a web identity token.
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.hpp"
#include "aws/sts.hpp"
#include "sources/aws_credentials/surroundings.hpp"

namespace qd::sources {

/// `region` of STS; empty: us-east-1. `source` says to people where the credentials come from.
[[nodiscard]] Result<aws::Credentials> role_credentials(const AwsSurroundings& around, ports::HttpClient& http,
                                                        const aws::AssumeRole& role, const aws::Credentials& with,
                                                        std::string_view region, const std::string& source, Moment now);

/// The token is read anew each time, because whoever writes the file changes it.
[[nodiscard]] Result<aws::Credentials> web_identity_credentials(const AwsSurroundings& around, ports::HttpClient& http,
                                                                const aws::AssumeRole& role,
                                                                const std::string& token_file, std::string_view region,
                                                                const std::string& source);

/// As AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN say; ErrorKind::not_found when they do not.
[[nodiscard]] Result<aws::Credentials> web_identity_credentials(const AwsSurroundings& around, ports::HttpClient& http);

}  // namespace qd::sources
