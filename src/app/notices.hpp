// What somebody has to do something about, told to the operator and to nobody else: gathered, through a channel that is
// not the mail that failed, and once.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/console.hpp"
#include "app/session.hpp"
#include "base/moment.hpp"
#include "base/result.hpp"
#include "store/outbox.hpp"

namespace qd::app {

struct Notice {
  std::string code;     ///< "bounced", "overdue", "reputation": stable
  std::string subject;  ///< what it is about; with the code it tells whether the operator knows already
  std::string report;   ///< these may be empty
  std::string period;
  std::string recipient;
  std::int64_t delivery = 0;  ///< for `deliveries ID`; 0: none
  std::string text;           ///< one sentence
  std::string next;           ///< what to do
};

/// Of a row that somebody must know of, by its state: failed, bounced, complained, suppressed, unknown, held,
/// skipped_stale; with the service's last answer. `overdue` for one that was accepted and of which nothing was heard.
[[nodiscard]] Notice notice_of(const store::Delivery& row, std::string_view answer);
[[nodiscard]] Notice overdue_notice(const store::Delivery& row, Moment now);

/// Sends one plain mail to the operator.
using MailOperator = std::function<Result<void>(const std::string& subject, const std::string& text)>;

/// Those that were not told before are written to standard error and to .quarterdeck/notices/<time>.{json,txt}, and
/// mailed where `mail` is given; then they count as told, by a note in the ledger (so the caller holds the lock). A
/// mail that could not be sent is a warning: the other channels have it. Returns how many were new.
[[nodiscard]] Result<std::size_t> tell_operator(const Session& session, store::Outbox& outbox,
                                                std::span<const Notice> notices, Moment now, Console& console,
                                                const MailOperator& mail = {});

}  // namespace qd::app
