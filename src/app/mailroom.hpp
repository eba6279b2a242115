// Makes the final bytes of each message: what was frozen, with the readers of this message in its header.
#pragma once

#include <map>
#include <span>
#include <string>

#include "app/session.hpp"
#include "base/result.hpp"
#include "mail/readdress.hpp"
#include "ports/transport.hpp"
#include "store/outbox.hpp"

namespace qd::app {

class Mailroom {
 public:
  /// Both must outlive it.
  Mailroom(const Session& session, const store::Outbox& outbox);

  /// The message that carries these rows: all of one message. Frozen bytes are read, checked against their hash and
  /// passed by the gate once; the header of each message passes by itself.
  [[nodiscard]] Result<ports::Envelope> envelope(std::span<const store::Delivery> rows);

 private:
  struct Frozen {
    store::Content content;
    gate::Outgoing message;
    std::string from;
  };
  [[nodiscard]] Result<const Frozen*> frozen(std::int64_t content);
  [[nodiscard]] mail::Address named(const std::string& address) const;

  const Session& session_;
  const store::Outbox& outbox_;
  std::map<std::string, mail::Address, std::less<>> names_;  // by bare address, of all who are configured
  std::map<std::int64_t, Frozen> frozen_;
};

}  // namespace qd::app
