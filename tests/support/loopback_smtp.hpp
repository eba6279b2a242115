// An SMTP server of a test: it keeps what it accepts, and refuses, stalls or breaks off where the test wants it to.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "support/loopback_server.hpp"

namespace qd::test {

struct SmtpRules {
  std::string greeting = "220 test ESMTP";
  bool offers_tls = false;
  std::string auth;  ///< "PLAIN LOGIN"; empty: AUTH is not offered
  /// By the beginning of a line of the client ("RCPT TO:<bad@", "DATA", "." for the end of the content).
  std::map<std::string, std::string> replies;
  /// By the beginning of a line: what happens instead of a reply; the connection is over then.
  std::map<std::string, std::function<void(Peer&)>> accidents;
  int mails_each = 1'000'000;  ///< then 421
};

struct ReceivedMail {
  std::string sender, recipient, content;
  int connection = 0;
  bool tls = false;
  bool signed_in = false;
};

class LoopbackSmtp {
 public:
  explicit LoopbackSmtp(SmtpRules rules = {}, const Certificate* certificate = nullptr, bool implicit_tls = false)
      : rules_(std::move(rules)),
        implicit_tls_(implicit_tls),
        server_([this](Peer& peer, int number) { serve(peer, number); }, certificate, implicit_tls) {}

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] int connections() { return server_.connections(); }
  [[nodiscard]] std::vector<ReceivedMail> mails() {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  /// Lines and challenge responses of all clients, in the order in which they came.
  [[nodiscard]] std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  /// Contents that came to their end, accepted or not.
  [[nodiscard]] int contents() {
    const std::lock_guard lock(mutex_);
    return contents_;
  }

 private:
  template <class T>
  static const T* rule(const std::map<std::string, T>& rules, const std::string& line) {
    for (const auto& [begin, what] : rules)
      if (line.starts_with(begin) || line == begin) return &what;
    return nullptr;
  }

  /// False: the connection is over.
  bool overridden(Peer& peer, const std::string& line, bool& handled) {
    if (const auto* accident = rule(rules_.accidents, line)) {
      (*accident)(peer);
      return false;
    }
    if (const std::string* reply = rule(rules_.replies, line)) {
      peer.write(*reply + "\r\n");
      handled = true;
    }
    return true;
  }

  void serve(Peer& peer, int number) {
    ReceivedMail mail{.connection = number, .tls = implicit_tls_};
    peer.write(rules_.greeting + "\r\n");
    int count = 0;
    while (std::optional<std::string> line = peer.read_line()) {
      note(*line);
      bool handled = false;
      if (count >= rules_.mails_each && line->starts_with("MAIL")) {
        peer.write("421 4.7.0 enough for one connection\r\n");
        return;
      }
      if (!overridden(peer, *line, handled)) return;
      if (handled) continue;
      if (*line == "DATA") {
        if (!take_content(peer, mail)) return;
        ++count;
      } else if (!command(peer, *line, mail)) {
        return;
      }
    }
  }

  bool command(Peer& peer, const std::string& line, ReceivedMail& mail) {
    if (line.starts_with("EHLO")) {
      peer.write(std::string("250-test\r\n") + (rules_.offers_tls && !mail.tls ? "250-STARTTLS\r\n" : "") +
                 (rules_.auth.empty() ? "" : "250-AUTH " + rules_.auth + "\r\n") + "250 8BITMIME\r\n");
    } else if (line == "STARTTLS") {
      peer.write("220 go on\r\n");
      mail.tls = peer.start_tls(server_.context());
      return mail.tls;
    } else if (line.starts_with("AUTH ")) {
      return sign_in(peer, line, mail);
    } else if (line == "QUIT") {
      peer.write("221 bye\r\n");
      return false;
    } else {
      if (line.starts_with("MAIL FROM:")) mail.sender = line.substr(10);
      if (line.starts_with("RCPT TO:")) mail.recipient = line.substr(8);
      peer.write("250 2.1.0 fine\r\n");
    }
    return true;
  }

  bool sign_in(Peer& peer, const std::string& line, ReceivedMail& mail) {
    for (int responses = line == "AUTH LOGIN" ? 2 : 1; responses > 0; --responses) {
      peer.write("334 \r\n");
      const std::optional<std::string> response = peer.read_line();
      if (!response) return false;
      note(*response);
    }
    mail.signed_in = true;
    peer.write("235 2.7.0 welcome\r\n");
    return true;
  }

  bool take_content(Peer& peer, ReceivedMail& mail) {
    peer.write("354 go on\r\n");
    mail.content.clear();
    for (;;) {
      const std::optional<std::string> line = peer.read_line();
      if (!line) return false;
      if (*line == ".") break;
      mail.content += (line->starts_with(".") ? line->substr(1) : *line) + "\r\n";
    }
    {
      const std::lock_guard lock(mutex_);
      ++contents_;
    }
    bool handled = false;
    if (!overridden(peer, ".", handled)) return false;
    if (handled) return true;
    const std::lock_guard lock(mutex_);
    mails_.push_back(mail);
    peer.write("250 2.0.0 OK id=" + std::to_string(mails_.size()) + "\r\n");
    return true;
  }

  void note(const std::string& line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(line);
  }

  SmtpRules rules_;
  bool implicit_tls_;
  std::mutex mutex_;
  std::vector<ReceivedMail> mails_;
  std::vector<std::string> lines_;
  int contents_ = 0;
  LoopbackServer server_;  ///< the last member: its threads end while the others still stand
};

}  // namespace qd::test
