// Tables of amounts: expenses, revenue, price lists, budgets against actuals, scenarios.
#include <algorithm>

#include <fmt/format.h>

#include "base/slug.hpp"
#include "ingest/attribute.hpp"
#include "ingest/entry.hpp"
#include "ingest/money.hpp"
#include "ingest/money_columns.hpp"
#include "ingest/table.hpp"

namespace qd::ingest {

namespace {

using model::AttributeKey;

class MoneyTable {
 public:
  MoneyTable(Page& page, const Table& table)
      : page_(page), table_(table), columns_(choose_money_columns(page, table)), sources_(columns_.sources) {}

  bool read() {
    if (columns_.alternatives) return skip();
    if (sources_.empty()) return false;
    find_last_total();
    if (columns_.against) find_income();
    const auto first = static_cast<std::uint32_t>(page_.facts().size());
    for (std::size_t row = 0; row < table_.rows(); ++row) read_row(row);
    page_.list_sum = sources_.front().sum;
    const auto end = static_cast<std::uint32_t>(page_.facts().size());
    if (end > first) page_.groups.push_back({first, end, page_.section().title});
    return any_ || end > first;
  }

 private:
  /// Takes the table without reading anything from it.
  bool skip() {
    for (std::size_t row = 0; row < table_.rows(); ++row) page_.count(true);
    return true;
  }

  [[nodiscard]] const Meaning& header(std::size_t c) { return page_.meaning(table_.column(c).title); }
  [[nodiscard]] bool is(std::initializer_list<Topic> topics) const {
    return page_.section().topic && std::ranges::find(topics, *page_.section().topic) != topics.end();
  }

  // ---- rows

  [[nodiscard]] RowSort sort_of(std::size_t row) {
    const Line& cell = table_.cell(row, table_.label_column());
    if (cell.empty()) return is_bold_total(row) ? RowSort::total : RowSort::item;
    const std::string_view label = clean_heading(cell.text);
    if (label.starts_with('+') && label.find('%') != std::string_view::npos) return RowSort::result;
    const Meaning& meaning = page_.meaning(main_part(label));
    if (is_last_and_bold(row)) return RowSort::total;
    if (meaning.row == RowSort::statistic && (columns_.tiers || columns_.side == "unit.price"))
      return RowSort::item;  // the plan "Growth"
    if (meaning.row == RowSort::result || meaning.row == RowSort::statistic) {
      const bool named = meaning.label != PredicateId::none && page_.predicate(meaning.label).starts_with("money.");
      if (named) return RowSort::item;
    }
    return meaning.row;
  }

  [[nodiscard]] bool is_bold_total(std::size_t row) const {
    // Where most cells of the column are bold, being bold says nothing.
    return std::ranges::any_of(sources_, [&](const MoneySource& s) {
      if (!table_.cell(row, s.column).wholly_bold()) return false;
      std::size_t bold = 0;
      for (std::size_t r = 0; r < table_.rows(); ++r) bold += table_.cell(r, s.column).wholly_bold();
      return bold <= 2;
    });
  }

  /// The one bold amount of a column, in its last row and with a bold name: a total, whatever it is called.
  [[nodiscard]] bool is_last_and_bold(std::size_t row) const {
    constexpr std::size_t kFewestItems = 2;
    if (row + 1 != table_.rows() || row < kFewestItems || !table_.cell(row, table_.label_column()).wholly_bold())
      return false;
    const auto bold = [&](std::size_t r) {
      return std::ranges::any_of(sources_,
                                 [&](const MoneySource& s) { return table_.cell(r, s.column).wholly_bold(); });
    };
    for (std::size_t r = 0; r < row; ++r) {
      if (bold(r)) return false;
    }
    return bold(row);
  }

  void find_last_total() {
    std::size_t items = 0;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const RowSort sort = sort_of(row);
      if (sort == RowSort::item && !is_category(row)) ++items;
      if (sort != RowSort::total || items == 0) continue;
      last_total_ = row;
      for (const MoneySource& source : sources_) {
        const auto stated = read_cadence(table_.text(row, source.column));
        if (stated && *stated != Cadence::once) total_per_ = *stated;
      }
    }
  }

  /// A row that names a group and has no amounts.
  [[nodiscard]] bool is_category(std::size_t row) const {
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      if (c != table_.label_column() && !table_.text(row, c).empty()) return false;
    }
    return !table_.text(row, table_.label_column()).empty();
  }

