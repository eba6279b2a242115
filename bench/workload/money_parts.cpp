// The parts of a hand-off that are about money.
#include <fmt/format.h>

#include <iterator>
#include <optional>

#include "workload/writer.hpp"

namespace qd::workload {

namespace {

struct Item {
  std::string_view label;
  Flow flow = Flow::expense;
  Per per = Per::month;
  std::optional<Price> price;  ///< nothing: named, value not known
  bool free = false;           ///< price is 0, in words
};

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

/// As it follows an amount in running text.
std::string_view per_suffix(Writer& writer, Per per) {
  const bool english = writer.language.id == "en";
  const bool tight = writer.random.percent(50);
  switch (per) {
    case Per::unstated:
      return "";
    case Per::once:
      return " (one-time)";
    case Per::day:
      return tight ? "/day" : " per day";
    case Per::week:
      return tight ? "/week" : " a week";
    case Per::month:
      return english ? (tight ? "/month" : writer.random.percent(50) ? "/mo" : " per month") : writer.language.month;
    case Per::quarter:
      return tight ? "/quarter" : " per quarter";
    case Per::year:
      return english ? (tight ? "/year" : writer.random.percent(50) ? "/yr" : " a year") : writer.language.year;
  }
  return "";
}

/// Other languages keep to months and years, whose words the survey has.
Per draw_per(Writer& writer) {
  const std::uint32_t draw = writer.random.below(100);
  if (draw < 62) return Per::month;
  if (draw < 80) return Per::year;
  if (writer.language.id != "en") return Per::month;
  if (draw < 87) return Per::quarter;
  if (draw < 92) return Per::week;
  return draw < 95 ? Per::day : Per::once;
}

std::vector<Item> draw_items(Writer& writer, Flow flow, std::size_t count) {
  std::vector<Item> items;
  for (const auto label : writer.draw(flow == Flow::expense ? kExpenseLabels : kRevenueLabels, count)) {
    Item item{.label = label, .flow = flow, .per = draw_per(writer), .price = {}};
    const std::uint32_t draw = writer.random.below(100);
    if (draw < 4 && flow == Flow::expense) {
      item.price = Price{0, 0}, item.free = true;
    } else if (draw > 4) {
      item.price = draw_price(writer.random, writer.notation, 12, flow == Flow::expense ? 2'400 : 4'800, true);
    }
    items.push_back(item);
  }
  return items;
}

void enter(Writer& writer, const Item& item) {
  const auto flow = static_cast<std::size_t>(item.flow);
  if (!item.price) {
    ++writer.ledger.unknown[flow];
  } else if (item.free) {
    ++writer.ledger.free[flow];
  } else {
    Sum& sum = writer.ledger.money[{item.flow, item.per, std::string(writer.notation.code)}];
    sum.lo += item.price->lo;
    sum.hi += item.price->hi;
    ++sum.items;
  }
}

void append_value(Writer& writer, const Item& item) {
  if (!item.price) {
    writer.text += "TBD";
  } else if (item.free) {
    writer.text += writer.random.percent(60) ? "free" : "included";
  } else {
    if (writer.random.percent(8)) writer.text += '~';
    append_price(writer.text, *item.price, writer.notation, writer.random);
  }
}

void write_list(Writer& writer, const std::vector<Item>& items) {
  for (const Item& item : items) {
    writer.key(item.label, [&] {
      append_value(writer, item);
      if (item.price && !item.free) writer.text += per_suffix(writer, item.per);
      if (writer.random.percent(10)) writer.text.append(" (").append(writer.random.pick(kNotes)).append(")");
    });
    enter(writer, item);
  }
}

/// `| Expense | Amount | Cadence |`, with a Kind column where both flows are in one table.
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

/// One period and currency for all rows, said in the header; ends in a total that is true.
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

/// No period anywhere: what is not stated must not be made up.
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

void write_flow(Writer& writer, Flow flow, std::span<const std::string_view> headings, std::vector<Item> items) {
  writer.heading(writer.variety == Variety::recommended ? headings.front() : writer.random.pick(headings));
  const bool english = writer.language.id == "en";
  const std::uint32_t form = writer.random.below(100);
  if (flow == Flow::expense && english && writer.variety == Variety::survey && form < 25) {
    write_month_table(writer, std::move(items));
  } else if (flow == Flow::expense && english && writer.variety == Variety::survey && form < 32) {
    write_bare_table(writer, std::move(items));
  } else if (english && form < 60) {
    write_cadence_table(writer, items, false);
  } else {
    write_list(writer, items);
  }
}

}  // namespace

void write_expenses(Writer& writer) {
  write_flow(writer, Flow::expense, writer.language.expenses,
             draw_items(writer, Flow::expense, static_cast<std::size_t>(writer.random.between(8, 13))));
}

void write_revenue(Writer& writer) {
  write_flow(writer, Flow::revenue, writer.language.revenue,
             draw_items(writer, Flow::revenue, static_cast<std::size_t>(writer.random.between(2, 4))));
}

void write_mixed_financials(Writer& writer) {
  std::vector<Item> items = draw_items(writer, Flow::expense, static_cast<std::size_t>(writer.random.between(8, 12)));
  for (const Item& item : draw_items(writer, Flow::revenue, static_cast<std::size_t>(writer.random.between(2, 4)))) {
    items.push_back(item);
  }
  writer.heading("Financials");
  writer.random.shuffle(items);
  write_cadence_table(writer, items, true);
}

void write_distraction(Writer& writer) {
  const auto some = [&] { return writer.random.between(20, 900); };
  std::string& out = writer.text;
  switch (writer.random.below(6)) {
    case 0:
      writer.heading("Pricing");
      fmt::format_to(std::back_inserter(out), "| Plan | Price |\n|---|---|\n| Basic | ${}/mo |\n| Crew | ${}/mo |\n",
                     some(), some());
      break;
    case 1:
      writer.heading("Financial Projections");
      fmt::format_to(std::back_inserter(out),
                     "| Year | Revenue | Costs |\n|---|---|---|\n| Year 1 | ${}K | ${}K |\n"
                     "| Year 2 | ${}K | ${}K |\n",
                     some(), some(), some(), some());
      break;
    case 2:
      writer.heading("Notes");
      fmt::format_to(std::back_inserter(out), "```\nRevenue: ${}\nInsurance: ${}/mo\n```\n", some(), some());
      break;
    case 3:
      fmt::format_to(std::back_inserter(out), "\n<!-- old figures: Insurance: ${}/mo, Charters ${} -->\n", some(),
                     some());
      break;
    case 4:
      writer.heading("Background");
      fmt::format_to(std::back_inserter(out), "We talked about a loan of ${}K last year and turned it down.\n", some());
      break;
    default:
      fmt::format_to(std::back_inserter(out), "\n> The best ${} that we ever spent, and the crew was lovely.\n",
                     some());
  }
}

}  // namespace qd::workload
