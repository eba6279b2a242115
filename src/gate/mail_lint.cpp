#include "gate/mail_lint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gate/css_scan.hpp"
#include "gate/gate.hpp"
#include "gate/lint_rules.hpp"
#include "mail/mime.hpp"

namespace qd::gate {

namespace {

/// Gmail drops a sheet that is longer.
constexpr std::size_t kLongestSheet = 16 * 1024;

std::vector<HtmlToken> scanned(std::string_view html) {
  std::vector<HtmlToken> out;
  HtmlScanner scanner(html);
  for (HtmlToken token; scanner.next(token);) out.push_back(std::move(token));
  return out;
}

}  // namespace

LintedMail::LintedMail(const MailParts& mail_parts) : parts(mail_parts), tokens(scanned(mail_parts.html)) {}

void Findings::add(std::string_view rule, const HtmlToken& token, std::string what, std::string_view hint) {
  if (seen_.contains({std::string(rule), what})) return;
  const auto line = std::ranges::count(html_.substr(0, token.at), '\n') + 1;
  add(rule, token.name.empty() ? fmt::format("line {}", line) : fmt::format("line {}, <{}>", line, token.name),
      std::move(what), hint);
}

void Findings::add(std::string_view rule, std::string place, std::string what, std::string_view hint) {
  if (!seen_.emplace(rule, what).second) return;
  findings_.push_back({std::string(rule), std::move(place), std::move(what), std::string(hint)});
}

bool OpenElements::take(std::size_t i) {
  const HtmlToken& token = tokens_[i];
  if (token.kind == HtmlKind::open && !token.is_void()) open_.push_back(i);
  if (token.kind != HtmlKind::close) return true;
  if (open_.empty() || tokens_[open_.back()].name != token.name) return false;
  open_.pop_back();
  return true;
}

void check_size(const LintedMail& mail, Findings& findings) {
  const std::size_t size = std::max(mail.parts.html.size(), mail.parts.html_encoded);
  if (size > kMailHtmlLimit)
    findings.add("size", "HTML part", fmt::format("it takes {} bytes and Gmail cuts it after {}", size, kMailHtmlLimit),
                 "show fewer rows or sections");
  std::size_t sheets = 0;
  bool in_sheet = false;
  for (const HtmlToken& token : mail.tokens) {
    if (in_sheet) sheets += token.text.size();
    in_sheet = token.kind == HtmlKind::open && token.name == "style";
  }
  if (sheets > kLongestSheet)
    findings.add("size", "HTML part",
                 fmt::format("its style sheet takes {} bytes and Gmail takes {}", sheets, kLongestSheet),
                 "write styles inline");
  if (mail.parts.text.empty()) findings.add("size", "text part", "it is empty", "every mail has a complete text part");
}

std::vector<LintFinding> lint_mail(const MailParts& parts) {
  const LintedMail mail(parts);
  Findings findings(parts.html);
  check_size(mail, findings);
  check_support(mail, findings);
  check_structure(mail, findings);
  check_reading(mail, findings);
  check_words(mail, findings);
  return findings.take();
}

std::vector<LintFinding> lint_message(std::string_view message) {
  const std::vector<mail::Part> parts = mail::decode_parts(message);
  MailParts out;
  for (const mail::Part& part : parts) {
    if (part.type == "headers") out.headers = part.body;
    if (part.type == "text/plain" && part.name.empty() && out.text.empty()) out.text = part.body;
    if (part.type == "text/html" && out.html.empty()) out.html = part.body, out.html_encoded = part.encoded_size;
    if (!part.id.empty()) out.image_ids.push_back(part.id);
  }
  return lint_mail(out);
}

std::string format(const LintFinding& finding) {
  return fmt::format("{}: {} ({}); {}", finding.place, finding.what, finding.rule, finding.hint);
}

}  // namespace qd::gate
