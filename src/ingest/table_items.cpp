// Tables whose rows are things: tasks, debt, stages, channels, assets, clients, invoices, people…
#include <algorithm>

#include <fmt/format.h>

#include "ingest/attribute.hpp"
#include "ingest/entry.hpp"
#include "ingest/item.hpp"
#include "ingest/item_sort.hpp"
#include "ingest/money.hpp"
#include "ingest/table.hpp"
#include "ingest/task.hpp"

namespace qd::ingest {

namespace {

using model::AttributeKey;
using model::NewAttribute;

class ItemTable {
 public:
  ItemTable(Page& page, const Table& table) : page_(page), table_(table) {}

  bool read() {
    const ItemSort sort = sort_of_items(page_, table_);
    if (sort == ItemSort::none) return false;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const Line& cell = table_.cell(row, table_.label_column());
      const Meaning& meaning = page_.meaning(cell.text);
      const bool none = meaning.has(Mark::none) || meaning.row == RowSort::total || meaning.row == RowSort::subtotal;
      const bool said = none || read_row(sort, row, cell);
      page_.count(said);
    }
    return true;
  }

 private:
  [[nodiscard]] bool has(Field role) const { return table_.has(role); }
  [[nodiscard]] Field label_role() const { return table_.column(table_.label_column()).role; }

  bool read_row(ItemSort sort, std::size_t row, const Line& cell) {
    switch (sort) {
      case ItemSort::task:
        return read_task(row, cell, "action.item");
      case ItemSort::debt:
        return read_task(row, cell, "debt.item");
      case ItemSort::risk:
        return read_task(row, cell, "risk.item");
      case ItemSort::milestone:
        return read_task(row, cell, "milestone.item");
      case ItemSort::rule:
        return read_task(row, cell, "rule.item");
      case ItemSort::stage:
        return read_stage(row, cell.text);
      case ItemSort::channel:
        return read_channel(row, cell.text);
      case ItemSort::asset:
        return read_asset(row, cell.text);
      case ItemSort::client:
        return read_client(row, cell.text);
      case ItemSort::invoice:
        return read_invoice(row);
      case ItemSort::person:
        return read_person(row, cell.text);
      case ItemSort::account:
        return read_account(row, cell.text);
      case ItemSort::capacity:
        return read_capacity(row, cell.text);
      case ItemSort::words:
        return read_words(row, cell.text);
      case ItemSort::none:
        break;
    }
    return false;
  }

  [[nodiscard]] std::string_view text(std::size_t row, Field role) const {
    const std::size_t c = table_.find(role);
    return c == Table::npos ? std::string_view() : table_.text(row, c);
  }

  void add_columns(Draft& draft, std::size_t row) {
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      if (c == table_.label_column()) continue;
      const Field role = table_.column(c).role;
      if (role == Field::effort && has_digit(table_.text(row, c))) {
        // "Hours | 14": the header is the unit.
        const auto effort = page_.meanings.effort_of(table_.text(row, c));
        add_attribute(page_, draft, role,
                      effort ? std::string(table_.text(row, c))
                             : fmt::format("{} {}", table_.text(row, c), table_.column(c).title));
      } else if (role == Field::task || role == Field::item || role == Field::name)
        page_.note(draft, AttributeKey::note, table_.text(row, c));
      else
        add_attribute(page_, draft, role, table_.text(row, c));
    }
  }

  [[nodiscard]] State row_state(std::size_t row) {
    for (const Field role : {Field::status, Field::done}) {
      const std::string_view cell = text(row, role);
      if (cell.empty()) continue;
      const Meaning& meaning = page_.meaning(cell);
      if (meaning.state_whole) return meaning.state;
      const State shown = emoji_state(cell);
      if (meaning.state == State::none) return cell == "x" || cell == "X" ? State::done : shown;
      return meaning.state;
    }
    return State::none;
  }

  bool read_task(std::size_t row, const Line& cell, std::string_view predicate) {
    TaskLine task = task_line(cell, 0);
    task.line = table_.line(row);
    const State state = row_state(row);
    if (task.box == 0) {
      if (state == State::done || state == State::live)
        task.box = 'x';
      else if (state == State::dropped)
        task.box = '-';
      else if (state == State::blocked)
        task.box = '!';
      else if (state == State::in_progress)
        task.box = '~';
      else if (state == State::deferred || state == State::paused)
        task.box = '>';
      else if (state != State::none)
        task.box = ' ';
    }
    Draft* draft = start_task(page_, task, predicate);
    if (draft == nullptr) return cell.empty();
    add_columns(*draft, row);
    keep_task(page_, *draft);
    return true;
  }

  bool read_stage(std::size_t row, std::string_view stage) {
    if (stage.empty()) return false;
    std::size_t column = table_.find(Field::count);
    for (std::size_t c = 0; c < table_.columns() && column == Table::npos; ++c) {
      const Field role = table_.column(c).role;
      const bool other = role == Field::rate || role == Field::note || role == Field::source || role == Field::target ||
                         role == Field::share || role == Field::id;
      if (c != table_.label_column() && !other && (table_.column(c).numbers > 0 || table_.columns() == 2)) column = c;
    }
    keep_stage(page_, stage, column == Table::npos ? std::string_view() : table_.text(row, column), table_.line(row));
    return true;
  }

