// What a run owes, put into the ledger: which revision, which readers, which bytes. Sending comes after it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/console.hpp"
#include "app/mail_plan.hpp"
#include "app/session.hpp"
#include "ports/clock.hpp"
#include "store/outbox.hpp"

namespace qd::app {

/// Rows of the report, period, revision and key space of a plan, in the order of planning; lean ones too.
[[nodiscard]] Result<std::vector<store::Delivery>> rows_of(const store::Outbox& outbox,
                                                           const store::PlannedContent& content);
/// All that is planned, rendered or held in a key space, of whatever period.
[[nodiscard]] Result<std::vector<store::Delivery>> owed_rows(const store::Outbox& outbox, store::KeySpace space);
/// Of those the ones whose bytes are frozen.
[[nodiscard]] Result<std::vector<store::Delivery>> sendable_rows(const store::Outbox& outbox, store::KeySpace space);

class LedgerPlanner {
 public:
  /// All must outlive it; the caller holds the lock.
  LedgerPlanner(const Session& session, const DeliveryOptions& options, store::Outbox& outbox, ports::Clock& clock,
                Console& console);

  /// `contents` are the plans of `mails`, in their order; their revisions are settled here. Afterwards every reader has
  /// a row, every row its frozen bytes, and rows that may leave together share a message.
  [[nodiscard]] Result<void> plan(std::vector<store::PlannedContent>& contents, std::span<const RunMail> mails);

  /// Changed reports of periods that were sent already, one sentence each.
  [[nodiscard]] const std::vector<std::string>& refusals() const { return refusals_; }

 private:
  [[nodiscard]] Result<void> choose_revisions();
  [[nodiscard]] Result<std::optional<store::Content>> newest_content(const store::PlannedContent& content);
  [[nodiscard]] Result<void> retry();
  [[nodiscard]] Result<void> write_rows();
  [[nodiscard]] bool reads_the_same(const store::PlannedContent& content, std::int64_t frozen) const;
  [[nodiscard]] Result<void> freeze(std::int64_t content, const gate::Outgoing& message);
  [[nodiscard]] Result<void> withdraw();
  [[nodiscard]] Result<void> freeze_leftovers();
  [[nodiscard]] Result<void> regroup();
  [[nodiscard]] store::Move move_of(const store::Delivery& row, const mail::Step& step, std::string what,
                                    std::string detail);

  const Session& session_;
  const DeliveryOptions& options_;
  store::Outbox& outbox_;
  ports::Clock& clock_;
  Console& console_;
  store::KeySpace space_;
  std::span<store::PlannedContent> contents_;
  std::span<const RunMail> mails_;
  std::vector<std::string> refusals_;
};

}  // namespace qd::app
