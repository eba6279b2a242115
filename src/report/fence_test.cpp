#include "report/fence.hpp"

#include <gmock/gmock.h>

#include "report/document.hpp"

namespace qd::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::vector<std::string>> cells(std::string_view lines) {
  std::vector<std::vector<std::string>> out;
  for (const FenceRow& row : fence_rows(lines)) out.push_back(row.cells);
  return out;
}

TEST(FenceRows, AreCellsBetweenBars) {
  EXPECT_THAT(cells("a | 1\n\n  b|2 | c  \n| x | y\n"),
              ElementsAre(ElementsAre("a", "1"), ElementsAre("b", "2", "c"), ElementsAre("", "x", "y")));
  EXPECT_THAT(cells("a \\| b | \\*1\\*\\\\"), ElementsAre(ElementsAre("a | b", "*1*\\")));
  EXPECT_THAT(cells("a |"), ElementsAre(ElementsAre("a", "")));
  EXPECT_THAT(cells(" \n\t\n"), IsEmpty());
}

TEST(FenceRows, OfAPipeTableAreTheSameWithoutItsOuterBars) {
  const auto rows = fence_rows("| price | 0 % | 10 % |\n|---|--:|:-:|\n| $350 | 25 | 29 |\n| $400 | 21 | 24 |\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows[0].ruled);
  EXPECT_THAT(rows[0].cells, ElementsAre("", "0 %", "10 %"));
  EXPECT_FALSE(rows[1].ruled);
  EXPECT_THAT(rows[1].cells, ElementsAre("$350", "25", "29"));
}

std::vector<std::size_t> of_kind(const Document& document, NodeKind kind) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < document.size(); ++i) {
    if (document[i].kind == kind) out.push_back(i);
  }
  return out;
}

TEST(Charts, HaveARowOfCellsForEachLine) {
  const Document document =
      parse_document("```chart lines Costs rise\n| JADA | Rental\nJan | $1 | $2\nFeb | $3\n```\n");
  const auto charts = of_kind(document, NodeKind::chart);
  ASSERT_EQ(charts.size(), 1u);
  EXPECT_EQ(document[charts[0]].target, "lines");
  EXPECT_EQ(document[charts[0]].text, "Costs rise");
  const auto rows = document.children(charts[0]);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(document[rows[0]].header);
  EXPECT_FALSE(document[rows[1]].header);
  EXPECT_EQ(document.children(rows[1]).size(), 3u);
  EXPECT_EQ(document.plain_text(document.children(rows[2])[1]), "$3");
}

TEST(Charts, OfBarsKeepARowWithoutALabelAndDropTheNamesOfColumns) {
  const Document document =
      parse_document("```chart bars\n | $5\nb | $6\n```\n```chart bars\n| what | cost |\n|--|--|\n| a | $1 |\n```");
  const auto charts = of_kind(document, NodeKind::chart);
  ASSERT_EQ(charts.size(), 2u);
  EXPECT_EQ(document.children(charts[0]).size(), 2u);
  ASSERT_EQ(document.children(charts[1]).size(), 1u);
  EXPECT_EQ(document.plain_text(document.children(charts[1])[0]), "a$1");
}

TEST(Sparks, AreLinksWhoseTargetHoldsPoints) {
  const Document document =
      parse_document("Burn [rose *slowly*](qd-spark:7000;7200;7000–9000;;8100) since [June](<QD-Spark:$1 K;2>).");
  const auto sparks = of_kind(document, NodeKind::spark);
  ASSERT_EQ(sparks.size(), 2u);
  EXPECT_EQ(document[sparks[0]].target, "7000;7200;7000–9000;;8100");
  EXPECT_EQ(document[sparks[0]].text, "rose slowly");
  EXPECT_EQ(document[sparks[0]].end, sparks[0] + 1);
  EXPECT_EQ(document[sparks[1]].target, "$1 K;2");
  EXPECT_EQ(document.plain_text(0), "Burn  since .");
}

TEST(Sparks, StandInTheFifthCellOfFigures) {
  const Document document = parse_document(
      "```figures\nBurn | $8K | up | burn_rate | 7000;8100\nCash | $5 | | | ;;\nRunway | 5 | | runway\n```");
  const auto rows = document.children(of_kind(document, NodeKind::figures).front());
  ASSERT_EQ(rows.size(), 3u);
  const auto first = document.children(rows[0]);
  ASSERT_EQ(first.size(), 4u);
  const Node& spark = document[first[3] + 1];
  EXPECT_EQ(spark.kind, NodeKind::spark);
  EXPECT_EQ(spark.target, "7000;8100");
  EXPECT_EQ(spark.text, "Trend of Burn: up");
  EXPECT_EQ(document[document.children(rows[1])[3] + 1].text, "Trend of Cash");
  EXPECT_EQ(document.children(rows[2]).size(), 3u);
}

}  // namespace
}  // namespace qd::report
