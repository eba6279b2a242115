// Which mail client shows which HTML and CSS, as caniemail.com measured it. The table is generated: see
// tools/caniemail_table.py.
#pragma once

#include <span>
#include <string_view>

namespace qd::gate {

struct MailFeature {
  /// A sort and a name: "element table", "attribute width", "property padding", "value display flex", "at media",
  /// "pseudo hover", "selector class", "function calc", "unit rem", "keyword !important", "image svg", "link mailto",
  /// "meta color-scheme", "markup comment".
  std::string_view token;
  std::string_view support;  ///< a letter a client, in the order of mail_clients(): y yes, a in part, n no, u not tried
};

/// Sorted by token.
[[nodiscard]] std::span<const MailFeature> mail_features();
/// The clients that our mails are made for, as a person calls them.
[[nodiscard]] std::span<const std::string_view> mail_clients();
/// The day of the data, "2026-05-13".
[[nodiscard]] std::string_view mail_features_date();

}  // namespace qd::gate
