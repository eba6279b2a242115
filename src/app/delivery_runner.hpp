// Sends what the ledger owes: one loop, one thread, one durable commit a turn.
//
// A turn collects the answers that came, chooses what may leave now, commits both to the ledger in one transaction, and
// only then hands the chosen messages to the transport. So `sending` is on disk before the first byte leaves, and
// sixteen messages in flight share their commits.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "app/mailroom.hpp"
#include "base/result.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"
#include "store/outbox.hpp"

namespace qd::app {

/// How fast messages may leave; for a transport without a limit it lets all through.
struct Pace {
  /// 0: go; else how long to wait before asking again.
  std::function<Result<std::chrono::milliseconds>(unsigned recipients, Moment now)> take;
  std::function<Result<void>(unsigned recipients, bool throttled, Moment now)> answered;
};
[[nodiscard]] Pace no_limit();

struct RunnerParts {
  store::Outbox& outbox;
  ports::Transport& transport;
  ports::Clock& clock;
  Pace pace;
  std::function<Result<ports::Envelope>(std::span<const store::Delivery>)> envelope;
  std::function<Result<void>(Moment)> beat;  ///< of the lock
  std::function<bool()> stop;                ///< whether somebody asked us to end
  std::function<void(std::size_t done, std::size_t of)> progress;
  std::size_t in_flight = 16;
  std::chrono::milliseconds patience = std::chrono::seconds(60);
};

struct RunnerOutcome {
  std::size_t messages = 0;  ///< that were asked for
  std::size_t finished = 0;  ///< that need nothing more from us
  std::string stopped;       ///< why nothing more was tried, for the operator; empty when all was
  bool quota_used_up = false;
};

class DeliveryRunner {
 public:
  explicit DeliveryRunner(RunnerParts parts);
  ~DeliveryRunner();

  /// `owed`: rows in planned, rendered or held whose content is frozen. Rows of one message leave together. What the
  /// service puts off is tried again until it is finished, too late, or `patience` passes without anything moving.
  /// An error of the ledger or the lock ends it; what was in flight then is waited for and recorded, if that is
  /// possible.
  [[nodiscard]] Result<RunnerOutcome> run(std::vector<store::Delivery> owed);

 private:
  struct Message;

  void queue(std::vector<store::Delivery> owed);
  void collect(std::chrono::milliseconds longest);
  void take_answers(const ports::Attempted& attempted);
  void choose();
  [[nodiscard]] bool choose_next(Moment now);
  void drop_late(Message& message, Moment now);
  void begin(std::unique_ptr<Message> message, Moment now);
  void count_tried(Message& message);
  void fail_unsent(Message& message, const Error& error, Moment now);
  void commit();
  void take_back(std::span<const std::unique_ptr<Message>> unsent);
  void hand_out();
  void split_partial();
  void wake(Moment now);
  [[nodiscard]] bool may_go_on();
  void give_up(Error error);
  [[nodiscard]] std::chrono::milliseconds until_next(Moment now) const;
  void move(store::Delivery& row, const mail::Event& event, std::string_view what, std::string detail,
            const mail::Answer* answer, Moment now, unsigned throttles = 1);

  RunnerParts parts_;
  std::vector<std::unique_ptr<Message>> ready_;            // the next to leave stands last
  std::multimap<Moment, std::unique_ptr<Message>> later_;  // put off until then
  std::vector<std::unique_ptr<Message>> chosen_;           // begun in this turn, not handed out yet
  std::vector<std::unique_ptr<Message>> flying_;
  std::vector<std::unique_ptr<Message>> partial_;  // some rows settled: the rest needs a message of its own
  std::size_t untried_ = 0;                        // of all that wait
  std::vector<store::Move> moves_;                 // not committed yet
  std::chrono::milliseconds pace_wait_{0};
  Moment accepted_at_;  // last time that the service took something
  Moment moved_at_;     // last time that anything came to an end
  std::optional<Error> error_;
  RunnerOutcome outcome_;
  std::mt19937_64 random_;
};

}  // namespace qd::app
