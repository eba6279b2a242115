// Hands messages out: `ses`, `smtp`, `maildir`. Several at a time, from one thread: nothing moves except inside `start`
// and `wait`.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gate/gate.hpp"
#include "mail/answer.hpp"

namespace qd::ports {

/// One message and everyone who shall have it. The addresses are checked.
struct Envelope {
  std::uint64_t ticket = 0;      ///< the caller's; comes back with the answers
  std::string key;               ///< of the message: the same bytes to the same readers have the same key
  std::string from;              ///< as it stands in the message: "Harbor <reports@example.com>"
  std::vector<std::string> to;   ///< bare addresses
  std::vector<std::string> bcc;  ///< bare addresses
  gate::Outgoing message;
  std::vector<std::pair<std::string, std::string>> tags;  ///< letters, digits, `_` and `-`, at most 256 characters
};

struct RecipientAnswer {
  std::string recipient;
  mail::Answer answer;
};

struct Attempted {
  std::uint64_t ticket = 0;
  std::vector<RecipientAnswer> answers;  ///< one for each recipient, To before Bcc
};

class Transport {
 public:
  virtual ~Transport() = default;

  virtual void start(Envelope envelope) = 0;
  /// Moves bytes until at least one message is done, nothing is under way, or the time is over.
  [[nodiscard]] virtual std::vector<Attempted> wait(std::chrono::milliseconds longest) = 0;

  /// Whether the same envelope handed out twice leaves one mail (Maildir): then nothing is ever `unknown`.
  [[nodiscard]] virtual bool repeats_harmlessly() const { return false; }
  /// To and Bcc of one envelope together; more is the caller's mistake.
  [[nodiscard]] virtual std::size_t most_recipients() const = 0;
};

}  // namespace qd::ports
