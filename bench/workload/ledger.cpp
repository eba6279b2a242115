#include "workload/ledger.hpp"

#include <fmt/format.h>

#include <iterator>
#include <numeric>

namespace qd::workload {

namespace {

constexpr std::array<std::string_view, 7> kPer = {"null",      "\"once\"",    "\"day\"", "\"week\"",
                                                  "\"month\"", "\"quarter\"", "\"year\""};

std::string_view name_of(Flow flow) { return flow == Flow::expense ? "money.expense" : "money.revenue"; }

std::string decimal(std::int64_t cents) { return fmt::format("{}.{:02}", cents / 100, cents % 100); }

/// Twelve times what the amount is in a month, in cents; nothing for what is no flow.
std::int64_t twelve_months(Per per, std::int64_t cents) {
  switch (per) {
    case Per::day:
      return cents * 365;
    case Per::week:
      return cents * 52;
    case Per::month:
      return cents * 12;
    case Per::quarter:
      return cents * 4;
    case Per::year:
      return cents;
    case Per::unstated:
    case Per::once:
      break;
  }
  return 0;
}

std::string fraction(std::int64_t twelve_months_in_cents) {
  const std::int64_t divisor = std::gcd(twelve_months_in_cents, std::int64_t{1200});
  if (divisor == 0) return "0";
  return fmt::format("{}/{}", twelve_months_in_cents / divisor, 1200 / divisor);
}

void append_money(std::string& out, const Ledger& ledger) {
  out += "\"money\":[";
  bool first = true;
  for (const auto& [key, sum] : ledger.money) {
    fmt::format_to(std::back_inserter(out),
                   "{}{{\"predicate\":\"{}\",\"currency\":\"{}\",\"per\":{},\"items\":{},\"lo\":\"{}\",\"hi\":\"{}\"}}",
                   first ? "" : ",", name_of(key.flow), key.currency, kPer[static_cast<std::size_t>(key.per)],
                   sum.items, decimal(sum.lo), decimal(sum.hi));
    first = false;
  }
  out += "],";
}

void append_monthly(std::string& out, const Ledger& ledger) {
  std::map<std::pair<Flow, std::string>, Sum> totals;
  for (const auto& [key, sum] : ledger.money) {
    if (key.per == Per::once || key.per == Per::unstated) continue;
    Sum& total = totals[{key.flow, key.currency}];
    total.lo += twelve_months(key.per, sum.lo);
    total.hi += twelve_months(key.per, sum.hi);
    total.items += sum.items;
  }
  out += "\"monthly\":[";
  bool first = true;
  for (const auto& [key, total] : totals) {
    if (total.items == 0) continue;
    fmt::format_to(std::back_inserter(out),
                   "{}{{\"predicate\":\"{}\",\"currency\":\"{}\",\"lo\":\"{}\",\"hi\":\"{}\"}}", first ? "" : ",",
                   name_of(key.first), key.second, fraction(total.lo), fraction(total.hi));
    first = false;
  }
  out += "],";
}

}  // namespace

void Ledger::add(const Ledger& other) {
  for (const auto& [key, sum] : other.money) {
    Sum& mine = money[key];
    mine.lo += sum.lo;
    mine.hi += sum.hi;
    mine.items += sum.items;
  }
  for (std::size_t flow = 0; flow < 2; ++flow) {
    free[flow] += other.free[flow];
    unknown[flow] += other.unknown[flow];
  }
  for (const auto& [kind, count] : other.assets) assets[kind] += count;
  documents += other.documents;
  open_actions += other.open_actions;
  done_actions += other.done_actions;
  funnel_stages += other.funnel_stages;
  channels += other.channels;
  channels_live += other.channels_live;
  milestones += other.milestones;
  risks += other.risks;
}

void append_json(std::string& out, std::string_view entity, std::string_view name, const Ledger& ledger) {
  fmt::format_to(std::back_inserter(out), "{{\"id\":\"{}\",\"name\":\"{}\",\"documents\":{},", entity, name,
                 ledger.documents);
  append_money(out, ledger);
  append_monthly(out, ledger);
  fmt::format_to(std::back_inserter(out),
                 "\"free\":{{\"money.expense\":{},\"money.revenue\":{}}},\"unknown\":{{\"money.expense\":{},\"money."
                 "revenue\":{}}},",
                 ledger.free[0], ledger.free[1], ledger.unknown[0], ledger.unknown[1]);
  out += "\"assets\":{";
  for (bool first = true; const auto& [kind, count] : ledger.assets) {
    fmt::format_to(std::back_inserter(out), "{}\"{}\":{}", first ? "" : ",", kind, count);
    first = false;
  }
  fmt::format_to(std::back_inserter(out),
                 "}},\"open_actions\":{},\"done_actions\":{},\"funnel_stages\":{},\"channels\":{},\"channels_live\":{},"
                 "\"milestones\":{},\"risks\":{}}}",
                 ledger.open_actions, ledger.done_actions, ledger.funnel_stages, ledger.channels, ledger.channels_live,
                 ledger.milestones, ledger.risks);
}

}  // namespace qd::workload
