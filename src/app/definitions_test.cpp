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
  static const std::string kApril = "a | money.revenue | 840.75 USD/once | date=2026-04-18";
  static const std::string kAprilTarget = "a | money.revenue | 1000 USD/month | basis=target; period=2026-04";
  static const std::string kMayTarget = "a | money.revenue | 1000 USD/month | basis=target; period=2026-05";
  static const Lines kInvoices = {"a | invoice.due | 95 USD | state=open; due=2026-05-21; customer=Bakery",
                                  "a | invoice.due | 420 USD | state=open; due=2026-04-21; customer=Vineyard",
                                  "a | invoice.sent | 360 USD | state=planned; due=2026-04-20; customer=Dance school",
                                  "a | invoice.due | 1275 USD | state=open; due=2026-02-11; customer=Law office",
                                  "a | invoice.due | 30 USD | due=on receipt; customer=Bakery",
                                  "a | invoice.sent | 20..40 USD",
                                  "a | invoice.due | 285 USD | state=paid; due=2026-03-01"};
  static const std::string kTwice = "a | aws.saving | 9 USD/month";
  static const std::string kLess = "a | aws.saving | 4 USD/month";
  static const Lines kClients = {"a | client.billing | 95 USD/month | customer=Bakery",
                                 "a | client.contract_end | date:2026-07-20 | customer=Bakery",
                                 "a | client.billing | 120 USD/month | customer=Dance school",
                                 "a | client.contract_end | date:2026-03-31 | customer=Dance school",
                                 "a | client.billing | text:none | customer=Surf shop",
                                 "a | client.contract_end | ? | customer=Surf shop"};
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
      {"revenue_target", {"a | money.revenue | 9500 USD/month | basis=target; period=2026-05"}, "$9,500", "2026-05"},
      {"revenue_actual", {kApril, "a | money.revenue | 100 USD/month"}, "$840.75", "2026-04"},
      {"revenue_gap", {kApril, kAprilTarget}, "−$159.25", "2026-04"},
      {"revenue_gap", {kApril, kAprilTarget, kMayTarget}, "not known", "2026-05"},
      {"revenue_target_by_quarter", {kAprilTarget, kMayTarget}, "at least $2,000", "2026-Q2"},
      {"revenue_target_by_quarter",
       {kAprilTarget, kMayTarget, "a | money.revenue | 1500 USD/month | basis=target; period=2026-06"},
       "$3,500",
       "2026-Q2"},
      {"revenue_actual_by_quarter", {kApril}, "at least $840.75", "2026-Q2"},
      {"revenue_gap_by_quarter",
       {kApril, "a | money.revenue | 3000 USD/quarter | basis=target; period=2026-Q2"},
       "at least −$2,159.25",
       "2026-Q2"},
      {"revenue_gap_by_quarter", {kApril, kAprilTarget}, "not known", "2026-Q2"},
      {"open_milestones",
       {"a | milestone.item | text:Live | done=no; due=2026-06-11", "a | milestone.item | text:Opened | done=yes"},
       "1 milestone"},
      {"next_milestone",
       {"a | milestone.item | text:Live | due=2026-06-11", "a | milestone.item | text:Sail | date=2026-06-20",
        "a | milestone.item | text:Opened | due=2026-05-02; done=yes"},
       "2026-06-11"},
      {"capital_by_tier",
       {"a | capital.tier | 250 USD | label=small tests", "a | capital.tier | text:Do not deploy"},
       "$250",
       "small tests"},
      {"receivable_ageing", kInvoices, "$95", "not due"},
      {"receivable_ageing", kInvoices, "$420", "1–30 days"},
      {"receivable_ageing", kInvoices, "$360", "31–60 days"},
      {"receivable_ageing", kInvoices, "$0", "61–90 days"},
      {"receivable_ageing", kInvoices, "$1,275", "over 90 days"},
      {"receivable_ageing", kInvoices, "$50–70", "undated"},
      {"receivables", kInvoices, "$2,200–2,220"},
      {"overdue_receivables", kInvoices, "$2,055"},
      {"open_invoices", kInvoices, "6 invoices"},
      {"collection_risk",
       {"a | invoice.due | 300 USD | due=2026-01-01; state=open", "a | invoice.due | 100 USD | due=2026-06-01"},
       "75 %"},
      {"receivable_by_client", kInvoices, "$1,275", "Law office"},
      {"deposits_in_revenue",
       {"a | money.deposit | 500 USD | account=4000 Charter revenue", "a | money.deposit | 300 USD | account=2000"},
       "$500"},
      {"account_balances",
       {"a | account.balance | 600 USD | account=1100", "a | account.balance | ? | account=2000"},
       "$600",
       "1100"},
      {"accounts_without_balance",
       {"a | account.balance | 600 USD | account=1100", "a | account.balance | ? | account=2000"},
       "1 account"},
      {"uncategorised_expenses",
       {"a | money.expense | 40 USD/month | account=6010", "a | money.expense | 120 USD/year | label=Gardener"},
       "$10 a month"},
      {"uncategorised_share",
       {"a | money.expense | 40 USD/month | account=6010", "a | money.expense | 120 USD/year | label=Gardener"},
       "20 %"},
      {"tax_liability",
       {"a | tax.due | 65.16 USD | due=2026-07-31", "a | tax.due | 30 USD | due=2026-04-30; state=paid"},
       "$65.16"},
      {"next_tax_date", {"a | tax.due | 65.16 USD | due=2026-07-31", "a | tax.due | ? | due=2026-06-30"}, "2026-06-30"},
      {"ltv_to_cac",
       {"a | customer.lost | 2 count/month", "a | customer.active | 40 count", "a | money.revenue | 4000 USD/month",
        "a | channel.spend | 500 USD/month", "a | customer.new | 4 count/month"},
       "1,600 %"},
      {"cac_by_channel",
       {"a | channel.spend | 500 USD/month | channel=x", "a | channel.bookings | 4 count/month | channel=x",
        "a | channel.spend | 90 USD/month | channel=y", "a | channel.bookings | 3 count/month | channel=y"},
       "$30",
       "y"},
      {"leads_by_channel", {"a | channel.leads | 3 count | channel=x"}, "3 leads", "x"},
      {"funnel_conversion",
       {"a | funnel.stage | 14 count | label=Quotes; order=2", "a | funnel.stage | 1180 count | label=Visits; order=1",
        "a | funnel.stage | 9..10 count | label=Bookings; order=3"},
       "1.2 %",
       "Visits → Quotes"},
      {"funnel_conversion",
       {"a | funnel.stage | 20 count | label=Quotes; order=2",
        "a | funnel.stage | 9..10 count | label=Bookings; order=3"},
       "45–50 %",
       "Quotes → Bookings"},
      {"funnel_conversion",
       {"a | funnel.stage | ? | label=Visits; order=1", "a | funnel.stage | 9 count | label=Bookings; order=3"},
       "not known",
       "Visits → Bookings"},
      {"pipeline_value",
       {"a | queue.item | text:North | total=4200 USD", "a | queue.item | text:South | state=planned",
        "a | queue.item | text:East | total=100 USD; state=done"},
       "at least $4,200"},
      {"pipeline_value", {"a | other.open-inquiries | 0 count", "a | other.quotes-out | 0 count"}, "0"},
      {"pipeline_value", {"a | other.quotes-out | 3 count"}, "not known"},
      {"pipeline_coverage",
       {"a | queue.item | text:North | total=4200 USD", "a | money.revenue | 1400 USD/month"},
       "3 months"},
      {"pipeline_coverage",
       {"a | queue.item | text:North | total=4200 USD", "a | money.revenue | 1400 USD/month",
        "a | money.revenue | 2000 USD/month | basis=target; period=2026-06",
        "a | money.revenue | 2200 USD/month | basis=target; period=2026-07"},
       "2 months"},
      {"consented_contacts",
       {"a | audience.contacts | 3000 count", "a | other.consent-on-record | 0.5 ratio"},
       "1,500 contacts"},
      {"planned_blasts",
       {"a | campaign.item | text:Come back | state=planned", "a | campaign.item | text:Hello | state=done"},
       "1 mailing"},
      {"blast_value",
       {"a | audience.contacts | 3000 count", "a | other.expected-booking-rate | 0.01 ratio",
        "a | booking.value | 500 USD"},
       "$15.0K"},
      {"blast_value", {"a | audience.contacts | 3000 count", "a | booking.value | 500 USD"}, "not known"},
      {"event_upside", {"a | other.event-upside | 10000..50000 USD | basis=planned"}, "$10.0–50.0K"},
      {"billing_gap",
       {"a | work.unbilled | 1190 USD", "a | invoice.due | 420 USD | due=2026-05-01; state=open",
        "a | invoice.due | 95 USD | due=2026-05-31; state=open"},
       "$1,610"},
      {"unbilled_by_client",
       {"a | work.unbilled | 1190 USD | customer=Law office", "a | work.unbilled | 765 USD | customer=Surf shop"},
       "$765",
       "Surf shop"},
      {"client_accounts", kClients, "3 clients"},
      {"client_fees", kClients, "$120 a month", "Dance school"},
      {"contracts_ended", kClients, "1 contract"},
      {"contracts_ending", kClients, "1 contract"},
      {"contracts_missing", kClients, "1 client"},
      {"maintenance_cost",
       {"a | money.expense | 150..400 USD/month | label=Repairs", "a | money.expense | 20 USD/month | label=Water"},
       "$150–400 a month"},
      {"open_maintenance",
       {"a | action.item | text:Heater | done=no; section=Maintenance list",
        "a | action.item | text:Gutter | done=yes; section=Maintenance list", "a | action.item | text:Sell | done=no"},
       "1 job"},
      {"queue_length",
       {"a | queue.item | text:North | state=planned", "a | queue.item | text:South | state=done"},
       "1 order"},
      {"queue_value", {"a | queue.item | text:North | total=4200 USD"}, "$4,200"},
      {"on_time_share",
       {"a | queue.item | text:North", "a | other.delivered-on-the-promised-day | text:3 of 4"},
       "75 %"},
      {"on_time_share", {"a | queue.item | text:North", "a | other.on-time | 0.9 ratio"}, "90 %"},
      {"on_time_share", {"a | queue.item | text:North", "a | other.on-time | text:usually"}, "not known"},
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
      {"concentration",
       {"a | person.share | 0.6 ratio", "a | money.revenue | 300 USD/once | customer=x",
        "a | money.revenue | 100 USD/once | customer=y"},
       "75 %"},
      {"concentration", {"a | person.share | 0.6 ratio"}, "60 %"},
      {"cloud_bill",
       {"a | aws.cost | 12 USD/month | period=2026-04; label=Queues",
        "a | aws.cost | 20 USD/month | period=2026-03; label=Queues"},
       "$12 a month"},
      {"cloud_saving", {kTwice, kLess, "a | aws.cost | 12 USD/month | period=2026-04"}, "$9 a month"},
      {"cloud_saving",
       {kTwice, "a | aws.cost | 5 USD/month | period=2026-04", "a | aws.saving | 3 USD/month | file=other.md",
        "a | aws.cost | 8 USD/month | period=2026-04; file=third.md"},
       "$8 a month"},
      {"cloud_saving", {kTwice}, "$9 a month"},
      {"functions_without_versions",
       {"a | aws.function.versions | 0 count", "a | aws.function.versions | 3 count"},
       "1 function"},
      {"public_function_urls",
       {"a | aws.function.url_auth | text:NONE", "a | aws.function.url_auth | text:AWS_IAM"},
       "1 function"},
      {"secret_variables", {"a | aws.function.secret_variables | 2 count"}, "2 secrets"},
      {"distributions_without_firewall",
       {"a | aws.distribution.waf | no", "a | aws.distribution.waf | yes"},
       "1 distribution"},
      {"buckets_without_error_document", {"a | aws.bucket.error_document | no"}, "1 bucket"},
      {"deployments",
       {"a | deployment.item | text:x | date=2026-05-04", "a | deployment.item | text:y | date=2025-05-04"},
       "1 deployment"},
      {"function_updates", {"a | aws.function.updates_30d | 11 count"}, "11 updates"},
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
  std::set<std::string> tried = {"burn_by_entity", "burn_by_category", "cloud_by_service", "cloud_by_entity",
                                 "cloud_reconciliation"};  // of the portfolio only; below
  for (const KpiCase& one : kpi_cases()) tried.insert(one.id);
  for (const assess::Kpi& kpi : built_in().kpis()) EXPECT_TRUE(kpi.hidden || tried.contains(kpi.id)) << kpi.id;
}

