// The rules of the mail linter, one file a group. Internal to it.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gate/html_scan.hpp"
#include "gate/mail_lint.hpp"

namespace qd::gate {

/// The mail as the rules look at it. `parts` must outlive it.
struct LintedMail {
  explicit LintedMail(const MailParts& mail_parts);

  const MailParts& parts;
  std::vector<HtmlToken> tokens;  ///< of the HTML
};

/// Keeps each mistake once, where it came first.
class Findings {
 public:
  explicit Findings(std::string_view html) : html_(html) {}

  /// `token` is where in the HTML it is.
  void add(std::string_view rule, const HtmlToken& token, std::string what, std::string_view hint);
  /// For what is not at one place of the HTML.
  void add(std::string_view rule, std::string place, std::string what, std::string_view hint);

  [[nodiscard]] std::vector<LintFinding> take() { return std::move(findings_); }

 private:
  std::string_view html_;
  std::vector<LintFinding> findings_;
  std::set<std::pair<std::string, std::string>> seen_;
};

void check_size(const LintedMail& mail, Findings& findings);
/// Every element, attribute and piece of CSS against caniemail's table and the list of fallbacks.
void check_support(const LintedMail& mail, Findings& findings);
/// Languages, tables, headings, pictures: what a screen reader lives on.
void check_structure(const LintedMail& mail, Findings& findings);
/// Colours and sizes of all visible text, as written, turned dark by a client, and under the sheet's dark scheme.
void check_reading(const LintedMail& mail, Findings& findings);
/// Tags that were not filled in, values that are none, figures that the text part lacks.
void check_words(const LintedMail& mail, Findings& findings);

/// An end tag closes what stands on top of the open elements; `open` holds indexes into the tokens.
class OpenElements {
 public:
  explicit OpenElements(std::span<const HtmlToken> tokens) : tokens_(tokens) {}

  /// Takes the token at `i` in: opens or closes. Returns false when an end tag fits nothing that is open.
  [[nodiscard]] bool take(std::size_t i);
  [[nodiscard]] std::span<const std::size_t> open() const { return open_; }

 private:
  std::span<const HtmlToken> tokens_;
  std::vector<std::size_t> open_;
};

}  // namespace qd::gate
