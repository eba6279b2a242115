#include "ingest/table.hpp"

#include <algorithm>
#include <array>

#include "base/byte_scan.hpp"
#include "ingest/attribute.hpp"
#include "ingest/money.hpp"

namespace qd::ingest {

namespace {

/// Where a header names several fields, the first of these that it names.
constexpr auto kPrecedence = std::to_array<Field>(
    {Field::cumulative, Field::competitor, Field::result,   Field::low,     Field::high,       Field::revenue,
     Field::spend,      Field::cost,       Field::price,    Field::balance, Field::billing,    Field::remaining,
     Field::budget,     Field::actual,     Field::target,   Field::total,   Field::annual,     Field::due,
     Field::end,        Field::start,      Field::owner,    Field::effort,  Field::impact,     Field::severity,
     Field::status,     Field::kind,       Field::cadence,  Field::account, Field::leads,      Field::bookings,
     Field::stage,      Field::count,      Field::rate,     Field::share,   Field::channel,    Field::customer,
     Field::milestone,  Field::task,       Field::debt,     Field::risk,    Field::mitigation, Field::asset,
     Field::invoice,    Field::currency,   Field::quantity, Field::date,    Field::period,     Field::id,
     Field::product,    Field::region,     Field::purpose,  Field::role,    Field::source,     Field::scenario,
     Field::contact,    Field::alias,      Field::basis,    Field::amount,  Field::name,       Field::item,
     Field::note,       Field::done});

Field role_of(const Meaning& meaning) {
  if (meaning.field_whole != Field::none && meaning.field_whole <= Field::mitigation) return meaning.field_whole;
  for (const Field field : kPrecedence) {
    if (meaning.fields.has(field)) return field;
  }
  return Field::none;
}

bool has_money_sign(std::string_view text) {
  if (!holds_any<'$', 0xC2, 0xE2, 0xE5, 0xEC>(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$') return true;
    if (static_cast<unsigned char>(text[i]) < 0xC2) continue;
    const std::string_view rest = text.substr(i);
    for (const std::string_view sign : {"€", "£", "¥", "円", "₴", "₽", "₹", "元", "원"}) {
      if (rest.starts_with(sign)) return true;
    }
  }
  return false;
}

/// Columns in which a word such as "free" or "TBD" is an amount.
bool may_hold_amounts(Field role) {
  switch (role) {
    case Field::none:
    case Field::amount:
    case Field::cost:
    case Field::price:
    case Field::revenue:
    case Field::spend:
    case Field::total:
    case Field::annual:
    case Field::budget:
    case Field::actual:
    case Field::target:
    case Field::low:
    case Field::high:
    case Field::balance:
    case Field::count:
    case Field::billing:
    case Field::remaining:
      return true;
    default:
      return false;
  }
}

/// "40 ft sloop, home from the south" and "Q3 checklist" hold a digit and are no numbers: a number stands near the
/// front, and few letters beside it.
bool is_mostly_number(std::string_view text) {
  constexpr std::size_t kMostLetters = 16;
  const std::size_t digit = text.find_first_of("0123456789");
  const std::string_view words = text.substr(0, text.find('('));
  const auto letters = static_cast<std::size_t>(
      std::ranges::count_if(words, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }));
  return digit <= 6 && letters <= kMostLetters;
}

bool names_rows(Field role) {
  switch (role) {
    case Field::item:
    case Field::name:
    case Field::task:
    case Field::debt:
    case Field::risk:
    case Field::milestone:
    case Field::stage:
    case Field::channel:
    case Field::customer:
    case Field::asset:
    case Field::product:
    case Field::scenario:
    case Field::competitor:
    case Field::source:
    case Field::invoice:
      return true;
    default:
      return false;
  }
}

}  // namespace

const Line& Table::cell(std::size_t row, std::size_t column) const {
  const std::size_t at = first_cell_[row] + column;
  return at < first_cell_[row + 1] ? cells_[at] : nothing_;
}

std::size_t Table::find(Field role) const {
  const auto found = std::ranges::find(columns_, role, &Column::role);
  return found == columns_.end() ? npos : static_cast<std::size_t>(found - columns_.begin());
}

void Table::load(Page& page, std::uint32_t block) {
  columns_.clear();
  cells_.clear();
  lines_.clear();
  first_cell_.clear();
  const std::uint32_t end = page.block(block).end;
  for (std::uint32_t row = block + 1; row < end; row = page.block(row).end) {
    if (page.block(row).header) {
      read_header(page, row);
      continue;
    }
    first_cell_.push_back(static_cast<std::uint32_t>(cells_.size()));
    lines_.push_back(page.block(row).first_line);
    for (std::uint32_t cell = row + 1; cell < page.block(row).end; cell = page.block(cell).end)
      cells_.push_back(page.splitter.whole(*page.tree, cell));
  }
  first_cell_.push_back(static_cast<std::uint32_t>(cells_.size()));
  judge_cells(page);
  judge_roles();
  choose_label();
}

void Table::read_header(Page& page, std::uint32_t row) {
  header_line_ = page.block(row).first_line;
  const DateContext dates = page.date_context();
  for (std::uint32_t cell = row + 1; cell < page.block(row).end; cell = page.block(cell).end) {
    const Line line = page.splitter.whole(*page.tree, cell);
    Column column{.title = clean_heading(line.text)};
    while (column.title.ends_with('*')) column.title.remove_suffix(1);
    if (column.title.empty() && (line.text == "#" || line.text == "%")) column.title = line.text;
    const Meaning& meaning = page.meaning(column.title);
    column.role = role_of(meaning);
    column.whole = meaning.field_whole;
    column.per = meaning.per;
    column.basis = meaning.basis;
    column.total = meaning.row == RowSort::total || meaning.row == RowSort::subtotal;
    column.multiplier = page.meanings.multiplier_of(column.title);
    column.approximate = column.title.find("≈") != std::string_view::npos;
    if (page.meanings.names_currency(column.title)) {
      column.currency = read_currency(column.title, page.amounts.signs).value_or(Currency());
      if (column.role == Field::none || column.role == Field::period || column.role == Field::cadence)
        column.role = Field::amount;
    }
    constexpr std::size_t kLongestMonth = 12;  // "Sept.", "September"; bytes
    if (has_digit(column.title) || column.title.size() <= kLongestMonth)
      column.period = read_period(column.title, dates);
    columns_.push_back(std::move(column));
  }
}

void Table::judge_cells(Page& page) {
  for (std::size_t row = 0; row < rows(); ++row) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::string_view cell = text(row, c);
      if (says_nothing(cell)) continue;
      ++columns_[c].filled;
      if (columns_[c].role == Field::none && cell.size() >= 6 && cell.size() < 24 && has_digit(cell)) {
        const auto found = find_date(cell, page.date_context());
        if (found && found->begin == 0) ++columns_[c].dates;
      }
      const bool money = has_money_sign(cell);
      if (money) ++columns_[c].money;
      if (has_digit(cell)) {
        if (money || is_mostly_number(cell)) ++columns_[c].numbers;
      } else if (cell.size() < 14 && may_hold_amounts(columns_[c].role) && read_amount(cell, page.amounts)) {
        ++columns_[c].numbers;
      }
    }
  }
}

