#include "sources/books/account.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/slug.hpp"

namespace qd::sources {

namespace {

/// Words of an account's name as "-word-word-", so that a whole word is found by one search.
class Words {
 public:
  explicit Words(std::string_view name) : text_("-" + slug(name) + "-") {}

  template <std::size_t N>
  [[nodiscard]] bool any_of(const std::string_view (&words)[N]) const {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text_.find("-" + std::string(word) + "-") != std::string::npos; });
  }
  template <std::size_t N>
  [[nodiscard]] bool starts_with(const std::string_view (&words)[N]) const {
    return std::ranges::any_of(words, [&](std::string_view word) {
      return std::string_view(text_).starts_with("-" + std::string(word) + "-");
    });
  }

 private:
  std::string text_;
};

/// The number of the chart that the name starts with: "6100 Cloud", "6100:Cloud", "Expenses:6100 Cloud".
std::optional<int> chart_number(std::string_view name) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool start = at == 0 || name[at - 1] == ':' || name[at - 1] == '/' || name[at - 1] == ' ';
    if (!start || name[at] < '0' || name[at] > '9') continue;
    int number = 0;
    std::size_t end = at;
    for (; end < name.size() && name[end] >= '0' && name[end] <= '9' && end - at < 5; ++end)
      number = number * 10 + (name[end] - '0');
    const bool whole = end == name.size() || name[end] == ' ' || name[end] == ':' || name[end] == '-' ||
                       name[end] == '/' || name[end] == '.';
    if (end - at == 4 && whole) return number;
    return std::nullopt;
  }
  return std::nullopt;
}

AccountClass class_of_number(int number) {
  if (number >= 1000 && number <= 1099) return AccountClass::cash;
  if (number >= 1100 && number <= 1199) return AccountClass::receivable;
  if (number < 2000) return AccountClass::debit;
  if (number <= 2099) return AccountClass::deposit;
  if (number < 4000) return AccountClass::credit;
  if (number <= 4999) return AccountClass::revenue;
  if (number <= 6999) return AccountClass::expense;
  return AccountClass::unknown;
}

constexpr std::string_view kReceivable[] = {"receivable", "receivables", "debtors", "forderungen",
                                            "accounts-receivable"};
constexpr std::string_view kCash[] = {"cash",  "checking", "bank", "savings", "petty",  "kasse",  "banque",
                                      "banco", "caja",     "giro", "paypal",  "stripe", "current"};
constexpr std::string_view kDeposit[] = {"deposit", "deposits", "unearned", "deferred", "prepayments", "anzahlungen"};
constexpr std::string_view kTax[] = {"tax", "taxes", "vat", "gst", "payable", "payables"};
constexpr std::string_view kRevenue[] = {"revenue", "revenues", "income",   "sales",  "einnahmen",
                                         "umsatz",  "ingresos", "recettes", "ricavi", "receitas"};
constexpr std::string_view kExpense[] = {"expense", "expenses", "cost",  "costs",    "ausgaben", "gastos",
                                         "charges", "spese",    "costi", "despesas", "cogs"};
constexpr std::string_view kAsset[] = {"asset", "assets", "aktiva", "activos", "actif"};
constexpr std::string_view kLiability[] = {"liability", "liabilities", "equity", "passiva",
                                           "pasivos",   "passif",      "capital"};

AccountClass class_of_asset(const Words& words) {
  if (words.any_of(kReceivable)) return AccountClass::receivable;
  return words.any_of(kCash) ? AccountClass::cash : AccountClass::debit;
}

}  // namespace

AccountClass classify_account(std::string_view name) {
  // The root of a hierarchy says more than a number or a word further down: "Expenses:Bank fees".
  const Words words(name);
  if (words.starts_with(kExpense)) return AccountClass::expense;
  if (words.starts_with(kAsset)) return class_of_asset(words);
  if (words.starts_with(kLiability)) return words.any_of(kDeposit) ? AccountClass::deposit : AccountClass::credit;
  if (const auto number = chart_number(name)) return class_of_number(*number);
  if (words.starts_with(kRevenue) && !words.any_of(kTax)) return AccountClass::revenue;
  if (words.any_of(kReceivable)) return AccountClass::receivable;
  if (words.any_of(kDeposit)) return AccountClass::deposit;
  if (words.any_of(kExpense)) return AccountClass::expense;
  if (words.any_of(kTax)) return AccountClass::credit;
  if (words.any_of(kRevenue)) return AccountClass::revenue;
  if (words.starts_with(kCash)) return AccountClass::cash;
  return AccountClass::unknown;
}

}  // namespace qd::sources
