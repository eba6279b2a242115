// The frozen bytes of mails, .quarterdeck/mail/<sha256>.eml: every reader of a report and period gets these, today or
// after a crash, and they say afterwards exactly what was sent.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/moment.hpp"
#include "base/result.hpp"
#include "gate/gate.hpp"

namespace qd::store {

class Outbox;

/// Writes them durably and returns their name: the hex SHA-256 of the bytes.
[[nodiscard]] Result<std::string> freeze_mail(const std::filesystem::path& workspace, const gate::Outgoing& message);

/// The bytes under that name. ErrorKind::not_found when the file is gone; invalid when it is no longer what was frozen.
/// They passed the gate once; what sends them passes them again, for secrets may have been added since.
[[nodiscard]] Result<std::string> frozen_mail(const std::filesystem::path& workspace, std::string_view name);

/// Whether anything was ever frozen here and is still kept.
[[nodiscard]] bool holds_frozen_mail(const std::filesystem::path& workspace);

inline constexpr std::chrono::days kKeepFrozen{90};

/// Removes frozen mails that have not been touched for `keep` and that no row needs: none that is planned, rendered,
/// sending, held, unknown or failed. Does something once a day at most. Returns how many went.
[[nodiscard]] Result<std::size_t> prune_frozen_mail(const std::filesystem::path& workspace, Outbox& outbox, Moment now,
                                                    std::chrono::days keep = kKeepFrozen);

}  // namespace qd::store
