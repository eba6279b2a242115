// What must hold of a mail's words and markup before it is sent, judged on the finished parts: mail clients show it,
// everybody can read it, and its figures are those of its text.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qd::gate {

/// The decoded parts of a mail. Line ends may be either.
struct MailParts {
  std::string_view headers;  ///< decoded, "Name: value" a line
  std::string_view html;
  std::string_view text;
  std::size_t html_encoded = 0;             ///< bytes that the HTML takes in the message
  std::vector<std::string_view> image_ids;  ///< Content-IDs of the pictures that go with it
};

struct LintFinding {
  std::string rule;   ///< "size", "support", "layout", "structure", "contrast", "image", "tag", "value", "figure"
  std::string place;  ///< "line 120, <td>", "text part"
  std::string what;   ///< what is wrong, one sentence without a full stop
  std::string hint;   ///< what to do about it
};

/// Empty for a mail that may be sent. Each mistake once, at its first place. Linear time.
[[nodiscard]] std::vector<LintFinding> lint_mail(const MailParts& parts);

/// The same for a whole message.
[[nodiscard]] std::vector<LintFinding> lint_message(std::string_view message);

/// "line 120, <td>: #777777 on #EEEEEE has a contrast of 3.9 (contrast); 4.5 is the least"
[[nodiscard]] std::string format(const LintFinding& finding);

/// What a mail may use although some client does not show it, and what its readers see instead.
struct Fallback {
  std::string_view token;  ///< as in caniemail_table.hpp
  std::string_view instead;
};
[[nodiscard]] std::span<const Fallback> fallbacks();

}  // namespace qd::gate
