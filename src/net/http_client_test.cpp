#include "net/http_client.hpp"

#include <condition_variable>
#include <map>
#include <set>

#include "support/loopback_server.hpp"

namespace qd::net {
namespace {

using test::Certificate;
using test::LoopbackServer;
using test::Peer;
using test::RawRequest;
using namespace std::chrono_literals;
using namespace std::string_literals;

HttpRequest post(const LoopbackServer& server, std::string body, std::string_view target = "/") {
  return {.method = "POST", .url = server.url(target), .headers = {}, .body = std::move(body), .timeout = 20s};
}

std::vector<HttpClient::Done> finish(HttpClient& client) {
  std::vector<HttpClient::Done> all;
  while (client.under_way() > 0)
    for (HttpClient::Done& done : client.wait(1s)) all.push_back(std::move(done));
  return all;
}

/// Keeps what servers saw, from whichever thread.
class Seen {
 public:
  void add(RawRequest request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    news_.notify_all();
  }
  std::vector<RawRequest> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  /// Something else that a test waits for.
  void happened() {
    const std::lock_guard lock(mutex_);
    happened_ = true;
    news_.notify_all();
  }
  void await_happened() {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return happened_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<RawRequest> requests_;
  bool happened_ = false;
};

class NetTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) unsetenv(name);
  }
};
using HttpClientTest = NetTest;

TEST_F(HttpClientTest, AnAnswerComesWithItsStatusHeadersAndBytes) {
  LoopbackServer server([](Peer& peer, int) {
    while (peer.read_request())
      peer.write(
          "HTTP/1.1 103 Early Hints\r\nLink: early\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n"
          "X-Amzn-ErrorType:  NotFound \r\nX-Empty:\r\n\r\na\0b"s);
  });
  HttpClient client;
  const HttpResult result = ports::perform(client, post(server, "{}"));
  ASSERT_TRUE(result) << result.error().what;
  EXPECT_EQ(result->status, 404);
  EXPECT_EQ(result->body, "a\0b"s);
  EXPECT_EQ(result->header("x-amzn-errortype"), "NotFound");
  EXPECT_EQ(result->headers, (HttpHeaders{{"content-length", "3"}, {"x-amzn-errortype", "NotFound"}, {"x-empty", ""}}));
}

TEST_F(HttpClientTest, NoProxyStandsBetweenUsAndThisMachine) {
  LoopbackServer server([](Peer& peer, int) {
    while (peer.read_request()) peer.answer(200, "here");
  });
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  HttpClient client;
  const HttpResult result = ports::perform(client, post(server, "{}"));
  unsetenv("http_proxy");
  ASSERT_TRUE(result) << result.error().what;
  EXPECT_EQ(result->body, "here");
}

TEST_F(HttpClientTest, ARequestGoesOutExactlyAsItWasSigned) {
  Seen seen;
  LoopbackServer server([&](Peer& peer, int) {
    while (auto request = peer.read_request()) {
      seen.add(std::move(*request));
      peer.answer(200, "");
    }
  });
  HttpClient client(HttpOptions{.user_agent = "quarterdeck/test"});
  const std::string host = "127.0.0.1:" + std::to_string(server.port());
  for (const auto& [method, body] : std::map<std::string, std::string>{
           {"GET", ""}, {"DELETE", ""}, {"POST", ""}, {"PUT", "a\r\n\0z"s}, {"POST2", std::string(3'000'000, 'x')}}) {
    HttpRequest request{.method = method.substr(0, method.find('2')),
                        .url = server.url("/a//b/./c/../%2f%2F%C3%A9?list&prefix=a%2Fb&empty=&z=1,2"),
                        .headers = {{"X-Amz-Date", "20260521T000000Z"},
                                    {"X-Empty", ""},
                                    {"x-twice", "1"},
                                    {"x-twice", "2"},
                                    {"Authorization", "AWS4-HMAC-SHA256 Credential=a/b, Signature=c"}},
                        .body = body};
    ASSERT_TRUE(ports::perform(client, std::move(request)));
    const RawRequest got = seen.requests().back();
    const std::string length =
        method == "GET" || method == "DELETE" ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    EXPECT_EQ(got.head, method.substr(0, method.find('2')) +
                            " /a//b/./c/../%2f%2F%C3%A9?list&prefix=a%2Fb&empty=&z=1,2 HTTP/1.1\r\nHost: " + host +
                            "\r\nUser-Agent: quarterdeck/test\r\nX-Amz-Date: 20260521T000000Z\r\nX-Empty:\r\n"
                            "x-twice: 1\r\nx-twice: 2\r\n"
                            "Authorization: AWS4-HMAC-SHA256 Credential=a/b, Signature=c\r\n" +
                            length);
    EXPECT_EQ(got.body, body);
  }
}

