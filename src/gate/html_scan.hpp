// HTML as a stream of tags and text, for judging mail that we wrote ourselves: every tag is closed or void, and what no
// tag can begin with is text. Never fails and never looks back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qd::gate {

struct HtmlAttribute {
  std::string name;   ///< lower case
  std::string value;  ///< decoded
};

enum class HtmlKind : std::uint8_t { open, close, text, comment, doctype };

struct HtmlToken {
  HtmlKind kind = HtmlKind::text;
  std::string name;  ///< open, close: lower case
  std::vector<HtmlAttribute> attributes;
  std::string text;    ///< text: decoded, but raw inside <style>; comment: what is inside
  std::size_t at = 0;  ///< where it begins

  /// The value of an attribute, or nothing.
  [[nodiscard]] const std::string* find(std::string_view attribute) const;
  /// Whether the element has no content and no end tag.
  [[nodiscard]] bool is_void() const;
  /// Whether it has the class.
  [[nodiscard]] bool has_class(std::string_view one) const;
};

class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view html) : html_(html) {}

  /// The next token into `token`; false at the end.
  [[nodiscard]] bool next(HtmlToken& token);

 private:
  void read_text(HtmlToken& token);
  void read_markup(HtmlToken& token);
  void read_tag(HtmlToken& token);
  void read_attributes(HtmlToken& token);
  [[nodiscard]] std::string_view attribute_value();
  [[nodiscard]] bool begins_markup(std::size_t at) const;
  void skip_blanks();

  std::string_view html_;
  std::size_t at_ = 0;
  bool raw_ = false;  // inside <style>
};

/// Text with its character references replaced by what they stand for.
[[nodiscard]] std::string decoded_html(std::string_view text);

}  // namespace qd::gate
