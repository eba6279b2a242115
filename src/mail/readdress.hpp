// The frozen bytes of a report, for other readers: the same body and subject, with other To and key headers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "mail/address.hpp"

namespace qd::mail {

struct HeaderChange {
  std::vector<Address> to;  ///< who stands in To
  /// Added at the end of the header block, or put in the place of one of that name; List-Unsubscribe raw.
  std::vector<std::pair<std::string, std::string>> headers;
};

/// A message made by `compose` with another To and further headers; every other byte stays. The header block and the
/// body apart, so that the gate need only look at the new one. Refused as by `compose`.
struct Readdressed {
  std::string header;     ///< with the empty line that ends it
  std::string_view body;  ///< of `message`
};
[[nodiscard]] Result<Readdressed> readdress(std::string_view message, const HeaderChange& change);

/// What tells whether two messages say the same: subject and decoded parts, without the headers that differ from run to
/// run (Date, Message-ID, To). For a fingerprint.
[[nodiscard]] std::string frozen_content(std::string_view message);

/// The lean variant, for a reader whose server found the full one too large or objected to an attachment: text and HTML
/// without attachments and pictures, and a line that says so. `without_html` leaves the text alone.
[[nodiscard]] Result<std::string> lean(std::string_view message, bool without_html);

}  // namespace qd::mail
