// Splits a line into keys and values, in all the forms in which people write them:
//   Key: value · **Key:** value · **Key**: value · **Key** — value · **Key** value · Key → value · K: v | K: v · A · B
#pragma once

#include <string_view>
#include <vector>

#include "ingest/line.hpp"

namespace qd::ingest {

struct Pair {
  std::string_view key;        ///< without marks, colon and qualifier; empty for a value that stands alone
  std::string_view qualifier;  ///< "as of Mar 9" of "**Metrics** (as of Mar 9): …"
  std::string_view value;      ///< trimmed; empty for a key that stands alone
  bool firm = false;  ///< a colon or a bold key says that it is a pair; else a dash, an arrow or nothing at all does
  bool bold = false;
};

/// Replaces `pairs`. A line that is no pair gives one with an empty key and the whole text as its value.
void split_pairs(const Line& line, std::vector<Pair>& pairs);

/// "account: 5010, channel: direct" of "$840 (account: 5010, channel: direct)": the trailing parenthesis that holds at
/// least one "key: value" separated by commas or semicolons, and the text before it. Nothing when there is none.
struct TrailingAttributes {
  std::string_view before;
  std::string_view inside;  ///< empty when there are none
};
[[nodiscard]] TrailingAttributes split_trailing_attributes(std::string_view text);

/// Calls `take(key, value)` for each "key: value" or "key=value" of a list; for a part without a key, with an empty
/// key.
template <class Take>
void for_each_attribute(std::string_view inside, Take take) {
  while (!inside.empty()) {
    std::size_t end = 0;
    // A comma between digits belongs to a number: "impact: $1,200/mo".
    for (; end < inside.size(); ++end) {
      const bool comma = inside[end] == ',';
      if (inside[end] == ';' ||
          (comma && !(end + 1 < inside.size() && inside[end + 1] >= '0' && inside[end + 1] <= '9')))
        break;
    }
    const std::string_view part = trim(inside.substr(0, end));
    inside.remove_prefix(end < inside.size() ? end + 1 : end);
    std::size_t colon = 0;
    while (colon < part.size() && part[colon] != ':' && part[colon] != '=') ++colon;
    if (colon == part.size())
      take(std::string_view(), part);
    else
      take(trim(part.substr(0, colon)), trim(part.substr(colon + 1)));
  }
}

}  // namespace qd::ingest
