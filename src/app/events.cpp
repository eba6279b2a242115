#include "app/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "sources/ses_events/event_queue.hpp"
#include "sources/ses_events/queue_message.hpp"
#include "store/durable_file.hpp"

namespace qd::app {

namespace {

using sources::EventQueue;
using sources::QueuedMessage;
using std::chrono::seconds;

constexpr seconds kShortPoll{1};  // shorter ones ask only some of SQS's servers
constexpr seconds kLongPoll{20};
constexpr std::chrono::days kOursLost{3};       // longer than any other workspace on the queue stays away
constexpr std::chrono::days kRecent{7};         // what is older has been told
constexpr std::chrono::days kOldestOverdue{3};  // SES gives up before; from then on nothing will come
constexpr unsigned kUnreadableTimes = 5;
constexpr seconds kUnknownPatience{120};  // how long an event with our tag may take

class EventPoll {
 public:
  EventPoll(const EventParts& parts, const EventWait& wait, EventsApplied& out)
      : parts_(parts), wait_(wait), ledger_(parts.session, parts.outbox), out_(out) {}

  /// Fails only with the ledger.
  Result<void> run() {
    auto queue = EventQueue::open(parts_.api, parts_.clock, parts_.session.workspace.config.delivery.events_queue);
    if (!queue) {
      out_.queue = queue.error();
      return {};
    }
    const Moment end = parts_.clock.now() + wait_.longest;
    while (true) {
      const Moment now = parts_.clock.now();
      const auto left = std::chrono::ceil<seconds>(end - now);
      if (parts_.beat) {
        if (auto alive = parts_.beat(now); !alive) return alive;
      }
      auto messages = queue->receive(std::clamp(left, kShortPoll, kLongPoll));
      if (!messages) {
        out_.queue = messages.error();
        return {};
      }
      const auto news = take(*queue, *messages);
      if (!news) return std::unexpected(news.error());
      if (parts_.stop && parts_.stop()) return {};
      if (wait_.enough && wait_.enough()) return {};
      if (!*news && parts_.clock.now() >= end) return {};
    }
  }

 private:
  /// Whether any of the messages had not been seen in this poll.
  Result<bool> take(EventQueue& queue, std::span<const QueuedMessage> messages) {
    std::vector<std::string> done;
    bool news = false;
    for (const QueuedMessage& message : messages) {
      const bool left_before = left_.contains(message.id);
      news |= !left_before;
      if (left_before) continue;
      ++out_.received;
      const auto finished = take(message);
      if (!finished) return std::unexpected(finished.error());
      if (*finished) {
        done.push_back(message.receipt);
      } else {
        left_.insert(message.id);
      }
    }
    if (!done.empty()) {
      if (auto removed = queue.remove(done); !removed) parts_.console.warning(removed.error().what);
    }
    return news;
  }

  /// Whether the message may go from the queue.
  Result<bool> take(const QueuedMessage& message) {
    const sources::QueueMessage read = sources::read_queue_message(message.body);
    const Moment now = parts_.clock.now();
    auto effect = ledger_.apply(read, now);
    if (!effect) return std::unexpected(effect.error());
    std::ranges::move(effect->moves, std::back_inserter(out_.moves));
    switch (effect->fate) {
      case EventFate::applied:
        ++out_.applied;
        return true;
      case EventFate::repeated:
        ++out_.repeated;
        return true;
      case EventFate::engagement:
        ++out_.engagements;
        return true;
      case EventFate::notice:
        return true;
      case EventFate::ours_lost: {
        const bool old = message.sent.ms > 0 && now - message.sent > kOursLost;
        ++(old ? out_.dropped : out_.foreign);
        return old;
      }
      case EventFate::foreign:
        ++out_.foreign;
        return false;
      case EventFate::unreadable:
        ++out_.unreadable;
        return set_aside(message, read.what);
    }
    return false;
  }

  /// What nobody could read several times is kept in a file, so that it does not stand in the way for ever.
  bool set_aside(const QueuedMessage& message, std::string_view why) {
    if (message.received >= kUnreadableTimes) {
      const std::filesystem::path folder = parts_.session.workspace.root / ".quarterdeck" / "events";
      std::string name;
      for (const char c : message.id.substr(0, 100)) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
        name += plain ? c : '_';
      }
      const auto outgoing = parts_.session.gate.pass(message.body, gate::Form::file, "events/" + name + ".txt");
      const bool kept =
          outgoing && store::make_folders(folder) && store::write_file(folder / (name + ".txt"), *outgoing);
      if (kept) {
        parts_.console.warning(fmt::format("a message of the events queue cannot be read: {}; it was set aside in {}",
                                           why, (folder / (name + ".txt")).string()));
        return true;
      }
    }
    parts_.console.warning(
        fmt::format("a message of the events queue cannot be read: {}; it stays there ({})", why, message.id));
    return false;
  }