  void read_row(std::size_t row) {
    if (is_category(row)) {
      label_ = {};
      for (MoneySource& source : sources_) source.part.clear();
      page_.count(true);
      return;
    }
    const RowSort sort = sort_of(row);
    if (sort == RowSort::total || sort == RowSort::subtotal) return check(row);
    const bool after = last_total_ != Table::npos && row > last_total_;
    if (sort != RowSort::item || after) {
      page_.count(true);
      any_ = true;
      return;
    }
    const Line& cell = table_.cell(row, table_.label_column());
    if (!cell.empty()) label_ = clean_heading(cell.text);
    if (cell.empty() && !cell.struck.empty()) {  // the whole row was struck
      page_.count(true);
      return;
    }
    bool said = false;
    for (MoneySource& source : sources_) said = read_source(row, source) || said;
    any_ = any_ || said;
    page_.count(said);
  }

  void check(std::size_t row) {
    for (MoneySource& source : sources_) {
      const auto total = cell_amount(row, source, {});
      if (total && total->form == AmountForm::value && !equals(source.part, *total) && !equals(source.sum, *total))
        check_total(page_, source.part.items > 1 ? source.part : source.sum, *total, table_.line(row),
                    table_.text(row, source.column));
      source.part.clear();
    }
    page_.count(true);
    any_ = true;
  }

  static bool equals(const RunningSum& sum, const Amount& total) {
    return sum.valid && sum.items > 0 && sum.lo == total.quantity.lo && sum.hi == total.quantity.hi;
  }

  /// The period of the row: its own column, else what the label says.
  [[nodiscard]] Cadence row_cadence(std::size_t row) {
    Cadence per = Cadence::unstated;
    if (const std::size_t c = table_.find(Field::cadence); c != Table::npos) {
      const std::string_view cell = table_.text(row, c);
      const Meaning& meaning = page_.meaning(cell);
      per = page_.meanings.cadence_of(cell).value_or(meaning.per);
      if (per == Cadence::unstated && meaning.has(Hint::once)) per = Cadence::once;
      if (per == Cadence::unstated) per = parse_cadence(cell).value_or(Cadence::unstated);
    }
    if (const std::size_t c = table_.find(Field::kind); c != Table::npos && per == Cadence::unstated) {
      if (page_.meaning(table_.text(row, c)).has(Hint::once))
        per = Cadence::once;
      else
        per = page_.meaning(table_.text(row, c)).per;
    }
    if (per == Cadence::unstated) per = page_.meaning(main_part(label_)).per;
    return per;
  }

  std::optional<Amount> cell_amount(std::size_t row, const MoneySource& source, Cadence per) {
    std::size_t column = source.column;
    if (source.otherwise != Table::npos && says_nothing(table_.text(row, column))) column = source.otherwise;
    const Column& of = table_.column(column);
    AmountContext context = page_.amount_context(Unit::money);
    if (context.per == Cadence::unstated) context.per = total_per_;
    if (columns_.label_per != Cadence::unstated) context.per = columns_.label_per;
    if (of.per != Cadence::unstated) context.per = of.per;
    if (of.role == Field::annual) context.per = Cadence::year;
    if (header(column).has(Hint::once)) context.per = Cadence::once;
    if (per != Cadence::unstated) context.per = per;
    if (of.currency.stated())
      context.currency = of.currency;
    else if (of.money == 0 && columns_.currency.stated() && !page_.section().currency.stated())
      context.currency = columns_.currency;
    if (const std::size_t c = table_.find(Field::currency); c != Table::npos) {
      if (const auto currency = read_currency(table_.text(row, c), page_.amounts.signs)) context.currency = *currency;
    }
    if (of.multiplier != 1) context.multiplier = of.multiplier;
    const auto amount = read_amount(table_.text(row, column), context);
    const bool signless = amount && !amount->currency_stated && amount->form == AmountForm::value &&
                          amount->quantity.unit == Unit::money && amount->quantity.hi != 0;
    if (signless && of.money > 0 && !of.currency.stated() && !page_.section().currency.stated()) return std::nullopt;
    const bool bare =
        amount && !amount->currency_stated && amount->form == AmountForm::value && amount->quantity.unit == Unit::money;
    if (bare && !ends_there(table_.text(row, column), amount->end)) return std::nullopt;  // "28,908 kWh"
    if (source.high == Table::npos || !amount) return amount;
    return join(*amount, read_amount(table_.text(row, source.high), context));
  }

  /// "Low | High" are the ends of one amount.
  static std::optional<Amount> join(Amount low, const std::optional<Amount>& high) {
    if (!high || high->form != AmountForm::value || low.form == AmountForm::unknown ||
        low.form == AmountForm::ambiguous)
      return high && high->form == AmountForm::value ? high : std::optional(low);
    low.form = AmountForm::value;
    low.quantity.hi = high->quantity.hi;
    low.quantity.open_hi = high->quantity.open_hi;
    if (low.quantity.hi < low.quantity.lo) std::swap(low.quantity.lo, low.quantity.hi);
    return low;
  }

