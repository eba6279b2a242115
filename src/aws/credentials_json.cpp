#include "aws/credentials_json.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>

#include "aws/protocol.hpp"

namespace qd::aws {

namespace {

std::optional<text::JsonDocument> parse(std::string_view bytes) {
  const text::SourceText source(bytes);
  Diagnostics ignored;
  return text::parse_json(source, "", ignored);
}

Secret secret_of(text::JsonValue value) { return Secret(std::string(value.text())); }

}  // namespace

Result<Credentials> read_credentials_json(std::string_view bytes, std::string source) {
  const auto document = parse(bytes);
  if (!document) return fail(ErrorKind::invalid, fmt::format("{} gave no JSON", source));
  const text::JsonValue root = document->root();
  const text::JsonValue token = root["Token"] ? root["Token"] : root["SessionToken"];
  const text::JsonValue expiration = root["Expiration"];
  Credentials out{secret_of(root["AccessKeyId"]), secret_of(root["SecretAccessKey"]), secret_of(token),
                  parse_moment(expiration.text()), std::move(source)};
  if (out.access_key_id.empty() || out.secret_access_key.empty()) {
    const ApiError why = error_of({.status = 200, .headers = {}, .body = std::string(bytes)});
    return fail(ErrorKind::invalid, fmt::format("{} gave no keys{}{}{}{}", out.source, why.type.empty() ? "" : ": ",
                                                why.type, why.text.empty() ? "" : ": ", why.text));
  }
  if (expiration && !expiration.is_null() && !out.expires)
    return fail(ErrorKind::invalid, fmt::format("{} gave keys that end at no time that can be read", out.source));
  return out;
}

std::string sso_cache_file(std::string_view session_or_url) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(session_or_url.data()), session_or_url.size(), digest.data());
  return fmt::format("{:02x}.json", fmt::join(digest, ""));
}

std::optional<SsoToken> read_sso_token(std::string_view bytes) {
  const auto document = parse(bytes);
  if (!document) return std::nullopt;
  SsoToken out{secret_of(document->root()["accessToken"]), parse_moment(document->root()["expiresAt"].text())};
  if (out.access_token.empty()) return std::nullopt;
  return out;
}

Call get_role_credentials(std::string_view region, std::string_view account, std::string_view role,
                          const SsoToken& token) {
  Call call = get_call("sso", "/federation/credentials");
  call.region = region;
  call.query = {{"role_name", std::string(role)}, {"account_id", std::string(account)}};
  call.headers = {{"x-amz-sso_bearer_token", std::string(token.access_token.reveal())}};
  return call;
}

Result<Credentials> read_role_credentials(const HttpResponse& response, std::string source) {
  constexpr std::string_view kQuestion = "SSO GetRoleCredentials";
  const auto document = json_answer(response, kQuestion);
  if (!document) return std::unexpected(document.error());
  const text::JsonValue given = document->root()["roleCredentials"];
  Credentials out{secret_of(given["accessKeyId"]), secret_of(given["secretAccessKey"]),
                  secret_of(given["sessionToken"]), std::nullopt, std::move(source)};
  if (const auto expires = given["expiration"].integer()) out.expires = Moment{*expires};
  if (out.access_key_id.empty() || out.secret_access_key.empty() || !out.expires)
    return std::unexpected(nonsense(kQuestion));
  return out;
}

}  // namespace qd::aws
