// Credentials of a profile in the shared files of AWS's tools, however it comes by them: keys, a role, a process, SSO.
#pragma once

#include <optional>
#include <string>

#include "aws/credentials.hpp"
#include "aws/profiles.hpp"
#include "sources/aws_credentials/surroundings.hpp"

namespace qd::sources {

/// AWS_PROFILE, or "default".
[[nodiscard]] std::string profile_name(const AwsSurroundings& around);

/// Both files, where AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE or else ~/.aws say; a file that is not there is
/// empty.
[[nodiscard]] Result<aws::Profiles> read_profiles(const AwsSurroundings& around);

/// ErrorKind::not_found when the default profile has none; that a profile named by AWS_PROFILE has none is invalid.
[[nodiscard]] Result<aws::Credentials> profile_credentials(const AwsSurroundings& around, ports::HttpClient& http,
                                                           Moment now);

/// The region that the profile names; nothing when it names none or the files cannot be read.
[[nodiscard]] std::optional<std::string> profile_region(const AwsSurroundings& around);

}  // namespace qd::sources
