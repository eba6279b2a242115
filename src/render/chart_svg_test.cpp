// Pictures of charts: the same bytes as the files in testdata, well-formed and harmless whatever the rows say.
#include "render/chart_svg.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "render/png.hpp"
#include "render/svg_text.hpp"
#include "report/markdown_escape.hpp"

namespace qd::render {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string file(const std::string& name) {
  std::ifstream in(std::string(QD_SOURCE_DIR) + "/src/render/testdata/" + name);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::optional<ChartImage> picture(const std::string& block, ChartScheme scheme = ChartScheme::light) {
  return chart_image(report::parse_document("```chart " + block + "\n```"), 1, scheme);
}

std::string alt(const std::string& block) {
  return chart_alt(report::parse_document("```chart " + block + "\n```"), 1);
}

// To take what is drawn now as expected: QD_UPDATE=1 render_test --gtest_filter='*Golden*', then look at each picture.
class Golden : public testing::TestWithParam<std::tuple<const char*, ChartScheme>> {};

TEST_P(Golden, IsDrawnAsInTheFile) {
  const auto& [name, scheme] = GetParam();
  constexpr const char* kSchemes[] = {"light", "dark", "web"};
  const report::Document document = report::parse_document(file(fmt::format("{}.md", name)));
  const std::string path = fmt::format("{}-{}.svg", name, kSchemes[static_cast<int>(scheme)]);
  std::size_t node = 1;
  while (document[node].kind != report::NodeKind::chart && document[node].kind != report::NodeKind::spark) ++node;
  const auto image = chart_image(document, node, scheme);
  ASSERT_TRUE(image);
  if (std::getenv("QD_UPDATE") != nullptr)
    std::ofstream(std::string(QD_SOURCE_DIR) + "/src/render/testdata/" + path) << image->svg;
  EXPECT_EQ(image->svg, file(path));
  const auto png = png_of(image->svg, image->width, image->height, 1);
  EXPECT_TRUE(png || scheme == ChartScheme::web);
}

INSTANTIATE_TEST_SUITE_P(Charts, Golden,
                         testing::Combine(testing::Values("bars", "bars-below-zero", "lines", "lines-with-a-band",
                                                          "waterfall", "heat", "spark"),
                                          testing::Values(ChartScheme::light, ChartScheme::dark, ChartScheme::web)));

/// The names of the elements in a picture.
std::set<std::string> elements(std::string_view svg) {
  std::set<std::string> out;
  for (std::size_t at = svg.find('<'); at != std::string_view::npos; at = svg.find('<', at + 1)) {
    const std::size_t begin = at + (svg[at + 1] == '/' ? 2 : 1);
    out.emplace(svg.substr(begin, svg.find_first_of(" />", begin) - begin));
  }
  return out;
}

void expect_sound(const ChartImage& image) {
  const std::set<std::string> known = {"svg", "title", "g", "rect", "line", "polyline", "polygon", "circle", "text"};
  for (const std::string& element : elements(image.svg)) EXPECT_TRUE(known.contains(element)) << element;
  EXPECT_THAT(image.svg, Not(HasSubstr("nan")));
  EXPECT_THAT(image.svg, Not(HasSubstr("inf\"")));
  EXPECT_THAT(image.svg, Not(HasSubstr("\"-0\"")));
  EXPECT_LE(image.svg.size(), 200'000u);
  EXPECT_LE(image.height, 1600);
  const auto png = png_of(image.svg, image.width, image.height, 1);
  EXPECT_TRUE(png) << (png ? "" : png.error().what) << image.svg;
}

class Words : public testing::TestWithParam<std::tuple<const char*, std::string>> {};

TEST_P(Words, StayWordsInEveryChart) {
  const auto& [sort, words] = GetParam();
  const std::string escaped = report::escaped(words);
  const std::string block = fmt::format("{0} {1}\n | {1} | {1}\n{1} | $5 | $6\n{1} | {1} | −$3\n", sort, escaped);
  for (const ChartScheme scheme : {ChartScheme::light, ChartScheme::dark}) {
    const auto image = picture(block, scheme);
    ASSERT_TRUE(image);
    expect_sound(*image);
    EXPECT_THAT(image->svg, Not(HasSubstr("{{")));
  }
  EXPECT_TRUE(picture(block, ChartScheme::web));
}

INSTANTIATE_TEST_SUITE_P(
    Hostile, Words,
    testing::Combine(testing::Values("bars", "lines", "waterfall", "heat"),
                     testing::Values("<script>alert(1)</script>", "]]>", "\"/><image href=\"http://example.com/x\"/>",
                                     "&lt;b&gt; &amp; &nbsp;", "{{raw}}", "-->", std::string(200, 'W'),
                                     std::string(200, '\''), "سعر الرصيف 5", "\xE2\x80\xAEright to left",
                                     "\xF0\x9F\x98\x80 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB", "bad \xFF\xC3",
                                     "\xEF\xBF\xBE\xEF\xBF\xBF", "a | b", "e\xCC\x81")));

class Rows : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(Rows, AreDrawnWhateverTheyHold) {
  const auto& [sort, rows] = GetParam();
  const auto image = picture(fmt::format("{} Title\n{}", sort, rows));
  ASSERT_TRUE(image);
  expect_sound(*image);
  EXPECT_THAT(image->alt, testing::StartsWith("Title. "));
}

INSTANTIATE_TEST_SUITE_P(
    Edges, Rows,
    testing::Combine(testing::Values("bars", "lines", "waterfall", "heat"),
                     testing::Values("a | $5", "a | not known", "a | $0", "a | −$5", "a | \nb | never\nc | TBD",
                                     "a | $0\nb | $0", "a | $7–9K\nb | −$7–9K\nc | −$1 to $2", "a | 1\nb | 1\nc | 1",
                                     "a | 999999999999999999999999999999\nb | −999999999999999999999999999999\nc | 1",
                                     "a | 1000000000000000\nb | 1000000000000001", "a | 0.0001 %\nb | 0.0002 %", "a",
                                     "a | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11", "a | 1 | ref\nb | +2 | ref")));

TEST(Charts, WithoutRowsAreNoPicture) {
  for (const char* sort : {"bars", "lines", "waterfall", "heat"}) {
    EXPECT_FALSE(picture(fmt::format("{} Title\n", sort)));
    EXPECT_EQ(alt(fmt::format("{} Title\n", sort)), "Title. There is nothing to show yet.");
  }
  EXPECT_FALSE(picture("heat Title\n | a | b"));
  EXPECT_FALSE(picture("lines Title\n | a | b"));
  const report::Document document = report::parse_document("Words");
  EXPECT_FALSE(chart_image(document, 1, ChartScheme::light));
  EXPECT_EQ(chart_alt(document, 1), "");
}

TEST(Charts, SayWhatIsLeftOut) {
  std::string rows;
  for (int i = 1; i <= 250; ++i) rows += fmt::format("row {0} | ${0} | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8\n", i);
  const std::pair<const char*, const char*> left_out[] = {{"bars", "and 230 more, not drawn"},
                                                          {"waterfall", "and 230 more, not drawn"},
                                                          {"lines", "and 50 points before, not drawn"},
                                                          {"lines", "and 5 lines more, not drawn"},
                                                          {"heat", "and 234 rows and 2 columns more, not drawn"}};
  for (const auto& [sort, words] : left_out) {
    const auto image = picture(fmt::format("{} Many\n{}", sort, rows));
    ASSERT_TRUE(image);
    expect_sound(*image);
    EXPECT_THAT(image->svg, HasSubstr(words)) << sort;
  }
}

TEST(Charts, NeverDrawWhatIsNotKnownAsZero) {
  for (const char* sort : {"bars", "waterfall", "heat"}) {
    const auto image = picture(fmt::format("{}\na | not known\nb |", sort));
    ASSERT_TRUE(image);
    EXPECT_EQ(image->svg.find("<rect", image->svg.find("<g ")), std::string::npos) << image->svg;
    EXPECT_THAT(image->svg, HasSubstr(">not known</text>"));
  }
  EXPECT_THAT(picture("lines\na | not known\nb |")->svg, HasSubstr("No point is known."));
}

TEST(Alt, SaysTheMessageAndTheKeyFigure) {
  EXPECT_EQ(alt("bars Slip rental is half of the burn\nCloud | $420 a month\nJADA | $2,350 a month\nCrew | not known"),
            "Slip rental is half of the burn. Largest: JADA $2,350 a month, of 3, 1 of them not known.");
  EXPECT_EQ(alt("bars Nothing?\na | TBD\nb | TBD"), "Nothing? None of 2 is known.");
  EXPECT_EQ(alt("lines Burn rises\nJan | $1\nFeb |\nMar | $2–3"), "Burn rises. $1 (Jan) to $2–3 (Mar).");
  EXPECT_EQ(alt("lines\n | Revenue | Costs\nJan | $1 | x\nFeb | $2 | $3"),
            "Revenue: $1 (Jan) to $2 (Feb); Costs: $3 (Feb).");
  EXPECT_EQ(alt("waterfall A third can be saved\nBill | $9\nIdle | −$3\nLeft | $6"),
            "A third can be saved. From Bill $9 to Left $6, in 3 rows.");
  EXPECT_EQ(alt("heat Break-even\n | 0 % | 10 %\n$350 | 25–32 | never\n$400 | 21 | 29"),
            "Break-even. From 21 ($400, 0 %) to 29 ($400, 10 %).");
  const std::string labels(200, 'x');
  EXPECT_LT(alt("bars T\n" + labels + " | $5").size(), 120u);
}

TEST(Sparks, ShowTheLastThirteenPointsAndMarkTheLast) {
  const auto spark = [](const std::string& points) {
    return chart_image(report::parse_document("[Trend](<qd-spark:" + points + ">)"), 2, ChartScheme::light);
  };
  EXPECT_FALSE(spark(""));
  EXPECT_FALSE(spark(";;x"));
  ASSERT_TRUE(spark("5"));
  EXPECT_EQ(spark("5")->alt, "Trend");
  const auto image = spark("9;1;1;1;1;1;1;1;1;1;1;1;1;2");
  ASSERT_TRUE(image);
  expect_sound(*image);
  EXPECT_EQ(image->width, 96);
  EXPECT_THAT(image->svg, HasSubstr("<circle cx=\"92\" cy=\"4\""));  // 9 is gone, so 2 is the top
  EXPECT_THAT(spark("1;2–3;2–4")->svg, HasSubstr("<polygon"));
  EXPECT_THAT(spark("1;2;;4")->svg, HasSubstr("<polyline"));
}

}  // namespace
}  // namespace qd::render
