#include "ingest/currency.hpp"

#include <algorithm>
#include <array>

#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

// ISO 4217, without funds and metals.
constexpr std::string_view kCodes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR "
    "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK "
    "MNT "
    "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES "
    "VND "
    "VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

constexpr auto kCodeTable = [] {
  std::array<std::uint32_t, (kCodes.size() + 1) / 4> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto letter = [&](std::size_t n) { return static_cast<std::uint32_t>(kCodes[i * 4 + n]); };
    table[i] = letter(0) << 16 | letter(1) << 8 | letter(2);
  }
  return table;
}();
static_assert(std::ranges::is_sorted(kCodeTable));

bool is_code(std::string_view text) {
  const auto letter = [&](std::size_t n) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[n])); };
  return std::ranges::binary_search(kCodeTable, letter(0) << 16 | letter(1) << 8 | letter(2));
}

/// Codes that people write for something else: all, top, try, cup, mop, a chip maker, a distress call, pens, gels.
bool is_doubtful(std::string_view code) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"ALL", "AMD", "ANG", "BAM", "CUP", "GEL", "MAD", "MOP", "PEN", "SOS", "STN", "TOP", "TRY"});
  return std::ranges::binary_search(kWords, code);
}

struct MarkMeaning {
  CurrencyFamily family = CurrencyFamily::exact;
  std::string_view code = {};
  std::int64_t multiplier = 1;
};

constexpr MarkMeaning code(std::string_view name, std::int64_t multiplier = 1) {
  return {CurrencyFamily::exact, name, multiplier};
}
constexpr MarkMeaning kDollar{CurrencyFamily::dollar};
constexpr MarkMeaning kCrown{CurrencyFamily::crown};
constexpr MarkMeaning kPeso{CurrencyFamily::peso};

