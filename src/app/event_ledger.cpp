#include "app/event_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mail/readdress.hpp"
#include "store/digest.hpp"
#include "store/frozen_mail.hpp"
#include "store/provider_id.hpp"

namespace qd::app {

namespace {

using mail::BounceKind;
using mail::ReportKind;
using mail::ServiceEvent;

/// Tags that only our mails carry, all of them.
constexpr std::array<std::string_view, 3> kOurTags = {"report", "period", "key"};

bool carries_our_tags(const ServiceEvent& event) {
  return std::ranges::all_of(kOurTags, [&event](std::string_view name) {
    return std::ranges::any_of(event.tags, [name](const auto& tag) { return tag.first == name; });
  });
}

/// A row that was sent again has a new message at the service; bad news of the old one says nothing of the new.
bool is_of_earlier_attempt(const store::Delivery& row, const ServiceEvent& event) {
  const bool good_news = event.what == ReportKind::sent || event.what == ReportKind::delivered;
  return !good_news && !row.provider_id.empty() && !event.message_id.empty() &&
         store::bare_provider_id(row.provider_id) != store::bare_provider_id(event.message_id);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

/// What the receiving server said to this reader, else what the event says of all.
std::string answer_for(const ServiceEvent& event, std::string_view recipient) {
  const auto found = std::ranges::find_if(event.recipients, [&](const mail::EventRecipient& one) {
    return lower(one.address) == lower(recipient) && !one.answer.empty();
  });
  return found == event.recipients.end() ? event.answer : found->answer;
}

bool is_shared_complaint(const ServiceEvent& event) {
  return event.what == ReportKind::complained && event.recipients.size() > 1;
}

/// What is put on the list of those who will receive nothing; nothing for what passes.
std::optional<std::string_view> suppression_reason(const ServiceEvent& event) {
  if (event.what == ReportKind::complained && !is_shared_complaint(event)) return "COMPLAINT";
  if (event.what != ReportKind::bounced) return std::nullopt;
  if (event.bounce == BounceKind::permanent) return "BOUNCE";
  if (event.bounce == BounceKind::suppressed) return "ACCOUNT";
  return std::nullopt;
}

}  // namespace

Result<EventEffect> EventLedger::apply(const sources::QueueMessage& message, Moment now) {
  using Kind = sources::QueueMessage::Kind;
  switch (message.kind) {
    case Kind::report:
      return apply_report(message.event, now);
    case Kind::engagement: {
      const auto rows = outbox_.rows_of(message.event);
      if (!rows) return std::unexpected(rows.error());
      if (!rows->empty()) return EventEffect{EventFate::engagement, {}};
      return EventEffect{carries_our_tags(message.event) ? EventFate::ours_lost : EventFate::foreign, {}};
    }
    case Kind::notice:
      return EventEffect{EventFate::notice, {}};
    case Kind::confirmation:
    case Kind::unreadable:
      break;
  }
  return EventEffect{EventFate::unreadable, {}};
}

Result<EventEffect> EventLedger::apply_report(const ServiceEvent& event, Moment now) {
  const auto rows = outbox_.rows_of(event);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return EventEffect{carries_our_tags(event) ? EventFate::ours_lost : EventFate::foreign, {}};
  EventEffect out{EventFate::repeated, {}};
  // A frozen file that no row names is harmless; a row without what it wants to send is not. So both in one
  // transaction, with the file first.
  auto done = outbox_.together([&]() -> Result<void> {
    for (const store::Delivery& row : *rows) {
      const auto fresh = outbox_.remember(event, row.id, now);
      if (!fresh) return std::unexpected(fresh.error());
      if (!*fresh) continue;
      out.fate = EventFate::applied;
      if (auto applied = apply_to(row, event, now, out); !applied) return applied;
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return out;
}

Result<void> EventLedger::apply_to(const store::Delivery& row, const ServiceEvent& event, Moment now,
                                   EventEffect& out) {
  if (is_of_earlier_attempt(row, event)) return {};
  const auto step = mail::advance(row.state, mail::event::Reported{event.what, event.bounce}, now, row.useful_until);
  if (!step) return {};  // such as a report on what was never sent: remembered, and that is all
  const std::string answer = answer_for(event, row.recipient);
  const bool shared = is_shared_complaint(event);
  store::Move move{.delivery = row.id,
                   .from = row.state,
                   .step = *step,
                   .at = now,
                   .not_before = row.not_before,
                   .what = "event " + event.type,
                   .detail = shared
                                 ? fmt::format("names {} readers of one domain; which of them complained is not said",
                                               event.recipients.size())
                                 : answer};
  // Of a lost reply the event is the first to say what the service calls the message.
  if (row.provider_id.empty() && !event.message_id.empty())
    move.answer = mail::Answer{.kind = mail::AnswerKind::accepted, .text = answer, .message_id = event.message_id};
  const auto left_out = outbox_.apply({&move, 1});
  if (!left_out) return std::unexpected(left_out.error());
  if (*left_out > 0) return {};

  if (auto kept = suppress(row, event, now); !kept) return kept;
  EventMove moved{.delivery = row, .before = row.state, .type = event.type, .answer = answer};
  if (step->resend_lean) {
    const auto planned = plan_lean(row, event, now);
    if (!planned) return std::unexpected(planned.error());
    moved.lean_planned = *planned;
  }
  moved.delivery.state = step->next;
  moved.tell_operator = step->tell_operator;
  moved.shared = shared;
  if (step->next != row.state || step->tell_operator) out.moves.push_back(std::move(moved));
  return {};
}

Result<void> EventLedger::suppress(const store::Delivery& row, const ServiceEvent& event, Moment now) {
  // The simulator's addresses bounce on purpose.
  const auto reason = suppression_reason(event);
  if (!reason || row.space != store::KeySpace::mail) return {};
  return outbox_.suppress({.address = lower(row.recipient), .reason = std::string(*reason), .since = now});
}

/// True when a smaller mail waits to be sent. That none can be made is no reason to lose the event: the bounce stands,
/// and the operator hears of it.
Result<bool> EventLedger::plan_lean(const store::Delivery& row, const ServiceEvent& event, Moment now) {
  if (row.lean) return false;
  const auto content = outbox_.content(row.content);
  if (!content) return std::unexpected(content.error());
  const std::filesystem::path& root = session_.workspace.root;
  const auto full = store::frozen_mail(root, content->file);
  if (!full) return false;
  const bool content_refused = event.type.ends_with("/ContentRejected");
  auto small = mail::lean(*full, content_refused);
  if (!small) return false;
  const std::string fingerprint = [&] {
    store::Digester digester;
    return store::hex(digester.sha256(mail::frozen_content(*small)));
  }();
  const auto outgoing = session_.gate.pass(std::move(*small), gate::Form::message, row.report + ".eml");
  if (!outgoing) return false;
  const auto file = store::freeze_mail(root, *outgoing);
  if (!file) return std::unexpected(file.error());

  const Moment useful_until = now + session_.workspace.config.delivery.useful_for;
  const auto planned = outbox_.plan_lean(row.id, fingerprint, useful_until, now);
  if (!planned) return std::unexpected(planned.error());
  if (!*planned) return false;
  const auto lean_row = outbox_.find(std::to_string(**planned));
  if (!lean_row) return std::unexpected(lean_row.error());
  const auto lean_content = outbox_.content(lean_row->content);
  if (!lean_content) return std::unexpected(lean_content.error());
  const std::string& frozen = lean_content->file.empty() ? *file : lean_content->file;
  if (auto done = outbox_.freeze(lean_content->id, frozen, now); !done) return std::unexpected(done.error());
  return true;
}

}  // namespace qd::app
