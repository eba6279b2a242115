#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "gate/colour.hpp"
#include "gate/css_scan.hpp"
#include "gate/lint_rules.hpp"

namespace qd::gate {

namespace {

constexpr double kLeastContrast = 4.5;
constexpr double kLeastSize = 14;

/// What a browser starts from.
struct Look {
  Colour text{};
  Colour behind{255, 255, 255};
  // Under the style sheet's dark scheme.
  Colour dark_text{};
  Colour dark_behind{255, 255, 255};
  double size = 16;
  bool hidden = false;
};

struct DarkColours {
  std::optional<Colour> text;
  std::optional<Colour> behind;
};

std::string shown(Colour colour) { return fmt::format("#{:02X}{:02X}{:02X}", colour.red, colour.green, colour.blue); }

std::string_view without_important(std::string_view value) {
  value = value.substr(0, value.find('!'));
  while (value.ends_with(' ')) value.remove_suffix(1);
  return value;
}

/// Letters and digits can be read; blanks, joiners and the like are not there to be.
bool has_words(std::string_view text) {
  constexpr std::string_view kFiller[] = {" ", "\t", "\r", "\n", "\u00A0", "\u200C", "\u034F"};
  while (!text.empty()) {
    const auto* const filler =
        std::ranges::find_if(kFiller, [text](std::string_view one) { return text.starts_with(one); });
    if (filler == std::end(kFiller)) return true;
    text.remove_prefix(filler->size());
  }
  return false;
}

class ReadingRules {
 public:
  ReadingRules(const LintedMail& mail, Findings& findings) : mail_(mail), findings_(findings), elements_(mail.tokens) {}

  void run() {
    looks_.emplace_back();
    for (std::size_t i = 0; i < mail_.tokens.size(); ++i) {
      const HtmlToken& token = mail_.tokens[i];
      if (token.kind == HtmlKind::text && in_sheet_) read_sheet(token.text);
      in_sheet_ = token.kind == HtmlKind::open && token.name == "style";
      const std::size_t depth = elements_.open().size();
      static_cast<void>(elements_.take(i));
      if (elements_.open().size() > depth) looks_.push_back(look_of(token, looks_.back()));
      if (elements_.open().size() < depth) looks_.pop_back();
      if (token.kind == HtmlKind::text && has_words(token.text) && !looks_.back().hidden) judge();
    }
  }

 private:
  /// Colours that the sheet gives to classes in the dark.
  void read_sheet(std::string_view sheet) {
    for (const CssRule& rule : css_rules(sheet)) {
      if (rule.at.find("prefers-color-scheme: dark") == std::string_view::npos || !rule.selector.starts_with('.'))
        continue;
      DarkColours& dark = dark_[std::string(rule.selector.substr(1))];
      for (const CssDeclaration& one : rule.declarations) {
        const auto colour = parse_colour(without_important(one.value));
        if (one.property == "color") dark.text = colour;
        if (one.property == "background-color") dark.behind = colour;
      }
    }
  }

  std::optional<Colour> colour(const HtmlToken& token, std::string_view value) {
    value = without_important(value);
    if (value.empty() || value == "inherit" || value == "transparent") return std::nullopt;
    const auto out = parse_colour(value);
    if (!out)
      findings_.add("contrast", token, fmt::format("nobody can judge the colour {}", value), "write it as #RRGGBB");
    return out;
  }

  Look look_of(const HtmlToken& token, Look look) {
    if (token.name == "head") look.hidden = true;
    if (const std::string* background = token.find("bgcolor")) set_behind(look, colour(token, *background));
    if (const std::string* style = token.find("style")) {
      for (const CssDeclaration& one : css_declarations(*style)) {
        if (one.property == "color") {
          if (const auto text = colour(token, one.value)) look.text = look.dark_text = *text;
        }
        if (one.property == "background-color" || one.property == "background")
          set_behind(look, colour(token, one.value));
        if (one.property == "font-size") set_size(look, token, one.value);
        if (one.property == "display" && one.value.starts_with("none")) look.hidden = true;
      }
    }
    for (const auto& [name, dark] : dark_) {
      if (!token.has_class(name)) continue;
      if (dark.text) look.dark_text = *dark.text;
      if (dark.behind) look.dark_behind = *dark.behind;
    }
    return look;
  }

  static void set_behind(Look& look, std::optional<Colour> behind) {
    if (behind) look.behind = look.dark_behind = *behind;
  }

  void set_size(Look& look, const HtmlToken& token, std::string_view value) {
    double size = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), size);
    if (error == std::errc() && std::string_view(end, value.data() + value.size()).starts_with("px")) {
      look.size = size;
    } else {
      findings_.add("size", token, fmt::format("the text size {} depends on the client", value), "write it in px");
    }
  }

  void judge() {
    const Look& look = looks_.back();
    const HtmlToken& element = mail_.tokens[elements_.open().empty() ? 0 : elements_.open().back()];
    if (look.size < kLeastSize)
      findings_.add("size", element, fmt::format("text of {} px is too small", look.size), "take 14 px or more");
    judge(element, look.text, look.behind, "");
    judge(element, inverted(look.text), inverted(look.behind), " when a client turns the mail dark");
    judge(element, look.dark_text, look.dark_behind, " in the dark scheme");
  }

  void judge(const HtmlToken& element, Colour text, Colour behind, std::string_view when) {
    const double found = contrast(text, behind);
    if (found >= kLeastContrast) return;
    findings_.add("contrast", element,
                  fmt::format("{} on {} has a contrast of {:.1f}{}", shown(text), shown(behind), found, when),
                  "4.5 is the least");
  }

  const LintedMail& mail_;
  Findings& findings_;
  OpenElements elements_;
  std::vector<Look> looks_;  // of the open elements, the page's first
  std::map<std::string, DarkColours> dark_;
  bool in_sheet_ = false;
};

}  // namespace

void check_reading(const LintedMail& mail, Findings& findings) { ReadingRules(mail, findings).run(); }

}  // namespace qd::gate
