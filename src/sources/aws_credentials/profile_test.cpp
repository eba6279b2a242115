#include "sources/aws_credentials/profile.hpp"

#include <gtest/gtest.h>

#include "aws/credentials_json.hpp"
#include "support/aws_surroundings.hpp"

namespace qd::sources {
namespace {

using test::AwsHome;
using test::header_of;

class ProfileCredentials : public testing::Test {
 protected:
  Result<aws::Credentials> find() { return profile_credentials(home.around(), home.http, now); }
  std::string id() {
    auto found = find();
    return found ? std::string(found->access_key_id.reveal()) : found.error().what;
  }

  AwsHome home;
  Moment now = *parse_moment("2026-05-21T09:30:00Z");
};

TEST_F(ProfileCredentials, AreTheKeysOfTheProfile) {
  home.write(".aws/credentials",
             "[default]\naws_access_key_id=D\naws_secret_access_key=K\n[work]\naws_access_key_id=W\n"
             "aws_secret_access_key=K\naws_session_token=T\n");
  home.write(".aws/config", "[profile work]\nregion = us-west-2\naws_session_token = stale\n");
  EXPECT_EQ(id(), "D");
  EXPECT_TRUE(find()->session_token.empty());
  EXPECT_EQ(profile_region(home.around()), std::nullopt);
  home.variables = {{"AWS_PROFILE", "work"}};
  EXPECT_EQ(id(), "W");
  EXPECT_EQ(find()->session_token.reveal(), "T");
  EXPECT_EQ(find()->source, "profile work");
  EXPECT_EQ(profile_region(home.around()), "us-west-2");
}

TEST_F(ProfileCredentials, AreReadFromTheFilesThatAreNamed) {
  home.variables = {
      {"AWS_SHARED_CREDENTIALS_FILE", home.write("mine", "[default]\naws_access_key_id=M\naws_secret_access_key=K\n")},
      {"AWS_CONFIG_FILE", "~/other"}};
  home.write("other", "[default]\nregion=eu-north-1\n");
  EXPECT_EQ(id(), "M");
  EXPECT_EQ(profile_region(home.around()), "eu-north-1");
}

TEST_F(ProfileCredentials, AreMissedOnlyWhereAProfileWasAskedFor) {
  EXPECT_EQ(find().error().kind, ErrorKind::not_found);
  home.write(".aws/config", "[default]\nregion=eu-north-1\n[profile half]\naws_access_key_id=H\n");
  EXPECT_EQ(find().error().kind, ErrorKind::not_found);
  home.variables = {{"AWS_PROFILE", "half"}};
  EXPECT_EQ(find().error().kind, ErrorKind::invalid);
  home.variables = {{"AWS_PROFILE", "absent"}};
  EXPECT_EQ(find().error().kind, ErrorKind::invalid);
  EXPECT_NE(find().error().what.find("absent"), std::string::npos);
}

TEST_F(ProfileCredentials, AreThoseOfARoleAssumedWithAnotherProfile) {
  home.write(".aws/config",
             "[default]\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=middle\nregion=us-west-2\nexternal_id=E\n"
             "duration_seconds=900\nrole_session_name=S\n[profile middle]\nrole_arn=arn:aws:iam::1:role/m\n"
             "source_profile=base\n");
  home.write(".aws/credentials", "[base]\naws_access_key_id=BASE\naws_secret_access_key=K\n");
  home.answer = [](const HttpRequest& request) {
    return test::ok(test::assumed_role(request.body.contains("role%2Fm") ? "MIDDLE" : "LAST"));
  };
  const auto found = find();
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->access_key_id.reveal(), "LAST");
  EXPECT_EQ(found->expires, parse_moment("2026-05-21T10:30:00Z"));
  ASSERT_EQ(home.http.asked.size(), 2u);
  EXPECT_EQ(home.http.asked[0].url, "https://sts.eu-west-1.amazonaws.com/");
  EXPECT_NE(header_of(home.http.asked[0], "authorization").find("Credential=BASE/20260521/eu-west-1/sts/"),
            std::string::npos);
  EXPECT_EQ(home.http.asked[1].url, "https://sts.us-west-2.amazonaws.com/");
  EXPECT_NE(header_of(home.http.asked[1], "authorization").find("Credential=MIDDLE/"), std::string::npos);
  EXPECT_EQ(header_of(home.http.asked[1], "x-amz-security-token"), "T");
  EXPECT_TRUE(home.http.asked[1].body.ends_with(
      "&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=S&DurationSeconds=900&ExternalId=E"));
}

TEST_F(ProfileCredentials, MayAssumeARoleWithTheirOwnKeys) {
  home.write(".aws/credentials",
             "[default]\naws_access_key_id=OWN\naws_secret_access_key=K\nrole_arn=arn:aws:iam::1:role/r\n"
             "source_profile=default\n");
  home.answer = [](const HttpRequest&) { return test::ok(test::assumed_role("ROLE")); };
  EXPECT_EQ(id(), "ROLE");
  EXPECT_NE(header_of(home.http.asked[0], "authorization").find("Credential=OWN/"), std::string::npos);
}

TEST_F(ProfileCredentials, MayTakeTheSourceOfARoleFromElsewhere) {
  home.write(".aws/config", "[default]\nrole_arn=arn:aws:iam::1:role/r\ncredential_source=EcsContainer\n");
  home.variables = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}};
  home.answer = [](const HttpRequest& request) {
    return test::ok(request.method == "GET" ? test::keys_json("TASK") : test::assumed_role("ROLE"));
  };
  EXPECT_EQ(id(), "ROLE");
  EXPECT_NE(header_of(home.http.asked[1], "authorization").find("Credential=TASK/"), std::string::npos);

  home.write(".aws/config", "[default]\nrole_arn=arn:aws:iam::1:role/r\ncredential_source=Environment\n");
  home.variables = {{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", "K"}};
  EXPECT_EQ(id(), "ROLE");
  EXPECT_NE(header_of(home.http.asked[2], "authorization").find("Credential=ENV/"), std::string::npos);
}

TEST_F(ProfileCredentials, SayWhatIsWrongWithARole) {
  struct Row {
    std::string_view config, says;
  };
  for (const Row& row : {
           Row{"role_arn=r\n", "source_profile or credential_source"},
           Row{"role_arn=r\nsource_profile=none\n", "there is no profile none"},
           Row{"role_arn=r\nsource_profile=default\n", "in a circle to profile default"},
           Row{"role_arn=r\nsource_profile=b\n[profile b]\nrole_arn=s\nsource_profile=default\n", "in a circle"},
           Row{"role_arn=r\nsource_profile=b\nmfa_serial=m\n", "MFA"},
           Row{"role_arn=r\ncredential_source=Moon\n", "credential_source"},
           Row{"role_arn=r\nsource_profile=b\n[profile b]\nregion=x\n", "profile b has no credentials"},
       }) {
    home.write(".aws/config", "[default]\n" + std::string(row.config));
    const auto found = find();
    ASSERT_FALSE(found) << row.config;
    EXPECT_EQ(found.error().kind, ErrorKind::invalid) << row.config;
    EXPECT_NE(found.error().what.find(row.says), std::string::npos) << found.error().what;
  }
  home.write(".aws/config",
             "[default]\nrole_arn=r\nsource_profile=b\n[profile b]\naws_access_key_id=B\n"
             "aws_secret_access_key=K\n");
  home.answer = [](const HttpRequest&) {
    return HttpResponse{.status = 403,
                        .headers = {},
                        .body =
                            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error>"
                            "</ErrorResponse>"};
  };
  EXPECT_EQ(find().error().what, "profile default: STS AssumeRole answered 403 AccessDenied: no");
}

TEST_F(ProfileCredentials, MayComeFromAWebIdentityWithoutASignature) {
  home.write(".aws/config", "[default]\nrole_arn=r\nweb_identity_token_file=" + home.write("token", "JWT\n") + "\n");
  home.answer = [](const HttpRequest&) { return test::ok(test::assumed_role("WEB")); };
  EXPECT_EQ(id(), "WEB");
  EXPECT_EQ(header_of(home.http.asked[0], "authorization"), "");
  EXPECT_TRUE(home.http.asked[0].body.starts_with("Action=AssumeRoleWithWebIdentity&"));
  EXPECT_TRUE(home.http.asked[0].body.ends_with("&WebIdentityToken=JWT"));
}

TEST_F(ProfileCredentials, MayComeFromAProcess) {
  home.write("keys.json", test::keys_json("PROCESS"));
  home.write(".aws/config", "[default]\ncredential_process = cat '" + (home.folder / "keys.json").string() + "'\n");
  EXPECT_EQ(id(), "PROCESS");
  home.write(".aws/config", "[default]\ncredential_process = sh -c 'exit 7'\n");
  EXPECT_EQ(id(), "credential_process of profile default: the command failed (7); run it by hand to see why");
  home.write(".aws/config", "[default]\ncredential_process = sh 'x\n");
  EXPECT_EQ(find().error().kind, ErrorKind::invalid);
}

TEST_F(ProfileCredentials, MayComeFromASignedOnSession) {
  home.write(".aws/config",
             "[default]\nsso_session=corp\nsso_account_id=1\nsso_role_name=R\n[sso-session corp]\n"
             "sso_region=us-east-2\nsso_start_url=https://sso.example.com\n");
  EXPECT_EQ(id(), "profile default: the SSO session has ended; run `aws sso login --profile default`");
  home.write(".aws/sso/cache/" + aws::sso_cache_file("corp"),
             R"({"accessToken":"BEARER","expiresAt":"2026-05-21T11:00:00Z"})");
  home.answer = [](const HttpRequest&) {
    return test::ok(
        R"({"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"K","sessionToken":"T","expiration":1779359400000}})");
  };
  EXPECT_EQ(id(), "SSO");
  EXPECT_EQ(home.http.asked[0].url,
            "https://portal.sso.us-east-2.amazonaws.com/federation/credentials?role_name=R&account_id=1");
  EXPECT_EQ(header_of(home.http.asked[0], "x-amz-sso_bearer_token"), "BEARER");
  home.answer = [](const HttpRequest&) { return HttpResponse{.status = 401}; };
  EXPECT_NE(id().find("aws sso login"), std::string::npos);
  now = *parse_moment("2026-05-21T11:00:00Z");
  EXPECT_EQ(id(), "profile default: the SSO session has ended; run `aws sso login --profile default`");
}

}  // namespace
}  // namespace qd::sources