  [[nodiscard]] std::string_view predicate_for(std::size_t row, const MoneySource& source, const Amount& amount) {
    if (const std::size_t c = table_.find(Field::kind); c != Table::npos) {
      const Meaning& meaning = page_.meaning(table_.text(row, c));
      if (meaning.label != PredicateId::none) {
        std::string_view predicate = page_.predicate(meaning.label);
        if (is({Topic::unit_economics}) && predicate == "money.expense") predicate = "unit.cost";
        if (is({Topic::unit_economics}) && predicate == "money.revenue") predicate = "unit.price";
        if (predicate.starts_with("money.") || predicate.starts_with("unit.") || predicate.starts_with("channel."))
          return predicate;
      }
      if (meaning.has(Hint::deposit)) return "money.deposit";
      if (meaning.has(Hint::expense) && source.predicate.empty()) return "money.expense";
      if (meaning.has(Hint::revenue) && source.predicate.empty()) return "money.revenue";
      if (table_.text(row, c) == "in" || table_.text(row, c) == "In") return "money.revenue";
      if (table_.text(row, c) == "out" || table_.text(row, c) == "Out") return "money.expense";
    }
    const Meaning& label = page_.meaning(label_);
    if (columns_.label_only && (label.label == PredicateId::none || !page_.predicate(label.label).starts_with("unit.")))
      return {};
    if (page_.predicate(label.label).starts_with("other.")) return page_.predicate(label.label);
    std::string_view predicate = source.predicate.empty() && !columns_.label_only ? columns_.side : source.predicate;
    const bool plans = source.title_as == AttributeKey::product && predicate == "unit.price";
    if (plans && (label.has(Topic::budget) || label.has(Topic::expenses) || label.has(Hint::result))) return {};
    if (predicate == "money.expense" && label.has(Hint::channel_spend)) return "channel.spend";
    if (predicate == "money.revenue" && label.has(Hint::deposit)) return "money.deposit";
    if (predicate == "money.expense" && is({Topic::financials}) && label.has(Hint::revenue) &&
        !label.has(Hint::expense))
      return "money.revenue";
    if (page_.section().weighed || (predicate == "unit.price" && is_of_machines(amount))) return {};
    predicate = offered(page_, predicate, label_, amount, text_behind(row, source, amount));
    if (!predicate.empty())
      return amount.quantity.unit == Unit::ratio ? std::string_view(predicate.starts_with("unit.") ? "unit.fee" : "")
                                                 : predicate;
    const Choice choice =
        choose(page_, label_, amount, columns_.against ? std::optional(Topic::financials) : page_.section().topic);
    if (choice.part == Part::item) return choice.predicate;
    // What a budget is kept for is paid, unless the table has income too.
    const bool paid =
        columns_.against && choice.part == Part::other && amount.quantity.unit == Unit::money && !has_income_;
    return paid ? "money.expense" : std::string_view();
  }

  [[nodiscard]] std::string_view text_behind(std::size_t row, const MoneySource& source, const Amount& amount) const {
    const std::string_view cell = table_.text(row, source.column);
    return cell.substr(std::min(amount.end, cell.size()));
  }

  void find_income() {
    for (std::size_t row = 0; row < table_.rows() && !has_income_; ++row) {
      const Meaning& label = page_.meaning(clean_heading(table_.text(row, table_.label_column())));
      has_income_ = label.has(Hint::revenue) || label.has(Topic::revenue);
    }
  }

  bool read_source(std::size_t row, MoneySource& source) {
    if (label_.empty()) return false;
    const auto amount = cell_amount(row, source, row_cadence(row));
    if (!amount) return says_nothing(table_.text(row, source.column));
    if (amount->form == AmountForm::unknown && sources_.size() > 1) return true;  // another column has the figure
    const bool nothing = amount->quantity.lo == 0 && amount->quantity.hi == 0;
    const bool word = amount->form == AmountForm::zero && !has_digit(table_.text(row, source.column));
    if (word && columns_.side == "money.revenue") return true;  // "Free" is what something costs
    if (nothing && sources_.size() > 1 && amount->quantity.per == Cadence::once) return true;  // no set-up cost
    std::string_view predicate = predicate_for(row, source, *amount);
    std::string other;
    if (predicate.empty()) {
      if (columns_.label_only || page_.section().weighed || amount->quantity.unit != Unit::money) return false;
      unclassified(row, source);
      predicate = other = "other." + slug(label_);
    }
    if (amount->quantity.unit != Unit::money && !predicate.starts_with("unit.") && !predicate.starts_with("claim.") &&
        amount->form == AmountForm::value)
      return false;
    Draft& draft = page_.start(predicate, table_.line(row));
    if (source.basis && draft.fact.basis != model::Basis::historical) draft.fact.basis = *source.basis;
    if (source.title_as != AttributeKey::label) page_.note(draft, source.title_as, table_.column(source.column).title);
    add_columns(draft, row);
    apply_basis(page_, draft, page_.meaning(label_));
    Amount kept = *amount;
    apply_row_date(draft, row, source, kept);
    keep_item(page_, draft, label_, kept, table_.text(row, source.column));
    source.sum.add(kept);
    source.part.add(kept);
    return true;
  }

