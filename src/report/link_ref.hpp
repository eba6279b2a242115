// Refs ("burn_rate", "no_live_listing@jada") inside link targets, whatever letters an id holds.
#pragma once

#include <string>
#include <string_view>

namespace qd::report {

/// Percent-encodes all that is no letter, digit or one of -_.~@: so that it can stand in a URL or a Markdown link.
[[nodiscard]] std::string encode_ref(std::string_view ref);
/// What is no encoding stays as it is.
[[nodiscard]] std::string decode_ref(std::string_view text);

}  // namespace qd::report
