#include "mail/preflight.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace qd::mail {

namespace {

constexpr std::size_t kMostNamed = 10;
constexpr std::string_view kSimulator = "@simulator.amazonses.com";
constexpr auto kEventTypes = std::to_array<std::string_view>(
    {"SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY", "RENDERING_FAILURE"});

bool failed(Lookup how) { return how == Lookup::denied || how == Lookup::unanswered; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

/// "a, b and 3 more"
template <class Names>
std::string listed(const Names& names) {
  std::vector<std::string> some(names.begin(), std::next(names.begin(), std::min(names.size(), kMostNamed)));
  std::string out = fmt::format("{}", fmt::join(some, ", "));
  if (names.size() > kMostNamed) out += fmt::format(" and {} more", names.size() - kMostNamed);
  return out;
}

std::string in_region(const Preflight& preflight) {
  return preflight.region.empty() ? std::string() : " in " + preflight.region;
}

class Judge {
 public:
  explicit Judge(const Preflight& preflight) : p_(preflight) {}

  std::vector<PreflightFinding> all() {
    account();
    quota();
    sender();
    sandbox();
    configuration_set();
    destinations();
    suppression();
    sizes();
    return std::move(out_);
  }

 private:
  void say(Verdict verdict, std::string_view code, std::string text, std::string fix = {}) {
    out_.push_back({verdict, code, std::move(text), std::move(fix)});
  }

  /// Whether the question failed, which is said.
  template <class T>
  bool could_not_ask(const Learned<T>& learned, std::string_view code, std::string_view what, std::string_view action) {
    if (!failed(learned.how)) return false;
    const std::string why = learned.why.empty() ? std::string() : fmt::format(" ({})", learned.why);
    if (learned.how == Lookup::denied)
      say(Verdict::warn, code, fmt::format("{} is not known: we may not ask for it{}", what, why),
          fmt::format("allow {} in the IAM policy", action));
    else
      say(Verdict::warn, code, fmt::format("{} is not known: the service did not say{}", what, why),
          "try again, or look at it in the console");
    return true;
  }

  void account() {
    if (could_not_ask(p_.account, "account-unknown", "the state of the account", "ses:GetAccount and ses:GetSendQuota"))
      return;
    if (p_.account.how != Lookup::known) return;
    const AccountState& state = p_.account.value;
    if (state.enforcement == "SHUTDOWN")
      return say(Verdict::refuse, "account-shut-down", "SES has shut this account down for sending",
                 "answer the case that SES opened in the support centre");
    if (!state.sending_enabled)
      return say(Verdict::refuse, "account-paused", fmt::format("sending is paused for this account{}", in_region(p_)),
                 "aws sesv2 put-account-sending-attributes --sending-enabled, once the reason is gone");
    if (state.enforcement == "PROBATION")
      return say(Verdict::warn, "account-probation", "SES has this account under review: sending may end at any time",
                 "look at the bounces and complaints, and answer the case in the support centre");
    say(Verdict::fine, "account", fmt::format("the account may send{}", in_region(p_)));
  }

  [[nodiscard]] std::size_t forecast() const {
    std::size_t recipients = 0;
    for (const ForecastMessage& message : p_.messages) recipients += message.readers.size() + message.copies.size();
    return recipients;
  }

  void quota() {
    if (p_.account.how != Lookup::known) return;
    const AccountState& state = p_.account.value;
    if (state.max_24_hour < 0) return say(Verdict::fine, "quota", "the account has no daily quota");
    const auto need = static_cast<double>(forecast());
    const double left = std::max(0.0, state.max_24_hour - std::max(state.sent_24_hours, p_.accepted_24_hours));
    const std::string sums =
        fmt::format("{:.0f} recipients, copies counted, and {:.0f} of the quota of {:.0f} in 24 hours are left", need,
                    left, state.max_24_hour);
    if (need <= left) return say(Verdict::fine, "quota", sums);
    if (need > state.max_24_hour)
      return say(Verdict::refuse, "quota-too-small", sums + ": it would not fit on any day",
                 "ask SES for a higher sending quota, or send to fewer readers");
    say(Verdict::hold, "quota-used-up", sums,
        p_.room_again ? fmt::format("there is room again at {}; what waits goes on then", to_string(*p_.room_again))
                      : "run `send` again later: the 24 hours are rolling");
  }

  /// The best answer among the identities that an address belongs to; `known` and false when each of them is not.
  [[nodiscard]] Learned<bool> verified(std::string_view address) const {
    Learned<bool> out;
    for (const std::string& identity : identities_of(address)) {
      const auto found = p_.identities.find(identity);
      if (found == p_.identities.end() || found->second.how == Lookup::not_asked) continue;
      const Learned<bool>& one = found->second;
      if (one.how == Lookup::known && one.value) return one;
      if (failed(one.how)) {
        out = one;
      } else if (!failed(out.how)) {
        out = {.how = Lookup::known};
      }
    }
    return out;
  }

  void sender() {
    const Learned<bool> state = verified(p_.sender);
    if (could_not_ask(state, "sender-unknown", fmt::format("whether the sender {} is verified", p_.sender),
                      "ses:GetEmailIdentity"))
      return;
    if (state.how != Lookup::known) return;
    if (state.value)
      return say(Verdict::fine, "sender", fmt::format("the sender {} is verified{}", p_.sender, in_region(p_)));
    say(Verdict::refuse, "sender-unverified", fmt::format("the sender {} is not verified{}", p_.sender, in_region(p_)),
        fmt::format("verify {} or its domain there, or check the region: identities belong to one", p_.sender));
  }

  [[nodiscard]] std::set<std::string> recipients() const {
    std::set<std::string> out;
    for (const ForecastMessage& message : p_.messages) {
      for (const std::string& one : message.readers) out.insert(lower(one));
      for (const std::string& one : message.copies) out.insert(lower(one));
    }
    return out;
  }

  void sandbox() {
    if (p_.account.how != Lookup::known || !is_sandbox(p_.account.value)) return;
    std::vector<std::string> unverified, unknown;
    for (const std::string& recipient : recipients()) {
      if (recipient.ends_with(kSimulator)) continue;
      const Learned<bool> state = verified(recipient);
      if (state.how == Lookup::known && !state.value) unverified.push_back(recipient);
      if (failed(state.how) || state.how == Lookup::not_asked) unknown.push_back(recipient);
    }
    if (!unverified.empty())
      return say(Verdict::refuse, "sandbox-unverified",
                 fmt::format("the account is in the SES sandbox, and these recipients are not verified: {}",
                             listed(unverified)),
                 "verify them, or ask SES for production access");
    if (!unknown.empty())
      return say(Verdict::warn, "sandbox-unknown",
                 fmt::format("the account is in the SES sandbox, and it is not known whether these are verified: {}",
                             listed(unknown)),
                 "allow ses:GetEmailIdentity in the IAM policy, or ask SES for production access");
    say(Verdict::fine, "sandbox", "the account is in the SES sandbox, and every recipient is verified");
  }

  void configuration_set() {
    if (p_.configuration_set.empty())
      return say(Verdict::warn, "set-missing",
                 "no configuration set is used, so nothing will be known about a mail once SES has accepted it",
                 "create one with an event destination, and write configuration_set under [delivery]");
    const std::string name = fmt::format("the configuration set {}", p_.configuration_set);
    if (could_not_ask(p_.set, "set-unknown", "the state of " + name, "ses:GetConfigurationSet")) return;
    if (p_.set.how == Lookup::absent)
      return say(Verdict::refuse, "set-absent", fmt::format("{} does not exist{}", name, in_region(p_)),
                 "create it there, or correct configuration_set under [delivery]");
    if (p_.set.how != Lookup::known) return;
    if (!p_.set.value.sending_enabled)
      return say(Verdict::refuse, "set-paused", fmt::format("sending is paused for {}", name),
                 "aws sesv2 put-configuration-set-sending-options --sending-enabled, once the reason is gone");
    if (!p_.set.value.requires_tls)
      return say(Verdict::warn, "set-without-tls", fmt::format("{} lets mail leave SES without TLS", name),
                 "aws sesv2 put-configuration-set-delivery-options --tls-policy REQUIRE");
    say(Verdict::fine, "set", fmt::format("{} may send, and requires TLS", name));
  }

  void destinations() {
    if (p_.configuration_set.empty() || p_.set.how == Lookup::absent) return;
    if (could_not_ask(p_.destinations, "events-unknown", "where events go", "ses:GetConfigurationSetEventDestinations"))
      return;
    if (p_.destinations.how != Lookup::known && p_.destinations.how != Lookup::absent) return;
    std::set<std::string> types;
    bool has_topic = false;
    for (const EventDestinationState& one : p_.destinations.value) {
      if (!one.enabled) continue;
      types.insert(one.types.begin(), one.types.end());
      has_topic = has_topic || !one.topic.empty();
    }
    std::vector<std::string> missing;
    for (const std::string_view type : kEventTypes) {
      if (!types.contains(std::string(type))) missing.emplace_back(type);
    }
    if (p_.has_events_queue && !has_topic)
      return say(Verdict::warn, "events-without-topic",
                 fmt::format("the configuration set {} sends no events to SNS, so none reach events_queue",
                             p_.configuration_set),
                 "add an event destination with the SNS topic that the queue is subscribed to");
    if (!missing.empty())
      return say(Verdict::warn, "events-missing",
                 fmt::format("the configuration set {} does not report {}", p_.configuration_set, listed(missing)),
                 "add these types to an enabled event destination");
    if (!p_.has_events_queue)
      return say(Verdict::warn, "events-unread", "the service reports events, and nothing reads them",
                 "write events_queue under [delivery]");
    say(Verdict::fine, "events", "events of every kind come to the queue");
  }

  void suppression() {
    if (could_not_ask(p_.suppressed, "suppression-unknown", "who is on the suppression list",
                      "ses:ListSuppressedDestinations"))
      return;
    if (p_.suppressed.how != Lookup::known) return;
    std::set<std::string> suppressed;
    for (const std::string& one : p_.suppressed.value) suppressed.insert(lower(one));
    std::vector<std::string> hit;
    for (const std::string& one : recipients()) {
      if (suppressed.contains(one)) hit.push_back(one);
    }
    if (hit.empty()) return say(Verdict::fine, "suppression", "no recipient is on the suppression list");
    say(Verdict::warn, "suppressed",
        fmt::format("on the account's suppression list, so SES will accept their mail and drop it: {}", listed(hit)),
        fmt::format("aws sesv2 delete-suppressed-destination --email-address {}, if the mailbox works", hit.front()));
  }

  void sizes() {
    std::size_t largest = 0;
    for (const ForecastMessage& message : p_.messages) {
      const std::size_t recipients = message.readers.size() + message.copies.size();
      largest = std::max(largest, recipients);
      if (recipients > p_.most_recipients)
        say(Verdict::refuse, "too-many-recipients",
            fmt::format("the report {} has {} recipients in one mail, copies counted, and may have {}", message.report,
                        recipients, p_.most_recipients),
            "write addressing = \"each\" under [delivery], or archive = \"separate\"");
    }
    if (!p_.messages.empty() && largest <= p_.most_recipients)
      say(Verdict::fine, "recipients",
          fmt::format("{} mails with at most {} recipients each", p_.messages.size(), largest));
  }

  const Preflight& p_;
  std::vector<PreflightFinding> out_;
};

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::fine:
      return "fine";
    case Verdict::warn:
      return "warning";
    case Verdict::hold:
      return "hold";
    case Verdict::refuse:
      return "refused";
  }
  return "refused";
}

std::vector<PreflightFinding> judge(const Preflight& preflight) { return Judge(preflight).all(); }

Verdict worst(std::span<const PreflightFinding> findings) {
  Verdict out = Verdict::fine;
  for (const PreflightFinding& finding : findings) out = std::max(out, finding.verdict);
  return out;
}

std::vector<std::string> identities_of(std::string_view address) {
  std::vector<std::string> out = {lower(address)};
  const std::size_t at = out.front().rfind('@');
  std::string domain = at == std::string::npos ? std::string() : out.front().substr(at + 1);
  // The last label alone is nobody's identity.
  while (domain.find('.') != std::string::npos) {
    out.push_back(domain);
    domain.erase(0, domain.find('.') + 1);
  }
  return out;
}

bool is_sandbox(const AccountState& account) {
  if (account.production_access) return !*account.production_access;
  return account.max_24_hour == 200 && account.max_rate == 1;
}

}  // namespace qd::mail
