#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <unordered_set>

#include "gate/css_scan.hpp"
#include "gate/figures.hpp"
#include "gate/lint_rules.hpp"

namespace qd::gate {

namespace {

constexpr auto kNoValues =
    std::to_array<std::string_view>({"nan", "-nan", "null", "undefined", "inf", "-inf", "infinity", "-infinity"});
// A word is a figure beside one of these, and only a word elsewhere: "$NaN", "inf %", "null a month", "Burn is NaN".
constexpr auto kBefore =
    std::to_array<std::string_view>({"$", "€", "£", "¥", "₹", "≈", "~", "= ", " costs ", " at least ", " at most "});
constexpr auto kBehind =
    std::to_array<std::string_view>({"%", " %", " a month", " a year", " a week", " a day", "/mo"});

constexpr auto kInline = std::to_array<std::string_view>(
    {"a", "b", "code", "del", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"});

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_no_value(std::string_view text) {
  return std::ranges::find(kNoValues, lower(trimmed(text))) != kNoValues.end();
}

/// "Burn: NaN" and nothing else.
bool is_labelled_no_value(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with('.')) text.remove_suffix(1);
  const std::size_t colon = text.rfind(": ");
  return colon != std::string_view::npos && is_no_value(text.substr(colon + 2));
}

/// "$NaN", "null a month" in a text; nothing when there is none.
std::optional<std::string> no_value_in(std::string_view text) {
  constexpr std::size_t kLongest = 9;
  for (std::size_t at = 0; at < text.size();) {
    if (std::isalpha(static_cast<unsigned char>(text[at])) == 0) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
    const std::string_view before = text.substr(0, at), word = text.substr(at, end - at), behind = text.substr(end);
    at = end;
    if (word.size() > kLongest || !is_no_value(word)) continue;
    const auto* const currency =
        std::ranges::find_if(kBefore, [before](std::string_view one) { return before.ends_with(one); });
    const auto* const unit =
        std::ranges::find_if(kBehind, [behind](std::string_view one) { return behind.starts_with(one); });
    // "The owner is undefined" may be a finding; nobody writes that something is NaN.
    if (before.ends_with(" is ") && lower(word) == "nan") return "is " + std::string(word);
    if (currency != kBefore.end())
      return std::string(trimmed(*currency)) + (currency->ends_with(' ') ? " " : "") + std::string(word);
    if (unit != kBehind.end()) return std::string(word) + std::string(*unit);
  }
  return std::nullopt;
}

class WordRules {
 public:
  WordRules(const LintedMail& mail, Findings& findings) : mail_(mail), findings_(findings), elements_(mail.tokens) {}

  void run() {
    tags();
    subject();
    for (const Figure& figure : figures_in(mail_.parts.text)) known_.insert(figure.text);
    for (std::size_t i = 0; i < mail_.tokens.size(); ++i) take(i);
  }

 private:
  /// What a person wrote between such braces stands in numbers in our HTML.
  void tags() {
    for (const std::string_view tag : {"{{", "}}"}) {
      if (mail_.parts.html.find(tag) != std::string_view::npos)
        findings_.add("tag", "HTML part", fmt::format("it holds {}, a tag that was not filled in", tag),
                      "look at the role's template");
    }
  }

  /// An inbox shows it before anything else.
  void subject() {
    constexpr std::string_view kName = "Subject: ";
    for (std::string_view rest = mail_.parts.headers; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (rest.starts_with(kName) && !trimmed(rest.substr(kName.size(), end - kName.size())).empty()) return;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    findings_.add("structure", "headers", "the mail has no subject", "write `subject` in the role's front matter");
  }

  void take(std::size_t i) {
    const HtmlToken& token = mail_.tokens[i];
    const bool tag = token.kind == HtmlKind::open || token.kind == HtmlKind::close;
    if (tag && std::ranges::find(kInline, token.name) == kInline.end()) flush();
    static_cast<void>(elements_.take(i));
    if (token.kind == HtmlKind::open && token.name == "img") {
      if (const std::string* alt = token.find("alt")) run_ = *alt, at_ = &token, block_ = nullptr, flush(true);
    }
    if (token.kind != HtmlKind::text || is_apart()) return;
    if (run_.empty() && !elements_.open().empty()) at_ = &mail_.tokens[elements_.open().back()], block_ = block();
    run_ += token.text;
    own_words_ += is_quoted() ? " " : token.text;
  }

  /// What is not the reader's: the head, and what the mail says of itself ("and 37 more").
  [[nodiscard]] bool is_apart() const {
    return std::ranges::any_of(elements_.open(), [this](std::size_t i) {
      const HtmlToken& element = mail_.tokens[i];
      return element.name == "head" || element.has_class("note");
    });
  }

  /// Titles of actions and the like stand out in a sentence.
  [[nodiscard]] bool is_quoted() const {
    return std::ranges::any_of(elements_.open(), [this](std::size_t i) {
      const std::string& name = mail_.tokens[i].name;
      return name == "code" || name == "pre" || (name == "strong" && !holds_a_value(block_));
    });
  }

  /// The innermost element that is no part of a line.
  [[nodiscard]] const HtmlToken* block() const {
    for (std::size_t n = elements_.open().size(); n-- > 0;) {
      const HtmlToken& element = mail_.tokens[elements_.open()[n]];
      if (std::ranges::find(kInline, element.name) == kInline.end()) return &element;
    }
    return nullptr;
  }

  /// Cells of numbers are aligned to the right, figures have a class of their own.
  [[nodiscard]] static bool holds_a_value(const HtmlToken* element) {
    if (element == nullptr) return false;
    const std::string* style = element->find("style");
    return element->has_class("figure") ||
           (element->name == "td" && style != nullptr && css_value(*style, "text-align") == "right");
  }

  /// "of 7", "in 12 rows": what an alt text says of its picture.
  [[nodiscard]] static bool is_count(std::string_view figure) {
    return figure.size() <= 3 && figure.find_first_not_of("0123456789") == std::string_view::npos;
  }

  /// What stands in the run's place of a value.
  [[nodiscard]] std::optional<std::string> no_value() const {
    const bool value = holds_a_value(block_);
    if ((value && is_no_value(run_)) || is_labelled_no_value(run_)) return std::string(trimmed(run_));
    // Lists and cells hold the titles that people write, and "Fix the $NaN at checkout" is a good one.
    const bool prose = block_ == nullptr || (block_->name != "li" && block_->name != "td" && block_->name != "th");
    return value || prose ? no_value_in(own_words_) : std::nullopt;
  }

  /// A stretch of text between two blocks ends.
  void flush(bool of_picture = false) {
    if (run_.empty()) return;
    if (const auto found = no_value())
      findings_.add("value", *at_, fmt::format("\"{}\" is no value", *found), "say that it is not known");
    for (const Figure& figure : figures_in(run_)) {
      if (known_.contains(figure.text) || (of_picture && is_count(figure.text))) continue;
      findings_.add("figure", *at_, fmt::format("{} stands in the HTML and not in the text part", figure.text),
                    "both must say the same");
    }
    run_.clear();
    own_words_.clear();
  }

  const LintedMail& mail_;
  Findings& findings_;
  OpenElements elements_;
  std::unordered_set<std::string> known_;  // figures of the text part
  std::string run_;                        // the text between two blocks
  std::string own_words_;                  // the same without what it quotes
  const HtmlToken* at_ = nullptr;          // what holds the run's beginning
  const HtmlToken* block_ = nullptr;       // the block around it
};

}  // namespace

void check_words(const LintedMail& mail, Findings& findings) { WordRules(mail, findings).run(); }

}  // namespace qd::gate
