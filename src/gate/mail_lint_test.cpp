// Each rule of the mail linter with a mail that it lets pass and one that it does not.
#include "gate/mail_lint.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "gate/caniemail_table.hpp"
#include "gate/colour.hpp"
#include "gate/figures.hpp"
#include "mail/mime.hpp"

namespace qd::gate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kHeaders = "From: reports@example.com\nSubject: Burn\n";

/// A mail around `body`, right in everything else.
std::string page(std::string_view body, std::string_view sheet = "") {
  std::string out = "<!doctype html>\n<html lang=\"en\" dir=\"ltr\"><head><meta charset=\"utf-8\"><title>Burn</title>";
  if (!sheet.empty()) out += "<style>" + std::string(sheet) + "</style>";
  out +=
      "</head>\n<body bgcolor=\"#FFFFFF\"><div lang=\"en\" dir=\"ltr\"><h1 style=\"color:#14202B\">CEO report</h1>\n";
  return out + std::string(body) + "\n</div></body></html>\n";
}

std::vector<LintFinding> lint(const std::string& html, std::string_view text = "Burn is $7.0–9.0K a month, up 18.4 %.",
                              std::vector<std::string_view> images = {}) {
  return lint_mail(
      {.headers = kHeaders, .html = html, .text = text, .html_encoded = 0, .image_ids = std::move(images)});
}

TEST(MailLint, AMailThatIsRightHasNoFinding) {
  const std::string html = page(
      "<p style=\"margin:0 0 12px;color:#14202B\">Burn is <strong>$7.0–9.0K</strong> a month, up 18.4&nbsp;%.</p>\n"
      "<table width=\"100%\"><tr><th scope=\"col\">Business</th></tr><tr><td style=\"padding:8px "
      "0\">JADA</td></tr></table>"
      "<table role=\"presentation\"><tr><td bgcolor=\"#0B5CAD\" style=\"font-size:1px\">&nbsp;</td></tr></table>"
      "<h2>Next</h2><h3>Soon</h3><h2>Later</h2><a href=\"https://example.com/\">the dashboard</a>");
  for (const LintFinding& finding : lint(html)) ADD_FAILURE() << format(finding);
}

struct Mistake {
  const char* rule;
  std::string body;
  const char* what;
  std::string sheet = {};
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreFoundOnce) {
  const Mistake& mistake = GetParam();
  // Twice, to see that it is said once.
  const auto findings = lint(page(mistake.body + mistake.body, mistake.sheet));
  std::string all;
  for (const LintFinding& finding : findings) all += format(finding) + "\n";
  const auto found = std::ranges::find_if(findings, [&](const LintFinding& finding) {
    return finding.rule == mistake.rule && finding.what.find(mistake.what) != std::string::npos;
  });
  ASSERT_NE(found, findings.end()) << mistake.body << "\n" << all;
  EXPECT_FALSE(found->place.empty());
  EXPECT_FALSE(found->hint.empty());
  EXPECT_EQ(std::ranges::count_if(findings, [&](const LintFinding& one) { return one.what == found->what; }), 1) << all;
}

