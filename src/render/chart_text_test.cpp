#include "render/chart_text.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "render/columns.hpp"
#include "render/markdown.hpp"
#include "render/text.hpp"
#include "render/web_html.hpp"

namespace qd::render {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> drawn(const std::string& block, std::size_t width = 60) {
  return chart_lines(report::parse_document("```chart " + block + "\n```"), 1, width);
}

report::Report report_of(const std::string& body) {
  report::Report out;
  out.title = "Test";
  out.document = report::parse_document(body);
  return out;
}

TEST(TextCharts, DrawBarsOutOfBlocks) {
  EXPECT_THAT(drawn("bars T\nJADA | $2,000 a month\nRental | $500–1000 a month\nCrew | not known\nOther | "),
              ElementsAre("JADA    ████████████████████████     $2,000 a month",
                          "Rental  ██████░░░░░░              $500–1000 a month",
                          "Crew                                      not known",
                          "Other                                     not known"));
}

TEST(TextCharts, StepAWaterfallDown) {
  EXPECT_THAT(drawn("waterfall T\nBill | $1,200\nIdle | −$300\nOld | not known\nLeft | $600"),
              ElementsAre("Bill  ████████████████████████     $1,200", "Idle                    ▒▒▒▒▒▒      −$300",
                          "Old                             not known", "Left  ████████████                   $600"));
}

TEST(TextCharts, ShowLinesAsACourseAndATable) {
  EXPECT_THAT(drawn("lines T\nJan | $1 a month\nFeb |\nMar | $2 a month"),
              ElementsAre("▁ █", "", "Jan  $1 a month", "Feb   not known", "Mar  $2 a month"));
  EXPECT_THAT(drawn("lines T\n | Revenue | Costs\nJan | $1 | $5\nFeb | $3 | $5"),
              ElementsAre("Revenue  ▁▅", "Costs    ██", "", "     Revenue  Costs", "-------------------",
                          "Jan       $1     $5", "Feb       $3     $5"));
}

TEST(TextCharts, ShowHeatAsATable) {
  EXPECT_THAT(drawn("heat T\n | 0 % | 10 %\n$350 | 25–32 | never"),
              ElementsAre("        0 %   10 %", "------------------", "$350  25–32  never"));
  EXPECT_THAT(drawn("heat T\n$350 | 1 charter a month | 25–32 charters a month"),
              ElementsAre("charters a month", "$350  1  25–32"));
}

TEST(TextCharts, FitTheWidthWhateverTheyHold) {
  for (const char* sort : {"bars", "lines", "waterfall", "heat"}) {
    std::string rows = "\n | a | b";
    for (int i = 0; i < 200; ++i) rows += "\n" + std::string(90, 'x') + " | $5–9K a month | −$3";
    for (const std::string& line : drawn(sort + (" T" + rows))) EXPECT_LE(columns(line), 60u) << line;
    EXPECT_THAT(drawn(std::string(sort) + " T"), ElementsAre("Nothing to show yet."));
  }
}

TEST(TextCharts, PutASparkIntoItsLine) {
  EXPECT_EQ(spark_letters("1;2;3–5;;8"), "▁▂▄ █");
  EXPECT_EQ(spark_letters("5;5"), "▅▅");
  EXPECT_EQ(spark_letters(";;"), "");
  const std::string plain = text(
      report_of("Burn [over three months](qd-spark:1;;8) is up.\n\n```figures\nBurn | $8 | up | burn_rate | 1;8\n```"));
  EXPECT_THAT(plain, HasSubstr("Burn ▁ █ is up."));
  EXPECT_THAT(plain, HasSubstr("Burn  $8  up  ▁█"));
}

constexpr std::string_view kCharts = R"(Burn [over \<three\> months](<qd-spark:1;\<2;3–4>) is up.

```figures
Burn | $8 | up | burn\_rate | 1;;8
Cash | $5 |  |  | 2;3
Runway | 5 |
```

```chart lines Costs \| rise
| JADA | Rental
Jan | $1 | $2
Feb | $3 |
```

```chart waterfall A third
Bill | $9 | cloud\_cost
Idle | −$3
```

```chart heat Break-even
| 0 % | 10 %
$350 | 25–32 | never
```
)";

TEST(MarkdownCopy, KeepsChartsAsTheyAre) {
  const std::string copy = markdown(report_of(std::string(kCharts)));
  EXPECT_THAT(copy, testing::EndsWith(std::string(kCharts)));
}

TEST(WebCharts, ArePicturesWithTheirFiguresBeside) {
  const std::string web = web_html(report_of(std::string(kCharts)), {});
  EXPECT_THAT(web, HasSubstr("aria-label=\"over &lt;three&gt; months\""));
  EXPECT_THAT(web, HasSubstr("aria-label=\"Trend of Burn: up\""));
  EXPECT_THAT(web, HasSubstr("<figcaption>Costs | rise</figcaption>"));
  EXPECT_THAT(web, HasSubstr("var(--accent)"));
  EXPECT_THAT(web,
              HasSubstr("<th scope=\"row\" role=\"rowheader\">Feb</th><td role=\"cell\" class=\"right\">$3</td><td "
                        "role=\"cell\" class=\"right\">not known</td>"));
  EXPECT_THAT(web, HasSubstr("<th scope=\"col\" role=\"columnheader\" class=\"right\">Rental</th>"));
  EXPECT_THAT(web, Not(HasSubstr("#0B5CAD")));
}

TEST(WebCharts, OfBarsAreATableUnlessTheyGoBelowZero) {
  const std::string above = web_html(report_of("```chart bars T\na | $5–10\nb |\n```"), {});
  EXPECT_THAT(above,
              HasSubstr("class=\"sure\" style=\"width:50.0%\"></span><span class=\"range\" style=\"width:50.0%\""));
  EXPECT_THAT(above, HasSubstr(">not known</td>"));
  EXPECT_THAT(above, Not(HasSubstr("<svg")));
  EXPECT_THAT(web_html(report_of("```chart bars T\na | −$5\n```"), {}), HasSubstr("<svg"));
}

TEST(WebCharts, WithoutRowsSaySo) {
  EXPECT_THAT(web_html(report_of("```chart heat Break-even\n```"), {}), HasSubstr("Nothing to show yet."));
}

}  // namespace
}  // namespace qd::render
