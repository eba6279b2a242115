// What a mail service said to one attempt, reduced to what we do about it.
//
// SES reports the same refusal under several statuses and types, so the text counts as well; which combination means
// what is a table in mail/error_class.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace qd::mail {

enum class AnswerKind : std::uint8_t {
  accepted,        ///< the service has it
  throttled,       ///< not sent: too fast; again soon, and slower
  put_off,         ///< not sent: a fault that passes; again soon
  quota,           ///< not sent: the day's quota is used up; again when the window frees
  refused,         ///< not sent: this message or this recipient, and that will not change
  misconfigured,   ///< not sent: sender, identity, credentials or configuration set; every other message would fare
                   ///< alike
  account_closed,  ///< not sent: the account is suspended or its sending paused; nothing more may be tried
  unknown,         ///< whether it was sent cannot be told from here
};

struct Answer {
  AnswerKind kind = AnswerKind::unknown;
  int status = 0;          ///< of HTTP or SMTP; 0 when there was no answer
  std::string code;        ///< "TooManyRequestsException", "5.1.1", "timeout"; may be empty
  std::string text;        ///< as the service said it, one line; never holds a value of a secret
  std::string message_id;  ///< what the service calls the message, when accepted
};

[[nodiscard]] std::string_view to_string(AnswerKind kind);

}  // namespace qd::mail
