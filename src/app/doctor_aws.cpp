#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "app/aws_access.hpp"
#include "app/doctor_services.hpp"
#include "app/preflight.hpp"
#include "aws/http_date.hpp"
#include "aws/sts.hpp"
#include "mail/preflight.hpp"
#include "sources/ses_events/event_queue.hpp"

namespace qd::app {

namespace {

using std::chrono::seconds;

constexpr seconds kSkewNoticed{30};
constexpr seconds kSkewRefused{300};  // signatures are refused from there on
constexpr seconds kShortVisibility{30};

Health health_of(mail::Verdict verdict) {
  switch (verdict) {
    case mail::Verdict::fine:
      return Health::ok;
    case mail::Verdict::warn:
    case mail::Verdict::hold:
      return Health::warn;
    case mail::Verdict::refuse:
      return Health::fail;
  }
  return Health::fail;
}

void examine_clock(const HttpResponse& response, Moment now, DoctorChecks& out) {
  const auto theirs = aws::parse_http_date(response.header("date"));
  if (!theirs) return;
  const auto skew = std::chrono::abs(std::chrono::duration_cast<seconds>(*theirs - now));
  if (skew < kSkewNoticed) return out.ok("aws.clock", "the clock of this machine agrees with Amazon's");
  out.add({.id = "aws.clock",
           .health = skew < kSkewRefused ? Health::warn : Health::fail,
           .what = fmt::format("the clock of this machine is {} s {} Amazon's", skew.count(),
                               *theirs > now ? "behind" : "ahead of"),
           .where = {},
           .fix = "let the machine set its clock from the network (timedatectl set-ntp true)"});
}

/// Whether it is worth asking anything else.
bool examine_identity(aws::Api& api, ports::Clock& clock, DoctorChecks& out) {
  const HttpResult answer = aws::perform(api, aws::get_caller_identity());
  if (!answer) {
    out.add({.id = "aws.identity",
             .health = Health::unknown,
             .what = fmt::format("AWS was not reached: {}", answer.error().what),
             .where = {},
             .fix = "look at the network, the proxy (https_proxy) and the endpoint",
             .unreachable = true});
    return false;
  }
  examine_clock(*answer, clock.now(), out);
  const auto identity = aws::read_caller_identity(*answer);
  if (identity) {
    out.ok("aws.identity", fmt::format("AWS knows us as {}", identity->arn));
    return true;
  }
  const bool denied = identity.error().kind == ErrorKind::denied;
  out.add({.id = "aws.identity",
           .health = denied ? Health::fail : Health::unknown,
           .what = fmt::format("AWS does not say who we are: {}", identity.error().what),
           .where = {},
           .fix = denied ? "the keys are wrong, expired or switched off: make new ones in IAM" : "try again later"});
  return true;
}

/// Readers as messages of their own, so that none looks too large and each is looked for.
std::vector<mail::ForecastMessage> all_readers(const Workspace& workspace) {
  std::vector<std::string> readers = workspace.settings.recipients;
  for (const ReportConfig& report : workspace.config.reports)
    readers.insert(readers.end(), report.to.begin(), report.to.end());
  std::vector<mail::ForecastMessage> out;
  std::vector<std::string> seen;
  for (const std::string& reader : readers) {
    const auto address = mail::parse_address(reader);
    if (!address || std::ranges::find(seen, address->address) != seen.end()) continue;
    seen.push_back(address->address);
    out.push_back({.report = "all", .readers = {address->address}, .copies = {}});
  }
  if (workspace.settings.archive && !out.empty()) {
    if (const auto archive = mail::parse_address(workspace.settings.archive->value))
      out.front().copies.push_back(archive->address);
  }
  return out;
}

void examine_ses(const Session& session, aws::Api& api, ports::Clock& clock, DoctorChecks& out) {
  const mail::Preflight learned = ask_ses(session, api, all_readers(session.workspace), clock);
  for (const mail::PreflightFinding& finding : mail::judge(learned)) {
    out.add({.id = fmt::format("aws.{}", finding.code),
             .health = health_of(finding.verdict),
             .what = finding.text,
             .where = {},
             .fix = finding.fix});
  }
}

void examine_queue(const Session& session, aws::Api& api, ports::Clock& clock, DoctorChecks& out) {
  const std::string& name = session.workspace.config.delivery.events_queue;
  if (name.empty())
    return out.add({.id = "aws.queue",
                    .health = Health::warn,
                    .what = "no events queue is named: a bounce is never heard of, and a lost reply stays unknown",
                    .where = "quarterdeck.toml",
                    .fix = "make one as docs/delivery.md says, and write events_queue under [delivery]"});
  auto queue = sources::EventQueue::open(api, clock, name);
  const auto figures = queue ? queue->look() : std::unexpected(queue.error());
  if (!figures) {
    const ErrorKind kind = figures.error().kind;
    const bool looked = kind == ErrorKind::not_found || kind == ErrorKind::invalid;
    return out.add({.id = "aws.queue",
                    .health = looked ? Health::fail : Health::unknown,
                    .what = figures.error().what,
                    .where = "quarterdeck.toml",
                    .fix = kind == ErrorKind::denied
                               ? "allow sqs:GetQueueAttributes as well, so that this can be looked at"
                               : "correct events_queue under [delivery]",
                    .unreachable = kind == ErrorKind::unavailable});
  }
  out.ok("aws.queue", fmt::format("the events queue answers; about {} messages wait", figures->waiting));
  if (figures->visibility < kShortVisibility)
    out.add({.id = "aws.queue_visibility",
             .health = Health::warn,
             .what = fmt::format("the events queue gives a message out again after {} s", figures->visibility.count()),
             .where = {},
             .fix = "set its VisibilityTimeout to 60"});
}

}  // namespace

void examine_aws(const Session& session, ports::Clock& clock, DoctorChecks& out) {
  const DeliveryConfig& config = session.workspace.config.delivery;
  if (config.transport != TransportKind::ses && config.events_queue.empty() && config.configuration_set.empty())
    return out.ok("aws.not_asked", "nothing that is configured needs AWS");
  auto access = AwsAccess::open(session, clock);
  if (!access)
    return out.add({.id = "aws.access",
                    .health = Health::fail,
                    .what = access.error().what,
                    .where = {},
                    .fix = "write AWS_REGION=us-west-2 (or yours) into repos.env"});
  const auto credentials = access->credentials();
  if (!credentials)
    return out.add({.id = "aws.credentials",
                    .health = Health::fail,
                    .what = credentials.error().what,
                    .where = {},
                    .fix = "write AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY into repos.env, or run where a role is"});
  out.ok("aws.credentials", fmt::format("credentials come from {}", *credentials));
  if (!examine_identity(access->api(), clock, out)) return;
  if (config.transport == TransportKind::ses) examine_ses(session, access->api(), clock, out);
  examine_queue(session, access->api(), clock, out);
}

}  // namespace qd::app
