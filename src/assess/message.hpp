// Sentences with holes: "{{entity.name}} sells through no live channel; {{planned}} are planned."
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qd::assess {

/// Parsed once; filling it in cannot fail. Braces that hold no name stay as they are written.
class Message {
 public:
  Message() = default;
  explicit Message(std::string_view text);

  struct Name {
    std::string text;
    std::size_t begin = 0;  ///< bytes in the text
    std::size_t end = 0;
  };
  [[nodiscard]] const std::vector<Name>& names() const { return names_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string fill(const std::function<std::string(std::string_view name)>& value_of) const;

 private:
  std::string text_;
  std::vector<Name> names_;
};

}  // namespace qd::assess
