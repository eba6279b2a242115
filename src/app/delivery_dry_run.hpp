// What a delivery would send, without a ledger row and without a byte leaving.
#pragma once

#include <span>
#include <vector>

#include "app/deliver.hpp"

namespace qd::app {

/// `contents` are the plans of `mails`, in their order. With `options.out` the exact messages are written there, as
/// <report>-<number>.eml.
[[nodiscard]] Result<DeliveryResult> dry_run(const Session& session, const DeliveryOptions& options,
                                             std::span<const store::PlannedContent> contents,
                                             std::span<const RunMail> mails);

}  // namespace qd::app
