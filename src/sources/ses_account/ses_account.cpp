#include "sources/ses_account/ses_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ranges>
#include <utility>
#include <vector>

#include "aws/ses.hpp"

namespace qd::sources {

namespace {

using mail::Learned;
using mail::Lookup;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double kBurst = 8;
constexpr double kPerSecond = 1;
constexpr int kMostAttempts = 4;
constexpr int kMostLost = 2;                             // in a row: each took as long as the client is patient
constexpr seconds kFigures{60};                          // of the account: they change while we send
constexpr seconds kSettings = std::chrono::minutes(15);  // what a person sets up

constexpr std::string_view kSimulator = "@simulator.amazonses.com";  // takes mail from everybody

constexpr int kOk = 200;
constexpr int kForbidden = 403;
constexpr int kTooMany = 429;
constexpr int kServerFault = 500;

bool is_throttle(const aws::ApiError& error) {
  return error.status == kTooMany || error.type.starts_with("Throttling") || error.type == "TooManyRequestsException";
}
bool is_denied(const aws::ApiError& error) {
  return error.status == kForbidden || error.type.starts_with("AccessDenied") || error.type == "NotAuthorized";
}
/// A bare 404 is a server that does not know the question.
bool is_absent(const aws::ApiError& error) { return error.type == "NotFoundException"; }

mail::AccountState state_of(const aws::Account& account) {
  return {.sending_enabled = account.sending_enabled,
          .production_access = account.production_access,
          .enforcement = account.enforcement,
          .max_24_hour = account.max_24_hour,
          .max_rate = account.max_rate,
          .sent_24_hours = account.sent_24_hours};
}

}  // namespace

/// What came back: a response, or why there is none.
struct SesAccount::Answer {
  Lookup how = Lookup::unanswered;
  HttpResponse response;
  std::string why;

  template <class T>
  [[nodiscard]] Learned<T> nothing() const {
    return {how, {}, why};
  }
  /// `value` of what was read, unless there was nothing to read.
  template <class T, class Read, class Convert>
  [[nodiscard]] Learned<T> value(Read read, Convert convert) const {
    if (how != Lookup::known) return nothing<T>();
    const auto content = read(response);
    if (!content) return {Lookup::unanswered, {}, content.error().what};
    return {Lookup::known, convert(*content), {}};
  }
};

SesAccount::SesAccount(aws::Api& api, ports::Clock& clock, AnswerMemory memory)
    : api_(api), clock_(clock), memory_(std::move(memory)), tokens_(kBurst) {}

void SesAccount::wait_for_turn() {
  const auto refill = [this] {
    const Moment now = clock_.now();
    const double passed = last_ ? static_cast<double>((now - *last_).count()) / 1000.0 : 0;
    tokens_ = std::min(kBurst, tokens_ + std::max(0.0, passed) * kPerSecond);
    last_ = now;
  };
  refill();
  if (tokens_ < 1) {
    clock_.sleep_until(clock_.now() + milliseconds(static_cast<std::int64_t>((1 - tokens_) / kPerSecond * 1000) + 1));
    refill();
  }
  tokens_ = std::max(0.0, tokens_ - 1);
}

SesAccount::Answer SesAccount::ask_now(const aws::Call& call, std::string_view action) {
  Answer out;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    if (attempt > 0) clock_.sleep_until(clock_.now() + seconds(1 << (attempt - 1)));
    wait_for_turn();
    HttpResult result = aws::perform(api_, call);
    if (!result) {
      ++lost_;
      out.why = fmt::format("{} was not answered: {}", action, result.error().what);
      return out;  // the client has waited long enough
    }
    lost_ = 0;
    if (result->status == kOk) return {Lookup::known, std::move(*result), {}};
    const aws::ApiError error = aws::error_of(*result);
    out.why = fmt::format("{} was answered with {} {}{}{}", action, error.status, error.type,
                          error.text.empty() ? "" : ": ", error.text);
    if (is_denied(error)) {
      out.how = Lookup::denied;
      return out;
    }
    if (is_absent(error)) {
      out.how = Lookup::absent;
      return out;
    }
    if (!is_throttle(error) && error.status < kServerFault) return out;
  }
  return out;
}

SesAccount::Answer SesAccount::ask(aws::Call call, std::string_view action, seconds oldest) {
  std::string name = fmt::format("ses {} {} {}", region_, call.method, call.path);
  for (const auto& [key, value] : call.query) name += fmt::format(" {}={}", key, value);
  if (call.method != "GET") name += " " + call.body;
  if (memory_.recall) {
    if (auto kept = memory_.recall(name, oldest)) {
      if (*kept == "absent") return {Lookup::absent, {}, fmt::format("{} found nothing", action)};
      return {Lookup::known, {.status = kOk, .headers = {}, .body = std::move(*kept)}, {}};
    }
  }
  if (lost_ >= kMostLost) return {Lookup::unanswered, {}, fmt::format("{} was not asked: SES does not answer", action)};
  Answer answer = ask_now(call, action);
  if (memory_.keep) {
    if (answer.how == Lookup::known) memory_.keep(name, answer.response.body);
    if (answer.how == Lookup::absent) memory_.keep(name, "absent");
  }
  return answer;
}