INSTANTIATE_TEST_SUITE_P(
    Support, Mistakes,
    testing::Values(
        Mistake{"support", "<video></video>", "element video"},
        Mistake{"support", "<section>x</section>", "element section"}, Mistake{"support", "<svg></svg>", "element svg"},
        Mistake{"support", "<blink>x</blink>", "nobody has measured"},
        Mistake{"support", "<p hidden>x</p>", "attribute hidden"},
        Mistake{"support", "<p onclick=\"x\">x</p>", "attribute onclick"},
        Mistake{"support", "<p style=\"float:left\">x</p>", "property float"},
        Mistake{"support", "<div style=\"display:flex\">x</div>", "value display flex"},
        Mistake{"support", "<p style=\"position:absolute\">x</p>", "property position"},
        Mistake{"support", "<p style=\"margin:1rem\">x</p>", "unit rem"},
        Mistake{"support", "<p style=\"width:calc(100% - 1px)\">x</p>", "function calc"},
        Mistake{"support", "<p style=\"--x:1px\">x</p>", "keyword var"},
        Mistake{"support", "<td style=\"background-image:url(https://example.com/x.png)\">x</td>", "background-image"},
        Mistake{"support", "<p style=\"gap:4px\">x</p>", "property gap"},
        Mistake{"support", "<p style=\"made-up:4px\">x</p>", "property made-up"},
        Mistake{"support", "<img src=\"data:image/png;base64,xx\" alt=\"x\" width=\"1\" height=\"1\">", "image base64"},
        Mistake{"support", "<img src=\"chart.png\" alt=\"x\" width=\"1\" height=\"1\">", "chart.png"},
        Mistake{"support", "<a href=\"#top\">x</a>", "link local"},
        Mistake{"support", "<a href=\"javascript:x\">x</a>", "javascript"},
        Mistake{"support", "", "at font-face", "@font-face { font-family: X }"},
        Mistake{"support", "", "at media hover", "@media (hover: hover) { p { color: #14202B } }"},
        Mistake{"support", "", "pseudo hover", "a:hover { color: #14202B }"},
        Mistake{"support", "", "selector child", "td > p { color: #14202B }"},
        Mistake{"support", "", "selector universal", "* { color: #14202B }"},
        Mistake{"support", "", "selector id", "#x { color: #14202B }"},
        Mistake{"support", "", "property transition", "@media (max-width: 9px) { .x { transition: none } }"},
        Mistake{"layout", "<p style=\"padding:4px\">x</p>", "padding of <p>"},
        Mistake{"layout", "<div style=\"max-width:600px\">x</div>", "max-width of <div>"}));

INSTANTIATE_TEST_SUITE_P(
    Structure, Mistakes,
    testing::Values(Mistake{"structure", "</div><div dir=\"ltr\">x", "language"},
                    Mistake{"structure", "</div><div lang=\"en\">x", "direction"},
                    Mistake{"structure", "<table><tr><td>x</td></tr></table>", "no header cell"},
                    Mistake{"structure", "<table><tr><th>x</th></tr></table>", "does not say of what"},
                    Mistake{"structure", "<table role=\"presentation\"><tr><th scope=\"col\">x</th></tr></table>",
                            "for layout"},
                    Mistake{"structure", "<h3>x</h3>", "<h3> follows <h1>"},
                    Mistake{"structure", "<h1>x</h1>", "more than one <h1>"},
                    Mistake{"structure", "<h2> </h2>", "heading has no words"},
                    Mistake{"structure", "<a href=\"https://example.com/\"></a>", "link has no words"},
                    Mistake{"structure", "<p><strong>x</p></strong>", "closes what is not open"},
                    Mistake{"structure", "<p>", "never closed"},
                    Mistake{"structure", "<style>p{color:#14202B}</style>", "outside of the head"},
                    Mistake{"image", "<img src=\"cid:a\" width=\"1\" height=\"1\">", "says nothing"},
                    Mistake{"image", "<img src=\"cid:a\" width=\"1\" height=\"1\" alt=\" \">", "says nothing"},
                    Mistake{"image", "<img src=\"cid:a\" width=\"100%\" height=\"1\" alt=\"x\">", "no size"},
                    Mistake{"image", "<img src=\"cid:a\" width=\"1\" height=\"1\" alt=\"x\">", "shown and not sent"}));

INSTANTIATE_TEST_SUITE_P(
    Reading, Mistakes,
    testing::Values(
        Mistake{"contrast", "<p style=\"color:#999999\">x</p>", "#999999 on #FFFFFF has a contrast of 2.8"},
        Mistake{"contrast", "<table role=\"presentation\"><tr><td bgcolor=\"#777777\"><p>x</p></td></tr></table>",
                "#FFFFFF on #888888 has a contrast of 3.5 when a client"},
        Mistake{"contrast", "<p style=\"color:#E0E000;background-color:#000000\">x</p>", "when a client turns"},
        Mistake{"contrast", "<p class=\"dim\">x</p>", "in the dark scheme",
                "@media (prefers-color-scheme: dark) { .dim { color: #222222; background-color: #000000 } }"},
        Mistake{"contrast", "<p style=\"color:hsl(0,0%,0%)\">x</p>", "nobody can judge"},
        Mistake{"size", "<p style=\"font-size:12px\">x</p>", "text of 12 px"},
        Mistake{"size", "<p style=\"font-size:small\">x</p>", "depends on the client"}));

