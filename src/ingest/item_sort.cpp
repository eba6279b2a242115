#include "ingest/item_sort.hpp"

#include <algorithm>

#include "ingest/money.hpp"

namespace qd::ingest {

namespace {

class ItemSorter {
 public:
  ItemSorter(const Page& page, const Table& table) : page_(page), table_(table) {}

  [[nodiscard]] ItemSort decide() const {
    const Field label = label_role();
    if (has_periods()) return ItemSort::none;
    const bool task_columns = has(Field::owner) || has(Field::due) || has(Field::status) || has(Field::severity) ||
                              has(Field::effort) || has(Field::done);
    if (is(Topic::debt)) return ItemSort::debt;
    if (is(Topic::actions) || is(Topic::done)) return ItemSort::task;
    if (is(Topic::rules)) return ItemSort::rule;
    if (label == Field::task && task_columns) return is(Topic::milestones) ? ItemSort::milestone : ItemSort::task;
    if (label == Field::risk || (is(Topic::risks) && !has_amounts())) return ItemSort::risk;
    if (label == Field::debt && has(Field::severity) && !is(Topic::risks)) return ItemSort::debt;
    if (is(Topic::risks)) return ItemSort::risk;
    if (label == Field::milestone || (is(Topic::milestones) && !money_columns())) return ItemSort::milestone;
    if (label == Field::stage && (has(Field::count) || has(Field::rate) || is(Topic::funnel) || has(Field::amount)))
      return ItemSort::stage;
    if (is(Topic::funnel) && !has_amounts()) return ItemSort::stage;
    if (label == Field::channel &&
        (has(Field::status) || has(Field::spend) || has(Field::leads) || has(Field::bookings) || is(Topic::channels)) &&
        !is_money_topic(page_.section().topic))
      return ItemSort::channel;
    if (is(Topic::channels) && (has(Field::status) || has(Field::spend))) return ItemSort::channel;
    if (is(Topic::assets) && !has(Field::cost)) return ItemSort::asset;
    if (label == Field::asset && has(Field::kind)) return ItemSort::asset;
    if (is(Topic::invoices) || label == Field::invoice)
      return has_amounts() || has(Field::amount) ? ItemSort::invoice : ItemSort::none;
    if (label == Field::customer && has_amounts() && numbers_invoices()) return ItemSort::invoice;
    if (is(Topic::clients) &&
        (label == Field::customer || label == Field::name || has(Field::billing) || has(Field::end)))
      return ItemSort::client;
    if (label == Field::customer && (has(Field::billing) || has(Field::end))) return ItemSort::client;
    if (is(Topic::team) && (has(Field::role) || has(Field::share)) && label != Field::role) return ItemSort::person;
    if (is(Topic::accounts) && (has(Field::balance) || has(Field::amount) || has(Field::account)))
      return ItemSort::account;
    if (is(Topic::capacity)) return ItemSort::capacity;
    if (!words_predicate().empty() && !(is(Topic::deployments) && has(Field::cost))) return ItemSort::words;
    return ItemSort::none;
  }

  [[nodiscard]] bool money_columns() const {
    return has(Field::revenue) || has(Field::cost) || (has_amounts() && has(Field::amount));
  }

  [[nodiscard]] std::string_view words_predicate() const {
    if (is(Topic::campaigns)) return "campaign.item";
    if (is(Topic::queue)) return "queue.item";
    if (is(Topic::capital)) return "capital.tier";
    if (is(Topic::deployments)) return has(Field::date) || has(Field::status) ? "deployment.item" : "";
    return {};
  }

 private:
  [[nodiscard]] bool is(Topic topic) const { return page_.section().is(topic); }
  [[nodiscard]] bool has(Field role) const { return table_.has(role); }
  [[nodiscard]] Field label_role() const { return table_.column(table_.label_column()).role; }

  [[nodiscard]] bool has_amounts() const {
    return std::ranges::any_of(table_.all_columns(),
                               [](const Column& c) { return c.money > 0 && c.money * 2 >= c.filled; });
  }
  /// A column "Invoice #".
  [[nodiscard]] bool numbers_invoices() const {
    return std::ranges::any_of(table_.all_columns(), [](const Column& c) {
      const bool named = c.title.find("nvoice") != std::string_view::npos &&
                         (c.title.ends_with('#') || c.title.find(' ') == std::string_view::npos);
      return c.role == Field::invoice || (c.role == Field::id && named);
    });
  }
  [[nodiscard]] bool has_periods() const {
    return std::ranges::count_if(table_.all_columns(), [](const Column& c) { return c.period.has_value(); }) >= 2;
  }

  const Page& page_;
  const Table& table_;
};

}  // namespace

ItemSort sort_of_items(const Page& page, const Table& table) { return ItemSorter(page, table).decide(); }

std::string_view words_predicate(const Page& page, const Table& table) {
  return ItemSorter(page, table).words_predicate();
}

}  // namespace qd::ingest
