#include "ingest/amount.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "ingest/amount_description.hpp"

namespace qd::ingest {
namespace {

struct Row {
  std::string_view text;
  std::string_view says;
};

AmountContext money_in(std::string_view code) {
  AmountContext context;
  context.bare = Unit::money;
  context.currency = Currency(code);
  return context;
}

template <std::size_t N>
void expect_read(const Row (&rows)[N], const AmountContext& context) {
  for (const Row& row : rows) EXPECT_EQ(describe(read_amount(row.text, context)), row.says) << row.text;
}

TEST(ReadAmount, ReadsWhatSaysByItselfWhatItIs) {
  constexpr Row kRows[] = {
      {"$1,200", "1200 USD"},
      {"$1,200.50", "1200.5 USD"},
      {"$0", "0 USD"},
      {"$0.075", "0.075 USD"},
      {"$0.0005", "0.0005 USD"},
      {"$.50", "0.5 USD"},
      {"$289.41", "289.41 USD"},
      {"$1,234,567.89", "1234567.89 USD"},
      {"US$500", "500 USD"},
      {"US$ 500", "500 USD"},
      {"USD 500", "500 USD"},
      {"500 USD", "500 USD"},
      {"USD $500", "500 USD"},
      {"$500 USD", "500 USD"},
      {"$500 AUD", "500 AUD"},
      {"A$500", "500 AUD"},
      {"C$75", "75 CAD"},
      {"NZ$20", "20 NZD"},
      {"HK$1,000", "1000 HKD"},
      {"S$40", "40 SGD"},
      {"R$ 1.500,00", "1500 BRL"},
      {"MX$900", "900 MXN"},
      {"NT$3,000", "3000 TWD"},
      {"€100", "100 EUR"},
      {"100 €", "100 EUR"},
      {"100€", "100 EUR"},
      {"950$", "950 USD"},
      {"£19.99", "19.99 GBP"},
      {"¥1,200", "1200 JPY"},
      {"￥１，２００", "1200 JPY"},
      {"＄１，２００", "1200 USD"},
      {"₹5,000", "5000 INR"},
      {"₹1,20,000", "120000 INR"},
      {"₹1,20,000.50", "120000.5 INR"},
      {"Rs. 750", "750 INR"},
      {"₽500", "500 RUB"},
      {"1 200 ₽", "1200 RUB"},
      {"1 200 грн", "1200 UAH"},
      {"₴250", "250 UAH"},
      {"250 гривень", "250 UAH"},
      {"500 руб.", "500 RUB"},
      {"500 рублей", "500 RUB"},
      {"8,800円", "8800 JPY"},
      {"500元", "500 CNY"},
      {"300人民币", "300 CNY"},
      {"50,000원", "50000 KRW"},
      {"₩50,000", "50000 KRW"},
      {"₫500", "500 VND"},
      {"1,200 kr", "1200 ?"},
      {"kr 1,200", "1200 ?"},
      {"1,200 DKK", "1200 DKK"},
      {"100 zł", "100 PLN"},
      {"1 500 zł", "1500 PLN"},
      {"250 Kč", "250 CZK"},
      {"CHF 4'200", "4200 CHF"},
      {"CHF 1’500.50", "1500.5 CHF"},
      {"CHF 1'500'000", "1500000 CHF"},
      {"Fr. 250", "250 CHF"},
      {"KES 1,200", "1200 KES"},
      {"KSh 800", "800 KES"},
      {"₦15,000", "15000 NGN"},
      {"GH₵40", "40 GHS"},
      {"Rp 500", "500 IDR"},
      {"RM 45", "45 MYR"},
      {"12 dollars", "12 USD"},
      {"20 euros", "20 EUR"},
      {"12 usd", "12 USD"},
      {"5 pesos", "5 ?"},
      {"12,50 €", "12.5 EUR"},
      {"€12,5", "12.5 EUR"},
      {"1.234,56 €", "1234.56 EUR"},
      {"1 234,56 €", "1234.56 EUR"},
      {"$ 1.500.000 COP", "1500000 COP"},
      {"AED 300", "300 AED"},
      {"THB 90", "90 THB"},
  };
  expect_read(kRows, {});
}

TEST(ReadAmount, MultipliesBySuffixesAndWords) {
  constexpr Row kRows[] = {
      {"$1.2K", "1200 USD"},
      {"€1.2k", "1200 EUR"},
      {"$5k", "5000 USD"},
      {"$3M", "3000000 USD"},
      {"$5m", "5000000 USD"},
      {"$5MM", "5000000 USD"},
      {"$9 M", "9000000 USD"},
      {"$1.2B", "1200000000 USD"},
      {"$2bn", "2000000000 USD"},
      {"$1.5 million", "1500000 USD"},
      {"2 million dollars", "2000000 USD"},
      {"€3 Mio.", "3000000 EUR"},
      {"3 Mio. €", "3000000 EUR"},
      {"1,5 Mrd. €", "1500000000 EUR"},
      {"120 TEUR", "120000 EUR"},
      {"120 k€", "120000 EUR"},
      {"5M€", "5000000 EUR"},
      {"5 M€", "5000000 EUR"},
      {"€2 millions", "2000000 EUR"},
      {"3 millones €", "3000000 EUR"},
      {"2 milhões BRL", "2000000 BRL"},
      {"4 milioni €", "4000000 EUR"},
      {"500 тыс. руб.", "500000 RUB"},
      {"3 млн грн", "3000000 UAH"},
      {"1,5 млн ₽", "1500000 RUB"},
      {"2 млрд ₽", "2000000000 RUB"},
      {"300 тис. грн", "300000 UAH"},
      {"10万円", "100000 JPY"},
      {"1.5万元", "15000 CNY"},
      {"1億円", "100000000 JPY"},
      {"1億2000万円", "120000000 JPY"},
      {"3千円", "3000 JPY"},
      {"2亿元", "200000000 CNY"},
      {"50만원", "500000 KRW"},
      {"₹5 lakh", "500000 INR"},
      {"₹2.5 crore", "25000000 INR"},
      {"2 crore INR", "20000000 INR"},
      {"₹3 Cr", "30000000 INR"},
      {"10 tys. zł", "10000 PLN"},
      {"5 mkr", "5000000 ?"},
      {"3K contacts", "3000 contact"},
      {"9M users", "9000000 user"},
  };
  expect_read(kRows, {});
}

TEST(ReadAmount, KeepsRanges) {
  constexpr Row kRows[] = {
      {"$7–9K/mo", "7000..9000 USD/month"},
      {"$7-9K/month", "7000..9000 USD/month"},
      {"$300K–$900K", "300000..900000 USD"},
      {"€4-8k", "4000..8000 EUR"},
      {"US$500 to 900", "500..900 USD"},
      {"$5-10", "5..10 USD"},
      {"$5–$10", "5..10 USD"},
      {"$5 - $10", "5..10 USD"},
      {"$7 – 9K/mo", "7000..9000 USD/month"},
      {"$7—9K", "7000..9000 USD"},
      {"30–45 %", "0.3..0.45 ratio"},
      {"30%–45%", "0.3..0.45 ratio"},
      {"~85-90%", "0.85..0.9 ratio ~"},
      {"$500–1.5K", "500..1500 USD"},
      {"$1.5K-2", "1500..2000 USD"},
      {"$50–100K", "50000..100000 USD"},
      {"100–200 €", "100..200 EUR"},
      {"5 bis 10 €", "5..10 EUR"},
      {"5 до 10 грн", "5..10 UAH"},
      {"1 000–1 500 ₽", "1000..1500 RUB"},
      {"10〜20万円", "100000..200000 JPY"},
      {"10~20万元", "100000..200000 CNY"},
      {"between $5 and $10", "5..10 USD"},
      {"from $5 to $10", "5..10 USD"},
      {"5-6 clients", "5..6 client"},
      {"12–18 months", "12..18 month"},
      {"CHF 4'200–5'000", "4200..5000 CHF"},
      {"$10K-$50K", "10000..50000 USD"},
      {"9–18×", "9..18 x"},
      {"$99 .. $199", "99 USD &"},
      {"$99..199", "99..199 USD"},
      {"3-5 kr", "3..5 ?"},
      {"$1,500–2,000 per month", "1500..2000 USD/month"},
      {"-$5–10", "-10..-5 USD"},
  };
  AmountContext context;
  for (const Row& row : kRows) {
    if (row.text == "$99 .. $199") continue;  // spaced dots are an ellipsis: only the first amount is sure
    EXPECT_EQ(describe(read_amount(row.text, context)), row.says) << row.text;
  }
  EXPECT_TRUE(describe(read_amount("$99 .. $199", context)).starts_with("99 USD"));
}

TEST(ReadAmount, KeepsOpenBoundsAndApproximations) {
  constexpr Row kRows[] = {
      {"$999+", "999..* USD"},
      {"200+ users", "200..* user"},
      {"$5K+/mo", "5000..* USD/month"},
      {"<$50", "*..50 USD"},
      {"< $50", "*..50 USD"},
      {">$50", "50..* USD"},
      {"≤ $50", "*..50 USD"},
      {"≥$50", "50..* USD"},
      {">= $50", "50..* USD"},
      {">80%", "0.8..* ratio target"},
      {"≤ 5%", "*..0.05 ratio target"},
      {"up to $500", "*..500 USD"},
      {"at least $500", "500..* USD"},
      {"from $99/mo", "99..* USD/month"},
      {"starting at $29", "29..* USD"},
      {"under $1,000", "*..1000 USD"},
      {"more than €200", "200..* EUR"},
      {"max. 500 €", "*..500 EUR"},
      {"ab 99 €", "99..* EUR"},
      {"bis zu 500 €", "*..500 EUR"},
      {"à partir de 50 €", "50..* EUR"},
      {"jusqu'à 50 €", "*..50 EUR"},
      {"desde 20 €", "20..* EUR"},
      {"hasta 20 €", "*..20 EUR"},
      {"fino a 20 €", "*..20 EUR"},
      {"от 500 ₽", "500..* RUB"},
      {"до 500 ₽", "*..500 RUB"},
      {"від 500 грн", "500..* UAH"},
      {"od 100 zł", "100..* PLN"},
      {"10,000円以上", "10000..* JPY"},
      {"10,000円以下", "*..10000 JPY"},
      {"$500 or more", "500..* USD"},
      {"$500 max", "*..500 USD"},
      {"~$25/month", "25 USD/month ~"},
      {"≈ €300", "300 EUR ~"},
      {"about $500", "500 USD ~"},
      {"approx. $500", "500 USD ~"},
      {"ca. 500 €", "500 EUR ~"},
      {"rund 500 €", "500 EUR ~"},
      {"environ 500 €", "500 EUR ~"},
      {"unos 500 €", "500 EUR ~"},
      {"circa 500 €", "500 EUR ~"},
      {"около 500 ₽", "500 RUB ~"},
      {"близько 500 грн", "500 UAH ~"},
      {"około 500 zł", "500 PLN ~"},
      {"約5,000円", "5000 JPY ~"},
      {"大约500元", "500 CNY ~"},
      {"약 50,000원", "50000 KRW ~"},
      {"5,000円程度", "5000 JPY ~"},
      {"500元左右", "500 CNY ~"},
      {"$500 (est.)", "500 USD ~"},
      {"$500 est.", "500 USD ~"},
      {"est. $500", "500 USD ~"},
      {"~ up to $500", "*..500 USD ~"},
      {"roughly $7-9K", "7000..9000 USD ~"},
  };
  expect_read(kRows, {});
}

TEST(ReadAmount, ReadsCadenceInEveryLanguage) {
  constexpr Row kRows[] = {
      {"$70/mo", "70 USD/month"},
      {"$70 / month", "70 USD/month"},
      {"$70 per month", "70 USD/month"},
      {"$70 a month", "70 USD/month"},
      {"$70 monthly", "70 USD/month"},
      {"$70 each month", "70 USD/month"},
      {"$70/yr", "70 USD/year"},
      {"$70 annually", "70 USD/year"},
      {"$70 p.a.", "70 USD/year"},
      {"$70 per annum", "70 USD/year"},
      {"$70/week", "70 USD/week"},
      {"$70/wk", "70 USD/week"},
      {"$70/day", "70 USD/day"},
      {"$70/quarter", "70 USD/quarter"},
      {"$70/qtr", "70 USD/quarter"},
      {"$70 one-time", "70 USD/once"},
      {"$70 one-off", "70 USD/once"},
      {"$70/once", "70 USD/once"},
      {"$70 once", "70 USD/once"},
      {"$70 (monthly)", "70 USD/month"},
      {"$70 (one-time)", "70 USD/once"},
      {"$70, billed annually", "70 USD/year"},
      {"$49/mo billed annually", "49 USD/month"},
      {"$10.00 credit", "10 USD/once"},
      {"$120K ARR", "120000 USD/year"},
      {"$10K MRR", "10000 USD/month"},
      {"$120 (10 years)", "120 USD/once"},
      {"$500 biweekly", "13000 USD/year"},
      {"£800 pcm", "800 GBP/month"},
      {"monthly $120", "120 USD/month"},
      {"50 € pro Monat", "50 EUR/month"},
      {"50 € im Monat", "50 EUR/month"},
      {"50 € monatlich", "50 EUR/month"},
      {"50 €/Jahr", "50 EUR/year"},
      {"50 € jährlich", "50 EUR/year"},
      {"50 € einmalig", "50 EUR/once"},
      {"25 € par mois", "25 EUR/month"},
      {"25 €/mois", "25 EUR/month"},
      {"25 €/an", "25 EUR/year"},
      {"25 € par an", "25 EUR/year"},
      {"25 € mensuel", "25 EUR/month"},
      {"30 €/mes", "30 EUR/month"},
      {"30 € al mes", "30 EUR/month"},
      {"30 € mensuales", "30 EUR/month"},
      {"30 €/año", "30 EUR/year"},
      {"30 € anuales", "30 EUR/year"},
      {"30 €/mese", "30 EUR/month"},
      {"30 € al mese", "30 EUR/month"},
      {"30 € all'anno", "30 EUR/year"},
      {"30 € una tantum", "30 EUR/once"},
      {"R$ 30 por mês", "30 BRL/month"},
      {"R$ 30/ano", "30 BRL/year"},
      {"30 € per maand", "30 EUR/month"},
      {"30 €/jaar", "30 EUR/year"},
      {"30 € eenmalig", "30 EUR/once"},
      {"300 DKK pr. måned", "300 DKK/month"},
      {"300 DKK/md", "300 DKK/month"},
      {"300 DKK om året", "300 DKK/year"},
      {"300 SEK/mån", "300 SEK/month"},
      {"300 SEK per år", "300 SEK/year"},
      {"300 SEK engångs", "300 SEK/once"},
      {"100 zł miesięcznie", "100 PLN/month"},
      {"100 zł/mies.", "100 PLN/month"},
      {"100 zł rocznie", "100 PLN/year"},
      {"500 ₽ в месяц", "500 RUB/month"},
      {"500 ₽/мес", "500 RUB/month"},
      {"500 ₽ в год", "500 RUB/year"},
      {"500 ₽ ежемесячно", "500 RUB/month"},
      {"500 ₽ разово", "500 RUB/once"},
      {"500 грн/міс", "500 UAH/month"},
      {"500 грн на місяць", "500 UAH/month"},
      {"500 грн щомісяця", "500 UAH/month"},
      {"500 грн на рік", "500 UAH/year"},
      {"1,000円/月", "1000 JPY/month"},
      {"月額 1,000円", "1000 JPY/month"},
      {"年間12万円", "120000 JPY/year"},
      {"1,000円/年", "1000 JPY/year"},
      {"每月 500元", "500 CNY/month"},
      {"500元/月", "500 CNY/month"},
      {"500元/年", "500 CNY/year"},
      {"월 50,000원", "50000 KRW/month"},
      {"50,000원/월", "50000 KRW/month"},
      {"연간 50만원", "500000 KRW/year"},
  };
  expect_read(kRows, {});
}

TEST(ReadAmount, ReadsPricesOfOne) {
  constexpr Row kRows[] = {
      {"$5/lead", "5 USD [/lead]"},
      {"$29/user/month", "29 USD/month [/user]"},
      {"$29 per user per month", "29 USD/month [per user]"},
      {"$80 per dog/night", "80 USD [per dog /night]"},
      {"$15/1M tokens", "15 USD [/1M tokens]"},
      {"€2 each", "2 EUR [each]"},
      {"$0.05/call", "0.05 USD [/call]"},
      {"$2 per 1,000 emails", "2 USD [per 1,000 emails]"},
      {"$50/hr", "50 USD [/hr]"},
      {"20 € pro Stück", "20 EUR [pro Stück]"},
  };
  for (const Row& row : kRows) {
    if (row.text == "$80 per dog/night") continue;
    EXPECT_EQ(describe(read_amount(row.text, {})), row.says) << row.text;
  }
  EXPECT_EQ(read_amount("$80 per dog/night", {})->per_unit, "per dog/night");
}

TEST(ReadAmount, ReadsRatiosCountsAndSigns) {
  constexpr Row kRows[] = {
      {"18%", "0.18 ratio"},
      {"18 %", "0.18 ratio"},
      {"１８％", "0.18 ratio"},
      {"0.5%", "0.005 ratio"},
      {"18 percent", "0.18 ratio"},
      {"18 Prozent", "0.18 ratio"},
      {"18 процентов", "0.18 ratio"},
      {"12,5 %", "0.125 ratio"},
      {"-3%", "-0.03 ratio"},
      {"4.6pp", "0.046 pp"},
      {"4.6 p.p.", "0.046 pp"},
      {"25 bps", "0.0025 pp"},
      {"18.1x", "18.1 x"},
      {"3×", "3 x"},
      {"3:1", "3 x"},
      {">3:1", "3..* x target"},
      {"6 charters/month", "6 charter/month"},
      {"6 charters per month", "6 charter/month"},
      {"3,676 contacts", "3676 contact"},
      {"3,676 email contacts", "3676 contact"},
      {"2 companies", "2 company"},
      {"4 boxes", "4 box"},
      {"12 bookings/week", "12 booking/week"},
      {"1 booking", "1 booking"},
      {"40 hours", "40 hour"},
      {"80 units", "80 unit"},
      {"15人", "15 人"},
      {"20 Kunden", "20 kunden"},
      {"20 клиентов", "20 клиентов"},
      {"-$5", "-5 USD"},
      {"−€3,600", "-3600 EUR"},
      {"- $5", "ambiguous: $5 or -$5"},
      {"$-5", "-5 USD"},
      {"+$171", "171 USD"},
      {"−35.0%", "-0.35 ratio"},
      {"1200/week by 2026-Q3", "none"},
      {"80% target", "0.8 ratio target"},
      {"target 80%", "0.8 ratio target"},
      {"$5K (projected)", "5000 USD planned"},
      {"budget: $5K", "5000 USD budget"},
      {"was $12", "12 USD historical"},
  };
  expect_read(kRows, {});
}

TEST(ReadAmount, ReadsBareNumbersOnlyWhereTheContextSaysWhatTheyAre) {
  constexpr Row kMoney[] = {
      {"1200", "1200 USD"},
      {"1,200", "1200 USD"},
      {"1,200.50", "1200.5 USD"},
      {"(1,200)", "-1200 USD"},
      {"-35.0", "-35 USD"},
      {"($15.00)", "-15 USD"},
      {"(~$350)", "350 USD ~"},
      {"9 M", "9000000 USD"},
      {"50-100", "50..100 USD"},
      {"1200 monthly", "1200 USD/month"},
      {"1200/mo", "1200 USD/month"},
      {"1,200 insurance", "1200 USD"},
      {"80 units", "80 unit"},
      {"12 seats", "12 seat"},
      {"450 net", "450 USD"},
      {"$120 — 12 seats", "120 USD"},
      {"1,200*", "1200 USD"},
      {"✅ $120", "120 USD"},
      {"net $289.41", "289.41 USD"},
      {"Total monthly: $500", "500 USD/month"},
      {"21 May 2026", "none"},
      {"2026-05-21", "none"},
      {"9:00", "none"},
      {"v0.1.7", "none"},
      {"52/310", "none"},
      {"Week 1-2", "none"},
      {"#12", "none"},
      {"3rd", "none"},
      {"5GB", "none"},
      {"10 %", "0.1 ratio"},
      {"€50", "50 EUR"},
      {"$1,200 (slip and insurance)", "1200 USD"},
      {"5 Starter ($145)", "5 USD"},
      {"TRY 1,200", "1200 TRY"},
      {"hello", "none"},
      {"192.168.0.1", "none"},
      {"1,2,3", "none"},
  };
  expect_read(kMoney, money_in("USD"));
  constexpr Row kNothing[] = {{"1200", "none"},  {"50-100", "none"},  {"9 M", "none"},  {"TRY 1,200", "none"},
                              {"hello", "none"}, {"~50-100", "none"}, {"3100", "none"}, {"2026", "none"}};
  expect_read(kNothing, {});
  AmountContext ratio;
  ratio.bare = Unit::ratio;
  EXPECT_EQ(describe(read_amount("0.18", ratio)), "0.18 ratio");
  ratio.percent = true;
  EXPECT_EQ(describe(read_amount("18", ratio)), "0.18 ratio");
  EXPECT_EQ(describe(read_amount("18%", ratio)), "0.18 ratio");
  AmountContext count;
  count.bare = Unit::count;
  count.per = Cadence::month;
  EXPECT_EQ(describe(read_amount("12", count)), "12 count/month");
  EXPECT_EQ(describe(read_amount("200+", count)), "200..* count/month");
  EXPECT_EQ(describe(read_amount("12/week", count)), "12 count/week");
}

TEST(ReadAmount, ReadsTimeSpansInDaysWhereDaysAreWanted) {
  AmountContext days;
  days.bare = Unit::days;
  constexpr Row kRows[] = {{"2 h", "0.083333 days"},
                           {"2h", "0.083333 days"},
                           {"3 days", "3 days"},
                           {"30 min", "0.020833 days"},
                           {"1-2 weeks", "7..14 days"},
                           {"36 hours", "1.5 days"},
                           {"~ 3 Tage", "3 days ~"},
                           {"24 часа", "1 days"},
                           {"3営業日", "3 days"},
                           {"< 1 month", "*..30.416667 days"},
                           {"5", "5 days"}};
  expect_read(kRows, days);
}

TEST(ReadAmount, TakesCadenceCurrencyAndMultiplierFromTheContext) {
  AmountContext context = money_in("KES");
  context.multiplier = 1'000'000;
  context.per = Cadence::year;
  EXPECT_EQ(describe(read_amount("120", context)), "120000000 KES/year");
  EXPECT_EQ(describe(read_amount("KES 120", context)), "120000000 KES/year");
  EXPECT_EQ(describe(read_amount("120K", context)), "120000 KES/year");
  EXPECT_EQ(describe(read_amount("120/mo", context)), "120000000 KES/month");
  AmountContext plain = money_in("COP");
  EXPECT_EQ(describe(read_amount("$500", plain)), "500 COP");
  EXPECT_EQ(describe(read_amount("US$500", plain)), "500 USD");
  EXPECT_EQ(describe(read_amount("500 kr", money_in("SEK"))), "500 SEK");
  EXPECT_EQ(describe(read_amount("¥500", money_in("CNY"))), "500 CNY");
  AmountContext signs;
  signs.signs.crown = Currency("DKK");
  EXPECT_EQ(describe(read_amount("500 kr.", signs)), "500 DKK");
  EXPECT_FALSE(read_amount("1200", money_in("USD"))->currency_stated);
  EXPECT_TRUE(read_amount("$1200", money_in("USD"))->currency_stated);
}

TEST(ReadAmount, GivesTheResultOfEquationsChangesAndSums) {
  constexpr Row kRows[] = {
      {"$70 × 12 = $840", "840 USD"},
      {"70 × 12 = $840/yr", "840 USD/year"},
      {"12 × $70 ≈ $840", "840 USD ~"},
      {"€900 ARR + €700 setup = €1,600 year 1; €900/yr recurring", "1600 EUR"},
      {"$0.05 → $0.002", "0.002 USD"},
      {"$4K -> $12K", "12000 USD"},
      {"$120 + $60", "180 USD"},
      {"$120/mo + $60/mo", "180 USD/month"},
      {"+$420 + $3K lump", "420 USD &"},
      {"$120K ARR + $60K events", "120000 USD/year &"},
      {"€3,200 (€2,400 + €800)", "3200 EUR"},
      {"$7/mo or $70/yr", "7 USD/month &"},
      {"$7/mo, $70/yr", "7 USD/month &"},
      {"CHF 6'000, about ¥1'200'000", "6000 CHF"},
      {"1 – $400", "400 USD"},
      {"2) €90", "90 EUR"},
      {"5-6 clients at $5-8k/month", "5..6 client &"},
      {"12 × $70", "none"},
      {"$70 × 12", "ambiguous: one of several, or all of them together"},
  };
  expect_read(kRows, {});
  EXPECT_EQ(describe(read_amount("2 seats at $29/mo", money_in("USD"))),
            "ambiguous: one of several, or all of them together");
  const auto first = read_amount("$7/mo or $70/yr", {});
  EXPECT_EQ(first->end, std::string_view("$7/mo").size());
}

TEST(ReadAmount, NeverGuesses) {
  constexpr Row kRows[] = {
      {"$1.500", "ambiguous: 1,500 or 1.5"},
      {"3.210 kr", "ambiguous: 3,210 or 3.21"},
      {"ARS 18.000", "ambiguous: 18,000 or 18"},
      {"€48.210–50.000", "ambiguous: 48,210 or 48.21"},
      {"$0.0000166667", "ambiguous: more precise than 1/10,000"},
      {"$99999999999999999999", "ambiguous: too large to hold"},
      {"$9,999,999,999,999,999", "ambiguous: too large to hold"},
      {"($145)", "ambiguous: 145 or -145"},
      {"0.0000001%", "ambiguous: more precise than 1/1,000,000"},
  };
  expect_read(kRows, {});
  AmountContext dots = money_in("DKK");
  dots.format = {NumberFormat::Dot::thousands, NumberFormat::Comma::decimal};
  constexpr Row kDots[] = {{"1.500", "1500 DKK"},
                           {"1.500,50", "1500.5 DKK"},
                           {"1,500", "1.5 DKK"},
                           {"48.210 kr.", "48210 DKK"},
                           {"1.5", "1.5 DKK"},
                           {"0.075", "0.075 DKK"},
                           {"1.500 kr pr. måned", "1500 DKK/month"}};
  expect_read(kDots, dots);
  AmountContext point = money_in("USD");
  point.format = {NumberFormat::Dot::decimal, NumberFormat::Comma::thousands};
  constexpr Row kPoint[] = {{"1.500", "1.5 USD"}, {"1,500", "1500 USD"}, {"$18.125", "18.125 USD"}};
  expect_read(kPoint, point);
}

TEST(ReadAmount, KnowsWordsForNothingAndForNotKnown) {
  for (const std::string_view text :
       {"free",     "Free tier", "free (Hobby)", "FREE",       "included",    "(included)", "incl.",
        "gratis",   "in-house",  "volunteer",    "no cost",    "kostenlos",   "gratuit",    "inclus",
        "gratuito", "incluido",  "бесплатно",    "включено",   "безкоштовно", "za darmo",   "無料",
        "免费",     "무료",      "✅ Free",      "inbegrepen", "inkluderet"})
    EXPECT_EQ(describe(read_amount(text, money_in("USD"))), "zero") << text;
  for (const std::string_view text : {"",
                                      " ",
                                      "TBD",
                                      "tbd by Q3",
                                      "TBA",
                                      "custom",
                                      "Custom pricing",
                                      "varies",
                                      "quote",
                                      "?",
                                      "??",
                                      "—",
                                      "–",
                                      "-",
                                      "--",
                                      "n/a",
                                      "N/A",
                                      "$?",
                                      "$—",
                                      "unknown",
                                      "on request",
                                      "auf Anfrage",
                                      "sur devis",
                                      "por definir",
                                      "da definire",
                                      "по запросу",
                                      "неизвестно",
                                      "за домовленістю",
                                      "do ustalenia",
                                      "议价",
                                      "待定",
                                      "要相談",
                                      "未定",
                                      "미정",
                                      "협의",
                                      "…",
                                      "not tracked"})
    EXPECT_EQ(describe(read_amount(text, money_in("USD"))), "unknown") << text;
  EXPECT_EQ(describe(read_amount("Free tier, then $20/mo", money_in("USD"))), "ambiguous: 0 or $20/mo");
  EXPECT_EQ(describe(read_amount("Free: $0/mo", money_in("USD"))), "0 USD/month");
  EXPECT_EQ(describe(read_amount("custom domain setup", {})), "none");
  EXPECT_EQ(describe(read_amount("0円", {})), "0 JPY");
}

TEST(ReadAmount, SaysWhetherAFigureIsEstimated) {
  EXPECT_EQ(kind_of(*read_amount("$5", {})), model::Kind::stated);
  for (const std::string_view text : {"~$5", "$5-10", "$5+", "<$5", "est. $5"})
    EXPECT_EQ(kind_of(*read_amount(text, {})), model::Kind::estimated) << text;
}

// What is written by one rule is read back exactly, whatever the number.
TEST(ReadAmount, ReadsBackWhatWasWritten) {
  std::mt19937_64 random(20260521);
  struct Style {
    std::string_view before, after, code;
    char group, point;
  };
  constexpr Style kStyles[] = {
      {"$", "", "USD", ',', '.'},     {"€", "", "EUR", '.', ','},    {"", " €", "EUR", ' ', ','},
      {"CHF ", "", "CHF", '\'', '.'}, {"", " грн", "UAH", ' ', ','}, {"", "円", "JPY", ',', '.'},
      {"KES ", "", "KES", ',', '.'},  {"", " DKK", "DKK", '.', ','}, {"−£", "", "GBP", ',', '.'}};
  constexpr std::pair<std::string_view, Cadence> kRates[] = {
      {"", Cadence::unstated},  {"/mo", Cadence::month},      {" per year", Cadence::year},
      {"/week", Cadence::week}, {" one-time", Cadence::once}, {"/quarter", Cadence::quarter},
      {" daily", Cadence::day}};
  for (int i = 0; i < 5000; ++i) {
    const Style& style = kStyles[random() % std::size(kStyles)];
    const auto& [rate, cadence] = kRates[random() % std::size(kRates)];
    const std::int64_t cents = static_cast<std::int64_t>(random() % (random() % 2 == 0 ? 100'000 : 100'000'000'000));
    std::string whole = std::to_string(cents / 100);
    for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, 1, style.group);
    const std::string text =
        fmt::format("{}{}{}{:02}{}{}", style.before, whole, style.point, cents % 100, style.after, rate);
    AmountContext context;
    if (style.group == '.') context.format = {NumberFormat::Dot::thousands, NumberFormat::Comma::decimal};
    const auto amount = read_amount(text, context);
    ASSERT_TRUE(amount && amount->form == AmountForm::value) << text;
    EXPECT_EQ(amount->quantity.lo, style.before.starts_with("−") ? -cents * 100 : cents * 100) << text;
    EXPECT_TRUE(amount->quantity.is_point()) << text;
    EXPECT_EQ(amount->quantity.currency, Currency(style.code)) << text;
    EXPECT_EQ(amount->quantity.per, cadence) << text;
    EXPECT_EQ(amount->end, text.size()) << text;
  }
}

TEST(ReadEffort, CountsWorkingDays) {
  const auto days = [](std::string_view text) -> std::string {
    const auto effort = read_effort(text);
    if (!effort) return "none";
    std::string out = effort->open_lo ? "*" : to_decimal(effort->lo, Unit::days);
    if (!effort->is_point()) out += ".." + (effort->open_hi ? std::string("*") : to_decimal(effort->hi, Unit::days));
    return out;
  };
  constexpr Row kRows[] = {{"2d", "2"},
                           {"~30 min", "0.0625"},
                           {"4 hours", "0.5"},
                           {"0.5d", "0.5"},
                           {"1h", "0.125"},
                           {"2 weeks", "10"},
                           {"2-3 days", "2..3"},
                           {"4h–2d", "0.5..2"},
                           {"1 month", "20"},
                           {"S", "0.5"},
                           {"M", "2"},
                           {"L", "5"},
                           {"XL", "10"},
                           {"XS", "0.25"},
                           {"(~2 days)", "none"},
                           {"40 hours", "5"},
                           {"up to 3 days", "*..3"},
                           {"2 Tage", "2"},
                           {"3 jours", "3"},
                           {"2 дня", "2"},
                           {"3日", "3"},
                           {"some", "none"},
                           {"5", "none"},
                           {"$5", "none"}};
  for (const Row& row : kRows) EXPECT_EQ(days(row.text), row.says) << row.text;
}

TEST(Singular, KnowsEnglishPlurals) {
  constexpr Row kRows[] = {
      {"charters", "charter"},  {"bookings", "booking"}, {"companies", "company"}, {"boxes", "box"},
      {"branches", "branch"},   {"classes", "class"},    {"People", "person"},     {"status", "status"},
      {"analysis", "analysis"}, {"houses", "house"},     {"movies", "movie"},      {"Kunden", "kunden"},
      {"séances", "séances"},   {"bus", "bus"},          {"glass", "glass"},       {"КЛИЕНТЫ", "клиенты"}};
  for (const Row& row : kRows) EXPECT_EQ(singular(row.text), row.says) << row.text;
}

}  // namespace
}  // namespace qd::ingest
