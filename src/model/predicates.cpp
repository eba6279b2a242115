#include "model/predicates.hpp"

#include <algorithm>
#include <array>

namespace qd::model {

namespace {

constexpr auto kPredicates = std::to_array<Predicate>({
    {"account.balance", Shape::money, false},
    {"action.item", Shape::text, false},
    {"asset.bucket", Shape::text, false},
    {"asset.distribution", Shape::text, false},
    {"asset.domain", Shape::text, false},
    {"asset.function", Shape::text, false},
    {"asset.other", Shape::text, false},
    {"asset.site", Shape::text, false},
    {"asset.table", Shape::text, false},
    {"asset.zone", Shape::text, false},
    {"audience.contacts", Shape::count, false},
    {"booking.count", Shape::count, true},
    {"booking.value", Shape::money, false},
    {"books.covered", Shape::text, false},
    {"campaign.item", Shape::text, false},
    {"capacity.available", Shape::count, true},
    {"capacity.used", Shape::count, true},
    {"capital.tier", Shape::any, false},
    {"channel.bookings", Shape::count, true},
    {"channel.leads", Shape::count, true},
    {"channel.spend", Shape::money, true},
    {"channel.status", Shape::text, false},
    {"client.billing", Shape::any, false},
    {"client.contract_end", Shape::date, false},
    {"customer.active", Shape::count, false},
    {"customer.lost", Shape::count, true},
    {"customer.new", Shape::count, true},
    {"customer.repeat", Shape::count, true},
    {"debt.item", Shape::text, false},
    {"deployment.item", Shape::any, false},
    {"funnel.stage", Shape::count, false},
    {"invoice.due", Shape::any, false},
    {"invoice.paid", Shape::money, false},
    {"invoice.sent", Shape::money, false},
    {"milestone.item", Shape::any, false},
    {"money.cash", Shape::money, false},
    {"money.deposit", Shape::money, false},
    {"money.expense", Shape::money, true},
    {"money.receivable", Shape::money, false},
    {"money.revenue", Shape::money, true},
    {"person.role", Shape::text, false},
    {"person.share", Shape::ratio, false},
    {"project.billing", Shape::text, false},
    {"project.owner", Shape::text, false},
    {"project.status", Shape::text, false},
    {"project.summary", Shape::text, false},
    {"queue.item", Shape::any, false},
    {"response.time", Shape::days, false},
    {"risk.item", Shape::text, false},
    {"rule.item", Shape::text, false},
    {"tax.due", Shape::any, false},
    {"tax.rate", Shape::ratio, false},
    {"unit.cost", Shape::money, false},
    {"unit.fee", Shape::any, false},
    {"unit.price", Shape::money, false},
    {"unit.sold", Shape::count, true},
    {"work.unbilled", Shape::any, false},
});
static_assert(std::ranges::is_sorted(kPredicates, {}, &Predicate::name));

constexpr auto kFamilies = std::to_array<std::string_view>({"aws.", "claim.", "mail.", "other.", "repo."});

}  // namespace

std::span<const Predicate> predicates() { return kPredicates; }

std::optional<Predicate> find_predicate(std::string_view name) {
  const auto found = std::ranges::lower_bound(kPredicates, name, {}, &Predicate::name);
  if (found != kPredicates.end() && found->name == name) return *found;
  const bool open = std::ranges::any_of(
      kFamilies, [&](std::string_view family) { return name.starts_with(family) && name.size() > family.size(); });
  if (open) return Predicate{name, Shape::any, false};
  return std::nullopt;
}

}  // namespace qd::model