  const EventParts& parts_;
  const EventWait& wait_;
  EventLedger ledger_;
  EventsApplied& out_;
  std::set<std::string, std::less<>> left_;  // in the queue, by this poll
};

Result<std::vector<store::Delivery>> standing(const store::Outbox& outbox, Moment now) {
  store::DeliveryFilter filter;
  filter.space = store::KeySpace::mail;
  filter.states = {mail::State::unknown, mail::State::failed};
  auto rows = outbox.deliveries(filter);
  if (!rows) return rows;
  std::erase_if(*rows, [now](const store::Delivery& row) {
    const bool may_resolve = row.state == mail::State::unknown && now - row.changed_at < kUnknownPatience;
    return may_resolve || row.changed_at < now - kRecent;
  });
  return rows;
}

Notice reputation_notice(const OwnReputation& reputation, Moment now) {
  const bool stop = reputation.grade == mail::ReputationGrade::stop;
  return {
      .code = "reputation",
      // Once a week as long as it lasts.
      .subject = fmt::format("{} week {}", stop ? "stop" : "warn", instant_of(now).seconds / (7 * 86'400)),
      .report = {},
      .period = {},
      .recipient = {},
      .text = fmt::format("in the last {} days {}; Amazon {}", kReputationSpan.count(), describe(reputation.counts),
                          stop ? "reviews accounts from 5 % bounces and 0.1 % complaints on" : "will look from 5 % on"),
      .next = "take the addresses that bounce or complain off the readers"};
}

Notice notice_of(const EventMove& move) {
  Notice out = app::notice_of(move.delivery, move.answer.empty() ? move.type : move.answer);
  if (move.lean_planned) out.next = "`quarterdeck send` sends the smaller mail that is planned now";
  if (move.shared) out.text += "; Amazon names every reader of that domain, and it may have been another of them";
  return out;
}

/// Everything that somebody should hear of, after the queue was read.
Result<void> tell(const EventParts& parts, EventsApplied& out) {
  const Moment now = parts.clock.now();
  std::vector<Notice> notices;
  std::set<std::int64_t> about;
  for (const EventMove& move : out.moves) {
    if (!move.tell_operator) continue;
    notices.push_back(notice_of(move));
    about.insert(move.delivery.id);
  }
  const auto rows = standing(parts.outbox, now);
  if (!rows) return std::unexpected(rows.error());
  for (const store::Delivery& row : *rows) {
    if (!about.contains(row.id)) notices.push_back(app::notice_of(row, row.last_answer));
  }
  for (const store::Delivery& row : out.overdue) notices.push_back(overdue_notice(row, now));
  if (out.reputation.grade != mail::ReputationGrade::good) notices.push_back(reputation_notice(out.reputation, now));
  out.needs_person = !notices.empty();
  const auto told = tell_operator(parts.session, parts.outbox, notices, now, parts.console, parts.mail_operator);
  if (!told) return std::unexpected(told.error());
  out.told = *told;
  return {};
}

}  // namespace

Result<EventsApplied> apply_events(const EventParts& parts, const EventWait& wait) {
  const DeliveryConfig& config = parts.session.workspace.config.delivery;
  EventsApplied out;
  if (!config.events_queue.empty()) {
    if (auto polled = EventPoll(parts, wait, out).run(); !polled) return std::unexpected(polled.error());
    // A queue that could not be read says nothing of what is late.
    if (!out.queue) {
      const Moment now = parts.clock.now();
      auto overdue = parts.outbox.overdue(now - config.overdue_after, store::KeySpace::mail);
      if (!overdue) return std::unexpected(overdue.error());
      std::erase_if(*overdue, [now](const store::Delivery& row) {
        return !row.accepted_at || *row.accepted_at < now - kOldestOverdue;
      });
      out.overdue = std::move(*overdue);
    }
  }
  auto reputation = own_reputation(parts.outbox, parts.clock.now());
  if (!reputation) return std::unexpected(reputation.error());
  out.reputation = std::move(*reputation);
  if (auto told = tell(parts, out); !told) return std::unexpected(told.error());
  return out;
}

}  // namespace qd::app
