// A report as a MIME message, byte for byte the same for the same input, and back into its parts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "mail/address.hpp"

namespace qd::mail {

struct Message {
  Address from;
  std::vector<Address> to;  ///< an archive copy is no header; it is the envelope's business
  std::string subject;      ///< UTF-8, one line
  Instant date;             ///< as-of, so that the same report has the same bytes
  std::string text;         ///< complete plain-text body
  std::string html;
  /// "X-Quarterdeck-Report" and the like; List-Unsubscribe is written raw. Names of address and MIME headers are
  /// refused.
  std::vector<std::pair<std::string, std::string>> headers;
};

/// multipart/alternative, 7-bit, lines of at most 76 characters, CRLF. Message-ID and boundary come from the content.
/// Refused (ErrorKind::invalid): CR, LF or NUL in any header, a header that only we may set, no recipient.
[[nodiscard]] Result<std::string> compose(const Message& message);

struct Part {
  std::string type;              ///< "text/html"
  std::string body;              ///< decoded
  std::size_t encoded_size = 0;  ///< bytes that the body takes in the message
};

/// The decoded leaf parts of a message, and its decoded headers as a first part of type "headers". What is no message
/// gives no parts.
[[nodiscard]] std::vector<Part> decode_parts(std::string_view message);

}  // namespace qd::mail
