#include "ingest/money_columns.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "ingest/money.hpp"

namespace qd::ingest {

namespace {

using model::AttributeKey;

constexpr std::size_t kMostSources = 24;

class ColumnChooser {
 public:
  ColumnChooser(Page& page, const Table& table) : page_(page), table_(table) {}

  MoneyColumns choose() {
    find_side();
    if (out_.side != "unit.price" && rows_are_sizes()) out_.alternatives = true;
    if (out_.alternatives || !choose_sources()) out_.sources.clear();
    return std::move(out_);
  }

 private:
  [[nodiscard]] const Meaning& header(std::size_t c) { return page_.meaning(table_.column(c).title); }
  [[nodiscard]] bool is(std::initializer_list<Topic> topics) const {
    return page_.section().topic && std::ranges::find(topics, *page_.section().topic) != topics.end();
  }

  /// On which side the whole table is, by its headers, else by its section.
  void find_side() {
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      const Meaning& meaning = header(c);
      // Offers of others, ways to do it, cases: one of the rows at most comes true.
      const Field named = c == table_.label_column() ? table_.column(c).role : Field::none;
      if (named == Field::competitor || named == Field::scenario) out_.alternatives = !is({Topic::pricing});
      if (meaning.has(Mark::homonym)) homonym_ = true;
      if (!out_.currency.stated()) out_.currency = table_.column(c).currency;
      if (c != table_.label_column()) continue;
      if (meaning.has(Topic::expenses)) out_.side = "money.expense";
      if (meaning.has(Topic::revenue)) out_.side = "money.revenue";
      const bool plans = named == Field::product && meaning.has(Hint::price) && !table_.has(Field::price);
      if (plans && is({Topic::revenue})) out_.side = "unit.price";
      if (table_.column(c).per != Cadence::unstated) out_.label_per = table_.column(c).per;
    }
    // "Tier | Monthly fee" is a price list wherever it stands.
    out_.tiers = (out_.side.empty() || out_.side == "unit.price") &&
                 !is({Topic::expenses, Topic::budget, Topic::revenue}) &&
                 table_.column(table_.label_column()).role == Field::product;
    if (!out_.side.empty()) return;
    if (is({Topic::expenses, Topic::budget})) out_.side = "money.expense";
    if (is({Topic::revenue})) out_.side = "money.revenue";
    if (is({Topic::pricing})) out_.side = "unit.price";
  }

  [[nodiscard]] bool numeric(std::size_t c) const {
    const Column& column = table_.column(c);
    return column.filled > 0 && column.numbers * 2 >= column.filled;
  }

  [[nodiscard]] std::string_view predicate_of(std::size_t c) {
    const Column& column = table_.column(c);
    const bool units = is({Topic::unit_economics, Topic::pricing});
    const Meaning& meaning = header(c);
    const bool per_unit = meaning.label != PredicateId::none && page_.predicate(meaning.label).starts_with("unit.");
    switch (column.role) {
      case Field::revenue:
        return units ? (column.per == Cadence::unstated ? "unit.price" : "") : "money.revenue";
      case Field::cost:
        if (out_.tiers) return "unit.price";
        if (per_unit || units || is_of_one(column))
          return page_.meaning(column.title).has(Hint::fee) ? "unit.fee" : "unit.cost";
        return "money.expense";
      case Field::spend:
        return table_.has(Field::channel) || is({Topic::channels}) ? "channel.spend" : "money.expense";
      case Field::price:
        if (out_.side == "money.expense") return out_.side;
        // "Tool | Price" is what others ask.
        return header(table_.label_column()).has(Mark::supplier) && !units ? std::string_view() : "unit.price";
      case Field::balance:
        return "account.balance";
      default:
        return {};
    }
  }

  /// "Cost (USD) per 1M".
  [[nodiscard]] static bool is_of_one(const Column& column) {
    return column.per == Cadence::unstated && column.title.find(" per ") != std::string_view::npos;
  }

  /// What is left of "100 GB", "<50 hrs", "10,000" behind the number; nothing when the text is more than a size.
  [[nodiscard]] static std::optional<std::string_view> unit_of_size(std::string_view text) {
    const std::size_t digit = text.find_first_of("0123456789");
    if (digit == std::string_view::npos || text.substr(0, digit).find_first_not_of("<>~≤≥ ") != std::string_view::npos)
      return std::nullopt;
    const std::size_t end = std::min(text.find_first_not_of("0123456789.,+-–kKM ", digit), text.size());
    const std::string_view unit = text.substr(end);
    constexpr std::size_t kFewestDigits = 3;  // less without a unit is a place in the list
    if (unit.empty() && end - digit < kFewestDigits) return std::nullopt;
    return unit.find_first_of(" ×(:/") == std::string_view::npos ? std::optional(unit) : std::nullopt;
  }