TEST_F(HttpClientTest, OwnHeadersStandInThePlaceOfTheUsualOnes) {
  Seen seen;
  LoopbackServer server([&](Peer& peer, int) {
    seen.add(*peer.read_request());
    peer.answer(200, "");
  });
  HttpClient client;
  HttpRequest request = post(server, "{}");
  request.headers = {{"host", "email.example.com"},
                     {"Content-Type", "application/json"},
                     {"accept", "text/xml"},
                     {"user-agent", "mine"},
                     {"Content-Length", "2"}};
  ASSERT_TRUE(ports::perform(client, std::move(request)));
  EXPECT_EQ(seen.requests().front().head,
            "POST / HTTP/1.1\r\nHost: email.example.com\r\nContent-Type: application/json\r\naccept: text/xml\r\n"
            "user-agent: mine\r\nContent-Length: 2\r\n");
}

TEST_F(HttpClientTest, ALineEndInARequestIsRefusedBeforeAnythingLeaves) {
  LoopbackServer server([](Peer& peer, int) { peer.await_close(); });
  HttpClient client;
  HttpRequest request = post(server, "{}");
  request.headers = {{"X-Name", "a\r\nBcc: b"}};
  const HttpResult result = ports::perform(client, std::move(request));
  ASSERT_FALSE(result);
  EXPECT_FALSE(result.error().may_have_arrived);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpClientTest, ConnectionsAreKeptAndNeverMoreThanAllowed) {
  LoopbackServer server([](Peer& peer, int number) {
    while (peer.read_request()) peer.answer(200, std::to_string(number));
  });
  HttpClient client(HttpOptions{.connections = 3});
  std::set<HttpClient::Ticket> tickets;
  for (int i = 0; i < 40; ++i) tickets.insert(client.start(post(server, "{}")));
  EXPECT_EQ(client.under_way(), 40U);
  for (const HttpClient::Done& done : finish(client)) {
    EXPECT_TRUE(done.result);
    EXPECT_EQ(tickets.erase(done.ticket), 1U);
  }
  EXPECT_TRUE(tickets.empty());
  EXPECT_LE(server.connections(), 3);
}

TEST_F(HttpClientTest, WaitingForNothingReturnsAtOnce) {
  HttpClient client;
  EXPECT_TRUE(client.wait(1h).empty());
  EXPECT_EQ(client.under_way(), 0U);
}

struct Loss {
  std::string name, method;
  std::size_t size = 0;
  bool reset = false, tls = false;
};

class LostAnswer : public NetTest, public ::testing::WithParamInterface<Loss> {};

