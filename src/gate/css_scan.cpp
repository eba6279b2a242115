#include "gate/css_scan.hpp"

#include <algorithm>

namespace qd::gate {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The first of `marks` at or behind `at`, outside of quotes, parentheses and comments; the end where there is none.
std::size_t find_outside(std::string_view text, std::string_view marks, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = std::min(text.find(c, at + 1), text.size());
    } else if (text.substr(at).starts_with("/*")) {
      at = std::min(text.find("*/", at + 2), text.size() - 1) + 1;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (depth <= 0 && marks.find(c) != std::string_view::npos) {
      return at;
    }
  }
  return text.size();
}

std::string_view without_comments_before(std::string_view text) {
  text = trimmed(text);
  while (text.starts_with("/*")) text = trimmed(text.substr(std::min(text.find("*/") + 2, text.size())));
  return text;
}

class SheetReader {
 public:
  std::vector<CssRule> read(std::string_view sheet) {
    rules(sheet, {});
    return std::move(out_);
  }

 private:
  void rules(std::string_view sheet, std::string_view around) {
    for (std::size_t at = 0; at < sheet.size();) {
      const std::size_t open = find_outside(sheet, "{;", at);
      const std::string_view prelude = without_comments_before(sheet.substr(at, open - at));
      if (open == sheet.size() || sheet[open] == ';') {
        if (prelude.starts_with('@')) out_.push_back({.at = prelude.substr(1)});
        at = open + 1;
        continue;
      }
      const std::size_t close = closing_brace(sheet, open);
      block(prelude, sheet.substr(open + 1, close - open - 1), around);
      at = close + 1;
    }
  }

  void block(std::string_view prelude, std::string_view inside, std::string_view around) {
    if (!prelude.starts_with('@')) {
      out_.push_back({.at = around, .selector = prelude, .declarations = css_declarations(inside)});
    } else if (around.empty() && find_outside(inside, "{", 0) < inside.size()) {
      rules(inside, prelude.substr(1));
    } else {
      out_.push_back({.at = prelude.substr(1), .declarations = css_declarations(inside)});
    }
  }

  static std::size_t closing_brace(std::string_view sheet, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < sheet.size(); at = find_outside(sheet, "{}", at + 1)) {
      depth += sheet[at] == '{' ? 1 : -1;
      if (depth == 0) return at;
    }
    return sheet.size();
  }

  std::vector<CssRule> out_;
};

}  // namespace

std::vector<CssDeclaration> css_declarations(std::string_view style) {
  std::vector<CssDeclaration> out;
  for (std::size_t at = 0; at < style.size();) {
    const std::size_t end = find_outside(style, ";", at);
    const std::string_view one = without_comments_before(style.substr(at, end - at));
    const std::size_t colon = one.find(':');
    if (colon != std::string_view::npos) out.push_back({trimmed(one.substr(0, colon)), trimmed(one.substr(colon + 1))});
    at = end + 1;
  }
  return out;
}

std::vector<CssRule> css_rules(std::string_view sheet) { return SheetReader().read(sheet); }

std::string_view css_value(std::string_view style, std::string_view property) {
  std::string_view out;
  for (const CssDeclaration& one : css_declarations(style)) {
    if (one.property == property) out = one.value;
  }
  return out;
}

}  // namespace qd::gate
