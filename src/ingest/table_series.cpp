// Tables with periods in their rows or columns: each period of each series is a fact of its own.
#include <algorithm>

#include "base/slug.hpp"
#include "ingest/attribute.hpp"
#include "ingest/entry.hpp"
#include "ingest/money.hpp"
#include "ingest/table.hpp"
#include "model/predicates.hpp"

namespace qd::ingest {

namespace {

using model::AttributeKey;
using model::Basis;

Cadence cadence_of(Period::Length length) {
  switch (length) {
    case Period::Length::day:
      return Cadence::day;
    case Period::Length::week:
      return Cadence::week;
    case Period::Length::month:
      return Cadence::month;
    case Period::Length::quarter:
      return Cadence::quarter;
    case Period::Length::year:
      return Cadence::year;
    default:
      return Cadence::unstated;
  }
}

/// "month 3" and "year 1" have a length too.
Cadence cadence_of(const Period& period) {
  if (period.length != Period::Length::relative) return cadence_of(period.length);
  if (period.label.starts_with("month")) return Cadence::month;
  if (period.label.starts_with("year")) return Cadence::year;
  if (period.label.starts_with("quarter")) return Cadence::quarter;
  if (period.label.starts_with("week")) return Cadence::week;
  return Cadence::unstated;
}

class SeriesTable {
 public:
  SeriesTable(Page& page, const Table& table) : page_(page), table_(table) {}

  bool read() {
    for (std::size_t c = 0; c < table_.columns() && attribute_columns_.size() < Draft::kMostAttributes; ++c) {
      const Field role = table_.column(c).role;
      if (role == Field::account || role == Field::channel || role == Field::customer || role == Field::product)
        attribute_columns_.push_back(c);
      signs_ = signs_ || table_.column(c).money > 0;
    }
    std::size_t headers = 0;
    for (const Column& column : table_.all_columns()) headers += column.period.has_value();
    if (headers >= 2 || (headers == 1 && table_.columns() == 2)) return read_columns();
    return read_rows();
  }

 private:
  // ---- periods as rows

  bool read_rows() {
    if (table_.columns() < 2) return false;
    std::size_t column = Table::npos;
    for (std::size_t c = 0; c < std::min<std::size_t>(table_.columns(), 2) && column == Table::npos; ++c) {
      if (find_periods(c)) column = c;
    }
    // "Date | Delivery | Amount" lists things that happened: each row has a name, and its date is an attribute.
    if (column == Table::npos || (table_.label_column() != column && table_.label_column() != 0) ||
        !finds_series(column))
      return false;
    drop_nested_periods();
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      page_.count(true);
      if (!periods_[row]) continue;
      for (const Series& series : series_) read_row_value(row, series);
    }
    return true;
  }

  bool find_periods(std::size_t column) {
    periods_.assign(table_.rows(), std::nullopt);
    std::size_t found = 0, candidates = 0;
    constexpr std::size_t kLongestName = 12;
    const bool period_header = table_.column(column).role == Field::period;
    const bool year = page_.meanings.cadence_of(table_.column(column).title) == Cadence::year;
    const std::string name = year ? "year " : "month ";
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string_view cell = clean_cell(table_.text(row, column));
      if (cell.empty() || page_.meaning(cell).row != RowSort::item) continue;
      ++candidates;
      DateContext dates = page_.date_context();
      if (row > 0 && periods_[row - 1] && periods_[row - 1]->length != Period::Length::relative)
        dates.year = static_cast<int>(periods_[row - 1]->begin.civil().year());
      if (auto period = read_period(cell, dates)) {
        periods_[row] = std::move(period);
      } else if (period_header && is_count(cell) && table_.column(column).title.size() <= kLongestName) {
        periods_[row] = Period{Period::Length::relative, {}, {}, name + std::string(cell)};
      }
      found += periods_[row].has_value();
      if (candidates - found >= found + table_.rows() - row - 1) return false;  // whatever the others are
    }
    return found >= 2 ? found * 2 > candidates : found == 1 && candidates == 1 && period_header;
  }

  /// "3", "10+", "1–2" below "Month".
  static bool is_count(std::string_view cell) {
    constexpr std::size_t kLongest = 7;
    return cell.size() <= kLongest && has_digit(cell) &&
           cell.find_first_not_of("0123456789+-\xE2\x80\x93 ") == std::string_view::npos;
  }

  static std::string_view clean_cell(std::string_view cell) {
    const std::size_t paren = cell.find(" (");
    return trim(cell.substr(0, paren));
  }

  struct Series {
    std::size_t column = 0;
    std::string_view predicate;
    std::optional<Basis> basis;
    Unit unit = Unit::money;
  };

