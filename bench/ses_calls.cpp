// SES calls a second at 16 in flight, against a local server that answers after 5 ms:
//
//   floor      libcurl's own multi loop (perform and poll), sending the same body with the same number of headers
//   transport  our client: message to JSON, signature, transport and answer
//   ledger     the same with both durable commits of the outbox, before the call and after the answer, as the runner
//              makes them: one transaction a turn, and as many mails again waiting in the client, so that the wire is
//              not idle while the disk works
//
//   ses_calls [MAILS] [ROUNDS]
//
// Prints a line of JSON; the rounds alternate, and the medians count.
#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>

#include "aws/credentials.hpp"
#include "aws/ses.hpp"
#include "gate/gate.hpp"
#include "mail/delivery.hpp"
#include "mail/mime.hpp"
#include "net/aws_client.hpp"
#include "net/http_client.hpp"
#include "slow_server.hpp"
#include "store/outbox.hpp"
#include "transports/ses/ses.hpp"

namespace {

using namespace qd;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kInFlight = 16;
constexpr Moment kNow{1'779'300'000'000};

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().what);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

double calls_a_second(int calls, const std::function<void()>& work) {
  const auto begin = Steady::now();
  work();
  return calls / std::chrono::duration<double>(Steady::now() - begin).count();
}

