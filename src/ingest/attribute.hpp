// What else a line says about its fact: owner, due date, account… from parentheses, columns and sub-bullets.
#pragma once

#include <string_view>

#include "ingest/page.hpp"

namespace qd::ingest {

/// Adds what `value` says under the name `field`. False when the field is no attribute; a value that says nothing
/// ("—", empty) adds nothing and is true.
bool add_attribute(Page& page, Draft& draft, Field field, std::string_view value);

/// Adds the attributes of a trailing parenthesis and gives the text before it. The text as it is when the parenthesis
/// holds no known key.
std::string_view take_attributes(Page& page, Draft& draft, std::string_view text);

/// Whether a cell or value says nothing: empty, a dash, "n/a".
[[nodiscard]] bool says_nothing(std::string_view text);

/// Whether the keys of a trailing parenthesis ("account: 5010, channel: direct") are known ones.
[[nodiscard]] bool has_known_keys(Page& page, std::string_view inside);

}  // namespace qd::ingest
