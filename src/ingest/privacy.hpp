// What must not become part of a fact: secrets, PINs, telephone numbers, mail addresses of persons.
#pragma once

#include <string>
#include <string_view>

namespace qd::ingest {

inline constexpr std::string_view kMasked = "[masked]";

/// The text with each secret in it replaced by kMasked; the text itself when it holds none, which is decided in one
/// pass. `scratch` keeps what had to be written anew until its next use.
[[nodiscard]] std::string_view without_secrets(std::string_view text, std::string& scratch);

}  // namespace qd::ingest
