#include "sources/books/figures.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace qd::sources {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The characters of one amount that make its number: digits and marks, from the first digit to the last.
std::string_view digits_of(std::string_view text) {
  const auto first = std::ranges::find_if(text, is_digit);
  if (first == text.end()) return {};
  std::size_t begin = static_cast<std::size_t>(first - text.begin());
  if (begin > 0 && text[begin - 1] == '.') --begin;
  std::size_t end = begin;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const bool mark = text[i] == '.' || text[i] == ',' || text[i] == '\'' || text[i] == ' ';
    if (is_digit(text[i]))
      end = i + 1;
    else if (!mark && i > begin)
      break;
  }
  return text.substr(begin, end - begin);
}

/// Where the next of several amounts begins: behind a comma and a space that stand after a number and before another.
std::size_t end_of_first(std::string_view text) {
  for (std::size_t at = text.find(", "); at != std::string_view::npos; at = text.find(", ", at + 1)) {
    if (std::ranges::any_of(text.substr(0, at), is_digit) && std::ranges::any_of(text.substr(at), is_digit)) return at;
  }
  return text.size();
}

struct Marks {
  std::size_t points = 0, commas = 0, behind = 0;  // behind: digits after the last mark
  char last = 0;
};

Marks marks_of(std::string_view digits) {
  Marks marks;
  for (const char c : digits) {
    if (c == '.')
      ++marks.points, marks.last = c, marks.behind = 0;
    else if (c == ',')
      ++marks.commas, marks.last = c, marks.behind = 0;
    else if (is_digit(c))
      ++marks.behind;
  }
  return marks;
}

/// The digits with a decimal point and without group marks; empty when the marks do not stand where they should.
std::string plain_decimal(std::string_view digits, char decimal) {
  std::string out;
  std::size_t run = 0;
  bool grouped = false;
  bool fraction = false;
  for (const char c : digits) {
    if (is_digit(c)) {
      out += c;
      ++run;
    } else if (fraction || (grouped && run != 3 && run != 2) || (!grouped && c != decimal && run > 3)) {
      return {};
    } else if (c == decimal) {
      if (grouped && run != 3) return {};
      out += out.empty() ? "0." : ".";
      fraction = true;
      run = 0;
    } else {
      grouped = true;
      run = 0;
    }
  }
  if (grouped && !fraction && run != 3) return {};
  return out;
}

struct DateParts {
  int first = 0, second = 0, third = 0;
  int digits = 0;  // of the first
  char mark = 0;
};

std::optional<DateParts> parts_of(std::string_view text) {
  DateParts parts;
  int* values[] = {&parts.first, &parts.second, &parts.third};
  std::size_t at = 0;
  for (int n = 0; n < 3; ++n) {
    int count = 0;
    while (at < text.size() && is_digit(text[at]) && count < 5)
      *values[n] = *values[n] * 10 + (text[at++] - '0'), ++count;
    if (count == 0 || count > 4) return std::nullopt;
    if (n == 0) parts.digits = count;
    if (n == 2) {
      if (count == 2 && parts.digits <= 2) parts.third += 2000;
      break;
    }
    if (at >= text.size() || (text[at] != '-' && text[at] != '/' && text[at] != '.') ||
        (n == 1 && text[at] != parts.mark))
      return std::nullopt;
    parts.mark = text[at++];
  }
  // A time, or hledger's second date, may follow.
  if (at < text.size() && text[at] != ' ' && text[at] != 'T' && text[at] != '=') return std::nullopt;
  return parts;
}

}  // namespace

void FigureStyle::add_amount(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = end_of_first(text);
    const Marks marks = marks_of(digits_of(text.substr(0, end)));
    const bool both = marks.points > 0 && marks.commas > 0;
    const bool one = marks.points + marks.commas == 1;
    if (both || (one && marks.behind != 3))
      ++(marks.last == '.' ? points_ : commas_);
    else if (marks.points > 1)
      ++commas_;
    else if (marks.commas > 1)
      ++points_;
    text = end < text.size() ? text.substr(end + 2) : std::string_view();
  }
}

bool FigureStyle::decimal_comma() const { return points_ == commas_ ? semicolons_ : commas_ > points_; }

void FigureStyle::add_date(std::string_view text) {
  const auto parts = parts_of(text);
  if (!parts || parts->digits > 2) return;
  if (parts->mark == '.' || parts->first > 12)
    day_first_ = true;
  else if (parts->second > 12)
    month_first_ = true;
}

FigureStyle::Order FigureStyle::order() const {
  if (day_first_ == month_first_) return Order::unknown;
  return day_first_ ? Order::day_first : Order::month_first;
}

bool looks_like_date(std::string_view text) { return parts_of(text).has_value(); }

bool looks_like_amount(std::string_view text) {
  const std::size_t end = end_of_first(text);
  const std::string_view digits = digits_of(text.substr(0, end));
  if (digits.empty()) return false;
  // Words beside the number are a commodity, or else a name with a number in it: "6100 Cloud", "Expenses:Q3".
  std::size_t letters = 0;
  for (const char c : text.substr(0, end)) letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1u : 0u;
  return letters <= 4 && text.find(':') == std::string_view::npos && !looks_like_date(text);
}