std::string report() {
  return must(mail::compose({.from = {"Reports", "reports@example.com"},
                             .to = {{"", "ceo@example.com"}},
                             .subject = "Weekly report",
                             .date = {1'779'300'000},
                             .text = std::string(4'000, 't'),
                             .html = "<p>" + std::string(12'000, 'h') + "</p>"}));
}

std::size_t swallow(char* /*bytes*/, std::size_t size, std::size_t count, void* into) {
  *static_cast<std::size_t*>(into) += size * count;
  return size * count;
}

void floor(const std::string& url, const std::string& body, int calls) {
  CURLM* multi = curl_multi_init();
  curl_slist* headers = nullptr;
  for (const char* line : {"Content-Type: application/json", "X-Amz-Date: 20260521T000000Z", "Accept:", "Expect:",
                           "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260521/eu-west-1/ses/aws4_request, "
                           "SignedHeaders=content-type;host;x-amz-date, Signature=0000000000000000000000000000"})
    headers = curl_slist_append(headers, line);
  std::size_t received = 0;
  int started = 0;
  const auto start = [&](CURL* easy) {
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &received);
    curl_multi_add_handle(multi, easy);
    ++started;
  };
  for (std::size_t i = 0; i < kInFlight; ++i) start(curl_easy_init());
  for (int done = 0; done < calls;) {
    int running = 0, left = 0;
    curl_multi_perform(multi, &running);
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* easy = message->easy_handle;
      ensure(message->data.result == CURLE_OK, "the server answers");
      ++done;
      curl_multi_remove_handle(multi, easy);
      if (started < calls)
        start(easy);
      else
        curl_easy_cleanup(easy);
    }
    if (done < calls) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  curl_multi_cleanup(multi);
  curl_slist_free_all(headers);
}

class FixedCredentials final : public aws::CredentialSource {
 public:
  Result<std::shared_ptr<const aws::Credentials>> get(Moment) override { return credentials_; }
  void forget() override {}

 private:
  std::shared_ptr<const aws::Credentials> credentials_ = std::make_shared<const aws::Credentials>(
      aws::Credentials{Secret("AKIAEXAMPLE"), Secret("secret"), {}, {}, "the benchmark"});
};

class RealClock final : public ports::Clock {
 public:
  Moment now() override {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
  void sleep_until(Moment) override {}
};

/// The client as `run --send` builds it.
struct Client {
  explicit Client(const std::string& url) : api(http, credentials, clock, "eu-west-1", {{"", url}}) {}

  net::HttpClient http{{.connections = kInFlight}};
  FixedCredentials credentials;
  RealClock clock;
  net::AwsClient api;
  transports::Ses ses{api, "reports"};
};

ports::Envelope envelope(std::uint64_t ticket, const gate::Outgoing& message) {
  return {.ticket = ticket,
          .key = std::to_string(ticket),
          .from = "Reports <reports@example.com>",
          .to = {"reader@example.com"},
          .bcc = {},
          .message = message.clone(),
          .tags = {{"report", "ceo"}, {"role", "ceo"}, {"period", "2026-05-18"}, {"key", std::string(64, 'a')}}};
}

/// `turn` is told which mails were answered and which are about to leave.
using Turn = std::function<void(std::span<const ports::Attempted> answered, std::span<const int> leaving)>;

void send(const std::string& url, const gate::Outgoing& message, int mails, std::size_t at_once, const Turn& turn) {
  Client client(url);
  int next = 0;
  std::size_t under_way = 0;
  std::vector<ports::Attempted> answered;
  while (next < mails || under_way > 0 || !answered.empty()) {
    std::vector<int> leaving;
    while (next < mails && under_way + leaving.size() < at_once) leaving.push_back(next++);
    turn(answered, leaving);
    for (const int one : leaving) client.ses.start(envelope(static_cast<std::uint64_t>(one), message));
    under_way += leaving.size();
    answered = client.ses.wait(std::chrono::seconds(10));
    for (const ports::Attempted& one : answered)
      ensure(one.answers.at(0).answer.kind == mail::AnswerKind::accepted, "the server accepts");
    under_way -= answered.size();
  }
}

/// A fresh ledger with a planned and rendered row for each mail.
class Ledger {
 public:
  explicit Ledger(int mails)
      : folder_(std::filesystem::temp_directory_path() / fmt::format("quarterdeck-ses-calls-{}", getpid())),
        outbox_(open(folder_)) {
    store::PlannedContent content{.report = "ceo", .role = "ceo", .period = {20'000}};
    content.fingerprint = std::string(64, 'f');
    content.subject = "Weekly report";
    content.useful_until = kNow + std::chrono::hours(12);
    for (int i = 0; i < mails; ++i)
      content.messages.push_back({.readers = {fmt::format("reader-{}@example.com", i)}, .archive = {}});
    const auto planned = must(outbox_.plan({&content, 1}, kNow));
    must(outbox_.freeze(planned.at(0).content, std::string(64, 'e'), kNow));
    for (const store::Delivery& row : must(outbox_.deliveries({}))) rows_.push_back(row.id);
    ensure(rows_.size() == static_cast<std::size_t>(mails), "each mail has a row");
  }
  ~Ledger() { std::filesystem::remove_all(folder_); }

  void turn(std::span<const ports::Attempted> answered, std::span<const int> leaving) {
    std::vector<store::Move> moves;
    for (const ports::Attempted& one : answered)
      add(moves, static_cast<int>(one.ticket), mail::State::sending, mail::event::Answered{one.answers[0].answer},
          &one.answers[0].answer);
    for (const int mail : leaving) add(moves, mail, mail::State::rendered, mail::event::Begin{}, nullptr);
    if (!moves.empty()) ensure(must(outbox_.apply(moves)) == 0, "every row moves");
  }

 private:
  static store::Outbox open(const std::filesystem::path& folder) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return must(store::Outbox::open(folder));
  }
  void add(std::vector<store::Move>& moves, int mail, mail::State from, const mail::Event& event,
           const mail::Answer* answer) const {
    moves.push_back({.delivery = rows_[static_cast<std::size_t>(mail)],
                     .from = from,
                     .step = must(mail::advance(from, event, kNow, kNow + std::chrono::hours(12))),
                     .at = kNow,
                     .what = answer == nullptr ? "sending" : "answer",
                     .answer = answer == nullptr ? std::nullopt : std::optional(*answer)});
  }

  std::filesystem::path folder_;
  store::Outbox outbox_;
  std::vector<std::int64_t> rows_;
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  const int mails = count > 1 ? std::atoi(arguments[1]) : 4000;
  const int rounds = count > 2 ? std::atoi(arguments[2]) : 5;
  const bench::SlowServer server(std::chrono::milliseconds(5));
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const gate::Gate gate({});
  const gate::Outgoing message = must(gate.pass(report(), gate::Form::message, "the report"));
  const std::string body = aws::send_email({.from = "Reports <reports@example.com>",
                                            .to = {"reader@example.com"},
                                            .bcc = {},
                                            .raw = message.bytes(),
                                            .tags = {},
                                            .configuration_set = "reports"})
                               .body;
  std::map<std::string, std::vector<double>> rates;
  for (int round = 0; round < rounds; ++round) {
    rates["floor"].push_back(
        calls_a_second(mails, [&] { floor(server.url() + "/v2/email/outbound-emails", body, mails); }));
    rates["transport"].push_back(
        calls_a_second(mails, [&] { send(server.url(), message, mails, kInFlight, [](auto, auto) {}); }));
    Ledger ledger(mails);
    rates["ledger"].push_back(calls_a_second(mails, [&] {
      send(server.url(), message, mails, 2 * kInFlight,
           [&](auto answered, auto leaving) { ledger.turn(answered, leaving); });
    }));
  }
  const double lowest = median(rates["floor"]);
  fmt::print(
      "{{\"in_flight\":{},\"mails\":{},\"body\":{},\"floor\":{:.0f},\"transport\":{:.0f},\"ledger\":{:.0f},"
      "\"transport_share\":{:.3f},\"ledger_share\":{:.3f}}}\n",
      kInFlight, mails, body.size(), lowest, median(rates["transport"]), median(rates["ledger"]),
      median(rates["transport"]) / lowest, median(rates["ledger"]) / lowest);
  return 0;
}