  bool finds_series(std::size_t period_column) {
    series_.clear();
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      if (c == period_column) continue;
      const Column& column = table_.column(c);
      if (column.filled == 0 || column.numbers * 2 < column.filled) continue;
      const std::string_view predicate = predicate_of(column);
      if (predicate.empty()) continue;
      const auto known = model::find_predicate(predicate);
      series_.push_back(
          {c, predicate, column.basis, known && known->shape == model::Shape::count ? Unit::count : Unit::money});
    }
    drop_totals();
    return !series_.empty();
  }

  /// A column "Total revenue" beside its parts.
  void drop_totals() {
    const auto is_total = [&](const Series& s) { return table_.column(s.column).total; };
    std::erase_if(series_, [&, all = series_](const Series& total) {
      return is_total(total) && std::ranges::any_of(all, [&](const Series& part) {
               return !is_total(part) && part.predicate == total.predicate && part.basis == total.basis;
             });
    });
  }

  [[nodiscard]] std::string_view side() {
    const std::optional<Topic> topic = page_.section().topic;
    // "Revenue | Year 1 | Year 2" below a budget.
    const Meaning& rows = page_.meaning(table_.column(table_.label_column()).title);
    if (topic == Topic::budget && rows.topics_whole && rows.has(Topic::revenue)) return "money.revenue";
    if (topic == Topic::expenses || topic == Topic::budget) return "money.expense";
    if (topic == Topic::revenue) return "money.revenue";
    return {};
  }

  [[nodiscard]] std::string_view predicate_of(const Column& column) {
    const Meaning& meaning = page_.meaning(column.title);
    if (meaning.has(Mark::homonym) || meaning.row == RowSort::statistic) return {};
    if (page_.predicate(meaning.label).starts_with("other.")) return {};  // "Churned MRR", "GMV"
    switch (column.role) {
      case Field::cumulative:
      case Field::remaining:
      case Field::result:
      case Field::rate:
      case Field::competitor:
      case Field::note:
        return {};
      case Field::revenue:
        return "money.revenue";
      case Field::cost:
        if (meaning.label != PredicateId::none && page_.predicate(meaning.label).starts_with("unit."))
          return page_.predicate(meaning.label);
        return "money.expense";
      case Field::spend:
        return side() == "money.expense" ? side() : "channel.spend";
      case Field::price:
        return "unit.price";
      case Field::bookings:
        return "booking.count";
      case Field::balance:
        return "account.balance";
      default:
        break;
    }
    if (column.total || column.role == Field::annual) return series_.empty() ? side() : std::string_view();
    if (meaning.label != PredicateId::none) {
      const std::string_view predicate = page_.predicate(meaning.label);
      const auto known = model::find_predicate(predicate);
      if (known && known->shape != model::Shape::text && !predicate.starts_with("claim.") &&
          !predicate.starts_with("project."))
        return predicate;
      return {};
    }
    if (meaning.has(Hint::result)) return {};
    const bool value = column.role == Field::amount || column.role == Field::actual || column.role == Field::budget ||
                       column.role == Field::target;
    if (value || column.money * 2 > column.filled) {
      if (!side().empty()) return side();
      if (meaning.has(Hint::expense)) return "money.expense";
      if (meaning.has(Hint::revenue)) return "money.revenue";
    }
    return {};
  }

  /// A month and its weeks, or a year and its months, are the same money twice: the months count.
  void drop_nested_periods() {
    std::size_t months = 0, shorter = 0;
    for (const auto& period : periods_) {
      if (!period) continue;
      months += cadence_of(*period) == Cadence::month;
      shorter += cadence_of(*period) == Cadence::week || cadence_of(*period) == Cadence::day;
    }
    if (months == 0) return;
    for (auto& period : periods_) {
      if (!period) continue;
      const Cadence per = cadence_of(*period);
      if (per != Cadence::month && (shorter > 0 || per == Cadence::quarter || per == Cadence::year)) period.reset();
    }
  }

  void read_row_value(std::size_t row, const Series& series) {
    const auto amount = read_cell(page_, table_, row, series.column, series.unit);
    if (!amount || (amount->form == AmountForm::unknown && series_.size() > 1)) return;
    if (amount->form == AmountForm::value && amount->quantity.unit != series.unit) return;
    const std::string_view cell = table_.text(row, series.column);
    const bool bare = series.unit == Unit::money && amount->form == AmountForm::value && !amount->currency_stated;
    if (bare && !ends_there(cell, amount->end)) return;  // "500 free, 5 paid"
    keep(row, *periods_[row], *amount, series.predicate, series.basis, table_.column(series.column).title,
         table_.text(row, series.column));
  }

  // ---- periods as columns

  bool read_columns() {
    bool any = false;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string_view label = clean_heading(table_.text(row, table_.label_column()));
      if (label.empty()) continue;
      bool said = page_.meaning(label).row != RowSort::item;
      for (std::size_t c = 0; c < table_.columns() && !said_total(label); ++c) {
        if (!table_.column(c).period || c == table_.label_column()) continue;
        said = read_column_value(row, c, label) || said;
      }
      page_.count(said);
      any = any || said;
    }
    return any;
  }

  [[nodiscard]] bool said_total(std::string_view label) {
    const Meaning& meaning = page_.meaning(label);
    if (meaning.row == RowSort::item) return false;
    // "Total revenue" as the only revenue row is the series itself.
    const bool stated = meaning.label != PredicateId::none && page_.predicate(meaning.label).starts_with("claim.");
    return !(stated && meaning.row == RowSort::total && !has_items(label));
  }

  /// Whether other rows hold the items that a total row adds up.
  [[nodiscard]] bool has_items(std::string_view total) {
    const std::string_view claim = page_.predicate(page_.meaning(total).label);
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string_view label = clean_heading(table_.text(row, table_.label_column()));
      const Meaning& meaning = page_.meaning(label);
      if (meaning.row != RowSort::item) continue;
      if (claim == "claim.revenue" && (meaning.has(Hint::revenue) || !side().empty())) return true;
      if (claim != "claim.revenue" && (meaning.has(Hint::expense) || !side().empty())) return true;
    }
    return false;
  }

  bool read_column_value(std::size_t row, std::size_t c, std::string_view label) {
    const Meaning& meaning = page_.meaning(label);
    std::optional<Unit> bare;
    if (!side().empty() || meaning.has(Hint::expense) || meaning.has(Hint::revenue)) bare = Unit::money;
    std::string_view named = meaning.label != PredicateId::none ? page_.predicate(meaning.label) : std::string_view();
    if (named == "claim.revenue") named = "money.revenue";
    if (named == "claim.burn_rate") named = "money.expense";
    if (!named.empty()) {
      const auto known = model::find_predicate(named);
      if (known->shape == model::Shape::count) bare = Unit::count;
      if (known->shape == model::Shape::money) bare = Unit::money;
      if (named.starts_with("claim.") || known->shape == model::Shape::text) return true;
    }
    // Beside amounts with a sign a bare number is a count.
    const bool stated = table_.column(c).currency.stated() || page_.section().currency.stated();
    if (signs_ && !stated && bare == Unit::money) bare.reset();
    const auto amount = read_cell(page_, table_, row, c, bare);
    if (!amount) return says_nothing(table_.text(row, c));
    if (amount->form == AmountForm::unknown) return true;
    std::string_view predicate = named;
    const auto counted = model::find_predicate(named);
    if (counted && counted->shape == model::Shape::count && amount->quantity.unit == Unit::money)
      predicate = {};  // "Charters" in a table of revenue
    if (predicate.empty()) {
      const bool income = side() == "money.revenue";
      const Choice choice = choose(page_, label, *amount, income ? Topic::revenue : page_.section().topic);
      if (choice.part == Part::result) return true;
      predicate = choice.predicate;
    }
    if (predicate.empty() || predicate.starts_with("claim.")) return false;
    const auto known = model::find_predicate(predicate);
    if (known->shape == model::Shape::money && amount->quantity.unit != Unit::money) return false;
    if (known->shape == model::Shape::count && amount->quantity.unit != Unit::count) return false;
    keep(row, *table_.column(c).period, *amount, predicate, table_.column(c).basis, label, table_.text(row, c));
    return true;
  }

  // ---- both

  void keep(std::size_t row, const Period& period, Amount amount, std::string_view predicate,
            std::optional<Basis> basis, std::string_view label, std::string_view text) {
    Draft& draft = page_.start(predicate, table_.line(row));
    for (const std::size_t c : attribute_columns_)
      add_attribute(page_, draft, table_.column(c).role, table_.text(row, c));
    model::Fact& fact = draft.fact;
    const bool relative = period.length == Period::Length::relative;
    if (basis && fact.basis != Basis::historical) fact.basis = *basis;
    const auto known = model::find_predicate(predicate);
    const bool held =
        predicate == "money.deposit" || predicate == "money.receivable" || predicate.starts_with("invoice.");
    if (fact.basis == Basis::actual && !held && (relative || period.begin > page_.as_of)) fact.basis = Basis::planned;
    apply_basis(page_, draft, page_.meaning(label));
    if (amount.quantity.per == Cadence::unstated && known && known->flow) {
      // What came in one month of the past came once; what is planned for a year is planned per year.
      const bool past = fact.basis == Basis::actual || fact.basis == Basis::historical;
      amount.quantity.per = past ? Cadence::once : cadence_of(period);
    }
    if (period.length == Period::Length::day)
      draft.add(model::NewAttribute::of(AttributeKey::date, period.begin));
    else
      page_.note(draft, AttributeKey::period, period.label);
    keep_item(page_, draft, label, amount, text);
  }

  Page& page_;
  const Table& table_;
  std::vector<std::optional<Period>> periods_;
  std::vector<Series> series_;
  std::vector<std::size_t> attribute_columns_;
  bool signs_ = false;  ///< some amounts carry the sign of their currency
};

}  // namespace

bool read_series_table(Page& page, const Table& table) { return SeriesTable(page, table).read(); }

}  // namespace qd::ingest
