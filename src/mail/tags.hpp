// EmailTags: what SES hands back with every event. Names and values are 1 to 256 of A-Z a-z 0-9 _ and -.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qd::mail {

/// Any text as a tag's value: other bytes, and `_`, become `_` and two hexadecimal digits; empty is `_`. What is too
/// long ends in a hash of the whole. Different texts have different values.
[[nodiscard]] std::string tag_value(std::string_view text);

/// The four tags of a message. `key` is that of the message, and leads from an event back to its rows.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> message_tags(std::string_view report,
                                                                            std::string_view role,
                                                                            std::string_view period,
                                                                            std::string_view key);

}  // namespace qd::mail
