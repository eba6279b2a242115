// From the mails of a run to what the ledger is asked to plan: who gets which, in which messages.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/command_line.hpp"
#include "app/session.hpp"
#include "base/moment.hpp"
#include "base/result.hpp"
#include "mail/address.hpp"
#include "store/outbox.hpp"
#include "store/run_archive.hpp"

namespace qd::app {

/// One report of a run as the mail that it is.
struct RunMail {
  std::string report;
  std::string role;
  std::string subject;
  std::string fingerprint;  ///< of what it says, whoever reads it
  gate::Outgoing message;
};

/// The mails among the files of a run.
[[nodiscard]] std::vector<RunMail> mails_of(std::span<const store::RunFile> files);
/// The same of an archived run, through the gate. `roles`: only these; all when empty. Refused with what to do: a
/// report that the run does not have.
[[nodiscard]] Result<std::vector<RunMail>> read_mails(const Session& session, const store::ArchivedRun& run,
                                                      std::span<const std::string> roles);

/// Who reads the report; ErrorKind::invalid for nobody and for an address that is none.
[[nodiscard]] Result<std::vector<mail::Address>> readers_of(const Workspace& workspace, std::string_view report,
                                                            std::string_view role);

/// The key space that a delivery of this workspace with these options lives in.
[[nodiscard]] store::KeySpace key_space(const DeliveryConfig& config, const DeliveryOptions& options);

struct PlanInput {
  const Session& session;
  const DeliveryOptions& options;
  const store::ArchivedRun& run;
  Moment now;
  std::size_t most_recipients = 50;  ///< of one message, the archive counted
};

/// One content for each mail, with its readers in messages that the transport can carry. Every reader is checked before
/// anything is planned.
[[nodiscard]] Result<std::vector<store::PlannedContent>> plan_mails(const PlanInput& input,
                                                                    std::span<const RunMail> mails);

/// "success+ceo-example-com@simulator.amazonses.com": the simulator's mailbox that stands for a reader.
[[nodiscard]] std::string simulated(std::string_view outcome, std::string_view address);

}  // namespace qd::app
