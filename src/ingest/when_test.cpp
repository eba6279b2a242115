#include "ingest/when.hpp"

#include <gtest/gtest.h>

#include <random>

namespace qd::ingest {
namespace {

using Order = DateContext::Order;

struct Row {
  std::string_view text;
  std::string_view says;
};

std::string date_in(std::string_view text, const DateContext& context) {
  const auto found = find_date(text, context);
  return found ? to_string(found->date) : "none";
}

TEST(FindDate, ReadsDatesInEveryForm) {
  constexpr Row kRows[] = {{"2026-05-21", "2026-05-21"},
                           {"2026/05/21", "2026-05-21"},
                           {"2026.05.21", "2026-05-21"},
                           {"2026/5/1", "2026-05-01"},
                           {"May 21, 2026", "2026-05-21"},
                           {"May 21 2026", "2026-05-21"},
                           {"May 21st, 2026", "2026-05-21"},
                           {"Sept. 3, 2026", "2026-09-03"},
                           {"21 May 2026", "2026-05-21"},
                           {"21st of May 2026", "2026-05-21"},
                           {"21-May-2026", "2026-05-21"},
                           {"21-May-26", "2026-05-21"},
                           {"2026 May 21", "2026-05-21"},
                           {"21.5.2026", "2026-05-21"},
                           {"21.05.2026", "2026-05-21"},
                           {"21. 5. 2026", "2026-05-21"},
                           {"21.05.26", "2026-05-21"},
                           {"21/05/2026", "2026-05-21"},
                           {"05/21/2026", "2026-05-21"},
                           {"21-05-2026", "2026-05-21"},
                           {"05/05/2026", "2026-05-05"},
                           {"21/05/26", "2026-05-21"},
                           {"2026年5月21日", "2026-05-21"},
                           {"２０２６年５月２１日", "2026-05-21"},
                           {"2026년 5월 21일", "2026-05-21"},
                           {"21. Mai 2026", "2026-05-21"},
                           {"3. März 2026", "2026-03-03"},
                           {"1. Dezember 2026", "2026-12-01"},
                           {"21 mai 2026", "2026-05-21"},
                           {"1er juin 2026", "2026-06-01"},
                           {"14 août 2026", "2026-08-14"},
                           {"3 févr. 2026", "2026-02-03"},
                           {"21 de mayo de 2026", "2026-05-21"},
                           {"5 de enero de 2026", "2026-01-05"},
                           {"21 maggio 2026", "2026-05-21"},
                           {"21 de março de 2026", "2026-03-21"},
                           {"21 mei 2026", "2026-05-21"},
                           {"21 maart 2026", "2026-03-21"},
                           {"21. maj 2026", "2026-05-21"},
                           {"21. oktober 2026", "2026-10-21"},
                           {"21 maja 2026", "2026-05-21"},
                           {"3 stycznia 2026", "2026-01-03"},
                           {"21 мая 2026", "2026-05-21"},
                           {"21 мая 2026 г.", "2026-05-21"},
                           {"3 сентября 2026 года", "2026-09-03"},
                           {"21 травня 2026", "2026-05-21"},
                           {"1 грудня 2026 року", "2026-12-01"},
                           {"Last updated: 2026-05-21 10:30", "2026-05-21"},
                           {"2026-05-21T10:00:00Z", "2026-05-21"},
                           {"(as of Mar 9, 2026)", "2026-03-09"},
                           {"Updated 2026-05-21.", "2026-05-21"},
                           {"since 2024-02-29", "2024-02-29"},
                           {"from 2026-05-01 to 2026-05-31", "2026-05-01"},
                           // no date, or one that could be two
                           {"2026-02-30", "none"},
                           {"2026-13-01", "none"},
                           {"03/04/2026", "none"},
                           {"32/01/2026", "none"},
                           {"v1.2.3", "none"},
                           {"1.2.3.4", "none"},
                           {"24/7", "none"},
                           {"52/310", "none"},
                           {"May 2026", "none"},
                           {"2026-05", "none"},
                           {"May 21", "none"},
                           {"we may 21 times", "none"},
                           {"Apr 11", "none"},
                           {"16/07", "none"},
                           {"9:00", "none"},
                           {"2026", "none"},
                           {"", "none"},
                           {"Version 2026.5.21.3", "none"},
                           {"20260521", "none"},
                           {"5月21日", "none"}};
  for (const Row& row : kRows) EXPECT_EQ(date_in(row.text, {}), row.says) << row.text;
}

TEST(FindDate, TakesYearAndOrderFromTheDocument) {
  DateContext context;
  context.year = 2026;
  constexpr Row kRows[] = {{"Apr 11", "2026-04-11"},
                           {"11 April", "2026-04-11"},
                           {"21. Mai", "2026-05-21"},
                           {"Apr 11–17", "2026-04-11"},
                           {"11–17 April", "2026-04-11"},
                           {"5月21日", "2026-05-21"},
                           {"5월 21일", "2026-05-21"},
                           {"16/07", "2026-07-16"},
                           {"07/16", "2026-07-16"},
                           {"03/04", "none"},
                           {"21.05.", "2026-05-21"},
                           {"May 5", "2026-05-05"},
                           {"may 5 of us", "none"},
                           {"Send X May 4 for week of May 11", "2026-05-04"},
                           {"Feb 29", "none"},
                           {"Apr 11, 2025", "2025-04-11"},
                           {"21 de mayo", "2026-05-21"},
                           {"21 мая", "2026-05-21"},
                           {"21 mai", "2026-05-21"},
                           {"5 mars", "2026-03-05"}};
  for (const Row& row : kRows) EXPECT_EQ(date_in(row.text, context), row.says) << row.text;
  context.order = Order::day_first;
  EXPECT_EQ(date_in("03/04/2026", context), "2026-04-03");
  EXPECT_EQ(date_in("03/04", context), "2026-04-03");
  context.order = Order::month_first;
  EXPECT_EQ(date_in("03/04/2026", context), "2026-03-04");
  EXPECT_EQ(date_in("21/04/2026", context), "2026-04-21");
  const auto found = find_date("due by May 21, 2026 at noon", {});
  ASSERT_TRUE(found);
  EXPECT_EQ(std::string_view("due by May 21, 2026 at noon").substr(found->begin, found->end - found->begin),
            "May 21, 2026");
}

std::string period_of(std::string_view text, const DateContext& context) {
  const auto period = read_period(text, context);
  if (!period) return "none";
  if (period->length == Period::Length::relative) return period->label;
  return period->label + " " + to_string(period->begin) + " " + to_string(period->end);
}

TEST(ReadPeriod, ReadsPeriodsInEveryForm) {
  constexpr Row kRows[] = {{"Q1 2027", "2027-Q1 2027-01-01 2027-04-01"},
                           {"2026-Q4", "2026-Q4 2026-10-01 2027-01-01"},
                           {"2026 Q2", "2026-Q2 2026-04-01 2026-07-01"},
                           {"2026Q2", "2026-Q2 2026-04-01 2026-07-01"},
                           {"Q1/2027", "2027-Q1 2027-01-01 2027-04-01"},
                           {"Q1'27", "2027-Q1 2027-01-01 2027-04-01"},
                           {"1Q27", "2027-Q1 2027-01-01 2027-04-01"},
                           {"Q3–Q4 2026", "2026-Q3/2026-Q4 2026-07-01 2027-01-01"},
                           {"1. Quartal 2026", "2026-Q1 2026-01-01 2026-04-01"},
                           {"T1 2026", "2026-Q1 2026-01-01 2026-04-01"},
                           {"2º trimestre 2026", "2026-Q2 2026-04-01 2026-07-01"},
                           {"1 квартал 2026", "2026-Q1 2026-01-01 2026-04-01"},
                           {"IV квартал 2026 г.", "2026-Q4 2026-10-01 2027-01-01"},
                           {"2026年第1四半期", "2026-Q1 2026-01-01 2026-04-01"},
                           {"2026年Q3", "2026-Q3 2026-07-01 2026-10-01"},
                           {"H1 2026", "2026-H1 2026-01-01 2026-07-01"},
                           {"2026-H2", "2026-H2 2026-07-01 2027-01-01"},
                           {"2026年上半期", "2026-H1 2026-01-01 2026-07-01"},
                           {"May 2026", "2026-05 2026-05-01 2026-06-01"},
                           {"2026-05", "2026-05 2026-05-01 2026-06-01"},
                           {"2026/05", "2026-05 2026-05-01 2026-06-01"},
                           {"05/2026", "2026-05 2026-05-01 2026-06-01"},
                           {"May '26", "2026-05 2026-05-01 2026-06-01"},
                           {"May-2026", "2026-05 2026-05-01 2026-06-01"},
                           {"May-26", "2026-05 2026-05-01 2026-06-01"},
                           {"mai 2026", "2026-05 2026-05-01 2026-06-01"},
                           {"décembre 2026", "2026-12 2026-12-01 2027-01-01"},
                           {"mayo de 2026", "2026-05 2026-05-01 2026-06-01"},
                           {"Mai 2026", "2026-05 2026-05-01 2026-06-01"},
                           {"май 2026", "2026-05 2026-05-01 2026-06-01"},
                           {"травень 2026", "2026-05 2026-05-01 2026-06-01"},
                           {"2026年4月", "2026-04 2026-04-01 2026-05-01"},
                           {"2026년 4월", "2026-04 2026-04-01 2026-05-01"},
                           {"FY2027", "2027 2027-01-01 2028-01-01"},
                           {"FY27", "2027 2027-01-01 2028-01-01"},
                           {"2026", "2026 2026-01-01 2027-01-01"},
                           {"2026年", "2026 2026-01-01 2027-01-01"},
                           {"2026年度", "2026 2026-01-01 2027-01-01"},
                           {"2027 год", "2027 2027-01-01 2028-01-01"},
                           {"2026-W23", "2026-W23 2026-06-01 2026-06-08"},
                           {"KW 23 2026", "2026-W23 2026-06-01 2026-06-08"},
                           {"Week 31/22", "2022-W31 2022-08-01 2022-08-08"},
                           {"2020-W53", "2020-W53 2020-12-28 2021-01-04"},
                           {"2026-05-21", "2026-05-21 2026-05-21 2026-05-22"},
                           {"Dec 2026–Feb 2027", "2026-12/2027-02 2026-12-01 2027-03-01"},
                           {"Jan–Mar 2026", "2026-01/2026-03 2026-01-01 2026-04-01"},
                           {"January to March 2026", "2026-01/2026-03 2026-01-01 2026-04-01"},
                           {"May 2026 (partial)", "2026-05 2026-05-01 2026-06-01"},
                           {"Month 3", "month 3"},
                           {"M6", "month 6"},
                           {"Week 9-10", "week 9-10"},
                           {"Month 1-2 (Project)", "month 1-2"},
                           {"Year 1", "year 1"},
                           {"Y2", "year 2"},
                           {"Day 30", "day 30"},
                           {"Quarter 2", "quarter 2"},
                           {"Monat 3", "month 3"},
                           {"Mois 3", "month 3"},
                           {"Semaine 1", "week 1"},
                           {"Mes 3", "month 3"},
                           {"Año 1", "year 1"},
                           {"Месяц 3", "month 3"},
                           {"Год 1", "year 1"},
                           {"3ヶ月目", "month 3"},
                           {"1年目", "year 1"},
                           {"第3月", "month 3"},
                           {"Month 3:", "month 3"},
                           {"Q1", "none"},
                           {"May", "none"},
                           {"4月", "none"},
                           {"T1", "none"},
                           {"S1", "none"},
                           {"Year 1 Total", "none"},
                           {"7", "none"},
                           {"3 months", "none"},
                           {"2026-13", "none"},
                           {"Q5 2026", "none"},
                           {"2025-W53", "none"},
                           {"Revenue", "none"},
                           {"Phase 1", "none"},
                           {"12–18 months", "none"},
                           {"", "none"},
                           {"next week", "none"},
                           {"Mar 2026–Jan 2026", "none"},
                           {"Week 10-9", "none"},
                           {"Total 2026", "none"},
                           {"03/04/2026", "none"}};
  for (const Row& row : kRows) EXPECT_EQ(period_of(row.text, {}), row.says) << row.text;
}

TEST(ReadPeriod, TakesTheYearFromTheDocument) {
  DateContext context;
  context.year = 2026;
  constexpr Row kRows[] = {{"Q1", "2026-Q1 2026-01-01 2026-04-01"},
                           {"Q1 (setup)", "2026-Q1 2026-01-01 2026-04-01"},
                           {"H2", "2026-H2 2026-07-01 2027-01-01"},
                           {"May", "2026-05 2026-05-01 2026-06-01"},
                           {"4月", "2026-04 2026-04-01 2026-05-01"},
                           {"Q3–Q4", "2026-Q3/2026-Q4 2026-07-01 2027-01-01"},
                           {"Mar 6", "2026-03-06 2026-03-06 2026-03-07"},
                           {"week of May 11", "2026-05-11 2026-05-11 2026-05-18"},
                           {"16/07 → 20/07", "2026-07-16/2026-07-20 2026-07-16 2026-07-21"},
                           {"may", "none"},
                           {"Month 3", "month 3"},
                           {"Q1 2027", "2027-Q1 2027-01-01 2027-04-01"}};
  for (const Row& row : kRows) EXPECT_EQ(period_of(row.text, context), row.says) << row.text;
}

TEST(ReadDue, GivesTheLastDayOfWhatIsNamed) {
  DateContext context;
  context.year = 2026;
  constexpr Row kRows[] = {{"2026-05-20", "2026-05-20"},
                           {"DUE 2026-03-01 ❌ MISSED", "2026-03-01"},
                           {"by 2026-Q3", "2026-09-30"},
                           {"2026-Q3", "2026-09-30"},
                           {"end of May 2026", "2026-05-31"},
                           {"end of May", "2026-05-31"},
                           {"May 2026", "2026-05-31"},
                           {"(~Apr 1)", "2026-04-01"},
                           {"Apr 11–17", "2026-04-17"},
                           {"16/07 → 20/07", "2026-07-20"},
                           {"Dec 28 – Jan 3", "2027-01-03"},
                           {"week of May 11", "2026-05-17"},
                           {"Q3", "2026-09-30"},
                           {"EOY 2026", "2026-12-31"},
                           {"EOY", "2026-12-31"},
                           {"end of 2026", "2026-12-31"},
                           {"by end of Q2 2026", "2026-06-30"},
                           {"03-16", "2026-03-16"},
                           {"Week 31/22", "2022-08-07"},
                           {"2026-W23", "2026-06-07"},
                           {"Mitte Mai 2026", "2026-05-31"},
                           {"fin juin 2026", "2026-06-30"},
                           {"до конца мая 2026", "2026-05-31"},
                           {"2026年5月末", "2026-05-31"},
                           {"2026年5月21日まで", "2026-05-21"},
                           {"H1 2026", "2026-06-30"},
                           {"1. Quartal 2026", "2026-03-31"},
                           {"post-launch", "none"},
                           {"next week", "none"},
                           {"before first customer", "none"},
                           {"when 3 clients signed", "none"},
                           {"ASAP", "none"},
                           {"Month 3", "none"},
                           {"T minus 4", "none"},
                           {"12–18 months", "none"},
                           {"", "none"},
                           {"we may ship", "none"}};
  for (const Row& row : kRows) {
    const auto due = read_due(row.text, context);
    EXPECT_EQ(due ? to_string(*due) : "none", row.says) << row.text;
  }
}

TEST(DateEvidence, DecidesByValuesAboveTwelve) {
  const auto order = [](std::string_view text) {
    DateEvidence evidence;
    evidence.add(text);
    return evidence.order();
  };
  EXPECT_EQ(order("03/04/2026 and 21/04/2026"), Order::day_first);
  EXPECT_EQ(order("03/04/2026 and 04/21/2026"), Order::month_first);
  EXPECT_EQ(order("21-04-2026"), Order::day_first);
  EXPECT_EQ(order("03/04/2026"), Order::unknown);
  EXPECT_EQ(order("21/04/2026 and 04/21/2026"), Order::unknown);
  EXPECT_EQ(order("52/310, 24/7, 2026-05-21, 1.2.3"), Order::unknown);
}

TEST(FindDate, ReadsBackWhatWasWritten) {
  std::mt19937 random(7);
  constexpr const char* kNames[] = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
  for (int i = 0; i < 3000; ++i) {
    const Date date{static_cast<std::int32_t>(random() % 40'000)};
    const auto civil = date.civil();
    const std::string y = std::to_string(static_cast<int>(civil.year()));
    const std::string d = std::to_string(static_cast<unsigned>(civil.day()));
    const std::string m = std::to_string(static_cast<unsigned>(civil.month()));
    const std::string name = kNames[static_cast<unsigned>(civil.month()) - 1];
    for (const std::string& text : {to_string(date), name + " " + d + ", " + y, d + " " + name + " " + y,
                                    d + "." + m + "." + y, y + "年" + m + "月" + d + "日"}) {
      const auto found = find_date("on " + text + " we met", {});
      ASSERT_TRUE(found) << text;
      EXPECT_EQ(found->date, date) << text;
      EXPECT_EQ(found->end, 3 + text.size()) << text;
    }
  }
}

}  // namespace
}  // namespace qd::ingest
