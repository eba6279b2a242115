// The parts of a hand-off that are about money.
#include <fmt/format.h>

#include <iterator>

#include "workload/money_items.hpp"

namespace qd::workload {

Per draw_per(Writer& writer) {
  const std::uint32_t draw = writer.random.below(100);
  if (draw < 62) return Per::month;
  if (draw < 80) return Per::year;
  if (writer.language.id != "en") return Per::month;
  if (draw < 87) return Per::quarter;
  if (draw < 92) return Per::week;
  return draw < 95 ? Per::day : Per::once;
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

namespace {

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

void write_flow(Writer& writer, Flow flow, std::span<const std::string_view> headings, std::vector<Item> items) {
  writer.heading(writer.variety == Variety::recommended ? headings.front() : writer.random.pick(headings));
  if (writer.language.id != "en") return write_list(writer, items);
  const std::uint32_t form = writer.random.below(100);
  const bool any_shape = flow == Flow::expense && writer.variety == Variety::survey;
  if (any_shape && form < 18) return write_month_table(writer, std::move(items));
  if (any_shape && form < 24) return write_bare_table(writer, std::move(items));
  if (any_shape && form < 29) return write_range_table(writer, std::move(items));
  if (any_shape && form < 33) return write_two_period_table(writer, std::move(items));
  if (any_shape && form < 37) return write_grouped_table(writer, std::move(items));
  if (form < 65) return write_cadence_table(writer, items, false);
  write_list(writer, items);
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