/// "Per charter" is a cadence by its word and an amount by its cells.
void Table::judge_roles() {
  for (Column& column : columns_) {
    if (column.dates > 0 && column.dates * 2 >= column.filled) column.role = Field::date;
    const bool of_time = column.role == Field::cadence || column.role == Field::period || column.role == Field::date;
    if (of_time && column.money > 0 && column.money * 2 >= column.filled) column.role = Field::amount;
  }
}

void Table::choose_label() {
  const auto words = [](const Column& c) { return c.numbers * 2 <= c.filled; };
  // The first column names the rows unless it is of another kind, whatever a later one is called.
  const bool first_plain = !columns_.empty() && columns_[0].filled > 0 && columns_[0].money == 0 &&
                           ((words(columns_[0]) && columns_[0].role == Field::none) || names_rows(columns_[0].role));
  if (first_plain) {
    label_ = 0;
    return;
  }
  const auto named = std::ranges::find_if(columns_, [&](const Column& c) { return names_rows(c.role) && words(c); });
  if (named != columns_.end()) {
    label_ = static_cast<std::size_t>(named - columns_.begin());
    return;
  }
  label_ = 0;
  const Field first = columns_.empty() ? Field::none : columns_[0].role;
  if (first == Field::date || first == Field::period || first == Field::due) {
    const auto plain = std::ranges::find_if(
        columns_, [&](const Column& c) { return c.role == Field::none && words(c) && c.filled > 0; });
    if (plain != columns_.end()) label_ = static_cast<std::size_t>(plain - columns_.begin());
    return;
  }
  if (columns_.size() > 1 && (columns_[0].role == Field::id || (columns_[0].title.empty() && !words(columns_[0]))))
    label_ = 1;
}

std::optional<Amount> read_cell(const Page& page, const Table& table, std::size_t row, std::size_t column,
                                std::optional<Unit> bare) {
  const Column& of = table.column(column);
  AmountContext context = page.amount_context(bare);
  if (of.per != Cadence::unstated) context.per = of.per;
  if (of.currency.stated()) context.currency = of.currency;
  if (of.multiplier != 1) context.multiplier = of.multiplier;
  if (of.title.find('%') != std::string_view::npos) context.percent = true;
  return read_amount(table.text(row, column), context);
}

void read_table(Page& page, std::uint32_t block) {
  Table& table = page.table();
  table.load(page, block);
  if (table.rows() == 0 || table.columns() == 0) return;
  for (const Column& column : table.all_columns()) {
    if (column.money > 0 && page.meaning(column.title).has(Topic::template_)) return;  // "Input | Example"
  }
  const std::size_t facts_before = page.facts().size();
  const std::uint32_t understood_before = page.understood;
  if (read_item_table(page, table) || read_series_table(page, table) || read_money_table(page, table) ||
      read_key_table(page, table))
    return;
  bool money = false;
  for (const Column& column : table.all_columns()) money = money || column.money > 0;
  if (page.section().topic && !page.section().is(Topic::log)) {
    for (std::size_t row = 0; row < table.rows(); ++row) page.count(false);
  }
  if (money && page.facts().size() == facts_before && page.understood == understood_before)
    page.complain(
        Severity::warning, "table-unclassified", table.header_line(), {},
        "nothing says what the amounts of this table are, so none was read",
        "head the column \"Cost\", \"Revenue\" or \"Price\", add a column \"Kind\", or put the table under Expenses, "
        "Revenue or Pricing");
}

}  // namespace qd::ingest
