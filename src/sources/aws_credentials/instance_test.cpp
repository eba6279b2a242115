#include "sources/aws_credentials/instance.hpp"

#include <gtest/gtest.h>

#include "support/aws_surroundings.hpp"

namespace qd::sources {
namespace {

using test::AwsHome;
using test::header_of;

HttpResult instance(const HttpRequest& request) {
  const std::string_view path = std::string_view(request.url).substr(request.url.find("/latest"));
  if (request.method == "PUT" && path == "/latest/api/token") return test::ok("TOKEN");
  if (header_of(request, "x-aws-ec2-metadata-token") != "TOKEN") return HttpResponse{.status = 401};
  if (path == "/latest/meta-data/iam/security-credentials/") return test::ok("reports\n");
  if (path == "/latest/meta-data/iam/security-credentials/reports") return test::ok(test::keys_json("ID"));
  return HttpResponse{.status = 404};
}

TEST(InstanceCredentials, AreAskedWithASessionToken) {
  AwsHome home;
  home.answer = instance;
  const auto credentials = instance_credentials(home.around(), home.http);
  ASSERT_TRUE(credentials) << credentials.error().what;
  EXPECT_EQ(credentials->access_key_id.reveal(), "ID");
  EXPECT_EQ(credentials->source, "instance role reports");
  ASSERT_EQ(home.http.asked.size(), 3u);
  EXPECT_TRUE(home.http.asked[0].url.starts_with("http://169.254.169.254/"));
  EXPECT_EQ(header_of(home.http.asked[0], "x-aws-ec2-metadata-token-ttl-seconds"), "21600");
  EXPECT_LE(home.http.asked[0].timeout, std::chrono::seconds(1));
}

TEST(InstanceCredentials, GoWhereTheSettingsSay) {
  AwsHome home;
  home.answer = instance;
  home.variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"}};
  ASSERT_TRUE(instance_credentials(home.around(), home.http));
  EXPECT_TRUE(home.http.asked[0].url.starts_with("http://[fd00:ec2::254]/latest"));
  home.variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://localhost:1338/"}};
  ASSERT_TRUE(instance_credentials(home.around(), home.http));
  EXPECT_TRUE(home.http.asked[3].url.starts_with("http://localhost:1338/latest"));
}

TEST(InstanceCredentials, AreNotThereWithoutAnInstanceOrARole) {
  AwsHome home;
  home.variables = {{"AWS_EC2_METADATA_DISABLED", "True"}};
  EXPECT_EQ(instance_credentials(home.around(), home.http).error().kind, ErrorKind::not_found);
  EXPECT_TRUE(home.http.asked.empty());
  home.variables.clear();
  EXPECT_EQ(instance_credentials(home.around(), home.http).error().what, "no instance answers: no route to host");
  home.answer = [](const HttpRequest&) { return HttpResponse{.status = 403}; };
  EXPECT_EQ(instance_credentials(home.around(), home.http).error().kind, ErrorKind::not_found);
  home.answer = [](const HttpRequest& request) {
    return request.method == "PUT" ? test::ok("TOKEN") : HttpResponse{.status = 404};
  };
  EXPECT_EQ(instance_credentials(home.around(), home.http).error().what, "the instance has no role");
}

TEST(InstanceCredentials, SayWhyARoleHasNone) {
  AwsHome home;
  home.answer = [](const HttpRequest& request) {
    return request.url.ends_with("/reports")
               ? HttpResult(test::ok(R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"no trust"})"))
               : instance(request);
  };
  EXPECT_EQ(instance_credentials(home.around(), home.http).error().what,
            "instance role reports gave no keys: AssumeRoleUnauthorizedAccess: no trust");
}

}  // namespace
}  // namespace qd::sources
