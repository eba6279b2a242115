#include <algorithm>

#include "store/outbox_ledger.hpp"

namespace qd::store {

namespace {

constexpr const char* kSuppress =
    "INSERT INTO suppressions (address, reason, since) VALUES (?1, ?2, ?3) ON CONFLICT (address) DO UPDATE SET reason "
    "= "
    "?2, since = ?3";
constexpr const char* kForget = "DELETE FROM suppressions";
constexpr const char* kSuppressions = "SELECT address, reason, since FROM suppressions ORDER BY address";
constexpr const char* kSetNote =
    "INSERT INTO notes (name, value, at) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET value = ?2, at = ?3";
constexpr const char* kNote = "SELECT value, at FROM notes WHERE name = ?1";

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

Result<void> Outbox::suppress(const Suppression& suppression) {
  auto insert = ledger_->use(kSuppress);
  if (!insert) return ledger_->refused(insert.error());
  const std::string address = lower(suppression.address);
  std::string room;
  (*insert)->bind(1, address);
  (*insert)->bind(2, one_line(suppression.reason, room));
  (*insert)->bind(3, suppression.since.ms);
  if (auto done = (*insert)->run(); !done) return ledger_->refused(done.error());
  return {};
}

Result<void> Outbox::replace_suppressions(std::span<const Suppression> all) {
  return together([&]() -> Result<void> {
    auto forget = ledger_->use(kForget);
    if (!forget) return ledger_->refused(forget.error());
    if (auto done = (*forget)->run(); !done) return ledger_->refused(done.error());
    for (const Suppression& one : all) {
      if (auto done = suppress(one); !done) return done;
    }
    return {};
  });
}

Result<std::vector<Outbox::Suppression>> Outbox::suppressions() const {
  auto query = ledger_->use(kSuppressions);
  if (!query) return ledger_->refused(query.error());
  auto out = all_rows(**query, [](const Statement& row) {
    return Suppression{std::string(row.text(0)), std::string(row.text(1)), {row.number(2)}};
  });
  if (!out) return ledger_->refused(out.error());
  return out;
}

Result<void> Outbox::set_note(std::string_view name, std::string_view value, Moment now) {
  auto insert = ledger_->use(kSetNote);
  if (!insert) return ledger_->refused(insert.error());
  (*insert)->bind(1, name);
  (*insert)->bind(2, value);
  (*insert)->bind(3, now.ms);
  if (auto done = (*insert)->run(); !done) return ledger_->refused(done.error());
  return {};
}

Result<std::optional<Outbox::Note>> Outbox::note(std::string_view name) const {
  auto query = ledger_->use(kNote);
  if (!query) return ledger_->refused(query.error());
  (*query)->bind(1, name);
  const auto row = (*query)->step();
  if (!row) return ledger_->refused(row.error());
  if (!*row) return std::nullopt;
  Note out{.value = std::string((*query)->text(0)), .at = {(*query)->number(1)}};
  (*query)->reset();
  return out;
}

}  // namespace qd::store