TEST(BuiltInKpis, SplitTheBurnByEntity) {
  const Assessment assessment = assess_lines({"a | money.expense | 10 USD/month", "b | money.expense | 120 USD/year"});
  EXPECT_EQ(shown(assessment, "burn_by_entity", "", "a"), "$10 a month");
  EXPECT_EQ(shown(assessment, "burn_by_entity", "", "b"), "$10 a month");
}

TEST(BuiltInKpis, SplitTheBurnByAccountAndElseByLabel) {
  const Assessment assessment = assess_lines({"a | money.expense | 40 USD/month | account=6010 Slip; label=Slip",
                                              "b | money.expense | 60 USD/year | account=6010 slip; label=Dock",
                                              "b | money.expense | 15..20 USD/month | label=Gardener"});
  EXPECT_EQ(shown(assessment, "burn_by_category", "", "6010 Slip"), "$45 a month");
  EXPECT_EQ(shown(assessment, "burn_by_category", "", "Gardener"), "$15–20 a month");
}

TEST(BuiltInKpis, ReconcileTheCloudBillToTheCent) {
  const Assessment assessment = assess_lines({"a | aws.cost | 14.16 USD/month | period=2026-04; label=Tables",
                                              "b | aws.cost | 3.60 USD/month | period=2026-04; label=Functions",
                                              "unassigned | aws.cost | 5.41 USD/month | period=2026-04; label=Transfer",
                                              "a | aws.cost | 99 USD/month | period=2026-03; label=Tables",
                                              "a | aws.saving | 20 USD/month", "a | aws.saving | 11 USD/month"});
  const auto of = [&](std::string_view id, std::string_view group) { return shown(assessment, id, "", group); };
  EXPECT_EQ(of("cloud_bill", ""), "$23.17 a month");
  EXPECT_EQ(of("cloud_by_service", "Tables"), "$14.16 a month");
  EXPECT_EQ(of("cloud_by_entity", "unassigned"), "$5.41 a month");
  std::vector<std::string> cases;
  for (const assess::KpiResult& kpi : assessment.kpis) {
    if (kpi.id == "cloud_reconciliation") cases.push_back(kpi.result.group + " " + assess::show(kpi.result));
  }
  EXPECT_THAT(cases,
              testing::ElementsAre("bill $23.17 a month", "allocated $17.76 a month", "unallocated $5.41 a month",
                                   "saving $14.16 a month", "after saving $9.01 a month"));
}