  /// A row with a date or period of its own happened once; in the future it is planned.
  void apply_row_date(Draft& draft, std::size_t row, const MoneySource& source, Amount& amount) {
    const std::string_view predicate = page_.out->text(draft.fact.predicate);
    if (predicate != "money.expense" && predicate != "money.revenue") return;
    std::optional<Date> begin;
    for (const Field role : {Field::date, Field::period}) {
      const std::size_t c = table_.find(role);
      if (c == Table::npos || begin) continue;
      const std::string_view cell = table_.text(row, c);
      if (const auto found = find_date(cell, page_.date_context()))
        begin = found->date;
      else if (const auto period = read_period(cell, page_.date_context());
               period && period->length != Period::Length::relative)
        begin = period->begin;
    }
    if (!begin) return;
    model::Fact& fact = draft.fact;
    if (fact.basis == model::Basis::actual && *begin > page_.as_of) fact.basis = model::Basis::planned;
    const bool stated = table_.column(source.column).per != Cadence::unstated ||
                        row_cadence(row) != Cadence::unstated ||
                        read_cadence(table_.text(row, source.column)).has_value();
    // "Monthly income" above rows with dates says how often the list is made.
    const bool inherited = table_.has(Field::date) && amount.quantity.per == page_.section().per && !stated;
    if ((amount.quantity.per == Cadence::unstated || inherited) && fact.basis == model::Basis::actual)
      amount.quantity.per = Cadence::once;
  }

  void unclassified(std::size_t row, const MoneySource& source) {
    page_.complain(Severity::warning, "amount-unclassified", table_.line(row), table_.text(row, source.column),
                   fmt::format("nothing says whether \"{}\" is an expense, a revenue or a price", label_),
                   "add a column \"Kind\", or put the table under Expenses, Revenue or Pricing");
  }

  void add_columns(Draft& draft, std::size_t row) {
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      const bool source = std::ranges::any_of(sources_, [c](const MoneySource& s) { return s.column == c; });
      if (c == table_.label_column() || source) continue;
      switch (table_.column(c).role) {
        case Field::account:
        case Field::date:
        case Field::period:
        case Field::channel:
        case Field::customer:
        case Field::product:
        case Field::note:
        case Field::owner:
        case Field::due:
        case Field::region:
        case Field::purpose:
        case Field::id:
        case Field::start:
        case Field::end:
          add_attribute(page_, draft, table_.column(c).role, table_.text(row, c));
          break;
        case Field::quantity:
          add_attribute(page_, draft, Field::quantity, table_.text(row, c));
          break;
        case Field::status:
          add_status(draft, table_.text(row, c));
          break;
        case Field::basis: {
          const Meaning& meaning = page_.meaning(table_.text(row, c));
          if (meaning.basis && draft.fact.basis != model::Basis::historical) draft.fact.basis = *meaning.basis;
          break;
        }
        default:
          break;
      }
    }
  }

  void add_status(Draft& draft, std::string_view cell) {
    const Meaning& meaning = page_.meaning(cell);
    add_attribute(page_, draft, Field::status, cell);
    if (draft.fact.basis != model::Basis::actual) return;
    if (meaning.state == State::planned || meaning.basis == model::Basis::planned)
      draft.fact.basis = model::Basis::planned;
    if (meaning.state == State::dropped) draft.fact.basis = model::Basis::historical;
  }

  Page& page_;
  const Table& table_;
  MoneyColumns columns_;
  std::vector<MoneySource>& sources_;
  bool has_income_ = false;  ///< some row names income
  bool any_ = false;
  std::size_t last_total_ = Table::npos;
  Cadence total_per_ = Cadence::unstated;  ///< "**~$483/mo**" of the total is the period of its items
  std::string_view label_;
};

}  // namespace

bool read_money_table(Page& page, const Table& table) { return MoneyTable(page, table).read(); }

}  // namespace qd::ingest
