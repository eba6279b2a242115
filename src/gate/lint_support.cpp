#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "gate/caniemail_table.hpp"
#include "gate/css_scan.hpp"
#include "gate/lint_rules.hpp"

namespace qd::gate {

namespace {

// So old that nobody measures them any more.
constexpr auto kEverywhere = std::to_array<std::string_view>({"attribute alt",       "attribute bgcolor",
                                                              "attribute border",    "attribute class",
                                                              "attribute colspan",   "attribute href",
                                                              "attribute id",        "attribute rowspan",
                                                              "attribute scope",     "attribute src",
                                                              "attribute start",     "attribute style",
                                                              "attribute title",     "element a",
                                                              "element b",           "element br",
                                                              "element col",         "element colgroup",
                                                              "element em",          "element head",
                                                              "element html",        "element i",
                                                              "element meta",        "element s",
                                                              "element sub",         "element sup",
                                                              "element title",       "element u",
                                                              "property color",      "property font-family",
                                                              "property font-style", "unit s"});

// They speak to the client and are not shown.
constexpr auto kOfMeta = std::to_array<std::string_view>({"charset", "name", "content", "http-equiv"});

constexpr std::string_view kHint = "take something that every client shows, or allow it with a fallback";

const MailFeature* feature(std::string_view token) {
  const auto features = mail_features();
  const auto found = std::ranges::lower_bound(features, token, {}, &MailFeature::token);
  return found != features.end() && found->token == token ? &*found : nullptr;
}

bool is_allowed(std::string_view token) {
  const auto all = fallbacks();
  const auto found = std::ranges::lower_bound(all, token, {}, &Fallback::token);
  return found != all.end() && found->token == token;
}

/// Why a mail may not use the token; nothing when it may.
std::optional<std::string> objection(std::string_view token) {
  if (is_allowed(token) || std::ranges::find(kEverywhere, token) != kEverywhere.end()) return std::nullopt;
  const MailFeature* const known = feature(token);
  if (known == nullptr) return fmt::format("nobody has measured which client shows: {}", token);
  std::string clients;
  std::size_t others = 0;
  for (std::size_t i = 0; i < known->support.size(); ++i) {
    if (known->support[i] == 'y') continue;
    if (!clients.empty()) {
      ++others;
      continue;
    }
    clients = mail_clients()[i];
  }
  if (clients.empty()) return std::nullopt;
  if (others > 0) clients += fmt::format(" and {} more", others);
  return fmt::format("not shown, or not wholly, by {}: {}", clients, token);
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; }

std::size_t end_of_name(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name(text[at])) ++at;
  return at;
}

class SupportRules {
 public:
  SupportRules(const LintedMail& mail, Findings& findings) : mail_(mail), findings_(findings) {}

  void run() {
    bool in_sheet = false;
    for (const HtmlToken& token : mail_.tokens) {
      at_ = &token;
      if (token.kind == HtmlKind::doctype) use("markup doctype");
      if (token.kind == HtmlKind::comment) use("markup comment");
      if (token.kind == HtmlKind::text && in_sheet) sheet(token.text);
      if (token.kind == HtmlKind::open) element(token);
      in_sheet = token.kind == HtmlKind::open && token.name == "style";
    }
  }

 private:
  void use(std::string_view token) {
    // The same few tokens all over: what was judged once is not judged again.
    if (!used_.insert(std::string(token)).second) return;
    if (auto why = objection(token)) findings_.add("support", *at_, std::move(*why), kHint);
  }
  void use(std::string_view sort, std::string_view name) { use(fmt::format("{} {}", sort, name)); }
  /// Names of which only some are measured: those that are not are harmless.
  void use_if_measured(std::string_view sort, std::string_view name) {
    const std::string token = fmt::format("{} {}", sort, name);
    if (feature(token) != nullptr || is_allowed(token)) use(token);
  }

  void element(const HtmlToken& token) {
    use("element", token.name);
    if (token.name == "meta") return meta(token);
    for (const HtmlAttribute& attribute : token.attributes) {
      use("attribute", attribute.name);
      if (attribute.name == "style") style(token, attribute.value);
      if (attribute.name == "href") link(attribute.value);
      if (attribute.name == "src") source(attribute.value);
    }
  }

  void meta(const HtmlToken& token) {
    for (const HtmlAttribute& attribute : token.attributes) {
      if (std::ranges::find(kOfMeta, attribute.name) == kOfMeta.end()) use("attribute", attribute.name);
    }
    if (const std::string* name = token.find("name")) use_if_measured("meta", *name);
  }

  void link(std::string_view target) {
    if (target.starts_with('#')) return use("link local");
    if (target.starts_with("mailto:")) return use("link mailto");
    if (target.starts_with("https:") || target.starts_with("http:")) return;
    findings_.add("support", *at_, fmt::format("a link to \"{}\" leads nowhere from a mail", target.substr(0, 40)),
                  "write a whole address with https:");
  }

