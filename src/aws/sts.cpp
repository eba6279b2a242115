#include "aws/sts.hpp"

#include <fmt/format.h>

#include "aws/protocol.hpp"
#include "text/xml.hpp"

namespace qd::aws {

namespace {

constexpr std::string_view kVersion = "2011-06-15";

Call assume(std::string_view action, const AssumeRole& role, Parameter further) {
  const std::string seconds = fmt::format("{}", role.duration.count() > 0 ? role.duration.count() : 3600);
  std::vector<Parameter> parameters = {
      {"RoleArn", role.role}, {"RoleSessionName", role.session}, {"DurationSeconds", seconds}};
  if (!further.second.empty()) parameters.push_back(further);
  return query_call("sts", action, kVersion, parameters);
}

}  // namespace

Call get_caller_identity() { return query_call("sts", "GetCallerIdentity", kVersion); }

Result<CallerIdentity> read_caller_identity(const HttpResponse& response) {
  constexpr std::string_view kQuestion = "STS GetCallerIdentity";
  if (response.status < 200 || response.status > 299) return std::unexpected(refusal(response, kQuestion));
  const auto document = text::parse_xml(response.body);
  if (!document) return std::unexpected(nonsense(kQuestion));
  const text::XmlElement result = document->root()["GetCallerIdentityResult"];
  CallerIdentity out{std::string(result["Account"].text()), std::string(result["Arn"].text())};
  if (out.account.empty()) return std::unexpected(nonsense(kQuestion));
  return out;
}

Call assume_role(const AssumeRole& role) { return assume("AssumeRole", role, {"ExternalId", role.external_id}); }

Call assume_role_with_web_identity(const AssumeRole& role, std::string_view token) {
  return assume("AssumeRoleWithWebIdentity", role, {"WebIdentityToken", token});
}

Result<Credentials> read_assumed_role(const HttpResponse& response, const std::string& source) {
  constexpr std::string_view kQuestion = "STS AssumeRole";
  if (response.status < 200 || response.status > 299) return std::unexpected(refusal(response, kQuestion));
  const auto document = text::parse_xml(response.body);
  if (!document) return std::unexpected(nonsense(kQuestion));
  for (const text::XmlElement result : document->root()) {
    const text::XmlElement given = result["Credentials"];
    if (!given) continue;
    Credentials out{
        Secret(std::string(given["AccessKeyId"].text())), Secret(std::string(given["SecretAccessKey"].text())),
        Secret(std::string(given["SessionToken"].text())), parse_moment(given["Expiration"].text()), source};
    if (!out.access_key_id.empty() && !out.secret_access_key.empty() && out.expires) return out;
  }
  return std::unexpected(nonsense(kQuestion));
}

}  // namespace qd::aws
