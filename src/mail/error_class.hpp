// From what the wire said to what it means: the error tables of SES and of SMTP.
#pragma once

#include <cstdint>
#include <string_view>

#include "mail/answer.hpp"

namespace qd::mail {

/// An answer of SendEmail. `type` is x-amzn-ErrorType or `__type`, with or without a namespace before it and a colon
/// and URL behind it; `text` the message of the body. Status 200 is accepted.
/// What the table does not know is `unknown` for 5xx and `refused` for 4xx.
[[nodiscard]] AnswerKind classify_ses(int status, std::string_view type, std::string_view text);

/// Whether the credentials or the clock are at fault and a freshly signed request may fare better, once.
[[nodiscard]] bool wants_new_signature(int status, std::string_view type);

/// Where in the SMTP dialogue the reply came.
enum class SmtpStage : std::uint8_t {
  connect,
  sign_in,
  sender,
  recipient,
  data,
  terms,  ///< no reply: what was asked for is not offered, be it TLS, a trusted certificate or AUTH
};

/// A reply of an SMTP server, such as 550; `text` is what stands behind the code. Before the end of DATA everything is
/// certain; `status` 0 at `data` means that the connection was lost after the content began to leave: unknown.
[[nodiscard]] AnswerKind classify_smtp(SmtpStage stage, int status, std::string_view text);

}  // namespace qd::mail