INSTANTIATE_TEST_SUITE_P(
    Words, Mistakes,
    testing::Values(
        Mistake{"tag", "<p>{{kpi.burn_rate.value}}</p>", "{{"}, Mistake{"value", "<p>costs $NaN</p>", "$NaN"},
        Mistake{"value", "<p>null a month</p>", "null a month"}, Mistake{"value", "<p>up inf %</p>", "inf %"},
        Mistake{"value", "<p>Burn is NaN.</p>", "is NaN"},
        Mistake{"value", "<ul><li><strong>Burn:</strong> undefined</li></ul>", "Burn: undefined"},
        Mistake{"value",
                "<table role=\"presentation\"><tr><td style=\"text-align:right\"> undefined </td></tr></table>",
                "\"undefined\""},
        Mistake{"value", "<p class=\"ink figure\"><strong>-inf</strong></p>", "\"-inf\""},
        Mistake{"figure", "<p>$7.5K</p>", "$7.5K"}, Mistake{"figure", "<p>18.5 %</p>", "18.5%"},
        Mistake{"figure", "<p>-$7.0</p>", "-$7.0"},
        Mistake{"figure", "<img src=\"cid:a\" width=\"1\" height=\"1\" alt=\"Burn is $44, of 7\">", "$44"}));

TEST(MailLint, WordsThatOnlyLookLikeNoValueMayStand) {
  const std::string html = page(
      "<p>Fix the null pointer; undefined behaviour; NaN and inf are words.</p><ul><li>null</li>"
      "<li>Fix the $NaN at checkout; NaN% of users</li></ul><p>Do first: <strong>$NaN a month</strong></p>"
      "<table width=\"100%\"><tr><th "
      "scope=\"col\">undefined</th></tr><tr><td>NaN</td></tr></table><p>&#123;&#123;x&#125;&#125;</p>");
  EXPECT_THAT(lint(html), IsEmpty());
}

TEST(MailLint, WhatTheMailSaysOfItselfNeedsNoFigureInTheText) {
  EXPECT_THAT(lint(page("<p class=\"muted note\">and 37 more</p>")), IsEmpty());
}

