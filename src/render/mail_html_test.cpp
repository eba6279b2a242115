#include "render/mail_html.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "render/mail_body.hpp"

namespace qd::render {
namespace {

using testing::HasSubstr;
using testing::Not;

report::Report report_of(const std::string& markdown) {
  report::Report out;
  out.id = out.role = "ceo";
  out.title = "CEO report";
  out.subject = out.preheader = "Burn";
  out.portfolio = "Harbor Group";
  out.as_of_text = "21 May 2026";
  out.document = report::parse_document(markdown);
  return out;
}

std::string table(std::size_t columns, std::size_t rows) {
  std::string out = "|", rule = "|";
  for (std::size_t c = 0; c < columns; ++c) out += " c" + std::to_string(c) + " |", rule += "--:|";
  out += "\n" + rule + "\n";
  for (std::size_t r = 0; r < rows; ++r) {
    out += "|";
    for (std::size_t c = 0; c < columns; ++c) out += " r" + std::to_string(r) + "c" + std::to_string(c) + " |";
    out += "\n";
  }
  return out;
}

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t out = 0;
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + word.size())) ++out;
  return out;
}

TEST(MailHtml, TablesEndAtTenColumnsAndTwentyRowsAndSayWhereTheRestIs) {
  const std::string html = mail_html(report_of(table(12, 25))).html;
  EXPECT_THAT(html, HasSubstr("r19c9"));
  EXPECT_THAT(html, Not(HasSubstr("r20c0")));
  EXPECT_THAT(html, Not(HasSubstr("r0c10")));
  EXPECT_THAT(html, HasSubstr(">and 5 more, in the archived report, ceo.md<"));
  EXPECT_THAT(html, HasSubstr(">and 2 more columns, in the archived report, ceo.md<"));
  const std::string whole = mail_html(report_of(table(10, 20))).html;
  EXPECT_THAT(whole, HasSubstr("r19c9"));
  EXPECT_THAT(whole, Not(HasSubstr("more")));
}

TEST(MailHtml, ListsEndAtTwentyItems) {
  std::string list;
  for (int i = 0; i < 25; ++i) list += "1. item " + std::to_string(i) + "\n";
  const std::string html = mail_html(report_of(list)).html;
  EXPECT_THAT(html, HasSubstr("item 19"));
  EXPECT_THAT(html, Not(HasSubstr("item 20")));
  EXPECT_THAT(html, HasSubstr("and 5 more"));
  EXPECT_EQ(count(html, "<li"), count(html, "</li>"));
}

TEST(MailHtml, ShowsFiveFigures) {
  std::string figures = "```figures\n";
  for (int i = 0; i < 7; ++i) figures += "Label" + std::to_string(i) + " | $" + std::to_string(i) + " | | \n";
  const std::string html = mail_html(report_of(figures + "```\n")).html;
  EXPECT_THAT(html, HasSubstr("Label4"));
  EXPECT_THAT(html, Not(HasSubstr("Label5")));
  EXPECT_THAT(html, HasSubstr("and 2 more figures"));
}

TEST(MailHtml, WordsFromRightToLeftSaySo) {
  const std::string html =
      mail_html(report_of("## תוכנית\n\nשלום\n\nplain\n\n- مرحبا\n\n| שם | x |\n|---|---|\n| א | b |\n")).html;
  for (const char* element :
       {"<h2 class=\"ink\" dir=\"rtl\"", "<p class=\"ink\" dir=\"rtl\"", "<li dir=\"rtl\"",
        "<th scope=\"col\" class=\"muted line\" dir=\"rtl\"", "<td class=\"ink line\" dir=\"rtl\""})
    EXPECT_THAT(html, HasSubstr(element));
  EXPECT_EQ(direction_of("Grüße, 予算, Ψη – €"), "");
  EXPECT_EQ(direction_of("\xD7\xA9 2026 –"), " dir=\"rtl\"");
  EXPECT_EQ(direction_of("Slip \xD7\xA9"), "");
  EXPECT_EQ(direction_of(std::string("\xD7", 1)), "");
}

TEST(MailHtml, ANameFromRightToLeftLeavesTheSentenceAroundItAlone) {
  const std::string html = mail_html(report_of("סירות חיפה, costs three hundred a month, $300 (חיפה 2).")).html;
  EXPECT_THAT(html, HasSubstr("<p class=\"ink\" style"));
  EXPECT_THAT(
      html,
      HasSubstr(
          "<span dir=\"rtl\">סירות חיפה</span>, costs three hundred a month, $300 (<span dir=\"rtl\">חיפה</span> 2)."));
}

TEST(MailHtml, FooterIsAParagraphALine) {
  const std::string html = mail_html(report_of("x"), {.dashboard = "", .footer = "One.\nTo stop <this>."}).html;
  EXPECT_THAT(html, HasSubstr(">One.</p>"));
  EXPECT_THAT(html, HasSubstr(">To stop &lt;this&gt;.</p>"));
}

TEST(MailHtml, OnlyCellsWithLongWordsMayBreakThem) {
  const std::string html = mail_html(report_of("| a | b | c | d |\n|---|---|---|---|\n| QueenofSanDiego | b | c | " +
                                               std::string(200, 'x') + " |\n"))
                               .html;
  EXPECT_EQ(count(html, "word-break:break-word;\""), 1u);
}

TEST(MailHtml, IsCutInAFixedOrderAndStaysUnderGmailsLimitEncodedToo) {
  // Base64 makes three bytes four: what fits when it is plain does not fit in another script.
  for (const std::string& word : {std::string("word "), std::string("\xE4\xBA\x88\xE7\xAE\x97 ")}) {
    std::string markdown = "Summary.\n\n";
    for (int s = 0; s < 12; ++s) {
      markdown += "## Section " + std::to_string(s) + "\n\n";
      for (int i = 0; i < 30; ++i) {
        markdown += "- ";
        for (int w = 0; w < 60; ++w) markdown += word;
        markdown += "\n";
      }
      markdown += "\n";
    }
    const std::string html = mail_html(report_of(markdown)).html;
    EXPECT_LE(html.size(), 80u * 1024);
    EXPECT_LE(html.size() * 4 / 3 * 78 / 76, 102'400u * (word.size() > 5 ? 1u : 2u));
    EXPECT_THAT(html, HasSubstr("Section 0"));
    EXPECT_THAT(html, HasSubstr("more, in the archived report"));
    EXPECT_EQ(html, mail_html(report_of(markdown)).html);
  }
}

}  // namespace
}  // namespace qd::render
