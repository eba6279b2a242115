// STS as requests and answers (AWS Query): who am I, and credentials for another role.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "aws/api.hpp"
#include "aws/credentials.hpp"
#include "base/result.hpp"

namespace qd::aws {

struct CallerIdentity {
  std::string account;
  std::string arn;
};
/// Needs no permission: the question that tells whether credentials work.
[[nodiscard]] Call get_caller_identity();
[[nodiscard]] Result<CallerIdentity> read_caller_identity(const HttpResponse& response);

struct AssumeRole {
  std::string role;  ///< ARN
  std::string session = "quarterdeck";
  std::string external_id;          ///< may be empty
  std::chrono::seconds duration{};  ///< zero: an hour, which every role allows
};
[[nodiscard]] Call assume_role(const AssumeRole& role);
/// `token`: the JSON web token that stands for credentials; the request is sent unsigned.
[[nodiscard]] Call assume_role_with_web_identity(const AssumeRole& role, std::string_view token);
/// `source` says to people where the credentials come from.
[[nodiscard]] Result<Credentials> read_assumed_role(const HttpResponse& response, const std::string& source);

}  // namespace qd::aws
