#include "sources/aws_credentials/container.hpp"

#include <gtest/gtest.h>

#include "support/aws_surroundings.hpp"

namespace qd::sources {
namespace {

using test::AwsHome;
using test::header_of;

TEST(ContainerCredentials, AreAskedOfTheTaskWithItsToken) {
  AwsHome home;
  home.variables = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/x"},
                    {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret token"}};
  home.answer = [](const HttpRequest&) { return test::ok(test::keys_json("ID")); };
  const auto credentials = container_credentials(home.around(), home.http);
  ASSERT_TRUE(credentials) << credentials.error().what;
  EXPECT_EQ(credentials->access_key_id.reveal(), "ID");
  EXPECT_EQ(credentials->expires, parse_moment("2026-05-21T10:30:00Z"));
  EXPECT_EQ(home.http.asked[0].url, "http://169.254.170.2/v2/credentials/x");
  EXPECT_EQ(header_of(home.http.asked[0], "authorization"), "secret token");
}

TEST(ContainerCredentials, ReadTheTokenFileEachTimeAndBeforeTheVariable) {
  AwsHome home;
  home.variables = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"},
                    {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "other"},
                    {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", home.write("token", "one\n")}};
  home.answer = [](const HttpRequest&) { return test::ok(test::keys_json("ID")); };
  ASSERT_TRUE(container_credentials(home.around(), home.http));
  home.write("token", "two");
  ASSERT_TRUE(container_credentials(home.around(), home.http));
  EXPECT_EQ(header_of(home.http.asked[0], "authorization"), "one");
  EXPECT_EQ(header_of(home.http.asked[1], "authorization"), "two");
  home.write("token", "two\r\nInjected: x");
  EXPECT_EQ(container_credentials(home.around(), home.http).error().kind, ErrorKind::invalid);
}

TEST(ContainerCredentials, GoOnlyToThisMachineOrOverTls) {
  struct Row {
    std::string_view url;
    bool allowed;
  };
  for (const Row& row : {
           Row{"http://127.0.0.1:9999/x", true},
           Row{"http://127.8.9.1/x", true},
           Row{"http://localhost/x", true},
           Row{"http://[::1]:80/x", true},
           Row{"http://[fd00:ec2::23]/v1", true},
           Row{"https://credentials.example.com/x", true},
           Row{"http://credentials.example.com/x", false},
           Row{"http://169.254.169.254/x", false},
           Row{"http://127.0.0.1.example.com/x", false},
           Row{"http://127.0.0.1@example.com/x", false},
           Row{"http://localhost.example.com/", false},
           Row{"http://[::2]/", false},
           Row{"ftp://127.0.0.1/", false},
           Row{"http://127.0.0.1/x\r\ny", false},
       }) {
    AwsHome home;
    home.variables = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", std::string(row.url)}};
    home.answer = [](const HttpRequest&) { return test::ok(test::keys_json("ID")); };
    const auto credentials = container_credentials(home.around(), home.http);
    EXPECT_EQ(credentials.has_value(), row.allowed) << row.url;
    EXPECT_EQ(home.http.asked.size(), row.allowed ? 1u : 0u) << row.url;
  }
}

TEST(ContainerCredentials, AreNotThereOrFailWithAReason) {
  AwsHome home;
  EXPECT_EQ(container_credentials(home.around(), home.http).error().kind, ErrorKind::not_found);
  home.variables = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}};
  EXPECT_EQ(container_credentials(home.around(), home.http).error().kind, ErrorKind::unavailable);
  home.answer = [](const HttpRequest&) {
    return HttpResponse{.status = 403, .headers = {}, .body = R"({"code":"AccessDenied","message":"no"})"};
  };
  const auto refused = container_credentials(home.around(), home.http);
  EXPECT_EQ(refused.error().kind, ErrorKind::denied);
  EXPECT_EQ(refused.error().what, "the container's credentials answered 403 AccessDenied: no");
}

}  // namespace
}  // namespace qd::sources
