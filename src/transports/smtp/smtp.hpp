// Mail to a mail server: each reader is a transaction of its own, so that each answer is somebody's.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "ports/smtp_client.hpp"
#include "ports/transport.hpp"

namespace qd::transports {

class Smtp final : public ports::Transport {
 public:
  /// `client` must outlive this, and nobody else may use it.
  explicit Smtp(ports::SmtpClient& client) : client_(client) {}

  void start(ports::Envelope envelope) override;
  [[nodiscard]] std::vector<ports::Attempted> wait(std::chrono::milliseconds longest) override;
  [[nodiscard]] std::size_t most_recipients() const override { return 1000; }

 private:
  /// The client reads the content from here until the last reader has an answer.
  struct UnderWay {
    gate::Outgoing message;
    ports::Attempted attempted;
    std::size_t missing = 0;  ///< answers
  };
  struct Place {
    std::uint64_t message = 0;
    std::size_t recipient = 0;
  };

  ports::SmtpClient& client_;
  std::uint64_t last_ = 0;
  std::unordered_map<std::uint64_t, UnderWay> messages_;
  std::unordered_map<std::uint64_t, Place> mails_;
  std::vector<ports::Attempted> done_;
};

}  // namespace qd::transports
