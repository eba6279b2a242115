// The way out that a workspace has configured, ready to use: a transport, how fast it may go, and what it is called.
#pragma once

#include <memory>
#include <string>

#include "app/delivery_runner.hpp"
#include "app/session.hpp"
#include "aws/api.hpp"
#include "ports/transport.hpp"

namespace qd::app {

class MailService {
 public:
  virtual ~MailService() = default;
  [[nodiscard]] virtual ports::Transport& transport() = 0;
  [[nodiscard]] virtual std::string where() const = 0;  ///< for people: "SES in us-west-2"
  /// What may be asked of the account; nullptr for a transport without one.
  [[nodiscard]] virtual aws::Api* api() { return nullptr; }
  [[nodiscard]] virtual std::size_t in_flight() const { return 16; }
};

/// Most recipients of one message, before anything is opened.
[[nodiscard]] std::size_t most_recipients(TransportKind kind);

/// ErrorKind::invalid, with what to write where, when something that it needs is not configured.
[[nodiscard]] Result<std::unique_ptr<MailService>> open_mail_service(const Session& session, ports::Clock& clock);

}  // namespace qd::app