std::optional<Date> read_date(std::string_view text, FigureStyle::Order order) {
  if (text.size() == 8 && std::ranges::all_of(text, is_digit)) {
    const int number = std::stoi(std::string(text));
    return make_date(number / 10'000, number / 100 % 100, number % 100);
  }
  const auto parts = parts_of(text);
  if (!parts) return std::nullopt;
  if (parts->digits == 4) return make_date(parts->first, parts->second, parts->third);
  if (parts->first > 12 || parts->first == parts->second)
    order = FigureStyle::Order::day_first;
  else if (parts->second > 12)
    order = FigureStyle::Order::month_first;
  if (parts->mark == '.') order = FigureStyle::Order::day_first;
  if (order == FigureStyle::Order::unknown) return std::nullopt;
  return order == FigureStyle::Order::day_first ? make_date(parts->third, parts->second, parts->first)
                                                : make_date(parts->third, parts->first, parts->second);
}

namespace {

std::string_view commodity_of(std::string_view text, std::string_view digits) {
  const auto strip = [](std::string_view part) {
    constexpr std::string_view kAround = " -+()\"\t";
    const std::size_t first = part.find_first_not_of(kAround);
    if (first == std::string_view::npos) return std::string_view();
    return part.substr(first, part.find_last_not_of(kAround) - first + 1);
  };
  const auto begin = static_cast<std::size_t>(digits.data() - text.data());
  const std::string_view before = strip(text.substr(0, begin));
  if (!before.empty()) return before;
  std::string_view after = text.substr(begin + digits.size());
  // Beancount and hledger may add a cost: "10 AAPL {150.00 USD}", "10 EUR @ 1.10 USD".
  after = after.substr(0, std::min(after.find('{'), after.find('@')));
  return strip(after);
}

std::optional<PostedAmount> read_one(std::string_view text, bool decimal_comma) {
  // The sign and the number stand before any cost.
  const std::string_view digits = digits_of(text);
  if (digits.empty()) return std::nullopt;
  const std::string decimal = plain_decimal(digits, decimal_comma ? ',' : '.');
  const auto units =
      decimal.empty() ? std::nullopt : parse_decimal(decimal.ends_with('.') ? decimal + "0" : decimal, Unit::money);
  if (!units) return std::nullopt;
  const auto begin = static_cast<std::size_t>(digits.data() - text.data());
  const std::string_view before = text.substr(0, begin);
  const bool parenthesis = before.find('(') != std::string_view::npos;
  const bool minus = before.find('-') != std::string_view::npos || before.find("\u2212") != std::string_view::npos ||
                     text.substr(begin + digits.size()).starts_with('-');
  PostedAmount amount;
  amount.units = parenthesis != minus ? -*units : *units;
  amount.commodity = commodity_of(text, digits);
  return amount;
}

}  // namespace

std::vector<PostedAmount> read_posted_amounts(std::string_view text, bool decimal_comma) {
  std::vector<PostedAmount> amounts;
  while (!text.empty()) {
    const std::size_t end = end_of_first(text);
    const auto amount = read_one(text.substr(0, end), decimal_comma);
    if (!amount) return {};
    amounts.push_back(*amount);
    text = end < text.size() ? text.substr(end + 2) : std::string_view();
  }
  return amounts;
}

Currency currency_of_commodity(std::string_view commodity, Currency stated) {
  struct Sign {
    std::string_view sign;
    std::string_view code;
  };
  constexpr Sign kSigns[] = {{"$", "USD"},  {"US$", "USD"}, {"€", "EUR"},   {"£", "GBP"},   {"¥", "JPY"},
                             {"₹", "INR"},  {"₽", "RUB"},   {"₴", "UAH"},   {"₩", "KRW"},   {"₫", "VND"},
                             {"₦", "NGN"},  {"₱", "PHP"},   {"₺", "TRY"},   {"₪", "ILS"},   {"฿", "THB"},
                             {"A$", "AUD"}, {"C$", "CAD"},  {"R$", "BRL"},  {"Fr.", "CHF"}, {"zł", "PLN"},
                             {"Kč", "CZK"}, {"грн", "UAH"}, {"руб", "RUB"}, {"円", "JPY"}};
  constexpr std::string_view kDollars[] = {"ARS", "AUD", "CAD", "CLP", "COP", "HKD", "JMD",
                                           "MXN", "NZD", "SGD", "TTD", "TWD", "UYU"};
  constexpr std::string_view kCrowns[] = {"DKK", "ISK", "NOK", "SEK"};
  if (commodity == "$" && std::ranges::find(kDollars, stated.code()) != std::end(kDollars)) return stated;
  if ((commodity == "kr" || commodity == "kr.") && std::ranges::find(kCrowns, stated.code()) != std::end(kCrowns))
    return stated;
  if (commodity == "¥" && stated == Currency("CNY")) return stated;
  const auto sign = std::ranges::find(kSigns, commodity, &Sign::sign);
  if (sign != std::end(kSigns)) return Currency(sign->code);
  if (commodity.size() == 3) {
    std::string code(commodity);
    for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return Currency(code);
  }
  return {};
}

}  // namespace qd::sources
