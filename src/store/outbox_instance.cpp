#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "store/digest.hpp"
#include "store/outbox_ledger.hpp"

namespace qd::store {

namespace {

namespace fs = std::filesystem;

constexpr const char* kOwner = "SELECT instance FROM instances ORDER BY id DESC LIMIT 1";
constexpr const char* kTakeOver =
    "INSERT INTO instances (instance, at) VALUES (?1, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))";

std::string machine() {
  std::ifstream file("/etc/machine-id");
  std::string id;
  if (std::getline(file, id) && !id.empty()) return id;
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// The folder's number and, where the file system keeps it, its birth: a restored folder may be given the number that
/// the old one had.
std::string folder_identity(const fs::path& folder) {
  struct statx status{};
  if (statx(AT_FDCWD, folder.c_str(), AT_STATX_SYNC_AS_STAT, STATX_INO | STATX_BTIME, &status) != 0) return {};
  const bool born = (status.stx_mask & STATX_BTIME) != 0;
  return fmt::format("{}|{}.{}", status.stx_ino, born ? status.stx_btime.tv_sec : 0,
                     born ? status.stx_btime.tv_nsec : 0);
}

std::string refusal(std::string_view owner, const fs::path& path) {
  if (owner == kLostInstance)
    return fmt::format(
        "the ledger {} is new, but mails were sent from here before: what became of them is not known any "
        "more. Put the old ledger back, or look into the mailboxes and go on with --adopt",
        path.string());
  return fmt::format(
      "the ledger {} was made on another machine or in another folder: this is a copy, and the original "
      "may be sending too. Send from one of them only; to go on here, use --adopt",
      path.string());
}

}  // namespace

Result<void> Outbox::claim(std::string_view instance, bool adopt) {
  auto transaction = Transaction::begin(ledger_->database);
  if (!transaction) return ledger_->refused(transaction.error());
  const auto owner = ledger_->database.text(kOwner);
  if (!owner) return ledger_->refused(owner.error());
  if (*owner == instance) return {};
  if (!owner->empty() && !adopt) return fail(ErrorKind::conflict, refusal(*owner, ledger_->path));
  auto take_over = ledger_->use(kTakeOver);
  if (!take_over) return ledger_->refused(take_over.error());
  (*take_over)->bind(1, instance);
  if (auto done = (*take_over)->run(); !done) return ledger_->refused(done.error());
  if (auto done = transaction->commit(); !done) return ledger_->refused(done.error());
  return {};
}

std::string this_instance(const fs::path& workspace) {
  if (const char* given = std::getenv("QUARTERDECK_INSTANCE"); given != nullptr && *given != '\0') return given;
  const std::string identity = fmt::format("{}|{}", machine(), folder_identity(workspace / ".quarterdeck"));
  return hex(Digester().sha256(identity)).substr(0, 32);
}

}  // namespace qd::store