TEST(MailLint, SizeIsThatOfThePartOrOfItsEncodedForm) {
  const std::string html = page("<p>" + std::string(102'400, 'x') + "</p>");
  ASSERT_EQ(lint(html).size(), 1u);
  EXPECT_EQ(lint(html)[0].rule, "size");
  const std::string small = page("<p>x</p>");
  const MailParts parts{.headers = kHeaders, .html = small, .text = "x", .html_encoded = 102'401};
  ASSERT_EQ(lint_mail(parts).size(), 1u);
  EXPECT_THAT(lint_mail(parts)[0].what, HasSubstr("102401"));
  std::string sheet;
  for (int i = 0; i < 700; ++i) sheet += ".class { color: #14202B }\n";
  ASSERT_EQ(lint(page("", sheet)).size(), 1u);
  EXPECT_THAT(lint(page("", sheet))[0].what, HasSubstr("style sheet"));
}

TEST(MailLint, EveryPictureThatIsSentIsShown) {
  const std::string html = page("<img src=\"cid:a\" width=\"1\" height=\"1\" alt=\"x\">");
  EXPECT_THAT(lint(html, "x", {"a"}), IsEmpty());
  EXPECT_EQ(lint(html, "x", {"a", "b"}).size(), 1u);
}

TEST(MailLint, AMailHasASubject) {
  const std::string html = page("<p>x</p>");
  for (const char* headers : {"", "Subject: \n", "X-Subject: Burn\nTo: a@example.com"}) {
    const auto findings = lint_mail({.headers = headers, .html = html, .text = "x"});
    ASSERT_EQ(findings.size(), 1u) << headers;
    EXPECT_EQ(findings[0].place, "headers");
  }
}

TEST(MailLint, ReadsAWholeMessage) {
  mail::Message message;
  message.from = {"", "reports@example.com"};
  message.to = {{"", "ceo@example.com"}};
  message.subject = "Burn";
  message.text = "Burn is $7.0K.\n";
  message.html = page("<p>Burn is $8.0K.</p><img src=\"cid:a\" width=\"1\" height=\"1\" alt=\"x\">");
  message.images = {{"a", "image/png", "x"}};
  message.attachments = {{"a.txt", "text/plain", "$8.0K"}};
  const auto findings = lint_message(mail::compose(message).value());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(format(findings[0]),
            "line 4, <p>: $8.0K stands in the HTML and not in the text part (figure); both must say the same");
}

TEST(MailLint, SurvivesBrokenMarkup) {
  for (const char* html :
       {"", "<", "<p", "<p style", "<p style=", "<p style=\"", "</", "<!--", "<!", "<style>", "<style>a{",
        "<style>@media(", "&#", "<p style=\"color:'", "<style>a{b:c", "<style>/*", "<style>[", "</p></p>"}) {
    EXPECT_FALSE(lint(html).empty()) << html;
  }
}

TEST(Figures, AreWhatAReaderWouldCompare) {
  const auto texts = [](std::string_view text) {
    std::vector<std::string> out;
    for (const Figure& figure : figures_in(text)) out.push_back(figure.text);
    return out;
  };
  EXPECT_THAT(texts("$7.0–9.0K a month, 25–32 charters, up 18.4 %."), ElementsAre("$7.0", "9.0K", "25", "32", "18.4%"));
  EXPECT_THAT(texts("−$1.9K to -$1,500.50 (3) 18\n%"), ElementsAre("-$1.9K", "-$1,500.50", "3", "18%"));
  EXPECT_THAT(texts("F-1, x2000, 2nd, 90d, 3D, v_2, #4, 2026-05-21T09:00, 2026-W30, a/2, jada-2.pdf"), IsEmpty());
  EXPECT_THAT(texts(std::string(40, '7')), IsEmpty());
  EXPECT_THAT(texts("1'500 €5 5€ 10, 11."), ElementsAre("1'500", "€5", "5", "10", "11"));
  EXPECT_THAT(texts(""), IsEmpty());
}

TEST(Colours, KeepTheirHueWhenTheLightnessIsTurned) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 0.01);
  const Colour turned = inverted(*parse_colour("#0B5CAD"));
  EXPECT_EQ(turned.red, 0x52);
  EXPECT_EQ(turned.green, 0xA3);
  EXPECT_EQ(turned.blue, 0xF4);
  EXPECT_EQ(parse_colour("#abc")->green, 0xBB);
  for (const char* none : {"", "#", "#12", "#12345g", "#1234567", "rgb(1,2,3)", "red"})
    EXPECT_FALSE(parse_colour(none)) << none;
}

TEST(CaniemailTable, IsSortedAndCoversEveryClient) {
  EXPECT_TRUE(std::ranges::is_sorted(mail_features(), {}, &MailFeature::token));
  EXPECT_GT(mail_features().size(), 300u);
  for (const MailFeature& feature : mail_features())
    EXPECT_EQ(feature.support.size(), mail_clients().size()) << feature.token;
}

TEST(Fallbacks, AreSortedNeededAndDocumented) {
  EXPECT_TRUE(std::ranges::is_sorted(fallbacks(), {}, &Fallback::token));
  std::ifstream in(std::string(QD_SOURCE_DIR) + "/docs/mail.md");
  std::ostringstream document;
  document << in.rdbuf();
  EXPECT_THAT(document.str(), HasSubstr(std::string(mail_features_date())));
  for (const Fallback& fallback : fallbacks()) {
    EXPECT_THAT(document.str(),
                HasSubstr("| `" + std::string(fallback.token) + "` | " + std::string(fallback.instead) + " |"));
    const auto features = mail_features();
    const auto known = std::ranges::find(features, fallback.token, &MailFeature::token);
    if (known == features.end()) continue;
    EXPECT_NE(known->support.find_first_not_of('y'), std::string_view::npos) << fallback.token << " needs no fallback";
  }
}

}  // namespace
}  // namespace qd::gate
