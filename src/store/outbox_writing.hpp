// How rows come into the ledger; shared by what plans them and what moves them. Everything here is part of the caller's
// transaction.
#pragma once

#include <span>

#include "store/outbox_ledger.hpp"

namespace qd::store {

/// What makes a content the one and only: the same for all its rows.
struct ContentName {
  std::string_view report;
  Date period;
  int revision = 1;
  KeySpace space = KeySpace::mail;
  bool lean = false;
};

struct NewRow {
  std::string_view key;
  std::int64_t content = 0;
  std::int64_t message = 0;
  std::optional<std::int64_t> copy_of;
  std::string_view recipient;
  mail::State state = mail::State::planned;
  Moment useful_until;
};

class LedgerWriter {
 public:
  LedgerWriter(Ledger& ledger, Moment now) : ledger_(ledger), now_(now) {}

  struct KnownContent {
    std::int64_t id = 0;
    std::string fingerprint;
    std::string file;
  };
  [[nodiscard]] Result<std::optional<KnownContent>> find_content(const ContentName& name);
  [[nodiscard]] Result<std::int64_t> add_content(const ContentName& name, std::string_view role,
                                                 std::string_view fingerprint, std::string_view subject,
                                                 std::string_view run);
  [[nodiscard]] Result<bool> has_row(std::string_view key);
  struct NewMessage {
    std::int64_t id = 0;
    std::string key;
  };
  [[nodiscard]] Result<NewMessage> add_message(std::int64_t content, std::span<const std::string> row_keys);
  [[nodiscard]] Result<std::int64_t> add_row(const NewRow& row);
  /// The archive's row for a message, in Bcc of it or apart in a message of its own. Of `row` the key, message and
  /// copy_of are filled in.
  [[nodiscard]] Result<void> add_archive(const ContentName& name, NewRow row, const NewMessage& copied, bool apart);
  [[nodiscard]] Result<void> add_entry(std::int64_t delivery, std::string_view what, mail::State state,
                                       std::string_view detail);

 private:
  Ledger& ledger_;
  Moment now_;
};

/// The key of a row; `copy_of` is the key of the message that an archive copy copies.
[[nodiscard]] std::string row_key(const ContentName& name, std::string_view recipient, std::string_view copy_of = {});

}  // namespace qd::store