void SesAccount::learn(mail::Preflight& out, const SesQuestions& questions) {
  region_ = out.region;
  learn_account(out);
  if (!out.sender.empty()) learn_identities(out, out.sender, false);
  if (!out.configuration_set.empty()) learn_set(out);
  const bool sandbox = out.account.how == Lookup::known && mail::is_sandbox(out.account.value);
  if (sandbox || questions.recipients) {
    for (const mail::ForecastMessage& message : out.messages) {
      for (const std::string& reader : message.readers) learn_identities(out, reader, true);
      for (const std::string& copy : message.copies) learn_identities(out, copy, true);
    }
  }
  if (questions.suppressed_pages > 0) learn_suppressed(out, questions.suppressed_pages);
}

void SesAccount::learn_account(mail::Preflight& out) {
  out.account =
      ask(aws::get_account(), "ses:GetAccount", kFigures).value<mail::AccountState>(aws::read_account, state_of);
  if (out.account.how == Lookup::known) return;
  auto older = ask(aws::get_send_quota(), "ses:GetSendQuota", kFigures)
                   .value<mail::AccountState>(aws::read_send_quota, state_of);
  if (older.how == Lookup::known) {
    out.account = std::move(older);
  } else {
    // A service without GetAccount at all is one that did not answer: there is no account without an account.
    if (out.account.how == Lookup::absent) out.account.how = Lookup::unanswered;
    out.account.why += "; " + older.why;
  }
}

void SesAccount::learn_identity(mail::Preflight& out, std::string_view identity) {
  if (out.identities.contains(identity)) return;
  out.identities.emplace(
      identity, ask(aws::get_identity(identity), "ses:GetEmailIdentity", kSettings)
                    .value<bool>(aws::read_identity, [](const aws::Identity& found) { return found.verified; }));
}

void SesAccount::learn_identities(mail::Preflight& out, std::string_view address, bool widest_first) {
  if (address.ends_with(kSimulator)) return;
  std::vector<std::string> identities = mail::identities_of(address);
  // Many readers share a domain, so that asking for it first asks less.
  if (widest_first) std::ranges::reverse(identities);
  for (const std::string& identity : identities) {
    learn_identity(out, identity);
    const Learned<bool>& learned = out.identities.find(identity)->second;
    if (learned.how == Lookup::known && learned.value) return;
  }
}

void SesAccount::learn_set(mail::Preflight& out) {
  const auto state = [](const aws::ConfigurationSet& set) {
    return mail::ConfigurationSetState{.sending_enabled = set.sending_enabled, .requires_tls = set.requires_tls};
  };
  out.set = ask(aws::get_configuration_set(out.configuration_set), "ses:GetConfigurationSet", kSettings)
                .value<mail::ConfigurationSetState>(aws::read_configuration_set, state);
  if (out.set.how == Lookup::absent) return;
  const auto destinations = [](const std::vector<aws::EventDestination>& found) {
    std::vector<mail::EventDestinationState> states;
    for (const aws::EventDestination& one : found) states.push_back({one.name, one.enabled, one.types, one.topic});
    return states;
  };
  out.destinations =
      ask(aws::get_event_destinations(out.configuration_set), "ses:GetConfigurationSetEventDestinations", kSettings)
          .value<std::vector<mail::EventDestinationState>>(aws::read_event_destinations, destinations);
}

void SesAccount::learn_suppressed(mail::Preflight& out, std::size_t pages) {
  std::vector<std::string> all;
  std::string next;
  for (std::size_t page = 0; page < pages; ++page) {
    const Answer answer = ask(aws::list_suppressed(next), "ses:ListSuppressedDestinations", kSettings);
    const auto read = answer.value<aws::SuppressedPage>(aws::read_suppressed, [](const auto& found) { return found; });
    if (read.how != Lookup::known) {
      // No answer is "there is no list" at least as often as it is "nobody is on it".
      const Lookup how = read.how == Lookup::absent ? Lookup::unanswered : read.how;
      out.suppressed = {how, std::move(all), read.why};
      return;
    }
    for (const aws::Suppressed& suppressed : read.value.addresses) all.push_back(suppressed.address);
    next = read.value.next;
    if (next.empty()) break;
  }
  out.suppressed = {Lookup::known, std::move(all), {}};
  if (!next.empty())
    out.suppressed.why =
        fmt::format("only the first {} addresses of the list were looked at", out.suppressed.value.size());
}

}  // namespace qd::sources
