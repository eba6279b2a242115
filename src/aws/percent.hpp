// Percent-encoding as AWS wants it: everything but letters, digits and -._~, in upper-case digits, a space as %20.
#pragma once

#include <string>
#include <string_view>

namespace qd::aws {

/// Bytes in `kept` stay as they are, too: "/" in a path.
void append_encoded(std::string& out, std::string_view text, std::string_view kept = {});
[[nodiscard]] std::string encoded(std::string_view text, std::string_view kept = {});

/// Undoes it; a '%' without two hexadecimal digits, and '+', stand for themselves.
[[nodiscard]] std::string decoded(std::string_view text);

}  // namespace qd::aws
