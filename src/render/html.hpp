// The one place where text becomes HTML: nothing that a person wrote reaches a page or a mail by another way.
#pragma once

#include <string>
#include <string_view>

namespace qd::render {

/// Appends text so that it is shown as it is, in an element or in a quoted attribute. A template's "{{" is written in
/// numbers, so that no mail service takes it for a placeholder of its own. What is no UTF-8 becomes U+FFFD.
void append_html(std::string& out, std::string_view text);
[[nodiscard]] std::string html(std::string_view text);

/// A ref as the id of its explanation in a page.
[[nodiscard]] std::string anchor_id(std::string_view ref);

}  // namespace qd::render
