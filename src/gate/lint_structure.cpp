#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "gate/css_scan.hpp"
#include "gate/lint_rules.hpp"

namespace qd::gate {

namespace {

bool is_layout(const HtmlToken& table) {
  const std::string* role = table.find("role");
  return role != nullptr && (*role == "presentation" || *role == "none");
}

bool is_number(const std::string* text) {
  return text != nullptr && !text->empty() && std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '9'; });
}

bool has_words(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

class StructureRules {
 public:
  StructureRules(const LintedMail& mail, Findings& findings)
      : mail_(mail), findings_(findings), elements_(mail.tokens) {}

  void run() {
    for (std::size_t i = 0; i < mail_.tokens.size(); ++i) {
      const HtmlToken& token = mail_.tokens[i];
      if (token.kind == HtmlKind::open) opened(token);
      if (token.kind == HtmlKind::close) closed(token);
      if (token.kind == HtmlKind::text && has_words(token.text)) words_ = true;
      if (!elements_.take(i))
        findings_.add("structure", token, fmt::format("</{}> closes what is not open", token.name), "close in order");
    }
    for (const std::size_t i : elements_.open())
      findings_.add("structure", mail_.tokens[i], fmt::format("<{}> is never closed", mail_.tokens[i].name),
                    "close it");
    if (!titled_)
      findings_.add("structure", "HTML part", "it has no title", "write one: a screen reader begins with it");
    if (level_ == 0)
      findings_.add("structure", "HTML part", "it has no heading", "begin with <h1>: screen readers jump by headings");
    pictures();
  }

 private:
  void add(const HtmlToken& token, std::string what, std::string_view hint) {
    findings_.add("structure", token, std::move(what), hint);
  }

  [[nodiscard]] std::string_view parent() const {
    return elements_.open().empty() ? std::string_view() : mail_.tokens[elements_.open().back()].name;
  }

  void opened(const HtmlToken& token) {
    const std::string_view name = token.name;
    // Gmail throws <html> and <body> away, and with them what they say of the language.
    if (name == "html" || parent() == "body") language(token);
    if (name == "style" && parent() != "head") add(token, "a style sheet outside of the head is dropped", "move it");
    if (name == "table") tables_.push_back({.token = &token, .layout = is_layout(token)});
    if (name == "th") header_cell(token);
    if (name == "img") picture(token);
    if (name == "a" || name == "title" || is_heading(name)) words_ = false;
    if (is_heading(name)) heading(token);
  }

  void closed(const HtmlToken& token) {
    const std::string_view name = token.name;
    if (name == "table" && !tables_.empty()) {
      if (!tables_.back().layout && !tables_.back().headed)
        add(*tables_.back().token, "a table of data has no header cell",
            "write <th scope>, or role=\"presentation\" if it is for layout");
      tables_.pop_back();
    }
    if (name == "title" && words_) titled_ = true;
    if (name == "a" && !words_) add(token, "a link has no words", "say where it leads");
    if (is_heading(name) && !words_) add(token, "a heading has no words", "leave it out");
  }

  static bool is_heading(std::string_view name) {
    return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
  }

  void language(const HtmlToken& token) {
    const std::string* lang = token.find("lang");
    const std::string* dir = token.find("dir");
    if (lang == nullptr || lang->empty())
      add(token, fmt::format("<{}> does not say its language", token.name), "write lang=\"en\"");
    if (dir == nullptr || (*dir != "ltr" && *dir != "rtl" && *dir != "auto"))
      add(token, fmt::format("<{}> does not say its direction", token.name), "write dir=\"ltr\"");
  }

  void header_cell(const HtmlToken& token) {
    const std::string* scope = token.find("scope");
    if (scope == nullptr || (*scope != "col" && *scope != "row" && *scope != "colgroup" && *scope != "rowgroup"))
      add(token, "a header cell does not say of what", "write scope=\"col\" or scope=\"row\"");
    if (tables_.empty()) return;
    tables_.back().headed = true;
    if (tables_.back().layout) add(token, "a table for layout has a header cell", "take <td>");
  }

  void heading(const HtmlToken& token) {
    const int level = token.name[1] - '0';
    if (level_ == 0 && level != 1) add(token, "the first heading is not <h1>", "begin with <h1>");
    if (level_ > 0 && level == 1) add(token, "there is more than one <h1>", "take <h2> for sections");
    if (level_ > 0 && level > level_ + 1)
      add(token, fmt::format("<{}> follows <h{}>", token.name, level_), fmt::format("take <h{}>", level_ + 1));
    level_ = level;
  }

  void picture(const HtmlToken& token) {
    const std::string* alt = token.find("alt");
    if (alt == nullptr || !has_words(*alt))
      findings_.add("image", token, "a picture says nothing when pictures are off", "write alt with the key figure");
    if (!is_number(token.find("width")) || !is_number(token.find("height")))
      findings_.add("image", token, "a picture has no size in whole pixels", "write width and height as attributes");
    if (alt != nullptr && has_words(*alt)) words_ = true;
    const std::string* source = token.find("src");
    if (source != nullptr && source->starts_with("cid:")) shown_.insert(source->substr(4));
  }

  void pictures() {
    const auto& sent = mail_.parts.image_ids;
    for (const std::string& id : shown_) {
      if (std::ranges::find(sent, id) == sent.end())
        findings_.add("image", "HTML part", fmt::format("the picture {} is shown and not sent", id), "attach it");
    }
    for (const std::string_view id : sent) {
      if (!shown_.contains(std::string(id)))
        findings_.add("image", "message", fmt::format("the picture {} is sent and not shown", id), "leave it out");
    }
  }

  struct Table {
    const HtmlToken* token = nullptr;
    bool layout = false;
    bool headed = false;
  };

  const LintedMail& mail_;
  Findings& findings_;
  OpenElements elements_;
  std::vector<Table> tables_;
  std::set<std::string> shown_;  // ids of pictures
  int level_ = 0;                // of the last heading
  bool words_ = false;           // since the last heading, link or title began
  bool titled_ = false;
};

}  // namespace

void check_structure(const LintedMail& mail, Findings& findings) { StructureRules(mail, findings).run(); }

}  // namespace qd::gate
