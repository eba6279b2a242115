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

TEST(ReadAmount, ReadsPricesOfOne) {
  constexpr Row kRows[] = {{"$5/lead", "5 USD [/lead]"},
                           {"$29/user/month", "29 USD/month [/user]"},
                           {"$29 per user per month", "29 USD/month [per user]"},
                           {"$80 per dog/night", "80 USD [per dog/night]"},
                           {"$15/1M tokens", "15 USD [/1M tokens]"},
                           {"€2 each", "2 EUR [each]"},
                           {"$0.05/call", "0.05 USD [/call]"},
                           {"$2 per 1,000 emails", "2 USD [per 1,000 emails]"},
                           {"$50/hr", "50 USD [/hr]"},
                           {"20 € pro Stück", "20 EUR [pro Stück]"}};
  expect_read(kRows, {});
}

TEST(ReadAmount, ReadsBareNumbersOnlyWhereTheContextSaysWhatTheyAre) {
  constexpr Row kMoney[] = {{"1200", "1200 USD"},
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
                            {"1,2,3", "none"}};
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
  constexpr Row kRows[] = {{"$70 × 12 = $840", "840 USD"},
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
                           {"$70 × 12", "ambiguous: one of several, or all of them together"}};
  expect_read(kRows, {});
  EXPECT_EQ(describe(read_amount("2 seats at $29/mo", money_in("USD"))),
            "ambiguous: one of several, or all of them together");
  const auto first = read_amount("$7/mo or $70/yr", {});
  EXPECT_EQ(first->end, std::string_view("$7/mo").size());
}

TEST(ReadAmount, NeverGuesses) {
  constexpr Row kRows[] = {{"$1.500", "ambiguous: 1,500 or 1.5"},
                           {"3.210 kr", "ambiguous: 3,210 or 3.21"},
                           {"ARS 18.000", "ambiguous: 18,000 or 18"},
                           {"€48.210–50.000", "ambiguous: 48,210 or 48.21"},
                           {"$0.0000166667", "ambiguous: more precise than 1/10,000"},
                           {"$99999999999999999999", "ambiguous: too large to hold"},
                           {"$9,999,999,999,999,999", "ambiguous: too large to hold"},
                           {"($145)", "ambiguous: 145 or -145"},
                           {"0.0000001%", "ambiguous: more precise than 1/1,000,000"}};
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

TEST(ReadAmount, ReadsAPlainNumeralAsItReadsTheSameWithAFootnote) {
  std::mt19937 random(7);
  const auto below = [&random](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr std::string_view kCharacters = "0123456789012345678900,,..";
  constexpr std::optional<Unit> kUnits[] = {std::nullopt, Unit::money, Unit::count, Unit::ratio, Unit::days};
  for (int round = 0; round < 20'000; ++round) {
    std::string text = below(2) == 0 ? "$" : "";
    for (std::size_t left = 1 + below(9); left > 0; --left) text += kCharacters[below(kCharacters.size())];
    AmountContext context = money_in(below(2) == 0 ? "USD" : "COP");
    context.bare = kUnits[below(std::size(kUnits))];
    context.per = static_cast<Cadence>(below(7));
    context.format.dot = static_cast<NumberFormat::Dot>(below(3));
    context.format.comma = static_cast<NumberFormat::Comma>(below(3));
    context.multiplier = below(3) == 0 ? 1000 : 1;
    context.percent = below(2) == 0;
    const auto plain = read_amount(text, context), noted = read_amount(text + "*", context);
    ASSERT_EQ(describe(plain), describe(noted)) << text;
    if (!plain) continue;
    ASSERT_EQ(plain->quantity, noted->quantity) << text;
    ASSERT_EQ(plain->reading, noted->reading) << text;
    ASSERT_EQ(std::pair(plain->begin, plain->end), std::pair(noted->begin, noted->end)) << text;
    ASSERT_EQ(plain->currency_stated, noted->currency_stated) << text;
  }
}

}  // namespace
}  // namespace qd::ingest