  bool read_channel(std::size_t row, std::string_view channel) {
    if (channel.empty()) return false;
    const std::uint32_t line = table_.line(row);
    if (has(Field::status)) keep_channel(page_, channel, text(row, Field::status), line);
    bool any = has(Field::status);
    const auto figure = [&](Field role, std::string_view predicate) {
      const std::size_t c = table_.find(role);
      if (c == Table::npos) return;
      any = true;
      const Cadence own = table_.column(c).per;
      keep_channel_figure(page_, predicate, channel, table_.text(row, c),
                          own == Cadence::unstated ? page_.section().per : own, line);
    };
    figure(Field::spend, "channel.spend");
    if (!has(Field::spend)) figure(Field::cost, "channel.spend");
    const std::size_t before = page_.facts().size();
    figure(Field::budget, "channel.spend");
    for (std::size_t f = before; f < page_.facts().size(); ++f) page_.facts()[f].basis = model::Basis::budget;
    figure(Field::leads, "channel.leads");
    figure(Field::bookings, "channel.bookings");
    if (!any) keep_channel(page_, channel, {}, line);
    return true;
  }

  bool read_asset(std::size_t row, std::string_view name) {
    if (says_nothing(name)) return false;
    AssetSort sort = page_.section().asset;
    if (has(Field::kind)) {
      const Meaning& meaning = page_.meaning(text(row, Field::kind));
      if (meaning.asset != AssetSort::none) sort = meaning.asset;
    }
    const AssetSort header = page_.meaning(table_.column(table_.label_column()).title).asset;
    if (sort == AssetSort::none && header != AssetSort::none) sort = header;
    if (sort == AssetSort::none) {
      const std::size_t dot = name.rfind('.');
      const bool domain = dot != std::string_view::npos && dot + 2 < name.size() &&
                          name.find(' ') == std::string_view::npos && !has_digit(name.substr(dot));
      if (domain) sort = AssetSort::domain;
    }
    if (sort == AssetSort::none) sort = page_.meaning(name).asset;
    keep_asset(page_, {sort, name, text(row, Field::purpose), text(row, Field::region)}, {}, table_.line(row));
    return true;
  }

  bool read_client(std::size_t row, std::string_view customer) {
    if (says_nothing(customer)) return false;
    std::size_t billing = Table::npos;
    for (const Field role : {Field::billing, Field::amount, Field::price, Field::revenue, Field::cost}) {
      if (billing == Table::npos) billing = table_.find(role);
    }
    if (billing != Table::npos || !has(Field::end)) {
      Draft& draft = page_.start("client.billing", table_.line(row));
      page_.note(draft, AttributeKey::customer, customer);
      const std::string_view cell = billing == Table::npos ? std::string_view() : table_.text(row, billing);
      const auto amount = billing == Table::npos ? std::nullopt : read_cell(page_, table_, row, billing, Unit::money);
      if (amount && amount->form != AmountForm::unknown && amount->form != AmountForm::ambiguous)
        page_.set(draft, *amount);
      else if (says_nothing(cell) || amount)
        page_.set_missing(draft, fmt::format("no billing is given for {}", customer),
                          fmt::format("write an amount and a period for {}", customer));
      else
        page_.set_text(draft, cell);
      add_columns(draft, row);
      page_.keep(draft);
    }
    if (has(Field::end)) {
      Draft& draft = page_.start("client.contract_end", table_.line(row));
      page_.note(draft, AttributeKey::customer, customer);
      const std::string_view cell = text(row, Field::end);
      const auto found = find_date(cell, page_.date_context());
      const auto due = found ? std::optional(found->date) : read_due(cell, page_.date_context());
      if (due)
        draft.fact.set_date(*due);
      else
        page_.set_missing(draft, fmt::format("no contract end is given for {}", customer),
                          fmt::format("write the date on which the contract with {} ends", customer));
      page_.keep(draft);
    }
    return true;
  }

  bool read_invoice(std::size_t row) {
    std::size_t c = table_.find(Field::amount);
    for (std::size_t at = 0; at < table_.columns() && c == Table::npos; ++at) {
      if (table_.column(at).money > 0 || table_.column(at).role == Field::total ||
          table_.column(at).role == Field::balance)
        c = at;
    }
    if (c == Table::npos) return false;
    const auto amount = read_cell(page_, table_, row, c, Unit::money);
    if (!amount) return false;
    State state = page_.meaning(text(row, Field::status)).state;
    if (!has(Field::status)) state = page_.section().state;  // "Recently paid"
    std::string_view predicate = "invoice.sent";
    if (state == State::open || state == State::blocked) predicate = "invoice.due";
    if (state == State::done && text(row, Field::status).find("ent") == std::string_view::npos)
      predicate = "invoice.paid";
    if (page_.meaning(page_.section().title).label_within != PredicateId::none &&
        page_.predicate(page_.meaning(page_.section().title).label_within) == "work.unbilled")
      predicate = "work.unbilled";
    Draft& draft = page_.start(predicate, table_.line(row));
    if (amount->form == AmountForm::value || amount->form == AmountForm::zero)
      page_.set(draft, *amount);
    else
      page_.set_missing(draft, "no amount is given for this invoice", "write its amount");
    add_columns(draft, row);
    const std::string_view label = table_.text(row, table_.label_column());
    if (predicate == "work.unbilled" && label_role() != Field::customer)
      page_.note(draft, AttributeKey::label, label);
    else if (label_role() == Field::customer)
      page_.note(draft, AttributeKey::customer, label);
    else
      page_.note(draft, AttributeKey::id, label);
    page_.keep(draft);
    return true;
  }