  /// A row for each size that the thing may have: "100 GB | $50", "1 TB | $200".
  [[nodiscard]] bool rows_are_sizes() const {
    constexpr std::size_t kLongestScale = 2;  // "GB" and "TB" measure the same
    const Column& label = table_.column(table_.label_column());
    if (label.role == Field::date || label.role == Field::period || label.role == Field::id || label.money > 0 ||
        table_.has(Field::price))
      return false;
    std::optional<std::string_view> first;
    std::size_t sizes = 0;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string_view name = table_.text(row, table_.label_column());
      if (!has_digit(name)) continue;
      const auto unit = unit_of_size(name);
      if (!unit || (first && *unit != *first && std::max(unit->size(), first->size()) > kLongestScale)) return false;
      first = unit;
      ++sizes;
    }
    return sizes >= 2 && sizes + 1 >= table_.rows();
  }

  void add_source(std::size_t c, std::string_view predicate) {
    MoneySource source{.column = c, .predicate = predicate, .basis = table_.column(c).basis};
    const auto& period = table_.column(c).period;
    const bool ahead =
        period && (period->length == Period::Length::relative || period->begin > page_.as_of);  // "Year 1"
    if (ahead && !source.basis) source.basis = model::Basis::planned;
    out_.sources.push_back(source);
  }

