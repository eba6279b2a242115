// Tables of money, in the shapes that the survey of real documents counts.
#include <fmt/format.h>

#include <iterator>
#include <span>

#include "workload/money_items.hpp"

namespace qd::workload {

namespace {

constexpr std::string_view kColumnWords[] = {"Cadence", "Frequency", "Per", "Period"};

std::string_view per_word(Writer& writer, Per per) {
  constexpr std::string_view kWords[][3] = {{"", "", ""},
                                            {"once", "one-time", "one-off"},
                                            {"day", "daily", "per day"},
                                            {"week", "weekly", "per week"},
                                            {"month", "monthly", "per month"},
                                            {"quarter", "quarterly", "per quarter"},
                                            {"year", "yearly", "annual"}};
  const auto& words = kWords[static_cast<std::size_t>(per)];
  return writer.variety == Variety::recommended ? words[1] : words[writer.random.below(3)];
}

void fix(Writer& writer, Item& item, Per per) {
  item.per = per;
  item.free = false;
  item.price = draw_price(writer.random, writer.notation, 12, 2'400, false);
}

void append_row_start(Writer& writer, std::string_view label) {
  fmt::format_to(std::back_inserter(writer.text), "| {} | ", label);
}

}  // namespace

void write_cadence_table(Writer& writer, const std::vector<Item>& items, bool kind_column) {
  const std::string_view first = kind_column                           ? "Item | Kind"
                                 : items.front().flow == Flow::expense ? "Expense"
                                                                       : "Income";
  const std::string_view period =
      writer.variety == Variety::recommended ? kColumnWords[0] : writer.random.pick(kColumnWords);
  fmt::format_to(std::back_inserter(writer.text), "| {} | Amount | {} |\n|---|---|---|{}\n", first, period,
                 kind_column ? "---|" : "");
  for (const Item& item : items) {
    fmt::format_to(std::back_inserter(writer.text), "| {} |", item.label);
    if (kind_column) writer.text += item.flow == Flow::expense ? " expense |" : " revenue |";
    writer.text += ' ';
    append_value(writer, item);
    fmt::format_to(std::back_inserter(writer.text), " | {} |\n", per_word(writer, item.per));
    enter(writer, item);
  }
}

void write_month_table(Writer& writer, std::vector<Item> items) {
  const bool yearly = writer.random.percent(20);
  const bool total = writer.random.percent(60);
  fmt::format_to(std::back_inserter(writer.text), "| Item | {}/{} |\n|---|---:|\n", writer.notation.code,
                 yearly ? "year" : "month");
  std::int64_t sum = 0;
  for (Item& item : items) {
    item.per = yearly ? Per::year : Per::month;
    item.free = false;
    item.price = draw_price(writer.random, writer.notation, 12, 2'400, false);
    fmt::format_to(std::back_inserter(writer.text), "| {} | ", item.label);
    append_number(writer.text, item.price->lo, writer.notation);
    writer.text += " |\n";
    sum += item.price->lo;
    enter(writer, item);
  }
  if (!total) return;
  writer.text += writer.random.percent(50) ? "| **Total** | **" : "| **TOTAL** | **";
  append_number(writer.text, sum, writer.notation);
  writer.text += "** |\n";
}

void write_bare_table(Writer& writer, std::vector<Item> items) {
  writer.text += "| Expense | Amount |\n|---|---|\n";
  for (Item& item : items) {
    item.per = Per::unstated;
    fmt::format_to(std::back_inserter(writer.text), "| {} | ", item.label);
    append_value(writer, item);
    writer.text += " |\n";
    enter(writer, item);
  }
}

void write_range_table(Writer& writer, std::vector<Item> items) {
  fmt::format_to(std::back_inserter(writer.text), "| Item | Low ({0}/month) | High ({0}/month) |\n|---|---|---|\n",
                 writer.notation.code);
  for (Item& item : items) {
    fix(writer, item, Per::month);
    item.price->hi += writer.random.between(0, 40) * 1'000;
    append_row_start(writer, item.label);
    append_number(writer.text, item.price->lo, writer.notation);
    writer.text += " | ";
    append_number(writer.text, item.price->hi, writer.notation);
    writer.text += " |\n";
    enter(writer, item);
  }
}

void write_two_period_table(Writer& writer, std::vector<Item> items) {
  writer.text += "| Item | Monthly | Annual |\n|---|---|---|\n";
  for (Item& item : items) {
    fix(writer, item, Per::month);
    append_row_start(writer, item.label);
    append_price(writer.text, *item.price, writer.notation, writer.random);
    writer.text += " | ";
    append_price(writer.text, {item.price->lo * 12, item.price->hi * 12}, writer.notation, writer.random);
    writer.text += " |\n";
    enter(writer, item);
  }
}

void write_grouped_table(Writer& writer, std::vector<Item> items) {
  constexpr std::string_view kGroups[] = {"Operations", "Office", "Online"};
  fmt::format_to(std::back_inserter(writer.text), "| Item | {}/month |\n|---|---|\n", writer.notation.code);
  std::int64_t total = 0;
  std::int64_t subtotal = 0;
  const std::size_t size = (items.size() + std::size(kGroups) - 1) / std::size(kGroups);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i % size == 0) fmt::format_to(std::back_inserter(writer.text), "| **{}** | |\n", kGroups[i / size]);
    fix(writer, items[i], Per::month);
    append_row_start(writer, items[i].label);
    append_number(writer.text, items[i].price->lo, writer.notation);
    writer.text += " |\n";
    subtotal += items[i].price->lo;
    enter(writer, items[i]);
    if (i % size + 1 != size && i + 1 != items.size()) continue;
    writer.text += "| Subtotal | ";
    append_number(writer.text, subtotal, writer.notation);
    writer.text += " |\n";
    total += subtotal;
    subtotal = 0;
  }
  writer.text += "| **Total** | **";
  append_number(writer.text, total, writer.notation);
  writer.text += "** |\n";
}

}  // namespace qd::workload
