// Mustache for reports: variables, sections, inverted sections, partials, comments, other delimiters; no lambdas.
// A name that the data do not have is an error with a position, because a figure that silently vanishes is worse.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "report/markdown_escape.hpp"
#include "report/value.hpp"

namespace qd::report {

/// A compiled template. Immutable, cheap to copy, may be shared by threads.
class Template {
 public:
  Template() = default;

  /// `first_line` is the line of the file on which `source` begins. What is wrong (an open section, a tag without end)
  /// is said in `diagnostics`; the template then holds what could be understood.
  [[nodiscard]] static Template compile(std::string_view source, std::string_view file, Diagnostics& diagnostics,
                                        std::uint32_t first_line = 1);

  /// The members of `object` that it asks for anywhere: "changes" and "state" of "show" for {{#show.changes}} and
  /// {{show.state}}. Sorted.
  [[nodiscard]] std::vector<std::string> members_of(std::string_view object) const;

  struct Tag;
  struct Compiled;

 private:
  friend class TemplateRenderer;
  std::shared_ptr<const Compiled> compiled_;
};

/// By name, as `{{> name}}` asks for them.
using Partials = std::map<std::string, Template, std::less<>>;

/// How `{{name}}` prints text.
using Escape = void (*)(std::string& out, std::string_view text);

/// An unknown name prints nothing and gives one error for its place in the template, with the nearest known name, also
/// where a section is not shown: the shapes of empty lists say what their elements would have.
[[nodiscard]] std::string render(const Template& source, const Value& data, const Partials& partials,
                                 Diagnostics& diagnostics, Escape escape = escape_markdown);

}  // namespace qd::report