// Looked up without regard to case: what is no word of a language we read.
constexpr Entry<MarkMeaning> kWordRows[] = {
    {"usd", code("USD")},
    {"eur|euro|euros|евро|євро", code("EUR")},
    {"gbp", code("GBP")},
    {"chf|francs|franken|sfr", code("CHF")},
    {"dkk", code("DKK")},
    {"sek", code("SEK")},
    {"nok", code("NOK")},
    {"isk", code("ISK")},
    {"inr|rupees|rs|inr.", code("INR")},
    {"jpy|yen", code("JPY")},
    {"cny|rmb|yuan|renminbi", code("CNY")},
    {"aud", code("AUD")},
    {"cad", code("CAD")},
    {"nzd", code("NZD")},
    {"sgd", code("SGD")},
    {"hkd", code("HKD")},
    {"brl|reais", code("BRL")},
    {"mxn", code("MXN")},
    {"clp", code("CLP")},
    {"vnd|đồng", code("VND")},
    {"idr", code("IDR")},
    {"krw", code("KRW")},
    {"kes|ksh|kshs", code("KES")},
    {"ngn|naira", code("NGN")},
    {"zar|rand", code("ZAR")},
    {"pln|zł|zl|złotych|zloty", code("PLN")},
    {"czk|kč", code("CZK")},
    {"huf", code("HUF")},
    {"uah|грн|гривень|гривен|гривні|гривна", code("UAH")},
    {"rub|руб|рублей|рубля|рубль|р", code("RUB")},
    {"aed|dirhams", code("AED")},
    {"php", code("PHP")},
    {"thb", code("THB")},
    {"dollar|dollars|bucks|dólares|долл|долларов|доларів", kDollar},
    {"kr|kroner|kronor|krone|kronur", kCrown},
    {"mkr", {CurrencyFamily::crown, {}, 1'000'000}},
    {"tkr", {CurrencyFamily::crown, {}, 1'000}},
    {"peso|pesos", kPeso},
    {"lei", code("RON")},
    {"лв", code("BGN")},
    {"tsh", code("TZS")},
    {"ush|ugx", code("UGX")},
    {"тенге|тг", code("KZT")},
    {"сум", code("UZS")},
    {"teur|keur", code("EUR", 1'000)},
    {"tusd|kusd", code("USD", 1'000)},
    {"tchf", code("CHF", 1'000)},
    {"meur", code("EUR", 1'000'000)},
    {"shekels", code("ILS")},
};
constexpr auto kWords = word_table<kWordRows>();

// Written just so, and followed by a number or preceded by one.
constexpr Entry<MarkMeaning> kIdeographRows[] = {
    {"円|日元|日円|엔", code("JPY")},
    {"元|圆|圓|人民币|人民幣|위안|块", code("CNY")},
    {"美元|美金", code("USD")},
    {"ドル|달러", kDollar},
    {"ユーロ|欧元|歐元|유로", code("EUR")},
    {"港元", code("HKD")},
    {"新台币|新台幣|台币|塊", code("TWD")},
    {"원", code("KRW")},
};
constexpr auto kIdeographs = word_table<kIdeographRows>();

// Letters before a dollar sign or the like, and names that are only such with these capitals.
constexpr Entry<MarkMeaning> kSpelledRows[] = {
    {"US$|USD$|U$S|U$", code("USD")},
    {"A$|AU$|AUD$", code("AUD")},
    {"C$|CA$|CAD$|CDN$", code("CAD")},
    {"NZ$", code("NZD")},
    {"HK$", code("HKD")},
    {"S$|SG$", code("SGD")},
    {"R$", code("BRL")},
    {"MX$|Mex$", code("MXN")},
    {"NT$", code("TWD")},
    {"CL$|CLP$", code("CLP")},
    {"AR$|ARS$", code("ARS")},
    {"COL$|COP$", code("COP")},
    {"TT$", code("TTD")},
    {"J$", code("JMD")},
    {"EC$", code("XCD")},
    {"Z$", code("ZWG")},
    {"GH₵", code("GHS")},
    {"k$|K$", {CurrencyFamily::dollar, {}, 1'000}},
    {"M$", {CurrencyFamily::dollar, {}, 1'000'000}},
    {"k€|K€|T€", code("EUR", 1'000)},
    {"M€", code("EUR", 1'000'000)},
    {"k£", code("GBP", 1'000)},
    {"CN¥|RMB¥", code("CNY")},
    {"JP¥", code("JPY")},
    {"S/", code("PEN")},
    {"Rp", code("IDR")},
    {"Tk|Tk.", code("BDT")},
    {"RM", code("MYR")},
    {"Ft", code("HUF")},
    {"Fr.|SFr.", code("CHF")},
    {"Rs.", code("INR")},
    {"Sh|KSh", code("KES")},
    {"Kč|Kc", code("CZK")},
    {"R", code("ZAR")},
    {"₽", code("RUB")},
};
constexpr auto kSpelled = word_table<kSpelledRows>();

std::optional<MarkMeaning> meaning_of_sign(char32_t c) {
  switch (c) {
    case U'$':
      return kDollar;
    case U'€':
      return code("EUR");
    case U'£':
      return code("GBP");
    case U'¥':
      return MarkMeaning{CurrencyFamily::yen};
    case U'₹':
      return code("INR");
    case U'₨':
      return code("INR");
    case U'₽':
      return code("RUB");
    case U'₴':
      return code("UAH");
    case U'₩':
      return code("KRW");
    case U'₫':
      return code("VND");
    case U'₦':
      return code("NGN");
    case U'₱':
      return code("PHP");
    case U'₺':
      return code("TRY");
    case U'₪':
      return code("ILS");
    case U'฿':
      return code("THB");
    case U'₡':
      return code("CRC");
    case U'₲':
      return code("PYG");
    case U'₵':
      return code("GHS");
    case U'₸':
      return code("KZT");
    case U'₼':
      return code("AZN");
    case U'₾':
      return code("GEL");
    case U'₮':
      return code("MNT");
    case U'₭':
      return code("LAK");
    default:
      return std::nullopt;
  }
}

CurrencyMark mark_of(const MarkMeaning& meaning, std::size_t end) {
  return {meaning.family, meaning.code.empty() ? Currency() : Currency(meaning.code), meaning.multiplier, false, end};
}

/// "USD" and the like: three capitals that are no part of a longer word.
std::optional<CurrencyMark> match_code(std::string_view text, std::size_t at) {
  if (at + 3 > text.size()) return std::nullopt;
  const std::string_view three = text.substr(at, 3);
  for (const char c : three) {
    if (c < 'A' || c > 'Z') return std::nullopt;
  }
  if (is_letter(glyph(text, at + 3).c) || !is_code(three)) return std::nullopt;
  return CurrencyMark{CurrencyFamily::exact, Currency(three), 1, is_doubtful(three), at + 3};
}

std::optional<CurrencyMark> match_spelled(std::string_view text, std::size_t at) {
  const auto found = kSpelled.longest_prefix(text, at);
  if (found.value == nullptr) return std::nullopt;
  const std::size_t end = at + found.length;
  const char last = text[end - 1];
  const bool ends_in_letter = is_ascii_letter(static_cast<unsigned char>(last));
  if (ends_in_letter && is_letter(glyph(text, end).c)) return std::nullopt;
  CurrencyMark mark = mark_of(*found.value, end);
  mark.doubtful = found.length == 1 || text.substr(at, 2) == "Sh" || text.substr(at, 2) == "S/";
  return mark;
}

std::optional<CurrencyMark> match_letters(std::string_view text, std::size_t at) {
  if (auto spelled = match_spelled(text, at)) {
    const auto exact = match_code(text, at);
    return exact && exact->end > spelled->end ? exact : spelled;
  }
  if (auto exact = match_code(text, at)) return exact;
  if (!kWords.may_start(text, at)) return std::nullopt;
  const Phrase phrase(text, at, 1);
  if (phrase.words() == 0) return std::nullopt;
  const MarkMeaning* meaning = kWords.find(phrase.first(1));
  if (meaning == nullptr) return std::nullopt;
  std::size_t end = phrase.end(1);
  // "kr." and "руб." keep their dot to themselves unless it ends the sentence.
  if (glyph(text, end).c == '.' && phrase.first(1).size() <= 6 && end + 1 < text.size()) ++end;
  return mark_of(*meaning, end);
}

}  // namespace

std::optional<CurrencyMark> match_currency(std::string_view text, std::size_t at) {
  const Glyph g = glyph(text, at);
  if (g.length == 0 || is_digit(g.c)) return std::nullopt;
  if (const auto sign = meaning_of_sign(g.c)) return mark_of(*sign, at + g.length);
  if (is_letter(g.c)) return match_letters(text, at);
  if (!is_ideograph(g.c)) return std::nullopt;
  const auto found = kIdeographs.longest_prefix(text, at);
  if (found.value == nullptr) return std::nullopt;
  return mark_of(*found.value, at + found.length);
}

Currency resolve(const CurrencyMark& mark, const CurrencySigns& signs) {
  switch (mark.family) {
    case CurrencyFamily::exact:
      return mark.currency;
    case CurrencyFamily::dollar:
      return signs.dollar;
    case CurrencyFamily::crown:
      return signs.crown;
    case CurrencyFamily::yen:
      return signs.yen;
    case CurrencyFamily::peso:
      return signs.peso;
  }
  return {};
}

bool is_peso(Currency currency) {
  constexpr auto kPesos = std::to_array<Currency>({Currency("ARS"), Currency("CLP"), Currency("COP"), Currency("CUP"),
                                                   Currency("DOP"), Currency("MXN"), Currency("UYU"), Currency("PHP")});
  return std::ranges::find(kPesos, currency) != kPesos.end();
}

bool is_dollar(Currency currency) {
  constexpr auto kDollars = std::to_array<Currency>(
      {Currency("USD"), Currency("AUD"), Currency("CAD"), Currency("NZD"), Currency("SGD"), Currency("HKD"),
       Currency("TWD"), Currency("JMD"), Currency("TTD"), Currency("BBD"), Currency("BZD"), Currency("FJD"),
       Currency("XCD"), Currency("ZWG"), Currency("NAD"), Currency("LRD"), Currency("BMD"), Currency("BSD")});
  if (currency == Currency("PHP")) return false;
  return is_peso(currency) || std::ranges::find(kDollars, currency) != kDollars.end();
}

bool is_crown(Currency currency) {
  return currency == Currency("DKK") || currency == Currency("SEK") || currency == Currency("NOK") ||
         currency == Currency("ISK");
}

CurrencySigns signs_for(Currency stated) {
  CurrencySigns signs;
  if (is_dollar(stated)) signs.dollar = stated;
  if (is_crown(stated)) signs.crown = stated;
  if (is_peso(stated)) signs.peso = stated;
  if (stated == Currency("CNY")) signs.yen = stated;
  return signs;
}

}  // namespace qd::ingest
