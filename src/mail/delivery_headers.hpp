// Header fields that a report gets when it is sent, beside those that compose() makes.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "mail/mime.hpp"

namespace qd::mail {

/// How readers may stop the mail without writing to anybody, if the operator runs something that does it.
struct Unsubscribe {
  std::string_view https;    ///< "https://…", answers POST without sign-in; empty: no such thing
  std::string_view address;  ///< for mail clients that would rather write; bare; may be empty
};

struct DeliveryHeaders {
  std::string_view key;     ///< of the message: the same as its tag
  std::string_view report;  ///< "ceo"
  std::string_view sender;  ///< bare address
  Unsubscribe unsubscribe;
};

/// X-Quarterdeck-Key; References, the same for every mail of a report, so that clients show them as one thread although
/// SES replaces each Message-ID; List-Unsubscribe and List-Unsubscribe-Post when there is an https address.
[[nodiscard]] Headers delivery_headers(const DeliveryHeaders& delivery);

/// Whether it can stand in List-Unsubscribe: https, a host, no blank, bracket or comma, ASCII, at most 900 characters.
[[nodiscard]] Result<void> check_unsubscribe(std::string_view url);

}  // namespace qd::mail
