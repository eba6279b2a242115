// A report as a MIME message, byte for byte the same for the same input, and back into its parts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "mail/address.hpp"

namespace qd::mail {

/// A picture that the HTML shows by `<img src="cid:ID">`.
struct InlineImage {
  std::string id;    ///< unique in the message; at most 78 letters, digits and `. _ - @`
  std::string type;  ///< "image/png"
  std::string bytes;
};

/// A file that goes with the mail.
struct Attachment {
  std::string name;  ///< UTF-8, at most 255 bytes, no folder; its ending is one of attachment_endings()
  std::string type;  ///< "text/csv"
  std::string bytes;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Message {
  Address from;
  std::vector<Address> to;  ///< an archive copy is no header; it is the envelope's business
  std::string subject;      ///< UTF-8, one line
  Instant date;             ///< as-of, so that the same report has the same bytes
  std::string text;         ///< complete plain-text body
  std::string html;         ///< empty: text alone, without pictures
  std::vector<InlineImage> images;
  std::vector<Attachment> attachments;
  /// "X-Quarterdeck-Report" and the like; List-Unsubscribe is written raw. Names of address and MIME headers are
  /// refused.
  Headers headers;
};

/// Of a whole message, encoded: SES v1 takes no more, and v2 slows down above it.
inline constexpr std::size_t kLargestMessage = 10'000'000;

/// The endings that no mail service refuses: "csv", "pdf", …
[[nodiscard]] std::span<const std::string_view> attachment_endings();

/// multipart/alternative of text and HTML, the HTML inside multipart/related when it has images, all inside
/// multipart/mixed when there are attachments. 7-bit, lines of at most 76 characters, CRLF. Message-ID and boundaries
/// come from the content.
/// Refused (ErrorKind::invalid): CR, LF or NUL in any header, a header that only we may set, no recipient, an id or
/// file name that is not as said above, more than kLargestMessage.
[[nodiscard]] Result<std::string> compose(const Message& message);

struct Part {
  std::string type;              ///< "text/html"
  std::string body;              ///< decoded
  std::size_t encoded_size = 0;  ///< bytes that the body takes in the message
  std::string id;                ///< Content-ID without its brackets; empty when there is none
  std::string name;              ///< of the file; empty when there is none
};

/// The decoded leaf parts of a message, and its decoded headers as a first part of type "headers". What is no message
/// gives no parts.
[[nodiscard]] std::vector<Part> decode_parts(std::string_view message);

}  // namespace qd::mail
