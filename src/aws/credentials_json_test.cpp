#include "aws/credentials_json.hpp"

#include <gtest/gtest.h>

namespace qd::aws {
namespace {

TEST(ReadCredentialsJson, ReadsContainersInstancesAndProcesses) {
  for (const std::string_view token : {"Token", "SessionToken"}) {
    const auto credentials =
        read_credentials_json(R"({"Version":1,"Code":"Success","AccessKeyId":"ID","SecretAccessKey":"KEY",")" +
                                  std::string(token) + R"(":"TOKEN","Expiration":"2026-05-21T10:30:00Z"})",
                              "a place");
    ASSERT_TRUE(credentials);
    EXPECT_EQ(credentials->access_key_id.reveal(), "ID");
    EXPECT_EQ(credentials->secret_access_key.reveal(), "KEY");
    EXPECT_EQ(credentials->session_token.reveal(), "TOKEN");
    EXPECT_EQ(credentials->expires, parse_moment("2026-05-21T10:30:00Z"));
    EXPECT_EQ(credentials->source, "a place");
  }
  const auto lasting = read_credentials_json(R"({"AccessKeyId":"ID","SecretAccessKey":"KEY","Expiration":null})", "x");
  EXPECT_EQ(lasting->expires, std::nullopt);
  EXPECT_TRUE(lasting->session_token.empty());
}

TEST(ReadCredentialsJson, SaysWhyThereAreNoneWithoutRepeatingThem) {
  EXPECT_EQ(read_credentials_json("", "the tool").error().what, "the tool gave no JSON");
  EXPECT_EQ(
      read_credentials_json(R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"no\ntrust"})", "role").error().what,
      "role gave no keys: AssumeRoleUnauthorizedAccess: no trust");
  const auto half = read_credentials_json(R"({"SecretAccessKey":"KEY"})", "x");
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().what, "x gave no keys");
  EXPECT_FALSE(read_credentials_json(R"({"AccessKeyId":"I","SecretAccessKey":"K","Expiration":"soon"})", "x"));
}

TEST(Sso, FindsTheTokenAndAsksForARole) {
  EXPECT_EQ(sso_cache_file("my-sso"), "0ad374308c5a4e22f723adf10145eafad7c4031c.json");
  const auto token = read_sso_token(R"({"accessToken":"T","expiresAt":"2026-05-21T10:30:00Z","region":"eu-west-1"})");
  ASSERT_TRUE(token);
  EXPECT_EQ(token->expires, parse_moment("2026-05-21T10:30:00Z"));
  EXPECT_FALSE(read_sso_token("{}"));
  const Call call = get_role_credentials("eu-west-1", "123456789012", "Read Only", *token);
  EXPECT_EQ(call.method, "GET");
  EXPECT_EQ(call.query[0].second, "Read Only");
  EXPECT_EQ(call.headers[0].second, "T");
  const auto credentials = read_role_credentials(
      {.status = 200,
       .headers = {},
       .body =
           R"({"roleCredentials":{"accessKeyId":"ID","secretAccessKey":"K","sessionToken":"S","expiration":1747819800000}})"},
      "sso");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->expires, Moment{1747819800000});
  EXPECT_FALSE(read_role_credentials({.status = 200, .headers = {}, .body = "{}"}, ""));
  EXPECT_EQ(read_role_credentials({.status = 401, .headers = {}, .body = ""}, "").error().kind, ErrorKind::denied);
}

}  // namespace
}  // namespace qd::aws