  bool choose_sources() {
    if (homonym_) return false;
    if (choose_scenarios() || choose_range()) return true;
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      const Field role = table_.column(c).role;
      const bool amount = role == Field::amount || role == Field::cost || role == Field::revenue ||
                          role == Field::price || (role == Field::spend && c != table_.label_column()) ||
                          role == Field::balance;
      const bool other = page_.predicate(header(c).label).starts_with("other.") ||  // "Savings", "GMV"
                         (role == Field::amount && is_share_of_one(c));
      const bool of_one = role == Field::revenue && is({Topic::unit_economics}) && predicate_of(c).empty();
      if (amount && !other && !of_one && numeric(c) && c != table_.label_column()) add_source(c, predicate_of(c));
    }
    drop_sums();
    choose_once();
    choose_named();
    choose_budget();
    if (out_.sources.empty()) choose_derived();
    if (out_.sources.empty()) choose_nameless();
    // So many priced columns compare things; and what follows looks at each pair of them.
    if (out_.sources.size() > kMostSources) out_.sources.clear();
    drop_factors();
    drop_equivalents();
    drop_shorter();
    drop_annual();
    out_.against = table_.has(Field::actual) && table_.has(Field::budget);
    const bool decided = out_.against || out_.label_only || !out_.side.empty() || table_.has(Field::kind) ||
                         is_money_topic(page_.section().topic);
    std::erase_if(out_.sources, [&](const MoneySource& s) { return s.predicate.empty() && !decided; });
    return !out_.sources.empty();
  }

  bool choose_scenarios() {
    std::size_t scenarios = 0;
    for (std::size_t c = 0; c < table_.columns(); ++c)
      scenarios += table_.column(c).whole == Field::scenario && c != table_.label_column() && numeric(c);
    if (scenarios < 2) return false;
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      if (table_.column(c).whole != Field::scenario || c == table_.label_column()) continue;
      add_source(c, out_.side);
      out_.sources.back().basis = model::Basis::planned;
      out_.sources.back().title_as = AttributeKey::stage;
    }
    return true;
  }

  bool choose_range() {
    const std::size_t low = table_.find(Field::low), high = table_.find(Field::high);
    if (low == Table::npos || high == Table::npos || !numeric(low) || !numeric(high)) return false;
    add_source(low, out_.side);
    out_.sources.back().high = high;
    return !out_.side.empty() || table_.has(Field::kind) || is_money_topic(page_.section().topic);
  }

  /// "Per vehicle" beside "Annual", outside unit economics: the same money again.
  [[nodiscard]] bool is_share_of_one(std::size_t c) const {
    if (is({Topic::unit_economics, Topic::pricing}) || table_.column(c).per != Cadence::unstated) return false;
    const std::string_view title = table_.column(c).title;
    constexpr auto kStarts = std::to_array<std::string_view>({"Per ", "per ", "Per-", "per-"});
    if (std::ranges::none_of(kStarts, [&](std::string_view start) { return title.starts_with(start); })) return false;
    for (std::size_t other = 0; other < table_.columns(); ++other) {
      if (other != c && other != table_.label_column() && table_.column(other).money > 0) return true;
    }
    return false;
  }

  /// "3-month total" beside "Monthly".
  void drop_sums() {
    const auto is_sum = [&](const MoneySource& s) { return table_.column(s.column).total; };
    const bool parts = std::ranges::any_of(out_.sources, [&](const MoneySource& s) {
      const Field role = table_.column(s.column).role;
      return !is_sum(s) && (role == Field::amount || role == Field::cost) &&
             table_.column(s.column).per != Cadence::unstated;
    });
    if (parts && !table_.has(Field::quantity)) std::erase_if(out_.sources, is_sum);
  }

  /// "Setup" beside "Monthly" is money that is paid once.
  void choose_once() {
    if (out_.sources.empty()) return;
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      const bool taken = std::ranges::any_of(out_.sources, [c](const MoneySource& s) { return s.column == c; });
      const Column& column = table_.column(c);
      const bool open = column.role == Field::none || column.role == Field::effort;  // "One time"
      if (taken || c == table_.label_column() || !open || !header(c).has(Hint::once)) continue;
      if (numeric(c) && column.money > 0) add_source(c, out_.sources.front().predicate);
    }
  }

  /// "Deposit", "Receivable": columns whose header is the label of a sum of money.
  void choose_named() {
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      const PredicateId label = header(c).label;
      if (c == table_.label_column() || label == PredicateId::none || !numeric(c)) continue;
      const std::string_view predicate = page_.predicate(label);
      const bool stock = predicate == "money.deposit" || predicate == "money.receivable" || predicate == "money.cash" ||
                         predicate == "unit.fee" || predicate == "booking.value";
      const bool taken = std::ranges::any_of(out_.sources, [c](const MoneySource& s) { return s.column == c; });
      if (stock && !taken) add_source(c, out_.tiers && predicate == "unit.fee" ? "unit.price" : predicate);
    }
  }

  void choose_budget() {
    const bool against = table_.has(Field::actual) || table_.has(Field::budget);
    for (const Field role : {Field::budget, Field::actual, Field::target}) {
      const std::size_t c = table_.find(role);
      if (c == Table::npos || !numeric(c) || (!out_.sources.empty() && !against)) continue;
      std::string_view predicate = out_.side;
      // "Spent" says which side it is on.
      if (predicate.empty() && role == Field::actual && header(c).has(Hint::expense)) predicate = "money.expense";
      add_source(c, predicate);
      out_.sources.back().basis = role == Field::budget   ? model::Basis::budget
                                  : role == Field::target ? model::Basis::target
                                                          : model::Basis::actual;
      if (role == Field::target && header(c).basis) out_.sources.back().basis = header(c).basis;
    }
  }

  void choose_derived() {
    for (const Field role : {Field::total, Field::annual}) {
      const std::size_t c = table_.find(role);
      if (c == Table::npos || !numeric(c) || !out_.sources.empty()) continue;
      const bool cost = header(c).has(Topic::expenses) && !header(c).has(Topic::revenue);  // "Annual cost"
      add_source(c, cost ? "money.expense" : "");
    }
  }

  /// Columns that no word names, with money in most of their cells.
  void choose_nameless() {
    std::size_t found = 0;
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      const Column& column = table_.column(c);
      if (c == table_.label_column() || column.money * 2 < column.filled || column.filled == 0) continue;
      const bool nameless = column.role == Field::none || column.role == Field::channel ||
                            column.role == Field::product || column.role == Field::impact;
      if (!nameless) continue;
      ++found;
      add_source(c, out_.side);
    }
    if (found > 1) {
      // "Marketplace | Direct" are ways to sell, "Weekday | Weekend" offers; elsewhere nobody says what they are.
      if (!is({Topic::unit_economics, Topic::pricing})) {
        // A row "Price" under the names of the plans.
        out_.label_only = true;
        for (MoneySource& source : out_.sources) source.title_as = AttributeKey::product, source.predicate = {};
        return;
      }
      for (MoneySource& source : out_.sources) {
        source.title_as = is({Topic::unit_economics}) ? AttributeKey::channel : AttributeKey::product;
        source.predicate = is({Topic::unit_economics}) ? std::string_view() : out_.side;
      }
    }
  }

  /// "Qty | Unit price | Amount": the amount is the product of the others.
  void drop_factors() {
    const bool spending =
        out_.side == "money.expense" || (out_.side.empty() && !is({Topic::unit_economics, Topic::pricing}));
    const auto is_factor = [&](const MoneySource& s) {
      const PredicateId label = header(s.column).label;
      const bool unit = label != PredicateId::none && page_.predicate(label).starts_with("unit.");
      return table_.column(s.column).role == Field::price || unit;
    };
    const bool costs = std::ranges::any_of(out_.sources, [&](const MoneySource& s) {
      return !is_factor(s) && table_.column(s.column).role != Field::revenue;
    });
    if (spending && costs && std::erase_if(out_.sources, is_factor) > 0) {
      for (MoneySource& source : out_.sources) {
        if (source.predicate.empty()) source.predicate = "money.expense";
      }
    }
    const bool hours = out_.side == "money.revenue" && table_.has(Field::effort);
    if ((!table_.has(Field::quantity) && !hours) || out_.side == "unit.price") return;
    const std::size_t total = table_.find(Field::total);
    const bool amount = std::ranges::any_of(
        out_.sources, [&](const MoneySource& s) { return table_.column(s.column).role == Field::amount; });
    if (total != Table::npos && numeric(total) && !amount) {
      const std::string_view predicate = out_.sources.empty() ? out_.side : out_.sources.front().predicate;
      out_.sources.clear();
      add_source(total, predicate.starts_with("unit.") ? out_.side : predicate);
    } else if (amount) {
      std::erase_if(out_.sources, [&](const MoneySource& s) {
        return table_.column(s.column).role == Field::price || table_.column(s.column).role == Field::cost;
      });
    }
  }

  /// Two currencies side by side are one amount.
  void drop_equivalents() {
    for (std::size_t i = 0; i < out_.sources.size(); ++i) {
      for (std::size_t j = i + 1; j < out_.sources.size(); ++j) {
        const Column& a = table_.column(out_.sources[i].column);
        const Column& b = table_.column(out_.sources[j].column);
        const bool alike = a.per == b.per && out_.sources[i].basis == out_.sources[j].basis &&
                           (a.role == b.role || a.role == Field::amount || b.role == Field::amount);
        if (!alike || !b.currency.stated() || a.currency == b.currency) continue;
        out_.sources.erase(out_.sources.begin() + static_cast<std::ptrdiff_t>(a.approximate && !b.approximate ? i : j));
        --j;
      }
    }
  }

  [[nodiscard]] std::vector<MoneySource>::iterator source_of(Cadence per) {
    return std::ranges::find_if(out_.sources, [&](const MoneySource& s) { return table_.column(s.column).per == per; });
  }

  /// "Per day" beside "Per month" is the same money.
  void drop_shorter() {
    const auto month = source_of(Cadence::month);
    if (month == out_.sources.end() || out_.side == "unit.price") return;
    const MoneySource whole = *month;
    std::erase_if(out_.sources, [&](const MoneySource& s) {
      const Column& column = table_.column(s.column);
      return (column.per == Cadence::day || column.per == Cadence::week) && s.predicate == whole.predicate &&
             s.basis == whole.basis && column.filled <= table_.column(whole.column).filled;
    });
  }

  /// The annual figure beside the monthly one is the same money.
  void drop_annual() {
    const std::size_t annual_column = table_.find(Field::annual);
    const auto month = source_of(Cadence::month);
    const auto year = source_of(Cadence::year);
    const bool same = month != out_.sources.end() && year != out_.sources.end() &&
                      month->predicate == year->predicate && month->basis == year->basis;
    if (same) {
      month->otherwise = year->column;
      out_.sources.erase(year);
    } else if (annual_column != Table::npos && !out_.sources.empty() && out_.sources.front().column != annual_column) {
      out_.sources.front().otherwise = annual_column;
    }
  }

  Page& page_;
  const Table& table_;
  MoneyColumns out_;
  bool homonym_ = false;
};

}  // namespace

MoneyColumns choose_money_columns(Page& page, const Table& table) { return ColumnChooser(page, table).choose(); }

}  // namespace qd::ingest
