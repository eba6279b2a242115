#include "sources/books/columns.hpp"

#include <algorithm>

#include "base/slug.hpp"
#include "sources/books/figures.hpp"

namespace qd::sources {

namespace {

struct Name {
  std::string_view name;  // a slug
  Field field;
};
// In the order of preference: the first column that is there wins.
constexpr Name kNames[] = {
    {"date", Field::date},
    {"datum", Field::date},
    {"fecha", Field::date},
    {"posting-date", Field::date},
    {"transaction-date", Field::date},
    {"account", Field::account},
    {"account-name", Field::account},
    {"konto", Field::account},
    {"cuenta", Field::account},
    {"compte", Field::account},
    {"category", Field::account},
    {"description", Field::label},
    {"payee", Field::label},
    {"memo", Field::label},
    {"label", Field::label},
    {"text", Field::label},
    {"narration", Field::narration},
    {"amount", Field::amount},
    {"position", Field::amount},
    {"number", Field::amount},
    {"betrag", Field::amount},
    {"importe", Field::amount},
    {"montant", Field::amount},
    {"units-position", Field::amount},
    {"value", Field::amount},
    {"currency", Field::currency},
    {"commodity", Field::currency},
    {"waehrung", Field::currency},
    {"wahrung", Field::currency},
    {"moneda", Field::currency},
    {"devise", Field::currency},
    {"debit", Field::debit},
    {"soll", Field::debit},
    {"credit", Field::credit},
    {"haben", Field::credit},
    {"entity", Field::entity},
    {"business", Field::entity},
    {"company", Field::entity},
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

void Columns::set(Field field, std::size_t column) {
  std::size_t& at = at_[static_cast<std::size_t>(field)];
  if (at == kNone) at = column;
}

bool Columns::read_names(const text::CsvRow& row) {
  std::vector<std::string> slugs;
  for (const std::string_view cell : row.fields) slugs.push_back(slug(trimmed(cell)));
  for (const Name& name : kNames) {
    const auto found = std::ranges::find(slugs, name.name);
    if (found != slugs.end()) set(name.field, static_cast<std::size_t>(found - slugs.begin()));
  }
  const auto named = [&](std::string_view name) { return std::ranges::find(slugs, name) != slugs.end(); };
  if (named("txnidx"))
    dialect_ = Dialect::hledger;
  else if (named("narration") || named("position"))
    dialect_ = Dialect::beancount;
  const bool amounts = has(Field::amount) || has(Field::debit) || has(Field::credit);
  header_ = has(Field::date) && has(Field::account) && amounts;
  return header_;
}

/// A first row of data: ledger's eight columns, or date, account, description, amount[, currency].
bool Columns::read_shape(const text::CsvRow& row) {
  const auto& cells = row.fields;
  if (cells.size() < 4 || !looks_like_date(trimmed(cells[0]))) return false;
  const auto figure = [&](std::size_t column) {
    return column < cells.size() && looks_like_amount(trimmed(cells[column]));
  };
  if (cells.size() >= 6 && figure(5) && !figure(3) && !figure(4)) {
    dialect_ = Dialect::ledger;
    set(Field::date, 0), set(Field::label, 2), set(Field::account, 3), set(Field::currency, 4), set(Field::amount, 5);
    return true;
  }
  if (!figure(3)) return false;
  set(Field::date, 0), set(Field::account, 1), set(Field::label, 2), set(Field::amount, 3);
  if (cells.size() > 4) set(Field::currency, 4);
  return true;
}

std::optional<Columns> Columns::of(const text::CsvRow& first) {
  Columns columns;
  if (columns.read_names(first)) return columns;
  Columns shape;
  if (shape.read_shape(first)) return shape;
  return std::nullopt;
}

std::string_view Columns::cell(const text::CsvRow& row, Field field) const {
  const std::size_t at = at_[static_cast<std::size_t>(field)];
  return at < row.fields.size() ? trimmed(row.fields[at]) : std::string_view();
}

}  // namespace qd::sources
