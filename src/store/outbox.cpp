#include "store/outbox.hpp"

#include <fmt/format.h>

#include "store/outbox_ledger.hpp"

namespace qd::store {

Outbox::Outbox(std::unique_ptr<Ledger> ledger) : ledger_(std::move(ledger)) {}
Outbox::Outbox(Outbox&&) noexcept = default;
Outbox& Outbox::operator=(Outbox&&) noexcept = default;
Outbox::~Outbox() = default;

Result<Outbox> Outbox::open(const std::filesystem::path& workspace, bool read_only) {
  const std::filesystem::path folder = workspace / ".quarterdeck";
  auto database = open_ledger(folder, read_only);
  if (!database) return std::unexpected(database.error());
  return Outbox(std::make_unique<Ledger>(folder / kLedgerName, *std::move(database)));
}

Result<void> Outbox::together(const std::function<Result<void>()>& work) {
  auto transaction = Transaction::begin(ledger_->database);
  if (!transaction) return ledger_->refused(transaction.error());
  if (auto done = work(); !done) return done;
  if (auto committed = transaction->commit(); !committed) return ledger_->refused(committed.error());
  return {};
}

Result<void> Outbox::check() const { return check_ledger(ledger_->database, ledger_->path); }

Result<Statement*> Ledger::use(const char* sql) {
  auto found = statements.find(sql);
  if (found == statements.end()) {
    auto prepared = database.prepare(sql);
    if (!prepared) return std::unexpected(prepared.error());
    found = statements.emplace(sql, *std::move(prepared)).first;
  }
  return &found->second;
}

Error Ledger::damaged(std::string_view what) const {
  return explain_refusal({ErrorKind::invalid, std::string(what)}, path);
}

}  // namespace qd::store
