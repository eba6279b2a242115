#include "aws/sts.hpp"

#include <gtest/gtest.h>

namespace qd::aws {
namespace {

TEST(CallerIdentity, IsAskedForAndRead) {
  EXPECT_EQ(get_caller_identity().body, "Action=GetCallerIdentity&Version=2011-06-15");
  const auto identity = read_caller_identity(
      {.status = 200,
       .body =
           "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
           "<Arn>arn:aws:iam::123456789012:user/reports</Arn><UserId>A</UserId><Account>123456789012</Account>"
           "</GetCallerIdentityResult></GetCallerIdentityResponse>"});
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->account, "123456789012");
  EXPECT_EQ(identity->arn, "arn:aws:iam::123456789012:user/reports");
  EXPECT_EQ(read_caller_identity({.status = 403, .body = ""}).error().kind, ErrorKind::denied);
  EXPECT_FALSE(read_caller_identity({.status = 200, .body = "<x/>"}));
}

TEST(AssumedRole, GivesCredentialsThatExpire) {
  EXPECT_EQ(assume_role({.role = "arn:aws:iam::1:role/r", .session = "s", .external_id = "e d"}).body,
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=s&"
            "DurationSeconds=3600&ExternalId=e%20d");
  EXPECT_TRUE(assume_role_with_web_identity({.role = "r"}, "a.b.c").body.ends_with("&WebIdentityToken=a.b.c"));
  const auto credentials = read_assumed_role(
      {.status = 200,
       .body = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>"
               "<SecretAccessKey>s/k+</SecretAccessKey><SessionToken>t==</SessionToken>"
               "<Expiration>2026-05-21T10:30:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"},
      "role r");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->access_key_id.reveal(), "ASIAEXAMPLE");
  EXPECT_EQ(credentials->secret_access_key.reveal(), "s/k+");
  EXPECT_EQ(credentials->session_token.reveal(), "t==");
  EXPECT_EQ(credentials->expires, parse_moment("2026-05-21T10:30:00Z"));
  EXPECT_EQ(credentials->source, "role r");
  EXPECT_FALSE(read_assumed_role({.status = 200, .body = "<AssumeRoleResponse/>"}, ""));
}

}  // namespace
}  // namespace qd::aws
