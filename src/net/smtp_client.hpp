// SMTP over libcurl: connections are kept, TLS is never given up for plain text, and no mail is ever written twice.
//
// Each connection has a thread of its own, because libcurl does nothing else while it waits for the answer to the end
// of a mail. Callers notice none of it: answers come out of `wait`.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "ports/smtp_client.hpp"

namespace qd::net {

class SmtpClient final : public ports::SmtpClient {
 public:
  /// RFC 5321 asks for patience of minutes with a server that is scanning a mail.
  static constexpr std::chrono::seconds kLongestSilence{300};

  /// `longest_silence`: without a byte from the server, at any point.
  explicit SmtpClient(ports::SmtpServer server, std::chrono::seconds longest_silence = kLongestSilence);
  /// What is under way is broken off; its answers are lost.
  ~SmtpClient() override;

  void start(const ports::SmtpMail& mail) override;
  [[nodiscard]] std::vector<ports::SmtpDone> wait(std::chrono::milliseconds longest) override;
  [[nodiscard]] std::size_t under_way() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace qd::net
