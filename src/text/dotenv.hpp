// Env files: KEY=VALUE lines as shells and dotenv libraries read them. Every value is a Secret; who asks for a key
// decides whether its value may be shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/secret.hpp"
#include "text/source_text.hpp"

namespace qd::text {

struct EnvEntry {
  std::string name;
  Secret value;
  Position at;  ///< of the name
};

/// Each name once, in the order of first appearance; of several values the last, with a warning. Reads `export`, spaces
/// round '=', comments after a space, '…' as it is and "…" with \n \r \t \\ \" \$ \`, both over several lines. Nothing
/// is expanded. What cannot be read, or only by guessing, is left out. No diagnostic holds any of the line's text but
/// a name, because the rest may be a secret.
[[nodiscard]] std::vector<EnvEntry> parse_env(const SourceText& source, std::string_view file,
                                              Diagnostics& diagnostics);

/// Nothing when there is no such name.
[[nodiscard]] const EnvEntry* find(const std::vector<EnvEntry>& entries, std::string_view name);

}  // namespace qd::text