// libcurl by itself writes each of these requests a second time.
TEST_P(LostAnswer, OnAKeptConnectionTheServerSeesTheRequestOnce) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("quarterdeck-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const Certificate certificate = Certificate::make(folder);
  Seen seen;
  LoopbackServer server(
      [&](Peer& peer, int) {
        for (int i = 0; auto request = peer.read_request(); ++i) {
          seen.add(std::move(*request));
          if (i == 0) {
            peer.answer(200, "first");
          } else {
            GetParam().reset ? peer.reset() : peer.close();
            return;
          }
        }
      },
      GetParam().tls ? &certificate : nullptr);
  HttpClient client(HttpOptions{.ca_file = GetParam().tls ? certificate.certificate : ""});
  ASSERT_TRUE(ports::perform(client, post(server, "first")));

  HttpRequest second = post(server, std::string(GetParam().size, 'x'));
  second.method = GetParam().method;
  const HttpResult result = ports::perform(client, std::move(second));
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().may_have_arrived) << result.error().what;
  EXPECT_EQ(seen.requests().size(), 2U);

  ASSERT_TRUE(ports::perform(client, post(server, "third"))) << "the client goes on";
  EXPECT_EQ(seen.requests().size(), 3U);
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(, LostAnswer,
                         ::testing::Values(Loss{"SmallPost", "POST", 100}, Loss{"SmallPostReset", "POST", 100, true},
                                           Loss{"EmptyPost", "POST", 0}, Loss{"LargePost", "POST", 400'000},
                                           Loss{"LargePostReset", "POST", 400'000, true}, Loss{"Get", "GET", 0},
                                           Loss{"GetReset", "GET", 0, true}, Loss{"Put", "PUT", 200'000},
                                           Loss{"Delete", "DELETE", 0, true},
                                           Loss{"PostOverTls", "POST", 100, false, true},
                                           Loss{"LargePostResetOverTls", "POST", 400'000, true, true}),
                         [](const auto& loss) { return loss.param.name; });

TEST_F(HttpClientTest, AConnectionThatTheServerHasClosedIsReplaced) {
  Seen seen;
  LoopbackServer server([&](Peer& peer, int number) {
    seen.add(*peer.read_request());
    peer.answer(200, "");
    peer.close();
    if (number == 0) seen.happened();
  });
  HttpClient client;
  ASSERT_TRUE(ports::perform(client, post(server, "1")));
  seen.await_happened();
  ASSERT_TRUE(ports::perform(client, post(server, "2")));
  EXPECT_EQ(seen.requests().size(), 2U);
}

// The close crosses the next request on its way: however that ends, the answer tells the truth.
TEST_F(HttpClientTest, ACloseThatCrossesARequestIsNeverASecondRequest) {
  Seen seen;
  LoopbackServer server([&](Peer& peer, int number) {
    while (auto request = peer.read_request()) {
      seen.add(std::move(*request));
      peer.answer(200, "");
      if (number % 3 == 0) peer.reset();
      if (number % 3 != 2) return;
    }
  });
  HttpClient client(HttpOptions{.connections = 2});
  std::map<HttpClient::Ticket, std::string> bodies;
  std::map<std::string, HttpResult> results;
  const auto take = [&](std::vector<HttpClient::Done> done) {
    for (HttpClient::Done& one : done) results.emplace(bodies.at(one.ticket), std::move(one.result));
  };
  for (int i = 0; i < 600; ++i) {
    const std::string body = "request " + std::to_string(i);
    bodies.emplace(client.start(post(server, body)), body);
    if (i % 2 == 1) take(client.wait(10s));
  }
  take(finish(client));
  ASSERT_EQ(results.size(), 600U);
  std::map<std::string, int> counts;
  for (const RawRequest& request : seen.requests()) ++counts[request.body];
  for (const auto& [body, result] : results) {
    EXPECT_LE(counts[body], 1) << body;
    if (result) {
      EXPECT_EQ(counts[body], 1) << body;
    }
    if (!result && !result.error().may_have_arrived) {
      EXPECT_EQ(counts[body], 0) << result.error().what;
    }
  }
}

TEST_F(HttpClientTest, WhatCannotConnectHasCertainlyNotArrived) {
  std::uint16_t closed_port = 0;
  {
    LoopbackServer server([](Peer&, int) {});
    closed_port = server.port();
  }
  HttpClient client;
  const HttpResult refused =
      ports::perform(client, {.url = "http://127.0.0.1:" + std::to_string(closed_port) + "/secret?X-Amz-Signature=1"});
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().may_have_arrived);
  EXPECT_EQ(refused.error().what, "no connection to 127.0.0.1:" + std::to_string(closed_port) + ": Connection refused");

  const HttpResult malformed = ports::perform(client, {.url = "ftp://127.0.0.1/"});
  ASSERT_FALSE(malformed);
  EXPECT_FALSE(malformed.error().may_have_arrived);
}

TEST_F(HttpClientTest, ASilentServerIsGivenUpAndTheRequestMayHaveArrived) {
  LoopbackServer server([](Peer& peer, int) { peer.await_close(); });
  HttpClient client;
  HttpRequest request = post(server, "{}");
  request.timeout = 200ms;
  const HttpResult result = ports::perform(client, std::move(request));
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().may_have_arrived);
  EXPECT_EQ(result.error().what, "no answer from 127.0.0.1:" + std::to_string(server.port()) + " within 200 ms");
}

TEST_F(HttpClientTest, AnAnswerThatBreaksOffIsNoAnswer) {
  for (const bool reset : {false, true}) {
    LoopbackServer server([&](Peer& peer, int) {
      static_cast<void>(peer.read_request());
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
      reset ? peer.reset() : peer.close();
    });
    HttpClient client;
    const HttpResult result = ports::perform(client, post(server, "{}"));
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().may_have_arrived);
  }
}

TEST_F(HttpClientTest, ARequestCutInTheMiddleMayHaveArrived) {
  LoopbackServer server([](Peer& peer, int) {
    static_cast<void>(peer.read_at_least(1000));
    peer.reset();
  });
  HttpClient client;
  const HttpResult result = ports::perform(client, post(server, std::string(8'000'000, 'x')));
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().may_have_arrived);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTest, AnAnswerBeyondTheLimitIsBrokenOff) {
  LoopbackServer server([](Peer& peer, int number) {
    static_cast<void>(peer.read_request());
    if (number == 0) {
      peer.answer(200, std::string(1001, 'x'));
    } else {
      peer.write("HTTP/1.1 200 OK\r\n");
      for (int i = 0; i < 10'000; ++i) peer.write("X-Header: " + std::string(100, 'x') + "\r\n");
    }
  });
  HttpClient client(HttpOptions{.largest_answer = 1000});
  for (int i = 0; i < 2; ++i) {
    const HttpResult result = ports::perform(client, post(server, "{}"));
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().may_have_arrived);
    EXPECT_THAT(result.error().what, ::testing::EndsWith("is too large"));
  }
}

TEST_F(HttpClientTest, ARedirectIsAnAnswer) {
  LoopbackServer server([](Peer& peer, int) {
    static_cast<void>(peer.read_request());
    peer.answer(301, "", "Location: http://127.0.0.1:1/\r\n");
  });
  HttpClient client;
  const HttpResult result = ports::perform(client, post(server, "{}"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 301);
  EXPECT_EQ(result->header("location"), "http://127.0.0.1:1/");
}

TEST_F(HttpClientTest, OneFailureDoesNotDisturbTheOthers) {
  LoopbackServer server([](Peer& peer, int) {
    while (const auto request = peer.read_request()) {
      if (request->body == "bad") return;
      peer.answer(200, request->body);
    }
  });
  HttpClient client(HttpOptions{.connections = 4});
  std::map<HttpClient::Ticket, std::string> bodies;
  for (int i = 0; i < 60; ++i) {
    const std::string body = i % 5 == 4 ? "bad" : std::to_string(i);
    bodies.emplace(client.start(post(server, body)), body);
  }
  for (const HttpClient::Done& done : finish(client)) {
    const std::string& body = bodies.at(done.ticket);
    EXPECT_EQ(done.result.has_value(), body != "bad");
    if (done.result) {
      EXPECT_EQ(done.result->body, body);
    }
  }
}

class HttpsTest : public NetTest {
 protected:
  void SetUp() override {
    NetTest::SetUp();
    folder_ = std::filesystem::temp_directory_path() / ("quarterdeck-tls-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    certificate_ = Certificate::make(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  Certificate certificate_;
};

TEST_F(HttpsTest, OnlyATrustedServerGetsTheRequest) {
  Seen seen;
  LoopbackServer server(
      [&](Peer& peer, int) {
        while (auto request = peer.read_request()) {
          seen.add(std::move(*request));
          peer.answer(200, "ok");
        }
      },
      &certificate_);
  HttpClient strict;
  const HttpResult refused = ports::perform(strict, post(server, "{}"));
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().may_have_arrived);
  EXPECT_THAT(refused.error().what, ::testing::HasSubstr("self-signed certificate"));

  HttpClient trusting(HttpOptions{.ca_file = certificate_.certificate});
  ASSERT_TRUE(ports::perform(trusting, post(server, "{}")));

  HttpRequest other_name = post(server, "{}");
  other_name.url = "https://localhost:" + std::to_string(server.port()) + "/";
  const HttpResult misnamed = ports::perform(trusting, std::move(other_name));
  ASSERT_FALSE(misnamed);
  EXPECT_FALSE(misnamed.error().may_have_arrived);
  EXPECT_EQ(seen.requests().size(), 1U);
}

TEST_F(HttpsTest, AHandshakeThatDoesNotEndHasNotArrived) {
  LoopbackServer server([](Peer& peer, int) { peer.await_close(); });
  HttpClient client;
  HttpRequest request = post(server, "{}");
  request.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  request.connect_timeout = 200ms;
  const HttpResult result = ports::perform(client, std::move(request));
  ASSERT_FALSE(result);
  EXPECT_FALSE(result.error().may_have_arrived);
  EXPECT_THAT(result.error().what, ::testing::EndsWith("within 200 ms"));
}

}  // namespace
}  // namespace qd::net
