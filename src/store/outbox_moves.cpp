#include "store/outbox_writing.hpp"
#include "store/provider_id.hpp"

namespace qd::store {

namespace {

constexpr const char* kMove =
    "UPDATE deliveries SET state = ?3, changed_at = CASE WHEN ?2 = ?3 THEN changed_at ELSE ?4 END, "
    "attempts = attempts + ?5, not_before = ?6, "
    "accepted_at = CASE ?7 WHEN 0 THEN accepted_at WHEN 1 THEN ?4 END, "
    "settled_at = CASE ?8 WHEN 0 THEN settled_at WHEN 1 THEN ?4 END, "
    "provider_id = CASE WHEN ?7 = 2 THEN NULL ELSE coalesce(?9, provider_id) END, "
    "last_status = coalesce(?10, last_status), last_answer = coalesce(?11, last_answer), "
    "useful_until = coalesce(?12, useful_until) WHERE id = ?1 AND state = ?2";
constexpr const char* kCountAcceptance =
    "INSERT INTO acceptances (space, minute, recipients) "
    "SELECT c.space, ?2, 1 FROM deliveries AS d JOIN contents AS c ON c.id = d.content WHERE d.id = ?1 "
    "ON CONFLICT (space, minute) DO UPDATE SET recipients = recipients + 1";
constexpr const char* kNameByService = "INSERT OR IGNORE INTO provider_ids (provider_id, delivery) VALUES (?1, ?2)";

enum class Stamp : std::uint8_t { keep = 0, set = 1, clear = 2 };

/// The service has taken the message, whatever became of it then.
bool was_taken(mail::State state) {
  return mail::is_settled_well(state) || state == mail::State::delayed || state == mail::State::bounced ||
         state == mail::State::complained || state == mail::State::suppressed;
}

bool is_final(mail::State state) {
  return state == mail::State::delivered || state == mail::State::bounced || state == mail::State::complained ||
         state == mail::State::suppressed || state == mail::State::failed;
}

bool begins_afresh(mail::State state) { return mail::is_owed(state) || state == mail::State::sending; }

Stamp accepted_stamp(const Move& move) {
  if (begins_afresh(move.step.next)) return Stamp::clear;
  return was_taken(move.step.next) && !was_taken(move.from) ? Stamp::set : Stamp::keep;
}

Stamp settled_stamp(const Move& move) {
  if (!is_final(move.step.next)) return Stamp::clear;
  return move.from == move.step.next ? Stamp::keep : Stamp::set;
}

/// Applies moves inside one transaction; keeps its buffers from one to the next.
class Mover {
 public:
  explicit Mover(Ledger& ledger) : ledger_(ledger) {}

  /// False when the row is in another state than the move begins with.
  Result<bool> apply(const Move& move) {
    const auto moved = update(move);
    if (!moved || !*moved) return moved;
    if (auto done = LedgerWriter(ledger_, move.at).add_entry(move.delivery, move.what, move.step.next, move.detail);
        !done)
      return std::unexpected(done.error());
    if (accepted_stamp(move) == Stamp::set) {
      if (auto done = count_acceptance(move); !done) return std::unexpected(done.error());
    }
    if (move.answer && !move.answer->message_id.empty()) {
      if (auto done = remember_name(move); !done) return std::unexpected(done.error());
    }
    return true;
  }

 private:
  Result<bool> update(const Move& move) {
    auto prepared = ledger_.use(kMove);
    if (!prepared) return std::unexpected(prepared.error());
    Statement& statement = **prepared;
    statement.bind(1, move.delivery);
    statement.bind(2, mail::to_string(move.from));
    statement.bind(3, mail::to_string(move.step.next));
    statement.bind(4, move.at.ms);
    statement.bind(5, move.step.counts_attempt ? 1 : 0);
    statement.bind(6, move.step.wait_before_next ? move.not_before.ms : 0);
    statement.bind(7, static_cast<std::int64_t>(accepted_stamp(move)));
    statement.bind(8, static_cast<std::int64_t>(settled_stamp(move)));
    bind_answer(statement, move);
    if (move.useful_until) {
      statement.bind(12, move.useful_until->ms);
    } else {
      statement.null(12);
    }
    if (auto done = statement.run(); !done) return std::unexpected(done.error());
    return ledger_.database.changed_rows() == 1;
  }

  void bind_answer(Statement& statement, const Move& move) {
    if (!move.answer) {
      for (const int parameter : {9, 10, 11}) statement.null(parameter);
      return;
    }
    statement.text_or_null(9, one_line(move.answer->message_id, name_));
    statement.bind(10, move.answer->status);
    const mail::Answer& answer = *move.answer;
    answer_.clear();
    if (!answer.text.starts_with(answer.code)) answer_ = answer.code;  // SMTP says "5.1.1" in the text as well
    if (!answer_.empty() && !answer.text.empty()) answer_ += ": ";
    answer_ += answer.text;
    statement.bind(11, one_line(answer_, line_));
  }

  Result<void> count_acceptance(const Move& move) {
    auto count = ledger_.use(kCountAcceptance);
    if (!count) return std::unexpected(count.error());
    (*count)->bind(1, move.delivery);
    (*count)->bind(2, minute_of(move.at));
    return (*count)->run();
  }

  Result<void> remember_name(const Move& move) {
    auto insert = ledger_.use(kNameByService);
    if (!insert) return std::unexpected(insert.error());
    (*insert)->bind(1, bare_provider_id(one_line(move.answer->message_id, name_)));
    (*insert)->bind(2, move.delivery);
    return (*insert)->run();
  }

  Ledger& ledger_;
  std::string name_;
  std::string answer_;
  std::string line_;
};

}  // namespace

Result<std::size_t> Outbox::apply(std::span<const Move> moves) {
  auto transaction = Transaction::begin(ledger_->database);
  if (!transaction) return ledger_->refused(transaction.error());
  Mover mover(*ledger_);
  std::size_t left_out = 0;
  for (const Move& move : moves) {
    const auto moved = mover.apply(move);
    if (!moved) return ledger_->refused(moved.error());
    if (!*moved) ++left_out;
  }
  if (auto done = transaction->commit(); !done) return ledger_->refused(done.error());
  return left_out;
}

}  // namespace qd::store
