// Character references of HTML, as Markdown has them.
#pragma once

#include <string>
#include <string_view>

namespace qd::text {

/// `written` is a whole reference, "&amp;" or "&#8364;". A name that is not known is appended as it is written.
void append_entity(std::string& out, std::string_view written);

}  // namespace qd::text
