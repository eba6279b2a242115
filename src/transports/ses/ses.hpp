// Mail through Amazon SES: one call a message, all its readers in it, so all share one answer.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "aws/api.hpp"
#include "ports/transport.hpp"

namespace qd::transports {

/// Limits of SES that no account can have raised.
inline constexpr std::size_t kMostSesRecipients = 50;
/// Messages above this share 40 MB a second: no more than two of them are under way.
inline constexpr std::size_t kLargeSesMessage = 10'000'000;
inline constexpr std::size_t kMostLargeSesMessages = 2;

class Ses final : public ports::Transport {
 public:
  /// `api` must outlive this, and nobody else may have calls under way on it. The configuration set may be empty.
  Ses(aws::Api& api, std::string configuration_set) : api_(api), configuration_set_(std::move(configuration_set)) {}

  void start(ports::Envelope envelope) override;
  [[nodiscard]] std::vector<ports::Attempted> wait(std::chrono::milliseconds longest) override;
  [[nodiscard]] std::size_t most_recipients() const override { return kMostSesRecipients; }

 private:
  struct UnderWay {
    ports::Attempted attempted;  ///< with answers still to be filled in
    bool large = false;
  };

  void send(ports::Envelope envelope);
  void start_waiting();

  aws::Api& api_;
  std::string configuration_set_;
  std::unordered_map<aws::Api::Ticket, UnderWay> calls_;
  std::deque<ports::Envelope> large_;  ///< waiting for their turn
  std::size_t large_under_way_ = 0;
};

}  // namespace qd::transports
