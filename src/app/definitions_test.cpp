// The KPIs that are built in: each known and missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "assess/show.hpp"
#include "support/built_in_definitions.hpp"

namespace qd::app {
namespace {

using assess::Assessment;
using test::assess_lines;
using test::built_in;
using Lines = std::vector<std::string>;

std::string shown(const Assessment& assessment, std::string_view id, std::string_view entity, std::string_view group) {
  for (const assess::KpiResult& kpi : assessment.kpis) {
    if (kpi.id == id && kpi.subject.id == entity && kpi.result.group == group) return assess::show(kpi.result);
  }
  return "not listed";
}

struct KpiCase {
  std::string id;
  Lines known;  ///< of the entity "a"
  std::string shown;
  std::string group = {};
};

const std::vector<KpiCase>& kpi_cases() {
  static const std::vector<KpiCase> kCases = {
      {"burn_rate",
       {"a | money.expense | 1200 USD/year", "a | money.expense | 50..84 USD/month | kind=estimated",
        "a | money.expense | 900 USD/once | date=2026-04-02"},
       "$150–184 a month"},
      {"burn_rate", {"a | claim.burn_rate | 7000..9000 USD/month"}, "$7.0–9.0K a month"},
      {"revenue", {"a | money.revenue | 2650 USD/month"}, "$2,650 a month"},
      {"net", {"a | money.revenue | 100 USD/month", "a | money.expense | 300 USD/month"}, "−$200 a month"},
      {"cash", {"a | money.cash | 18400 USD", "a | money.cash | 600 USD | label=Till"}, "$19.0K"},
      {"runway_months", {"a | money.cash | 6000 USD", "a | money.expense | 1000..1500 USD/month"}, "4–6 months"},
      {"deferred_revenue",
       {"a | money.deposit | 500 USD | date=2026-06-14", "a | money.deposit | 500 USD | date=2026-05-09"},
       "$500"},
      {"receivables",
       {"a | invoice.due | 95 USD | state=open; due=2026-05-31", "a | invoice.due | 285 USD | state=done"},
       "$95"},
      {"receivable_days", {"a | money.receivable | 1200 USD", "a | money.revenue | 1200 USD/month"}, "30.4 days"},
      {"unbilled_work", {"a | work.unbilled | 1190 USD", "a | work.unbilled | 765 USD"}, "$1,955"},
      {"revenue_target",
       {"a | money.revenue | 9500 USD/month | basis=target; period=2026-05"},
       "$9,500 a month",
       "2026-05"},
      {"expense_by_account", {"a | money.expense | 40 USD/month | account=6010 Slip"}, "$40 a month", "6010 Slip"},
      {"contribution_per_unit",
       {"a | unit.price | 840.75 USD | channel=marketplace", "a | unit.fee | 151.34 USD | channel=marketplace",
        "a | unit.price | 1560 USD | channel=direct", "a | unit.fee | 0.18 ratio | channel=direct",
        "a | unit.cost | 250 USD | label=Crew", "a | unit.cost | 150 USD | label=Captain"},
       "$289.41",
       "marketplace"},
      {"contribution_per_unit",
       {"a | unit.price | 840.75 USD | channel=marketplace", "a | unit.fee | 151.34 USD | channel=marketplace",
        "a | unit.price | 1560 USD | channel=direct", "a | unit.fee | 0.18 ratio | channel=direct",
        "a | unit.cost | 250 USD | label=Crew", "a | unit.cost | 150 USD | label=Captain"},
       "$879.20",
       "direct"},
      {"gross_margin", {"a | unit.price | 600 USD", "a | unit.cost | 150 USD"}, "75 %"},
      {"break_even_units",
       {"a | money.expense | 7000..9000 USD/month", "a | unit.price | 689.41 USD", "a | unit.cost | 400 USD"},
       "25–32 a month"},
      {"break_even_sensitivity",
       {"a | money.expense | 1000 USD/month", "a | unit.price | 100 USD", "a | unit.cost | 50 USD"},
       "20 a month",
       "price 100% · commission 0%"},
      {"cac", {"a | channel.spend | 500 USD/month", "a | customer.new | 4 count/month"}, "$125"},
      {"churn", {"a | customer.lost | 2 count/month", "a | customer.active | 40 count"}, "5 % a month"},
      {"ltv",
       {"a | customer.lost | 2 count/month", "a | customer.active | 40 count", "a | money.revenue | 4000 USD/month"},
       "$2,000"},
      {"booking_conversion",
       {"a | funnel.stage | 14 count | label=Quotes; order=2", "a | funnel.stage | 9 count | label=Bookings; order=3"},
       "64.3 %"},
      {"booking_conversion",
       {"a | channel.leads | 20 count/month | channel=x", "a | channel.bookings | 5 count/month | channel=x"},
       "25 %"},
      {"occupancy", {"a | capacity.available | 40 count/month", "a | capacity.used | 9 count/month"}, "22.5 %"},
      {"occupancy", {"a | capacity.available | 4 count", "a | capacity.used | 1 count"}, "25 %"},
      {"revenue_per_booking", {"a | money.revenue | 1200 USD/month", "a | booking.count | 3 count/month"}, "$400"},
      {"response_time", {"a | response.time | 2 days"}, "2 days"},
      {"repeat_rate", {"a | customer.repeat | 3 count/month", "a | customer.new | 9 count/month"}, "25 %"},
      {"customer_concentration",
       {"a | money.revenue | 300 USD/month | customer=x", "a | money.revenue | 100 USD/month | customer=y"},
       "75 %"},
      {"owner_share", {"a | person.share | 0.9 ratio", "a | person.share | 0.1 ratio"}, "90 %"},
      {"listing_coverage",
       {"a | channel.status | text:live | channel=x", "a | channel.status | text:planned | channel=y"},
       "50 %"},
      {"contacts", {"a | audience.contacts | 3676 count"}, "3,676 contacts"},
      {"open_actions", {"a | action.item | text:Do | done=no", "a | action.item | text:Did | done=yes"}, "1 action"},
      {"overdue_actions", {"a | action.item | text:Do | done=no; due=2026-05-01"}, "1 action"},
      {"open_debt", {"a | debt.item | text:Slow | done=no", "a | debt.item | text:Old | done=yes"}, "1 item"},
      {"cloud_cost", {"a | aws.cost | 12 USD/month | label=Queues"}, "$12 a month"},
      {"cloud_saving", {"a | aws.saving | 9 USD/month"}, "$9 a month"},
  };
  return kCases;
}

TEST(BuiltInKpis, AreComputedFromWhatIsKnown) {
  for (const KpiCase& one : kpi_cases()) {
    const Assessment assessment = assess_lines(one.known);
    EXPECT_EQ(shown(assessment, one.id, "a", one.group), one.shown) << one.id << " " << one.group;
  }
}

TEST(BuiltInKpis, EachHasACase) {
  std::set<std::string> tried = {"burn_by_entity"};  // of the portfolio only; below
  for (const KpiCase& one : kpi_cases()) tried.insert(one.id);
  for (const assess::Kpi& kpi : built_in().kpis()) EXPECT_TRUE(tried.contains(kpi.id)) << kpi.id;
}

TEST(BuiltInKpis, SplitTheBurnByEntity) {
  const Assessment assessment = assess_lines({"a | money.expense | 10 USD/month", "b | money.expense | 120 USD/year"});
  EXPECT_EQ(shown(assessment, "burn_by_entity", "", "a"), "$10 a month");
  EXPECT_EQ(shown(assessment, "burn_by_entity", "", "b"), "$10 a month");
}

TEST(BuiltInKpis, AreMissingWithARemedyAndNeverZeroWhenNothingIsKnown) {
  const Assessment assessment = assess_lines({"a | project.status | text:active"});
  EXPECT_FALSE(assessment.kpis.empty());
  for (const assess::KpiResult& kpi : assessment.kpis) {
    const auto* missing = std::get_if<formula::Missing>(&kpi.result.value);
    ASSERT_TRUE(missing) << kpi.id << " is " << assess::show(kpi.result);
    EXPECT_FALSE(missing->reason.empty()) << kpi.id;
    EXPECT_FALSE(missing->needs.empty()) << kpi.id;
  }
}

/// The predicates of a KPI's formula and of those that it refers to.
std::set<std::string> predicates_of(const assess::Kpi& kpi) {
  std::set<std::string> out;
  for (const std::string& predicate : kpi.formula.predicates()) out.insert(predicate);
  if (kpi.applies)
    for (const std::string& predicate : kpi.applies->predicates()) out.insert(predicate);
  for (const auto& reference : kpi.formula.kpis()) out.merge(predicates_of(*built_in().kpi(reference.id)));
  return out;
}

TEST(BuiltInKpis, DependOnTheirOwnFactsAndOnNoOthers) {
  Lines all;
  for (const KpiCase& one : kpi_cases()) {
    if (one.id != "revenue_target" && one.id != "break_even_units")
      all.insert(all.end(), one.known.begin(), one.known.end());
  }
  const Assessment whole = assess_lines(all, {"a"});
  std::set<std::string> predicates;
  for (const std::string& line : all) predicates.insert(std::string(test::detail::split(line, '|')[1]));
  for (const std::string& removed : predicates) {
    Lines rest;
    for (const std::string& line : all) {
      if (test::detail::split(line, '|')[1] != removed) rest.push_back(line);
    }
    const Assessment without = assess_lines(rest, {"a"});
    for (const assess::Kpi& kpi : built_in().kpis()) {
      if (predicates_of(kpi).contains(removed)) continue;
      for (const assess::KpiResult& result : whole.kpis) {
        if (result.id != kpi.id) continue;
        EXPECT_EQ(shown(without, kpi.id, result.subject.id, result.result.group), assess::show(result.result))
            << kpi.id << " without " << removed;
      }
    }
  }
}

}  // namespace
}  // namespace qd::app
