// Style sheets and style attributes as the pieces that a mail client may or may not understand.
#pragma once

#include <string_view>
#include <vector>

namespace qd::gate {

struct CssDeclaration {
  std::string_view property;
  std::string_view value;  ///< with its "!important"
};

struct CssRule {
  std::string_view at;        ///< what stands around it: "media (max-width: 520px)"; empty outside of at-rules
  std::string_view selector;  ///< empty for an at-rule that holds declarations or nothing, such as @font-face
  std::vector<CssDeclaration> declarations;
};

/// What stands in a style attribute.
[[nodiscard]] std::vector<CssDeclaration> css_declarations(std::string_view style);

/// The rules of a sheet, those inside of @media with it. An at-rule without rules inside gives one rule of its own.
[[nodiscard]] std::vector<CssRule> css_rules(std::string_view sheet);

/// The value of a property in a style attribute, the last one; empty when there is none.
[[nodiscard]] std::string_view css_value(std::string_view style, std::string_view property);

}  // namespace qd::gate
