// One report in all its formats: hostile words stay words, figures are the same everywhere, nothing breaks the layout.
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "render/columns.hpp"
#include "render/html.hpp"
#include "render/mail_html.hpp"
#include "render/markdown.hpp"
#include "render/text.hpp"
#include "render/web_html.hpp"
#include "report/markdown_escape.hpp"
#include "support/report_data.hpp"

namespace qd::render {
namespace {

using report::NodeKind;
using testing::HasSubstr;
using testing::Not;
using tests::ReportData;

constexpr std::string_view kRole = R"(+++
title = "Test report"
reads = ["*"]
+++
{{portfolio.name}}: {{#agenda}}{{title}} ({{owner}}){{/agenda}}

## Words {{#agenda}}{{title}}{{/agenda}}

{{#channels}}
| {{entity}} | {{others}} |
|:--|--:|
| {{others}} | {{entity}} |
{{/channels}}

{{#agenda}}
1. {{title}} is worth {{impact}}
{{/agenda}}

- [$7.0–9.0K a month](qd:burn_rate) and [25–32 charters](qd:break_even_units@jada)
- {{#changes}}{{text}}{{/changes}}
{{#entities}}
{{#assets}}
- {{text}}
{{/assets}}
{{/entities}}

```figures
{{#agenda}}
{{title}} | {{impact}} | up $240 | burn_rate
{{/agenda}}
```

```chart bars {{#agenda}}{{title}}{{/agenda}}
{{#agenda}}
{{title}} | {{impact}}
Other | $300–500 a month
{{/agenda}}
```
)";

/// The words of HTML as a reader sees them.
std::string visible(std::string_view html) {
  std::string out;
  bool tag = false;
  for (const char c : html) {
    if (c == '<') tag = true;
    if (!tag) out += c;
    if (c == '>') tag = false;
  }
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string_view, std::string_view>>{{"&lt;", "<"},
                                                                                                     {"&gt;", ">"},
                                                                                                     {"&quot;", "\""},
                                                                                                     {"&#39;", "'"},
                                                                                                     {"&#123;", "{"},
                                                                                                     {"&#125;", "}"},
                                                                                                     {"&amp;", "&"}}) {
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size()))
      out.replace(at, from.size(), to);
  }
  return out;
}

class Hostile : public testing::TestWithParam<const char*> {};

TEST_P(Hostile, WordsAreShownAsTheyAreInEveryFormat) {
  const std::string words = GetParam();
  Diagnostics diagnostics;
  ReportData data(words);
  const report::Report report = data.make(kRole, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) ADD_FAILURE() << format(diagnostic);
  const std::string shown = report::unescaped(report::escaped(words));

  const Explanations explanations{{"burn_rate", {words, words}}};
  const std::string web = web_html(report, {.style_sheet = "", .explanations = &explanations});
  const std::string mail = mail_html(report).html;
  for (const std::string& html : {web, mail}) {
    EXPECT_THAT(visible(html), HasSubstr(shown));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("javascript:alert(1)\"")));
    EXPECT_THAT(html, Not(HasSubstr("{{")));
  }
  // The structure is that of harmless words: no word became a row, an item, a heading or a link.
  ReportData harmless("Slip rental");
  const report::Report expected = harmless.make(kRole, diagnostics);
  ASSERT_EQ(report.document.size(), expected.document.size()) << report.markdown;
  for (std::size_t i = 0; i < report.document.size(); ++i) {
    EXPECT_EQ(report.document[i].kind, expected.document[i].kind) << i;
    EXPECT_EQ(report.document[i].end, expected.document[i].end) << i;
  }
  std::string text_words = text(report);
  std::ranges::replace(text_words, '\n', ' ');
  EXPECT_THAT(text_words, HasSubstr(shown.substr(0, 12)));
  EXPECT_EQ(report.subject.find_first_of("\r\n"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Words, Hostile,
                         testing::Values("Slip rental", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
                                         "\"><b>bold</b>", "a | b | c", "two\nlines\n\n# and a heading",
                                         "**bold** _it_ `code` ~~no~~", "[x](javascript:alert(1))",
                                         "![x](http://example.com/x)", "{{portfolio.name}}", "{{{raw}}}", "# heading",
                                         "- item", "1. item", "+ item", "> quote", "=====", "--- | ---",
                                         "&lt;b&gt; &amp; &#60;", "```", "~~~ chart", "    indented", "x\\", "wow!",
                                         "(qd:x)", "[x]: http://example.com", "<!-- comment", "]]>", "12.",
                                         "e\xCC\x81\xF0\x9F\x98\x80", "bad \xFF\xC3 bytes",
                                         "\xE2\x80\xAEright to left"));

TEST(Renderers, ShowTheSameFigures) {
  Diagnostics diagnostics;
  ReportData data;
  const report::Report report = data.make(kRole, diagnostics);
  const std::string plain = text(report);
  const std::string archive = markdown(report);
  const std::string mail = visible(mail_html(report).html);
  const std::string web = visible(web_html(report, {}));
  std::size_t figures = 0;
  for (std::size_t i = 0; i < report.document.size(); ++i) {
    if (report.document[i].kind != NodeKind::link) continue;
    const std::string figure = report.document.plain_text(i);
    ++figures;
    EXPECT_THAT(plain, HasSubstr(figure));
    EXPECT_THAT(archive, HasSubstr(figure));
    EXPECT_THAT(mail, HasSubstr(figure));
    EXPECT_THAT(web, HasSubstr(figure));
  }
  EXPECT_EQ(figures, 3u);
}

TEST(Renderers, TheArchiveCopyReadsBackToTheSameDocument) {
  Diagnostics diagnostics;
  ReportData data("a | b *c* _d_");
  const report::Report report = data.make(kRole, diagnostics);
  report::Report again = report;
  again.document = report::parse_document(markdown(report));
  // Title and date stand before the document in the copy.
  again.title.clear();
  const std::string once = markdown(report);
  const std::size_t body = once.find("\n\n", once.find("as of")) + 2;
  report::Report reread = report;
  reread.document = report::parse_document(once.substr(body));
  EXPECT_EQ(markdown(reread), once);
  ASSERT_EQ(reread.document.size(), report.document.size());
}

TEST(Renderers, NamesOfResourcesStayInside) {
  Diagnostics diagnostics;
  ReportData data("the function jada-inquiry-prod.");
  const report::Report report = data.make(kRole, diagnostics);
  for (const std::string& bytes : {text(report), markdown(report), mail_html(report).html, web_html(report, {})}) {
    EXPECT_THAT(bytes, HasSubstr("F-1"));
  }
  for (const std::string& bytes : {report.document.plain_text(0), report.subject, report.preheader}) {
    // Channels are named by people; functions by their alias wherever a sentence names them.
    EXPECT_THAT(bytes.substr(0, bytes.find("Words")), Not(HasSubstr("jada-inquiry-prod")));
  }
}

TEST(Renderers, TextHasAtMost78Columns) {
  Diagnostics diagnostics;
  std::string title;
  for (int i = 0; i < 25; ++i) title += "longword ";
  for (const std::string& words :
       {title, std::string(200, 'x'),
        std::string("予算予算予算予算予算予算予算予算予算予算予算予算予算予算予算予算予算予算予算予算")}) {
    ReportData data(words);
    std::istringstream lines(text(data.make(kRole, diagnostics)));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 78u) << line;
  }
}

TEST(Renderers, AMailStaysUnderItsLimit) {
  Diagnostics diagnostics;
  std::string role(kRole);
  for (int i = 0; i < 400; ++i) role += "\n## Section " + std::to_string(i) + "\n\n" + std::string(400, 'w') + "\n";
  ReportData data;
  const std::string mail = mail_html(data.make(role, diagnostics)).html;
  EXPECT_LE(mail.size(), 80u * 1024);
  EXPECT_THAT(mail, HasSubstr("The mail ends here"));
}

TEST(Html, EscapesOnceForElementsAndAttributes) {
  EXPECT_EQ(html("<a href=\"x\" onclick='y'>&"), "&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;");
  EXPECT_EQ(html("{{x}} {y}"), "&#123;&#123;x&#125;&#125; {y}");
  EXPECT_EQ(html(std::string("a\0b\x1b", 4)), "ab");
  EXPECT_EQ(html("\xFF"), "\uFFFD");
}

}  // namespace
}  // namespace qd::render
