// Base64 for bodies of any size.
#pragma once

#include <string>
#include <string_view>

namespace qd::aws {

/// One line, padded.
void append_base64(std::string& out, std::string_view bytes);

}  // namespace qd::aws
