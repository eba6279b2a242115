// Speaks SMTP with one server, many mails at a time, from one thread. One mail goes to one recipient, because only then
// is every answer somebody's.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "mail/error_class.hpp"

namespace qd::ports {

enum class SmtpSecurity : std::uint8_t { starttls, implicit, none };

struct SmtpServer {
  std::string host;
  std::uint16_t port = 587;
  SmtpSecurity security = SmtpSecurity::starttls;
  std::string user;  ///< empty: no AUTH
  Secret password;
  std::string ca_file;  ///< empty: the system's
  std::string hello;    ///< name for EHLO; empty: the machine's
  unsigned connections = 4;
};

struct SmtpMail {
  std::uint64_t ticket = 0;
  std::string sender;
  std::string recipient;
  std::string_view content;  ///< CRLF lines; must live until the mail is done
};

struct SmtpDone {
  std::uint64_t ticket = 0;
  mail::SmtpStage stage = mail::SmtpStage::connect;  ///< that gave the answer
  int status = 0;                                    ///< 250; 0: no answer, the connection failed there
  std::string text;                                  ///< of the reply, without its code, or why there is none
};

class SmtpClient {
 public:
  virtual ~SmtpClient() = default;
  virtual void start(const SmtpMail& mail) = 0;
  [[nodiscard]] virtual std::vector<SmtpDone> wait(std::chrono::milliseconds longest) = 0;
  [[nodiscard]] virtual std::size_t under_way() const = 0;
};

}  // namespace qd::ports
