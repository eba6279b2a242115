#include "aws/endpoint.hpp"

#include <gtest/gtest.h>

namespace qd::aws {
namespace {

struct Place {
  std::string_view service, region, url, signing, signed_region;
};

class EndpointOf : public testing::TestWithParam<Place> {};

TEST_P(EndpointOf, IsWhereTheServiceListens) {
  const Place& place = GetParam();
  const auto endpoint = endpoint_of(place.service, place.region, {});
  ASSERT_TRUE(endpoint) << endpoint.error().what;
  EXPECT_EQ(endpoint->url, place.url);
  EXPECT_EQ(endpoint->signing.service, place.signing);
  EXPECT_EQ(endpoint->signing.region, place.signed_region);
}

INSTANTIATE_TEST_SUITE_P(
    Services, EndpointOf,
    testing::Values(Place{"sesv2", "eu-west-1", "https://email.eu-west-1.amazonaws.com", "ses", "eu-west-1"},
                    Place{"ses", "us-gov-west-1", "https://email.us-gov-west-1.amazonaws.com", "ses", "us-gov-west-1"},
                    Place{"sqs", "cn-north-1", "https://sqs.cn-north-1.amazonaws.com.cn", "sqs", "cn-north-1"},
                    Place{"route_53", "eu-west-1", "https://route53.amazonaws.com", "route53", "us-east-1"},
                    Place{"route_53", "", "https://route53.amazonaws.com", "route53", "us-east-1"},
                    Place{"cost_explorer", "eu-west-1", "https://ce.us-east-1.amazonaws.com", "ce", "us-east-1"},
                    Place{"iam", "cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn", "iam", "cn-north-1"},
                    Place{"iam", "us-gov-east-1", "https://iam.us-gov.amazonaws.com", "iam", "us-gov-west-1"},
                    Place{"s3_control", "eu-west-1", "https://s3-control.eu-west-1.amazonaws.com", "s3", "eu-west-1"},
                    Place{"sts", "eusc-de-east-1", "https://sts.eusc-de-east-1.amazonaws.eu", "sts",
                          "eusc-de-east-1"}));

TEST(EndpointOf, IsAnOverrideOfTheServiceBeforeOneOfAll) {
  const EndpointOverrides overrides = {{"", "http://127.0.0.1:5000/"}, {"sqs", "https://sqs.example.com/base/"}};
  EXPECT_EQ(endpoint_of("sqs", "eu-west-1", overrides)->url, "https://sqs.example.com/base");
  EXPECT_EQ(endpoint_of("sts", "eu-west-1", overrides)->url, "http://127.0.0.1:5000");
  EXPECT_EQ(endpoint_of("sesv2", "eu-west-1", overrides)->signing.service, "ses");
}

TEST(EndpointOf, SendsBothVersionsOfSesWhereOneIsSent) {
  EXPECT_EQ(endpoint_of("ses", "eu-west-1", {{"sesv2", "http://h:1"}})->url, "http://h:1");
  EXPECT_EQ(endpoint_of("sesv2", "eu-west-1", {{"ses", "http://h:1"}, {"", "http://h:2"}})->url, "http://h:1");
}

TEST(EndpointOf, RefusesWhatIsNoRegionAndNoUrl) {
  EXPECT_EQ(endpoint_of("sqs", "", {}).error().kind, ErrorKind::invalid);
  for (const std::string_view region : {"evil.example.com/", "eu west 1", "-", "EU-WEST-1"})
    EXPECT_FALSE(endpoint_of("sqs", region, {})) << region;
  for (const std::string url :
       {"127.0.0.1:5000", "ftp://host", "http://", "http://user@host", "http://host?x", "http://a b"}) {
    const auto endpoint = endpoint_of("sqs", "eu-west-1", {{"sqs", url}});
    ASSERT_FALSE(endpoint) << url;
    EXPECT_NE(endpoint.error().what.find("AWS_ENDPOINT_URL_SQS"), std::string::npos);
  }
}

TEST(Address, EncodesTheQueryAndKeepsThePath) {
  const Call call{.service = "sesv2",
                  .method = "GET",
                  .path = "/v2/email/identities/a%40b",
                  .query = {{"NextToken", "a+/= ä"}, {"flag", ""}}};
  EXPECT_EQ(address(call, "eu-west-1", {})->request.url,
            "https://email.eu-west-1.amazonaws.com/v2/email/identities/a%40b?NextToken=a%2B%2F%3D%20%C3%A4&flag");
  EXPECT_EQ(address(call, "eu-west-1", {{"", "http://localhost:1/x"}})->request.url,
            "http://localhost:1/x/v2/email/identities/a%40b?NextToken=a%2B%2F%3D%20%C3%A4&flag");
}

TEST(Address, PutsABucketIntoTheHostWhereThatWorks) {
  const auto url = [](std::string path, const EndpointOverrides& overrides = {}) {
    return address({.service = "s3", .method = "GET", .path = std::move(path)}, "eu-west-1", overrides)->request.url;
  };
  EXPECT_EQ(url("/bucket/a/b%20c"), "https://bucket.s3.eu-west-1.amazonaws.com/a/b%20c");
  EXPECT_EQ(url("/bucket"), "https://bucket.s3.eu-west-1.amazonaws.com/");
  EXPECT_EQ(url("/"), "https://s3.eu-west-1.amazonaws.com/");
  EXPECT_EQ(url("/a.bucket/key"), "https://s3.eu-west-1.amazonaws.com/a.bucket/key");
  EXPECT_EQ(url("/bucket/key", {{"", "http://localhost:1"}}), "http://localhost:1/bucket/key");
}

}  // namespace
}  // namespace qd::aws
