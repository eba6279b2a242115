#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ingest/amount.hpp"
#include "ingest/amount_description.hpp"

namespace qd::ingest {
namespace {

struct Row {
  std::string_view text;
  std::string_view says;
};

std::string describe_all(std::string_view text, const AmountContext& context = {}) {
  std::string out;
  std::size_t last = 0;
  for (const Amount& amount : find_amounts(text, context)) {
    EXPECT_LE(last, amount.begin) << text;
    EXPECT_LT(amount.begin, amount.end) << text;
    EXPECT_LE(amount.end, text.size()) << text;
    last = amount.end;
    if (!out.empty()) out += "; ";
    out += describe(amount);
  }
  return out;
}

TEST(FindAmounts, FindsEveryAmountOfALine) {
  constexpr Row kRows[] = {{"5-6 clients at $5-8k/month", "5..6 client; 5000..8000 USD/month"},
                           {"Burn is $7–9K/month; runway 12 months", "7000..9000 USD/month; 12 month"},
                           {"AWS costs $50–84/month; about $25/month can be saved", "50..84 USD/month; 25 USD/month ~"},
                           {"3,676 contacts from 4 sources", "3676 contact; 4 source"},
                           {"310 delivered | 17% open | 1% reply", "310 delivered; 0.17 ratio; 0.01 ratio"},
                           {"€2,000 -- 40 hours", "2000 EUR; 40 hour"},
                           {"12 charters sold at $1,560 each", "12 charter; 1560 USD [each]"},
                           {"~3K contacts, 9M users", "3000 contact ~; 9000000 user"},
                           {"100 users x $5 = $500", "100 user; 5 USD; 500 USD"},
                           {"up to 50 users from $99/mo", "*..50 user; 99..* USD/month"},
                           {"99.9% uptime, 18.1x growth, 4.6pp", "0.999 ratio; 18.1 x; 0.046 pp"},
                           {"約5,000円から10,000円以上", "5000..* JPY ~; 10000..* JPY"},
                           {"Kosten: 1 200 € pro Monat", "1200 EUR/month"},
                           {"Аренда 50 000 ₽ в месяц, 3 клиента", "50000 RUB/month; 3 клиента"},
                           {"$1,200. Then 5.", "1200 USD"},
                           {"(saves $25/mo)", "25 USD/month"},
                           {"impact: $1,200/mo, effort: 2d", "1200 USD/month; 2 day"},
                           {"Deal #12, $20K value", "20000 USD"},
                           {"Phase 2 costs $300", "300 USD"},
                           {"USD 5 per lead", "5 USD [per lead]"},
                           {"In 2026 we sold 12 charters", "12 charter"},
                           {"1 – $400", "400 USD"},
                           {"10% - 20% growth", "0.1..0.2 ratio"},
                           {"**$120** and *€3*", "120 USD; 3 EUR"},
                           {"net=$289.41", "289.41 USD"}};
  for (const Row& row : kRows) EXPECT_EQ(describe_all(row.text), row.says) << row.text;
}

TEST(FindAmounts, LeavesAloneWhatOnlyLooksLikeOne) {
  for (const std::string_view text : {"3×10 trips × 15 pax",
                                      "Released v0.1.7 on port 3100, commit 3f2a91b at 9:00",
                                      "Call +1 (619) 555-0100 or 619-555-0100",
                                      "By 2026-05-21 and 21.5.2026 and May 21, 2026",
                                      "Week 1-2 and Month 3 and Phase 2",
                                      "#12 and TD-01 and P0-001 and GH-15",
                                      "see https://example.com/a/12?x=3 and file_12.md line 45",
                                      "open 24/7 from 9:00 to 17:30",
                                      "192.168.0.1:8080",
                                      "52/310",
                                      "Send on May 4 and Apr 11–17",
                                      "§ 3 and № 5",
                                      "1. First 2) Second",
                                      "Python 3.12 and node 20",
                                      "H100 and 3D and 2nd",
                                      "a@example.com 42",
                                      "LOC 12345",
                                      "2026 goals and 2025 results",
                                      "Q1 2027 and FY2027",
                                      "ISO 9001:2015",
                                      "$ and € and %",
                                      "10.0.0.0/8",
                                      "version 1.2.3-rc4",
                                      "UTF-16 and RFC 3339",
                                      "0x1F and 1e6",
                                      "ratio 3:1"})
    EXPECT_EQ(describe_all(text), "") << text;
}

TEST(FindAmounts, SurvivesAnything) {
  std::string text;
  for (int byte = 1; byte < 256; ++byte) text += static_cast<char>(byte);
  for (const std::string_view piece : {"$", "~", "-", "1", ",", "K", "%", "/", "×", "円", "\xE2\x88"}) {
    std::string many;
    for (int i = 0; i < 2000; ++i) many += piece;
    (void)describe_all(many);
    (void)read_amount(many, {});
    (void)read_cadence(many);
    (void)read_currency(many, CurrencySigns{});
    text += piece;
  }
  (void)describe_all(text);
  (void)read_amount(text, {});
}

TEST(ReadFraction, FindsPartAndWhole) {
  const auto show = [](std::string_view text) -> std::string {
    const auto f = read_fraction(text, {});
    return f ? fmt::format("{}/{} {}", f->part, f->whole, text.substr(f->begin, f->end - f->begin)) : "none";
  };
  EXPECT_EQ(show("17% (52/310)"), "52/310 52/310");
  EXPECT_EQ(show("52 of 310 replied"), "52/310 52 of 310");
  EXPECT_EQ(show("52 out of 1,310"), "52/1310 52 out of 1,310");
  EXPECT_EQ(show("open 52 / 310"), "52/310 52 / 310");
  for (const std::string_view text : {"24/7", "16/07/2026", "2026/05/21", "$5/3", "1/0", "v1/2", "a 5/user", "80%/20%"})
    EXPECT_EQ(show(text), "none") << text;
}

TEST(ReadCurrency, FindsTheCurrencyThatATextNames) {
  const auto code = [](std::string_view text, Currency context = {}) {
    const auto currency = read_currency(text, context);
    return !currency ? std::string("none") : currency->stated() ? currency->code() : std::string("?");
  };
  constexpr Row kRows[] = {{"USD", "USD"},
                           {"$", "USD"},
                           {"US$", "USD"},
                           {"EUR (≈)", "EUR"},
                           {"kr", "?"},
                           {"All figures in USD", "USD"},
                           {"Alle priser DKK inkl. moms", "DKK"},
                           {"(SUMs in VND)", "VND"},
                           {"Cost ($/mo)", "USD"},
                           {"Revenue (KES M)", "KES"},
                           {"金額（円）", "JPY"},
                           {"金额(元)", "CNY"},
                           {"월 비용 (원)", "KRW"},
                           {"Сумма, руб.", "RUB"},
                           {"Сума, грн", "UAH"},
                           {"Kwota (zł)", "PLN"},
                           {"Betrag in €", "EUR"},
                           {"Amount", "none"},
                           {"ALL items", "none"},
                           {"TOP 10", "none"},
                           {"ALL", "ALL"},
                           {"Cost", "none"},
                           {"$ (COP)", "COP"},
                           {"All amounts AUD", "AUD"},
                           {"TEUR", "EUR"},
                           {"", "none"}};
  for (const Row& row : kRows) EXPECT_EQ(code(row.text), row.says) << row.text;
  EXPECT_EQ(code("$", Currency("COP")), "COP");
  EXPECT_EQ(code("kr", Currency("SEK")), "SEK");
}

TEST(ReadMultiplier, FindsTheFactorOfAHeader) {
  constexpr std::pair<std::string_view, std::int64_t> kRows[] = {{"Revenue (KES M)", 1'000'000},
                                                                 {"Revenue ($K)", 1'000},
                                                                 {"USD thousands", 1'000},
                                                                 {"in millions", 1'000'000},
                                                                 {"TEUR", 1'000},
                                                                 {"金額（万円）", 10'000},
                                                                 {"Umsatz (Mio. €)", 1'000'000},
                                                                 {"тыс. руб.", 1'000},
                                                                 {"млн грн", 1'000'000},
                                                                 {"Revenue", 1},
                                                                 {"M6 target", 1},
                                                                 {"Cost (M)", 1'000'000},
                                                                 {"$'000", 1'000},
                                                                 {"Lakhs INR", 100'000},
                                                                 {"K", 1},
                                                                 {"Plan B", 1}};
  for (const auto& [text, factor] : kRows) EXPECT_EQ(read_multiplier(text), factor) << text;
  EXPECT_EQ(read_multiplier(std::string(70, 'u') + " KES M"), 1'000'000) << "a word longer than any in a table";
}

TEST(ReadCadence, FindsThePeriodThatATextNames) {
  constexpr Row kRows[] = {{"per month", "month"},
                           {"/mo", "month"},
                           {"monthly", "month"},
                           {"Cost ($/mo)", "month"},
                           {"annual", "year"},
                           {"weekly", "week"},
                           {"one-time", "once"},
                           {"Monthly cost (USD)", "month"},
                           {"Total/Month", "month"},
                           {"month", "month"},
                           {"Yearly", "year"},
                           {"Setup (one-time)", "once"},
                           {"Per quarter", "quarter"},
                           {"quarterly", "quarter"},
                           {"daily", "day"},
                           {"月額", "month"},
                           {"年額", "year"},
                           {"月费", "month"},
                           {"Costo mensual", "month"},
                           {"Coût mensuel", "month"},
                           {"Kosten pro Jahr", "year"},
                           {"€/mois", "month"},
                           {"monatlich", "month"},
                           {"ежемесячно", "month"},
                           {"₽/мес.", "month"},
                           {"грн/міс", "month"},
                           {"miesięcznie", "month"},
                           {"pr. måned", "month"},
                           {"einmalig", "once"},
                           {"Annual Budget", "year"},
                           {"MRR", "month"},
                           {"ARR", "year"},
                           {"Cost", "none"},
                           {"Month 3", "none"},
                           {"Monthly and annual", "none"},
                           {"Unique visitors", "none"},
                           {"Credit card", "none"},
                           {"", "none"},
                           {"Biweekly", "none"},
                           {"per user", "none"},
                           {"Q3", "none"},
                           {"M", "none"}};
  for (const Row& row : kRows) {
    const auto cadence = read_cadence(row.text);
    EXPECT_EQ(cadence ? to_string(*cadence) : "none", row.says) << row.text;
  }
}

std::string format_of(std::string_view text, std::string_view currency = "") {
  NumberFormatEvidence evidence;
  evidence.add(text);
  if (!currency.empty()) evidence.add_currency(Currency(currency));
  const NumberFormat format = evidence.decide();
  constexpr const char* kDots[] = {"?", "decimal", "thousands"};
  return kDots[static_cast<std::size_t>(format.dot)];
}

TEST(NumberFormatEvidence, DecidesOnceForTheDocument) {
  EXPECT_EQ(format_of("Rent $1,200.50, tools $4.99"), "decimal");
  EXPECT_EQ(format_of("Miete 1.234,56 €, Strom 48.210 €"), "thousands");
  EXPECT_EQ(format_of("$ 1.500.000 y $ 2.300.000"), "thousands");
  EXPECT_EQ(format_of("$0.075 per call, $1.500"), "decimal");
  EXPECT_EQ(format_of("1.500 and 2.300"), "?");
  EXPECT_EQ(format_of("1.500 and 2.300", "DKK"), "thousands");
  EXPECT_EQ(format_of("1.500 and 2.300", "USD"), "decimal");
  EXPECT_EQ(format_of("1.500 kr", "EUR"), "?");
  EXPECT_EQ(format_of("Die Miete und der Strom für das Büro: 1.500 €", "EUR"), "thousands");
  EXPECT_EQ(format_of("The rent of the office and the power: €1.500 for 2,300 kWh", "EUR"), "decimal");
  EXPECT_EQ(format_of("3.2 Kosten\n1.500 kr og 2.300 kr", "DKK"), "thousands");
  EXPECT_EQ(format_of("v1.2.3 on 21.5.2026 at 192.168.0.1: 1.500"), "?");
  EXPECT_EQ(format_of("1.234,56 and 1,234.56"), "?");
  EXPECT_EQ(format_of(""), "?");
}

TEST(CurrencyEvidence, FindsOutWhatSharedSignsMean) {
  const auto signs = [](std::string_view text, std::string_view stated = "") {
    CurrencyEvidence evidence;
    evidence.add(text);
    return evidence.decide(stated.empty() ? Currency() : Currency(stated));
  };
  EXPECT_EQ(signs("Total $5").dollar, Currency("USD"));
  EXPECT_EQ(signs("Todo en COP: $ 1.500").dollar, Currency("COP"));
  EXPECT_EQ(signs("$5", "AUD").dollar, Currency("AUD"));
  EXPECT_FALSE(signs("1.200 kr").crown.stated());
  EXPECT_EQ(signs("Husleje og moms 1.200 kr").crown, Currency("DKK"));
  EXPECT_EQ(signs("hyra och el för kontoret 1 200 kr").crown, Currency("SEK"));
  EXPECT_EQ(signs("1 200 kr, i alt NOK 5 000").crown, Currency("NOK"));
  EXPECT_EQ(signs("费用 ¥500").yen, Currency("CNY"));
  EXPECT_EQ(signs("費用は ¥500 です").yen, Currency("JPY"));
  EXPECT_EQ(signs("¥500").yen, Currency("JPY"));
}

}  // namespace
}  // namespace qd::ingest
