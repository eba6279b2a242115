#include "app/preflight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/own_reputation.hpp"
#include "mail/address.hpp"
#include "sources/ses_account/ses_account.hpp"

namespace qd::app {

namespace {

using mail::Lookup;
using mail::PreflightFinding;
using mail::Verdict;

constexpr std::chrono::hours kWindow{24};
constexpr std::chrono::days kFresh{1};  // what bounced since may not be on Amazon's list yet

mail::Preflight questions(const Session& session, std::vector<mail::ForecastMessage> messages) {
  const Workspace& workspace = session.workspace;
  mail::Preflight out;
  if (workspace.settings.region) out.region = workspace.settings.region->value;
  if (workspace.settings.sender) {
    const auto sender = mail::parse_address(workspace.settings.sender->value);
    if (sender) out.sender = sender->address;
  }
  out.configuration_set = workspace.config.delivery.configuration_set;
  out.has_events_queue = !workspace.config.delivery.events_queue.empty();
  out.messages = std::move(messages);
  return out;
}

/// Answers live as notes of the ledger. That one cannot be kept is no reason not to send.
sources::AnswerMemory memory_of(store::Outbox& outbox, ports::Clock& clock) {
  return {
      .recall = [&outbox, &clock](std::string_view name, std::chrono::seconds oldest) -> std::optional<std::string> {
        const auto note = outbox.note(name);
        if (!note || !*note) return std::nullopt;
        const auto age = clock.now() - (*note)->at;
        // From the future: the clock was set back.
        if (age < std::chrono::milliseconds(0) || age > oldest) return std::nullopt;
        return (*note)->value;
      },
      .keep = [&outbox, &clock](std::string_view name,
                                std::string_view answer) { (void)outbox.set_note(name, answer, clock.now()); }};
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

bool is_reader(const mail::Preflight& preflight, std::string_view address) {
  const std::string wanted = lower(address);
  return std::ranges::any_of(preflight.messages, [&](const mail::ForecastMessage& message) {
    return std::ranges::any_of(message.readers, [&](const std::string& reader) { return lower(reader) == wanted; });
  });
}

std::int64_t recipients(const mail::Preflight& preflight) {
  std::size_t out = 0;
  for (const mail::ForecastMessage& message : preflight.messages) out += message.readers.size() + message.copies.size();
  return static_cast<std::int64_t>(out);
}

/// What the ledger adds to what SES says: how much it accepted from us, and when there is room again.
Result<void> add_ledger(const store::Outbox& outbox, Moment now, mail::Preflight& out) {
  const auto accepted = outbox.accepted_since(now - kWindow, store::KeySpace::mail);
  if (!accepted) return std::unexpected(accepted.error());
  out.accepted_24_hours = static_cast<double>(*accepted);
  if (out.account.how != Lookup::known || out.account.value.max_24_hour < 0) return {};
  const double used = std::max(out.account.value.sent_24_hours, out.accepted_24_hours);
  const double missing = static_cast<double>(recipients(out)) + used - out.account.value.max_24_hour;
  if (missing <= 0) return {};
  const auto frees = outbox.window_frees(static_cast<std::int64_t>(std::ceil(missing)), store::KeySpace::mail, now);
  if (!frees) return std::unexpected(frees.error());
  out.room_again = *frees;
  return {};
}

/// The list that the ledger keeps follows Amazon's where that is known; what events said lately stays.
Result<void> keep_suppressions(store::Outbox& outbox, const mail::Preflight& learned, Moment now) {
  if (learned.suppressed.how != Lookup::known || !learned.suppressed.why.empty()) return {};
  const auto present = outbox.suppressions();
  if (!present) return std::unexpected(present.error());
  std::vector<store::Outbox::Suppression> all;
  for (const std::string& address : learned.suppressed.value) {
    const auto known = std::ranges::find(*present, lower(address), &store::Outbox::Suppression::address);
    all.push_back(known != present->end() ? *known : store::Outbox::Suppression{lower(address), "ACCOUNT", now});
  }
  for (const store::Outbox::Suppression& one : *present) {
    if (one.since > now - kFresh &&
        std::ranges::find(all, one.address, &store::Outbox::Suppression::address) == all.end())
      all.push_back(one);
  }
  const auto same = [](const store::Outbox::Suppression& a, const store::Outbox::Suppression& b) {
    return a.address == b.address && a.reason == b.reason;
  };
  std::ranges::sort(all, {}, &store::Outbox::Suppression::address);
  auto sorted = *present;
  std::ranges::sort(sorted, {}, &store::Outbox::Suppression::address);
  if (std::ranges::equal(all, sorted, same)) return {};
  return outbox.replace_suppressions(all);
}

/// Readers that bounced or complained, as far as only our own events know of them.
Result<void> judge_own_list(const store::Outbox& outbox, const mail::Preflight& learned,
                            std::vector<PreflightFinding>& out) {
  const auto list = outbox.suppressions();
  if (!list) return std::unexpected(list.error());
  for (const store::Outbox::Suppression& one : *list) {
    const auto listed = std::ranges::any_of(learned.suppressed.value,
                                            [&](const std::string& address) { return lower(address) == one.address; });
    if (listed || !is_reader(learned, one.address)) continue;
    out.push_back({Verdict::warn, "reader-bounced",
                   fmt::format("{} {} on {}, and may receive nothing", one.address,
                               one.reason == "COMPLAINT" ? "complained" : "bounced",
                               to_string(instant_of(one.since)).substr(0, 10)),
                   "correct the address, or take it off the readers"});
  }
  return {};
}

/// Stops only as long as a mail would go to an address that is to blame: who takes those off the readers may send.
Result<void> judge_reputation(const store::Outbox& outbox, const mail::Preflight& learned, Moment now,
                              std::vector<PreflightFinding>& out) {
  const auto reputation = own_reputation(outbox, now);
  if (!reputation) return std::unexpected(reputation.error());
  if (reputation->grade == mail::ReputationGrade::good) return {};
  std::string still_readers;
  for (const std::string& address : reputation->bad_addresses) {
    if (!is_reader(learned, address)) continue;
    still_readers += still_readers.empty() ? "" : ", ";
    still_readers += address;
  }
  const bool stop = reputation->grade == mail::ReputationGrade::stop && !still_readers.empty();
  out.push_back({stop ? Verdict::refuse : Verdict::warn, "own-reputation",
                 fmt::format("in the last {} days {}", kReputationSpan.count(), mail::describe(reputation->counts)),
                 still_readers.empty() ? "send only to addresses that are known to work"
                                       : fmt::format("take {} off the readers", still_readers)});
  return {};
}

mail::RateLimit rate_of(const mail::Preflight& learned, double share) {
  // A second is what every account may.
  return {.per_second = learned.account.how == Lookup::known ? learned.account.value.max_rate : 1, .share = share};
}

void say(std::span<const PreflightFinding> findings, Console& console) {
  for (const PreflightFinding& finding : findings) {
    const std::string text = finding.fix.empty() ? finding.text : fmt::format("{}; {}", finding.text, finding.fix);
    if (finding.verdict == Verdict::refuse) console.error(text);
    if (finding.verdict == Verdict::hold || finding.verdict == Verdict::warn) console.warning(text);
  }
}

Result<Clearance> judge_now(const Session& session, aws::Api& api, store::Outbox& outbox, mail::Preflight learned,
                            ports::Clock& clock, sources::AnswerMemory memory) {
  sources::SesAccount(api, clock, std::move(memory)).learn(learned, {});
  const Moment now = clock.now();
  if (auto added = add_ledger(outbox, now, learned); !added) return std::unexpected(added.error());
  if (auto kept = keep_suppressions(outbox, learned, now); !kept) return std::unexpected(kept.error());

  Clearance out;
  out.findings = mail::judge(learned);
  if (auto judged = judge_own_list(outbox, learned, out.findings); !judged) return std::unexpected(judged.error());
  if (auto judged = judge_reputation(outbox, learned, now, out.findings); !judged)
    return std::unexpected(judged.error());
  out.verdict = mail::worst(out.findings);
  out.rate = rate_of(learned, session.workspace.config.delivery.rate_share);
  out.room_again = learned.room_again;
  if (learned.account.how == Lookup::known && learned.account.value.max_24_hour >= 0) {
    const double used = std::max(learned.account.value.sent_24_hours, learned.accepted_24_hours);
    out.room = static_cast<std::int64_t>(std::max(0.0, learned.account.value.max_24_hour - used));
  }
  return out;
}

}  // namespace

Result<Clearance> preflight(const Session& session, aws::Api& api, store::Outbox& outbox,
                            std::vector<mail::ForecastMessage> messages, ports::Clock& clock, Console& console) {
  const mail::Preflight asked = questions(session, std::move(messages));
  sources::AnswerMemory memory = memory_of(outbox, clock);
  auto out = judge_now(session, api, outbox, asked, clock, memory);
  if (out && out->verdict >= Verdict::hold) {
    // What stands in the way may have been put right since it was asked.
    memory.recall = nullptr;
    out = judge_now(session, api, outbox, asked, clock, std::move(memory));
  }
  if (out) say(out->findings, console);
  return out;
}

mail::Preflight ask_ses(const Session& session, aws::Api& api, std::vector<mail::ForecastMessage> messages,
                        ports::Clock& clock) {
  mail::Preflight out = questions(session, std::move(messages));
  sources::SesAccount(api, clock, {}).learn(out, {});
  return out;
}

}  // namespace qd::app
