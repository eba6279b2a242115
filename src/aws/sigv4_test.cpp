#include "aws/sigv4.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "text/json.hpp"

namespace qd::aws {
namespace {

std::string header(const HttpRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.headers)
    if (key == name) return value;
  return {};
}

Credentials example_credentials(std::string token = {}) {
  return {Secret("AKIDEXAMPLE"), Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), Secret(std::move(token)), {}, ""};
}

TEST(Sign, GivesTheSignaturesOfTheTestSuiteOfAws) {
  std::ifstream file(QD_SOURCE_DIR "/src/aws/testdata/signing_vectors.json", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator(file), {}};
  const text::SourceText source(bytes);
  Diagnostics diagnostics;
  const auto document = text::parse_json(source, "signing_vectors.json", diagnostics);
  ASSERT_TRUE(document);
  const text::JsonValue root = document->root();
  const Moment now = *parse_moment(root["time"].text());
  int cases = 0;
  for (const text::JsonValue one : root["cases"]) {
    SCOPED_TRACE(one["name"].text());
    HttpRequest request{.method = std::string(one["method"].text()),
                        .url = "https://" + std::string(root["host"].text()) + std::string(one["target"].text()),
                        .body = std::string(one["body"].text())};
    for (const text::JsonValue pair : one["headers"]) {
      auto part = pair.begin();
      const std::string name((*part).text());
      request.headers.emplace_back(name, (*++part).text());
    }
    const Signing signing{.service = std::string(root["service"].text()),
                          .region = std::string(root["region"].text()),
                          .normalises_path = one["normalize"].boolean().value(),
                          .hash_header = one["hash_header"].boolean().value()};
    const std::string token(one["token"].text());
    sign(request,
         {Secret(std::string(root["access_key_id"].text())),
          Secret(std::string(root["secret_access_key"].text())),
          Secret(token),
          {},
          ""},
         signing, now);
    EXPECT_EQ(header(request, "Authorization"),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" +
                  std::string(one["signed_headers"].text()) + ", Signature=" + std::string(one["signature"].text()));
    EXPECT_EQ(header(request, "X-Amz-Date"), "20150830T123600Z");
    EXPECT_EQ(header(request, "X-Amz-Security-Token"), token);
    ++cases;
  }
  EXPECT_EQ(cases, 36);
}

TEST(Sign, TakesThePlaceOfAnEarlierSignature) {
  const Signing signing{.service = "ses", .region = "eu-west-1"};
  HttpRequest twice{.url = "https://email.eu-west-1.amazonaws.com/v2/email/account"};
  HttpRequest once = twice;
  sign(twice, example_credentials("old token"), signing, Moment{1});
  sign(twice, example_credentials(), signing, Moment{1'700'000'000'000});
  sign(once, example_credentials(), signing, Moment{1'700'000'000'000});
  EXPECT_EQ(twice.headers, once.headers);
}

TEST(CanonicalRequest, ReadsThePathAsTheServiceDoes) {
  const HttpRequest request{.url = "http://127.0.0.1:5000/a%40b//c%2Fd/./e"};
  const auto path = [&](const Signing& signing) {
    const std::string text = canonical_request(request, signing, "HASH");
    return text.substr(4, text.find('\n', 4) - 4);
  };
  EXPECT_EQ(path({.service = "ses"}), "/a%2540b/c%252Fd/e");
  EXPECT_EQ(path({.service = "s3", .encodes_path_again = false, .normalises_path = false}), "/a%40b//c/d/./e");
}

TEST(CanonicalRequest, NamesTheHostAsClientsSendIt) {
  struct Row {
    std::string_view url, host;
  };
  for (const Row& row :
       {Row{"https://example.com:443/", "example.com"}, Row{"http://example.com:80", "example.com"},
        Row{"http://example.com:443?a", "example.com:443"}, Row{"https://[::1]:8443/", "[::1]:8443"}}) {
    const std::string text = canonical_request({.url = std::string(row.url)}, {.service = "x"}, "HASH");
    EXPECT_NE(text.find("\nhost:" + std::string(row.host) + "\n"), std::string::npos) << text;
  }
}

TEST(CanonicalRequest, SortsTheQueryAndGivesEveryKeyAnEqualsSign) {
  const std::string text =
      canonical_request({.url = "https://s3.eu-west-1.amazonaws.com/b?prefix=a%2Fb&list-type=2&policyStatus&&a=%c3%a4"},
                        {.service = "s3"}, "HASH");
  EXPECT_NE(text.find("\na=%C3%A4&list-type=2&policyStatus=&prefix=a%2Fb\n"), std::string::npos) << text;
}

TEST(CanonicalRequest, LeavesOutWhatOthersOnTheWayChange) {
  const HttpRequest request{
      .url = "https://example.com/",
      .headers = {{"User-Agent", "x"}, {"Expect", "100-continue"}, {"Connection", "close"}, {"X-Empty", ""}}};
  EXPECT_EQ(canonical_request(request, {.service = "x"}, "HASH"),
            "GET\n/\n\nhost:example.com\nx-empty:\n\nhost;x-empty\nHASH");
}

}  // namespace
}  // namespace qd::aws