  bool read_person(std::size_t row, std::string_view name) {
    if (says_nothing(name)) return false;
    if (has(Field::role)) {
      Draft& draft = page_.start("person.role", table_.line(row));
      page_.note(draft, AttributeKey::label, name);
      page_.set_text(draft, text(row, Field::role));
      page_.keep(draft);
    }
    if (const std::size_t c = table_.find(Field::share); c != Table::npos) {
      Draft& draft = page_.start("person.share", table_.line(row));
      page_.note(draft, AttributeKey::label, name);
      const auto share = read_cell(page_, table_, row, c, Unit::ratio);
      if (share && share->form == AmountForm::value && share->quantity.unit == Unit::ratio)
        page_.set(draft, *share);
      else
        page_.set_missing(draft, fmt::format("no share is given for {}", name), "write a percentage");
      page_.keep(draft);
    }
    return true;
  }

  bool read_account(std::size_t row, std::string_view label) {
    std::size_t c = table_.find(Field::balance);
    if (c == Table::npos) c = table_.find(Field::amount);
    Draft& draft = page_.start("account.balance", table_.line(row));
    page_.note(draft, AttributeKey::account, has(Field::account) ? text(row, Field::account) : label);
    const std::size_t name = has(Field::name)   ? table_.find(Field::name)
                             : has(Field::item) ? table_.find(Field::item)
                                                : table_.label_column();
    page_.note(draft, AttributeKey::label, table_.text(row, name));
    const auto amount = c == Table::npos ? std::nullopt : read_cell(page_, table_, row, c, Unit::money);
    if (amount && (amount->form == AmountForm::value || amount->form == AmountForm::zero))
      page_.set(draft, *amount);
    else
      page_.set_missing(draft, fmt::format("no balance is given for {}", label), "write its balance");
    page_.keep(draft);
    return true;
  }

  bool read_capacity(std::size_t row, std::string_view label) {
    bool any = false;
    const auto period = read_period(label, page_.date_context());
    for (std::size_t c = 0; c < table_.columns(); ++c) {
      if (c == table_.label_column()) continue;
      const Meaning& meaning = page_.meaning(table_.column(c).title);
      const std::string_view predicate =
          meaning.label == PredicateId::none ? std::string_view() : page_.predicate(meaning.label);
      if (!predicate.starts_with("capacity.")) continue;
      const auto amount = read_cell(page_, table_, row, c, Unit::count);
      if (!amount || amount->form != AmountForm::value || amount->quantity.unit != Unit::count) continue;
      Draft& draft = page_.start(predicate, table_.line(row));
      page_.set(draft, *amount);
      page_.note(draft, AttributeKey::label, label);
      if (period) page_.note(draft, AttributeKey::period, period->label);
      page_.keep(draft);
      any = true;
    }
    return any;
  }

  /// The column of an item's sum of money: its fee, its limit.
  [[nodiscard]] std::size_t money_column() const {
    for (const Field role : {Field::amount, Field::cost, Field::price, Field::revenue, Field::budget, Field::none}) {
      for (std::size_t c = 0; c < table_.columns(); ++c) {
        const Column& column = table_.column(c);
        if (column.role == role && column.money > 0 && c != table_.label_column()) return c;
      }
    }
    return Table::npos;
  }

  bool read_words(std::size_t row, std::string_view label) {
    if (says_nothing(label)) return false;
    Draft& draft = page_.start(words_predicate(page_, table_), table_.line(row));
    const std::size_t c = money_column();
    const auto amount = c == Table::npos ? std::nullopt : read_cell(page_, table_, row, c, Unit::money);
    const bool money = amount && (amount->form == AmountForm::value || amount->form == AmountForm::zero) &&
                       amount->quantity.unit == Unit::money;
    if (money && words_predicate(page_, table_) == "capital.tier") {
      page_.set(draft, *amount);
      page_.note(draft, AttributeKey::label, label);
    } else {
      page_.set_text(draft, label);
      if (money) draft.add(NewAttribute::of(AttributeKey::total, amount->quantity));
    }
    add_columns(draft, row);
    page_.keep(draft);
    return true;
  }

  Page& page_;
  const Table& table_;
};

}  // namespace

bool read_item_table(Page& page, const Table& table) { return ItemTable(page, table).read(); }

}  // namespace qd::ingest
