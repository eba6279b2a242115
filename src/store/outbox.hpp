// The ledger of deliveries: .quarterdeck/quarterdeck.db, SQLite in WAL mode with synchronous=FULL. What a function here
// reports as done is on disk.
//
// Reading needs nothing; changing needs the OutboxLock, which one process holds at a time. docs/outbox.md describes the
// schema, for people who query it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.hpp"
#include "base/result.hpp"
#include "mail/service_event.hpp"
#include "store/outbox_rows.hpp"

namespace qd::store {

/// One reader, or the archive, as the plan of a period names them.
struct PlannedMessage {
  std::vector<std::string> readers;  ///< bare addresses, in order; empty for a separate archive copy
  std::string archive;               ///< empty: none
  bool archive_apart = false;        ///< in a message of its own instead of in Bcc
};

struct PlannedContent {
  std::string report, role;
  Date period;
  int revision = 1;
  KeySpace space = KeySpace::mail;
  std::string fingerprint;
  std::string subject;
  std::string run;
  Moment useful_until;
  std::vector<PlannedMessage> messages;  ///< of all readers; those who have a row already keep it
};

/// What planning found for one content.
struct PlanResult {
  std::int64_t content = 0;
  bool differs = false;  ///< this period was frozen with another body or subject: that one stays, and goes on
  std::size_t new_rows = 0;
  std::size_t known_rows = 0;
};

/// One row moves. Applied only if it is still in `from`.
struct Move {
  std::int64_t delivery = 0;
  mail::State from = mail::State::planned;
  mail::Step step;
  Moment at;
  Moment not_before;  ///< for step.wait_before_next
  std::string what;   ///< for the timeline
  std::string detail;
  std::optional<mail::Answer> answer;
};

class Outbox {
 public:
  /// Opens or creates, and brings an older schema up to date (a copy of the old file stays beside it).
  /// ErrorKind::conflict: locked by another program; denied: read-only; invalid: damaged or of a newer version. Each
  /// message says what to do. `read_only` never creates: not_found when there is none.
  [[nodiscard]] static Result<Outbox> open(const std::filesystem::path& workspace, bool read_only = false);
  Outbox(Outbox&&) noexcept;
  Outbox& operator=(Outbox&&) noexcept;
  ~Outbox();

  /// Whether this ledger was made here: a copied or restored folder must not send what the original has sent.
  /// ErrorKind::conflict with what to do, unless `adopt`, which makes it ours. `instance` from this_instance().
  [[nodiscard]] Result<void> claim(std::string_view instance, bool adopt);

  // ---- planning: all of a period in one transaction ----
  [[nodiscard]] Result<std::vector<PlanResult>> plan(std::span<const PlannedContent> contents, Moment now);
  /// The highest revision that there is, 0 for none.
  [[nodiscard]] Result<int> last_revision(std::string_view report, Date period, KeySpace space) const;
  /// The frozen bytes lie in `file` now; its planned rows become rendered.
  [[nodiscard]] Result<void> freeze(std::int64_t content, std::string_view file, Moment now);
  [[nodiscard]] Result<Content> content(std::int64_t id) const;
  /// Takes rows of a message that is otherwise settled into one of their own, with its own archive row where the old
  /// one had one. Returns the new message.
  [[nodiscard]] Result<std::int64_t> split(std::span<const std::int64_t> deliveries, Moment now);
  /// A lean row for the same reader, as a message of its own. Nothing when there is one already.
  [[nodiscard]] Result<std::optional<std::int64_t>> plan_lean(std::int64_t delivery, std::string_view fingerprint,
                                                              Moment useful_until, Moment now);

  // ---- sending ----
  /// All moves in one durable transaction; those whose row is no longer in `from` are left out and counted.
  [[nodiscard]] Result<std::size_t> apply(std::span<const Move> moves);

  // ---- what the service reports ----
  /// The rows that an event is about: by key and recipient, else by the service's message id.
  [[nodiscard]] Result<std::vector<Delivery>> rows_of(const mail::ServiceEvent& event) const;
  /// Remembers the event for a row; false when it is known already (delivered twice, which queues do).
  [[nodiscard]] Result<bool> remember(const mail::ServiceEvent& event, std::int64_t delivery, Moment now);

  // ---- reading ----
  [[nodiscard]] Result<std::vector<Delivery>> deliveries(const DeliveryFilter& filter) const;  ///< newest period first
  /// By number, or by the beginning (at least 6 digits) of its key.
  [[nodiscard]] Result<Delivery> find(std::string_view reference) const;
  [[nodiscard]] Result<std::vector<TimelineEntry>> timeline(std::int64_t delivery) const;
  /// Recipients (archive copies too) accepted by the service since then, in this key space.
  [[nodiscard]] Result<std::int64_t> accepted_since(Moment since, KeySpace space) const;
  /// When the oldest `recipients` of those leave the 24 hours.
  [[nodiscard]] Result<std::optional<Moment>> window_frees(std::int64_t recipients, KeySpace space, Moment now) const;
  /// Accepted before then, and no word of the service since.
  [[nodiscard]] Result<std::vector<Delivery>> overdue(Moment accepted_before, KeySpace space) const;

  // ---- suppression list, and small things to keep ----
  struct Suppression {
    std::string address;  ///< lower case
    std::string reason;
    Moment since;
  };
  [[nodiscard]] Result<void> suppress(const Suppression& suppression);
  [[nodiscard]] Result<void> replace_suppressions(std::span<const Suppression> all);
  [[nodiscard]] Result<std::vector<Suppression>> suppressions() const;
  /// Notes that live between runs (answers of the account, when notices went out), by name.
  [[nodiscard]] Result<void> set_note(std::string_view name, std::string_view value, Moment now);
  struct Note {
    std::string value;
    Moment at;
  };
  [[nodiscard]] Result<std::optional<Note>> note(std::string_view name) const;

 private:
  struct Impl;
  explicit Outbox(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What tells this machine and this folder from a copy. $QUARTERDECK_INSTANCE where it is set.
[[nodiscard]] std::string this_instance(const std::filesystem::path& workspace);

}  // namespace qd::store
