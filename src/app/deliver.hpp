// From the mails of a run to "every reader has it, or you know why not".
#pragma once

#include <string>
#include <vector>

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/mail_plan.hpp"
#include "app/session.hpp"

namespace qd::app {

struct DeliveryResult {
  Exit exit = Exit::done;
  std::string text;  ///< for people, whole lines
  std::string json;  ///< an object, without line end
};

/// Plans what the mails of `run` owe their readers, and delivers that and whatever earlier runs still owe. Events and
/// progress go to the console; the result does not.
/// An error means that nothing could be planned or that the ledger failed; nothing is sent twice after it.
[[nodiscard]] Result<DeliveryResult> deliver(const Session& session, const DeliveryOptions& options,
                                             const store::ArchivedRun& run, std::span<const RunMail> mails,
                                             Console& console);

}  // namespace qd::app
