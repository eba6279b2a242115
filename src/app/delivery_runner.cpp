#include "app/delivery_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "mail/backoff.hpp"

namespace qd::app {

namespace {

using std::chrono::milliseconds;

/// Longer waits are cut, so that the lock is kept alive and a signal heard.
constexpr milliseconds kTurn{500};

/// Every other message would fare alike.
std::string why_it_ends(const mail::Answer& answer) {
  std::string said = answer.status == 0 ? std::string() : fmt::format("the service said {}", answer.status);
  if (!answer.code.empty() && !answer.text.starts_with(answer.code)) said += fmt::format(" {}", answer.code);
  if (!said.empty()) said += ": ";
  said += answer.text;
  if (answer.kind == mail::AnswerKind::misconfigured) said += "; mend it, then `quarterdeck send --retry-failed`";
  return said;
}

}  // namespace

struct DeliveryRunner::Message {
  std::vector<store::Delivery> rows;
  Moment not_before;
  std::optional<ports::Envelope> envelope;  // made when its turn comes
  // Throttles in a row while the service took nothing from anybody: where it takes others, the shared rate keeps us
  // slow enough, and a long wait would only make this one late.
  unsigned throttles = 0;
  bool tried = false;
  Moment throttled_at;

  [[nodiscard]] unsigned recipients() const { return static_cast<unsigned>(rows.size()); }
};

Pace no_limit() {
  return {.take = [](unsigned, Moment) -> Result<milliseconds> { return milliseconds(0); },
          .answered = [](unsigned, bool, Moment) -> Result<void> { return {}; }};
}

DeliveryRunner::DeliveryRunner(RunnerParts parts) : parts_(std::move(parts)), random_(std::random_device{}()) {}

DeliveryRunner::~DeliveryRunner() = default;

Result<RunnerOutcome> DeliveryRunner::run(std::vector<store::Delivery> owed) {
  // What an earlier process put off is tried at once: whoever asks for it does not want to wait, and the rate is
  // shared.
  for (store::Delivery& row : owed) row.not_before = {};
  queue(std::move(owed));
  outcome_.messages = ready_.size() + later_.size();
  moved_at_ = parts_.clock.now();
  for (;;) {
    const Moment now = parts_.clock.now();
    if (auto alive = parts_.beat(now); !alive) give_up(alive.error());
    wake(now);
    if (may_go_on()) choose();
    commit();
    hand_out();
    split_partial();
    if (flying_.empty() && ((ready_.empty() && later_.empty()) || !may_go_on())) break;
    collect(until_next(parts_.clock.now()));
  }
  if (error_) return std::unexpected(*error_);
  return outcome_;
}

void DeliveryRunner::queue(std::vector<store::Delivery> owed) {
  std::map<std::int64_t, std::unique_ptr<Message>, std::greater<>> messages;  // planned first, so last in ready_
  for (store::Delivery& row : owed) {
    auto& message = messages[row.message];
    if (message == nullptr) message = std::make_unique<Message>();
    message->not_before = std::max(message->not_before, row.not_before);
    message->rows.push_back(std::move(row));
  }
  untried_ += messages.size();
  for (auto& [id, message] : messages) {
    if (message->not_before == Moment{}) {
      ready_.push_back(std::move(message));
    } else {
      later_.emplace(message->not_before, std::move(message));
    }
  }
}

/// A moment that a clock wrote which has since been set back is no reason to wait for it.
void DeliveryRunner::wake(Moment now) {
  while (!later_.empty()) {
    const auto first = later_.begin();
    if (first->first > now && first->first - now <= mail::kLongestBackoff) break;
    ready_.push_back(std::move(first->second));
    later_.erase(first);
  }
}

bool DeliveryRunner::may_go_on() {
  if (error_ || !outcome_.stopped.empty()) return false;
  if (parts_.stop()) {
    outcome_.stopped = "it was interrupted";
    return false;
  }
  moved_at_ = std::min(moved_at_, parts_.clock.now());  // the clock may have been set back
  // Each is tried at least once, however slow the pace.
  const bool waiting = !ready_.empty() || !later_.empty();
  if (waiting && flying_.empty() && untried_ == 0 && parts_.clock.now() - moved_at_ > parts_.patience) {
    outcome_.stopped =
        fmt::format("the service has taken nothing for {} s; what is left goes with the next `quarterdeck send`",
                    std::chrono::duration_cast<std::chrono::seconds>(parts_.patience).count());
    return false;
  }
  return true;
}

void DeliveryRunner::choose() {
  pace_wait_ = milliseconds(0);
  const Moment now = parts_.clock.now();
  while (!ready_.empty() && flying_.size() + chosen_.size() < parts_.in_flight && !error_) {
    if (!choose_next(now)) break;
  }
}

/// False when none may leave now.
bool DeliveryRunner::choose_next(Moment now) {
  Message& message = *ready_.back();
  drop_late(message, now);
  if (message.rows.empty()) {
    ready_.pop_back();
    return true;
  }
  if (!message.envelope) {
    auto envelope = parts_.envelope(message.rows);
    if (!envelope) {
      fail_unsent(message, envelope.error(), now);
      ready_.pop_back();
      return true;
    }
    message.envelope = std::move(*envelope);
  }
  const auto wait = parts_.pace.take(message.recipients(), now);
  if (!wait) give_up(wait.error());
  if (!wait || *wait > milliseconds(0)) {
    pace_wait_ = wait.value_or(milliseconds(0));
    return false;
  }
  std::unique_ptr<Message> taken = std::move(ready_.back());
  ready_.pop_back();
  begin(std::move(taken), now);
  return true;
}

void DeliveryRunner::count_tried(Message& message) {
  untried_ -= message.tried ? 0 : 1;
  message.tried = true;
}

/// Where some rows of a message are too late and others are not, the others go without them.
void DeliveryRunner::drop_late(Message& message, Moment now) {
  const auto late = [now](const store::Delivery& row) { return now > row.useful_until; };
  if (std::ranges::none_of(message.rows, late)) return;
  for (store::Delivery& row : message.rows) {
    if (late(row)) move(row, mail::event::Begin{}, "sending", {}, nullptr, now);
  }
  std::erase_if(message.rows, late);
  message.envelope.reset();
  if (!message.rows.empty()) return;
  count_tried(message);
  ++outcome_.finished;
}

void DeliveryRunner::begin(std::unique_ptr<Message> message, Moment now) {
  count_tried(*message);
  for (store::Delivery& row : message->rows) {
    if (row.state == mail::State::planned) move(row, mail::event::Rendered{}, "rendered", {}, nullptr, now);
    if (row.state == mail::State::held) move(row, mail::event::QuotaFreed{}, "quota freed", {}, nullptr, now);
    move(row, mail::event::Begin{}, "sending", {}, nullptr, now);
  }
  chosen_.push_back(std::move(message));
}

/// Its bytes cannot be made, or the gate refuses them: that is the end of this message, not of the others.
void DeliveryRunner::fail_unsent(Message& message, const Error& error, Moment now) {
  count_tried(message);
  const mail::Answer answer{
      .kind = mail::AnswerKind::refused, .status = 0, .code = "not sent", .text = error.what, .message_id = {}};
  for (store::Delivery& row : message.rows) {
    if (row.state == mail::State::planned) move(row, mail::event::Rendered{}, "rendered", {}, nullptr, now);
    if (row.state == mail::State::held) move(row, mail::event::QuotaFreed{}, "quota freed", {}, nullptr, now);
    move(row, mail::event::Begin{}, "preparing", {}, nullptr, now);
    if (row.state == mail::State::sending)
      move(row, mail::event::Answered{answer}, "not sent", error.what, &answer, now);
  }
  ++outcome_.finished;
}

void DeliveryRunner::move(store::Delivery& row, const mail::Event& event, std::string_view what, std::string detail,
                          const mail::Answer* answer, Moment now, unsigned throttles) {
  const auto step = mail::advance(row.state, event, now, row.useful_until);
  ensure(step.has_value(), "the runner gives only events that can happen");
  store::Move out{.delivery = row.id,
                  .from = row.state,
                  .step = *step,
                  .at = now,
                  .not_before = {},
                  .what = std::string(what),
                  .detail = std::move(detail),
                  .answer = {},
                  .useful_until = {}};
  if (answer != nullptr) out.answer = *answer;
  if (step->counts_attempt) ++row.attempts;
  if (step->wait_before_next && answer != nullptr) {
    const double chance = std::uniform_real_distribution<double>(0, 1)(random_);
    out.not_before =
        now +
        mail::backoff(answer->kind, answer->kind == mail::AnswerKind::throttled ? throttles : row.attempts, chance);
    row.not_before = out.not_before;
  }
  row.state = step->next;
  moves_.push_back(std::move(out));
}

void DeliveryRunner::commit() {
  if (moves_.empty()) return;
  const auto left_out = parts_.outbox.apply(moves_);
  if (left_out && *left_out == 0) {
    moves_.clear();
    return;
  }
  // What was to leave in this turn stays: nobody knows that it was about to.
  const auto unsent = std::exchange(chosen_, {});
  if (left_out) {
    moves_.clear();
    take_back(unsent);
    give_up({ErrorKind::conflict, "the ledger changed while we were sending; run `quarterdeck send` again"});
    return;
  }
  for (const auto& message : unsent) {
    for (const store::Delivery& row : message->rows)
      std::erase_if(moves_, [&](const store::Move& move) { return move.delivery == row.id; });
  }
  give_up(left_out.error());
}

/// The ledger has them as being sent, and they will not be.
void DeliveryRunner::take_back(std::span<const std::unique_ptr<Message>> unsent) {
  for (const auto& message : unsent) {
    for (store::Delivery& row : message->rows)
      move(row, mail::event::OwnerDied{.harmless = true}, "not sent", "the ledger changed", nullptr,
           parts_.clock.now());
  }
  // If this fails as well they count as unknown, which is safe.
  static_cast<void>(parts_.outbox.apply(std::exchange(moves_, {})));
}

void DeliveryRunner::hand_out() {
  for (auto& message : chosen_) {
    parts_.transport.start(std::move(*message->envelope));
    message->envelope.reset();
    flying_.push_back(std::move(message));
  }
  chosen_.clear();
}

milliseconds DeliveryRunner::until_next(Moment now) const {
  milliseconds wait = kTurn;
  if (flying_.size() >= parts_.in_flight) return wait;
  if (pace_wait_ > milliseconds(0)) wait = std::min(wait, pace_wait_);
  if (!later_.empty()) wait = std::min(wait, later_.begin()->first - now);
  return std::max(wait, milliseconds(1));
}

void DeliveryRunner::collect(milliseconds longest) {
  if (flying_.empty()) {
    parts_.clock.sleep_until(parts_.clock.now() + longest);
    return;
  }
  for (const ports::Attempted& attempted : parts_.transport.wait(longest)) take_answers(attempted);
}

void DeliveryRunner::take_answers(const ports::Attempted& attempted) {
  const auto found = std::ranges::find_if(flying_, [&](const auto& message) {
    return static_cast<std::uint64_t>(message->rows.front().message) == attempted.ticket;
  });
  ensure(found != flying_.end(), "a transport answers what it was given");
  std::unique_ptr<Message> message = std::move(*found);
  flying_.erase(found);
  const Moment now = parts_.clock.now();
  const auto was = [](mail::AnswerKind kind) {
    return [kind](const ports::RecipientAnswer& given) { return given.answer.kind == kind; };
  };
  const bool throttled = std::ranges::any_of(attempted.answers, was(mail::AnswerKind::throttled));
  if (std::ranges::any_of(attempted.answers, was(mail::AnswerKind::accepted))) accepted_at_ = now;
  if (throttled) {
    message->throttles = accepted_at_ >= message->throttled_at ? 1 : message->throttles + 1;
    message->throttled_at = now;
  }
  for (const ports::RecipientAnswer& given : attempted.answers) {
    const mail::Answer& answer = given.answer;
    const auto row = std::ranges::find(message->rows, given.recipient, &store::Delivery::recipient);
    ensure(row != message->rows.end(), "an answer is about somebody whom the message was for");
    if (row->state == mail::State::sending)
      move(*row, mail::event::Answered{answer}, "answer", answer.text, &answer, now, message->throttles);
    if (answer.kind == mail::AnswerKind::quota) outcome_.quota_used_up = true;
    const bool ends_all = answer.kind == mail::AnswerKind::misconfigured ||
                          answer.kind == mail::AnswerKind::account_closed || answer.kind == mail::AnswerKind::quota;
    if (ends_all && outcome_.stopped.empty()) outcome_.stopped = why_it_ends(answer);
  }
  if (auto counted = parts_.pace.answered(message->recipients(), throttled, now); !counted) give_up(counted.error());
  const std::size_t all = message->rows.size();
  std::erase_if(message->rows, [](const store::Delivery& row) { return row.state != mail::State::rendered; });
  if (message->rows.size() < all) moved_at_ = now;
  if (message->rows.empty()) {
    parts_.progress(++outcome_.finished, outcome_.messages);
  } else if (message->rows.size() < all) {
    partial_.push_back(std::move(message));
  } else {
    message->not_before = std::ranges::max(message->rows, {}, &store::Delivery::not_before).not_before;
    later_.emplace(message->not_before, std::move(message));
  }
}

/// Those of a message whom the service put off while it took the others.
void DeliveryRunner::split_partial() {
  for (auto& message : std::exchange(partial_, {})) {
    if (error_) return;  // their rows are rendered on disk, or will be found there as sending
    std::vector<std::int64_t> ids;
    for (const store::Delivery& row : message->rows) ids.push_back(row.id);
    const auto rest = parts_.outbox.split(ids, parts_.clock.now());
    if (!rest) return give_up(rest.error());
    store::DeliveryFilter of_message;
    of_message.message = *rest;
    auto rows = parts_.outbox.deliveries(of_message);
    if (!rows) return give_up(rows.error());
    std::erase_if(*rows, [](const store::Delivery& row) { return !mail::is_owed(row.state); });
    queue(std::move(*rows));
    ++outcome_.messages;
    parts_.progress(++outcome_.finished, outcome_.messages);
  }
}

void DeliveryRunner::give_up(Error error) {
  if (!error_) error_ = std::move(error);
}

}  // namespace qd::app