TEST(BuiltInKpis, LeaveCellsWithoutContributionOutOfTheBreakEven) {
  const Assessment assessment =
      assess_lines({"a | money.expense | 1000 USD/month", "a | unit.price | 100 USD | channel=x",
                    "a | unit.price | 60 USD | channel=y", "a | unit.cost | 50 USD",
                    "a | unit.cost | 20 USD | channel=x", "a | unit.cost | 30 USD | channel=y"});
  const auto of = [&](std::string_view group) { return shown(assessment, "break_even_sensitivity", "a", group); };
  EXPECT_EQ(of("price 100% · commission 0%"), "50 a month");    // 1000 / (100 - 50 - 30)
  EXPECT_EQ(of("price 100% · commission 10%"), "100 a month");  // 1000 / (90 - 80)
  EXPECT_EQ(of("price 120% · commission 25%"), "100 a month");  // 1000 / (90 - 80)
  EXPECT_EQ(of("price 80% · commission 0%"), "not known");
  for (const assess::KpiResult& kpi : assessment.kpis) {
    if (kpi.id != "break_even_sensitivity") continue;
    const auto* missing = std::get_if<formula::Missing>(&kpi.result.value);
    if (missing != nullptr) {
      EXPECT_THAT(missing->reason, testing::StartsWith("never")) << kpi.result.group;
    }
  }
}

TEST(BuiltInKpis, AgeInvoicesOfTwoCurrenciesApart) {
  const Assessment assessment = assess_lines({"a | invoice.due | 95 USD | due=2026-05-31; state=open",
                                              "a | invoice.due | 40 EUR | due=2026-05-01; state=open"});
  EXPECT_EQ(shown(assessment, "receivable_ageing", "a", "not due · USD"), "$95");
  EXPECT_EQ(shown(assessment, "receivable_ageing", "a", "1–30 days · EUR"), "€40");
  EXPECT_EQ(shown(assessment, "receivable_ageing", "a", "undated · EUR"), "€0");
  EXPECT_EQ(shown(assessment, "overdue_receivables", "a", "EUR"), "€40");
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
  for (const formula::Expression* formula : kpi.formulas()) {
    for (const std::string& predicate : formula->predicates()) out.insert(predicate);
    for (const auto& reference : formula->kpis()) out.merge(predicates_of(*built_in().kpi(reference.id)));
  }
  if (kpi.applies)
    for (const std::string& predicate : kpi.applies->predicates()) out.insert(predicate);
  if (kpi.id == "on_time_share") out.insert({"other.on-time", "other.delivered-on-the-promised-day"});
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
