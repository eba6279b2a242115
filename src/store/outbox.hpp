// The ledger of deliveries: .quarterdeck/quarterdeck.db, SQLite in WAL mode with synchronous=FULL. What a function here
// reports as done is on disk.
//
// Reading needs nothing; changing needs the OutboxLock, which one process holds at a time. docs/outbox.md describes the
// schema, for people who query it.
#pragma once

#include <filesystem>
#include <functional>
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

/// Readers who get one message together, and their archive. Archive rows come with the message, not with the reader.
struct PlannedMessage {
  std::vector<std::string> readers;  ///< bare addresses, in order; empty: an archive copy apart of the one before it
  std::string archive;               ///< empty: none; nothing either where the archive is one of the readers
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
  bool differs = false;      ///< this period was frozen with another body or subject: that one stays, and goes on
  std::size_t new_rows = 0;  ///< archive copies too
  std::size_t known_rows = 0;
};

/// One row moves. Applied only if it is still in `from`.
struct Move {
  std::int64_t delivery = 0;
  mail::State from = mail::State::planned;
  mail::Step step;
  Moment at;
  Moment not_before;  ///< for step.wait_before_next
  std::string what;   ///< for the timeline; cut to a line, as is the detail
  std::string detail;
  std::optional<mail::Answer> answer;  ///< becomes the row's last answer, and its provider id when it brings one
  std::optional<Moment> useful_until;  ///< for a retry: useful from now on again
};

struct Ledger;  // store/outbox_ledger.hpp

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

  /// All that `work` does to this ledger, as one durable transaction; nothing of it when `work` fails.
  [[nodiscard]] Result<void> together(const std::function<Result<void>()>& work);

  // ---- planning: all of a period in one transaction ----
  /// Makes rows for readers who have none. Rows that still wait are useful as long as the new plan says, if that is
  /// longer.
  [[nodiscard]] Result<std::vector<PlanResult>> plan(std::span<const PlannedContent> contents, Moment now);
  /// The highest revision that there is, 0 for none.
  [[nodiscard]] Result<int> last_revision(std::string_view report, Date period, KeySpace space) const;
  /// The frozen bytes lie in `file` now; its planned rows become rendered. ErrorKind::conflict when others were frozen
  /// before.
  [[nodiscard]] Result<void> freeze(std::int64_t content, std::string_view file, Moment now);
  [[nodiscard]] Result<Content> content(std::int64_t id) const;
  /// Takes rows of a message that is otherwise settled into one of their own, with its own archive row where the old
  /// one had one. Returns the new message; the old one when nothing of it would stay behind.
  [[nodiscard]] Result<std::int64_t> split(std::span<const std::int64_t> deliveries, Moment now);
  /// A lean row for the same reader, as a message of its own; returns that row. Nothing when there is one already. All
  /// lean rows of a period have one content, that of the first.
  [[nodiscard]] Result<std::optional<std::int64_t>> plan_lean(std::int64_t delivery, std::string_view fingerprint,
                                                              Moment useful_until, Moment now);

  // ---- sending ----
  /// All moves in one durable transaction. Those whose row is no longer in `from` are left out; returns how many.
  [[nodiscard]] Result<std::size_t> apply(std::span<const Move> moves);

  // ---- what the service reports ----
  /// The rows that an event is about: by key and recipient, else by the service's message id and recipient. An event
  /// that names no recipient is about all rows of its message.
  [[nodiscard]] Result<std::vector<Delivery>> rows_of(const mail::ServiceEvent& event) const;
  /// Remembers the event for a row; false when it is known already (delivered twice, which queues do). Do it `together`
  /// with the move that follows from it, or a crash in between loses that.
  [[nodiscard]] Result<bool> remember(const mail::ServiceEvent& event, std::int64_t delivery, Moment now);

  // ---- reading ----
  [[nodiscard]] Result<std::vector<Delivery>> deliveries(const DeliveryFilter& filter) const;  ///< newest period first
  /// By number, or by the beginning (at least 6 digits) of its key.
  [[nodiscard]] Result<Delivery> find(std::string_view reference) const;
  [[nodiscard]] Result<std::vector<TimelineEntry>> timeline(std::int64_t delivery) const;
  /// Recipients (archive copies too) accepted by the service since then, in this key space; whole minutes, so never too
  /// few.
  [[nodiscard]] Result<std::int64_t> accepted_since(Moment since, KeySpace space) const;
  /// When the oldest `recipients` of those accepted have left the 24 hours; nothing when there are not so many.
  [[nodiscard]] Result<std::optional<Moment>> window_frees(std::int64_t recipients, KeySpace space, Moment now) const;
  /// Accepted before then, and no word of the service since.
  [[nodiscard]] Result<std::vector<Delivery>> overdue(Moment accepted_before, KeySpace space) const;

  /// Frozen files that a row needs or may need: planned, rendered, sending, held, unknown or failed.
  [[nodiscard]] Result<std::vector<std::string>> files_owed() const;
  /// Looks at every page and row (about a second for a million rows). ErrorKind::invalid with the first fault.
  [[nodiscard]] Result<void> check() const;

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
  explicit Outbox(std::unique_ptr<Ledger> ledger);
  std::unique_ptr<Ledger> ledger_;
};

/// What tells this machine and this folder from a copy: a moved folder keeps it, a copied or restored one does not. Ask
/// when the ledger is open, for then the folder is there. $QUARTERDECK_INSTANCE where it is set.
[[nodiscard]] std::string this_instance(const std::filesystem::path& workspace);

}  // namespace qd::store