  void source(std::string_view source) {
    if (source.starts_with("data:")) return use("image base64");
    if (source.starts_with("cid:") || source.starts_with("https:")) return;
    findings_.add("support", *at_, fmt::format("a picture at \"{}\" is not shown", source.substr(0, 40)),
                  "send it along and write cid:");
  }

  void style(const HtmlToken& token, std::string_view style) {
    for (const CssDeclaration& one : css_declarations(style)) {
      declaration(one);
      // Outlook lays out mail with Word, which knows them there alone.
      const bool cell = token.name == "td" || token.name == "th" || token.name == "ul" || token.name == "ol";
      if (one.property.starts_with("padding") && !cell && one.value != "0" && token.name != "body")
        findings_.add("layout", token, fmt::format("Outlook ignores the padding of <{}>", token.name),
                      "put it on a table cell");
      if (one.property == "max-width" && token.name != "table" && token.name != "img")
        findings_.add("layout", token, fmt::format("Outlook ignores the max-width of <{}>", token.name),
                      "put it on a table");
    }
  }

  void declaration(const CssDeclaration& one) {
    if (one.property.starts_with("--")) return use("keyword var");
    use("property", one.property);
    value(one);
  }

  /// Units, functions, keywords and colours of a value.
  void value(const CssDeclaration& one) {
    use_if_measured("value", fmt::format("{} {}", one.property, one.value.substr(0, one.value.find(' '))));
    const std::string_view text = one.value;
    for (std::size_t at = 0; at < text.size();) {
      const char c = text[at];
      if (c == '"' || c == '\'') {
        at = std::min(text.find(c, at + 1), text.size() - 1) + 1;
      } else if (c == '#') {
        at = end_of_name(text, at + 1);
      } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
        while (at < text.size() && (std::isdigit(static_cast<unsigned char>(text[at])) != 0 || text[at] == '.')) ++at;
        const std::size_t end = at < text.size() && text[at] == '%' ? at + 1 : end_of_name(text, at);
        if (end > at) use("unit", text.substr(at, end - at));
        at = end;
      } else if (is_name(c) || c == '!') {
        const std::size_t end = end_of_name(text, at + 1);
        const std::string_view word = text.substr(at, end - at);
        const bool function = end < text.size() && text[end] == '(';
        function ? use("function", word) : use_if_measured("keyword", word);
        at = end;
      } else {
        ++at;
      }
    }
  }

  void sheet(std::string_view sheet) {
    if (sheet.find("/*") != std::string_view::npos) use("markup css-comment");
    for (const CssRule& rule : css_rules(sheet)) {
      if (!rule.at.empty()) at_rule(rule.at);
      selector(rule.selector);
      for (const CssDeclaration& one : rule.declarations) declaration(one);
    }
  }

  void at_rule(std::string_view prelude) {
    const std::string_view name = prelude.substr(0, end_of_name(prelude, 0));
    use("at", name);
    for (std::size_t at = prelude.find('('); at != std::string_view::npos; at = prelude.find('(', at + 1)) {
      const std::string_view condition = prelude.substr(at + 1, end_of_name(prelude, at + 1) - at - 1);
      use_if_measured(fmt::format("at {}", name), condition);
    }
  }

  void selector(std::string_view text) {
    bool joined = false;  // to what stands before it, without a blank
    for (std::size_t at = 0; at < text.size();) {
      const char c = text[at];
      if (c == ',') use("selector grouping");
      if (c == '>') use("selector child");
      if (c == '+') use("selector adjacent-sibling");
      if (c == '~') use("selector general-sibling");
      if (c == '*') use("selector universal");
      const bool blank = c == ' ' || c == '\n';
      if (blank || c == ',' || c == '>' || c == '+' || c == '~') {
        const std::size_t next = std::min(text.find_first_not_of(" \n", at), text.size());
        if (blank && next < text.size() && std::string_view(",>+~").find(text[next]) == std::string_view::npos &&
            at > 0 && std::string_view(",>+~").find(text[at - 1]) == std::string_view::npos)
          use("selector descendant");
        joined = false;
        at = blank ? next : at + 1;
        continue;
      }
      const std::size_t begin = text.find_first_not_of(".#:[", at);
      std::size_t end = end_of_name(text, std::min(begin, text.size()));
      const std::string_view name = text.substr(std::min(begin, end), end - std::min(begin, end));
      if (joined && c != ':') use("selector chaining");
      if (c == '.') use("selector class");
      if (c == '#') use("selector id");
      if (c == ':') use("pseudo", name);
      if (c == '[') use("selector attribute"), end = std::min(text.find(']', at), text.size() - 1) + 1;
      if (is_name(c)) use("selector type");
      joined = true;
      at = std::max(end, at + 1);
    }
  }

  const LintedMail& mail_;
  Findings& findings_;
  const HtmlToken* at_ = nullptr;
  std::set<std::string> used_;
};

}  // namespace

void check_support(const LintedMail& mail, Findings& findings) { SupportRules(mail, findings).run(); }

}  // namespace qd::gate
