// The checks that are built in: each passing, failing and, where it can be, unknown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/built_in_definitions.hpp"

namespace qd::app {
namespace {

using assess::Assessment;
using assess::Outcome;
using test::assess_lines;
using test::built_in;
using testing::HasSubstr;
using Lines = std::vector<std::string>;

struct CheckCase {
  std::string check;
  Lines lines;
  Outcome outcome;
  std::string says = {};
  std::string subject = "a";
};

const std::vector<CheckCase>& check_cases();

TEST(BuiltInChecks, AnswerAsTheFactsSay) {
  for (const CheckCase& one : check_cases()) {
    const Assessment assessment = assess_lines(one.lines);
    const auto found = std::ranges::find(assessment.findings, one.check + "@" + one.subject, &assess::Finding::id);
    ASSERT_NE(found, assessment.findings.end()) << one.check << "@" << one.subject;
    EXPECT_EQ(to_string(found->outcome), to_string(one.outcome))
        << one.check << ": " << one.lines.at(0) << ": " << found->message;
    EXPECT_THAT(found->message, HasSubstr(one.says));
    if (found->outcome == Outcome::fail) {
      EXPECT_FALSE(found->remedy.empty()) << one.check;
      EXPECT_THAT(found->message, testing::Not(HasSubstr("{{")));
      EXPECT_THAT(found->message, testing::Not(HasSubstr("  ")));
    }
    if (found->outcome == Outcome::unknown) {
      EXPECT_FALSE(found->message.empty()) << one.check;
    }
  }
}

TEST(BuiltInChecks, EachPassesAndFailsSomewhere) {
  for (const Outcome outcome : {Outcome::pass, Outcome::fail}) {
    std::set<std::string> tried;
    for (const CheckCase& one : check_cases()) {
      if (one.outcome == outcome) tried.insert(one.check);
    }
    for (const assess::Check& check : built_in().checks())
      EXPECT_TRUE(tried.contains(check.id)) << check.id << " never has the answer " << to_string(outcome);
  }
}

TEST(BuiltInChecks, AnswerOnceForEachSubject) {
  const Assessment assessment = assess_lines({"a | project.status | text:active", "b | project.status | text:active",
                                              "portfolio | project.status | text:active"});
  std::set<std::string> ids;
  for (const assess::Finding& finding : assessment.findings) EXPECT_TRUE(ids.insert(finding.id).second) << finding.id;
  std::size_t expected = 0;
  for (const assess::Check& check : built_in().checks())
    expected += (check.for_entities ? 2 : 0) + (check.for_portfolio ? 1 : 0) + (check.for_projects ? 3 : 0);
  EXPECT_EQ(ids.size(), expected);
}

TEST(BuiltInChecks, SayNothingAboutAnEntityOfWhichNothingIsKnown) {
  const Assessment assessment = assess_lines({"a | project.status | text:active"}, {"a", "silent"});
  for (const assess::Finding& finding : assessment.findings) {
    if (finding.subject.id != "silent") continue;
    EXPECT_NE(finding.outcome, Outcome::pass) << finding.id;
    EXPECT_NE(finding.outcome, Outcome::fail) << finding.id;
  }
}

const std::vector<CheckCase>& check_cases() {
  using enum Outcome;
  static const std::string kBooks =
      "a | books.covered | text:books | kind=measured; start=2025-12-01; end=2026-04-30; file=books/a.csv";
  static const std::vector<CheckCase> kCases = {
      {"claim_contradicted",
       {"a | claim.break_even_units | 6 count/month | of=charter; file=plan.md",
        "a | money.expense | 7000..9000 USD/month", "a | unit.price | 1560 USD | channel=direct",
        "a | unit.cost | 250 USD | label=Crew", "a | unit.cost | 150 USD | label=Captain",
        "a | unit.fee | 280.80 USD | channel=direct; label=Port fee"},
       fail,
       "A, break-even: the hand-off says 6 charters a month, and the figures give 8–11 charters a month (direct). It "
       "leaves "
       "out "
       "crew, captain and port fee."},
      {"claim_contradicted",
       {"a | claim.break_even_units | 9 count/month", "a | money.expense | 7000..9000 USD/month",
        "a | unit.price | 1000 USD", "a | unit.cost | 120.80 USD"},
       pass},
      {"claim_contradicted",
       {"a | claim.break_even_units | 9 count/month", "a | money.expense | 7000 USD/month"},
       unknown,
       "no unit.price"},
      {"claim_contradicted", {"a | money.expense | 7000 USD/month"}, not_applicable},
      {"claim_contradicted",
       {"portfolio | claim.burn_rate | 7000..9000 USD/month", "a | money.expense | 3000 USD/month"},
       fail,
       "$7.0–9.0K a month",
       "portfolio"},
      {"no_revenue_record", {"a | money.revenue | 840.75 USD/once | date=2026-04-18"}, pass},
      {"no_revenue_record", {"a | money.revenue | ?"}, fail, "A records no revenue"},
      {"no_billing_model", {"a | project.billing | text:flat fee"}, pass},
      {"no_billing_model", {"a | project.billing | text:none"}, fail},
      {"no_billing_model", {"a | project.billing | ?"}, unknown},
      {"clients_without_terms", {"a | client.billing | 95 USD/month | customer=Bakery"}, pass},
      {"clients_without_terms", {"a | client.billing | text:none | customer=Surf shop"}, fail, "Surf shop"},
      {"unbilled_work", {"a | work.unbilled | 765 USD | customer=Surf shop"}, fail, "Surf shop, $765 in all"},
      {"unbilled_work", {"a | work.unbilled | 0 USD"}, pass},
      {"overdue_invoices", {"a | invoice.due | 95 USD | due=2026-05-31; state=open"}, pass},
      {"overdue_invoices", {"a | invoice.due | 95 USD | due=2026-05-01; state=open; customer=Bakery"}, fail, "$95"},
      {"deposit_booked_as_revenue",
       {"a | money.revenue | 500 USD/once | label=Deposit for the sail"},
       fail,
       "Deposit for the sail"},
      {"deposit_booked_as_revenue",
       {"a | money.deposit | 500 USD | account=4000 Charter revenue; label=Smith"},
       fail,
       "Smith"},
      {"deposit_booked_as_revenue",
       {"a | money.revenue | 500 USD/once | label=Charter", "a | money.deposit | 500 USD"},
       pass},
      {"receivables_counted_twice", {"a | money.receivable | 95 USD", "a | invoice.due | 95 USD | state=open"}, fail},
      {"receivables_counted_twice",
       {"a | money.receivable | 95 USD | kind=measured", "a | invoice.due | 95 USD | state=open"},
       pass},
      {"receivables_counted_twice", {"a | money.receivable | 95 USD"}, not_applicable},
      {"documents_disagree",
       {"a | audience.contacts | 3676 count | file=a/list.md", "a | audience.contacts | 3200 count | file=a/plan.md"},
       fail,
       "3,676 in a/list.md of 2026-05-20 and 3,200 in a/plan.md"},
      {"documents_disagree",
       {"a | audience.contacts | 3676 count | file=a/list.md", "a | audience.contacts | 3700 count | file=a/plan.md"},
       pass},
      {"documents_disagree",
       {"a | other.sites | 12 count | file=a/1.md; label=Sites",
        "a | other.sites | 14 count | file=a/2.md; label=Sites"},
       fail,
       "Sites: 12"},
      {"documents_disagree",
       {"a | unit.price | 5 USD | file=a/1.md; label=Small", "a | unit.price | 9 USD | file=a/2.md; label=Large"},
       pass},
      {"duplicated_items",
       {"a | money.expense | 49 USD/month | file=a/1.md; label=Calendar",
        "a | money.expense | 49 USD/month | file=a/2.md; label=calendar"},
       fail,
       "calendar"},
      {"duplicated_items",
       {"a | money.expense | 49 USD/month | file=a/1.md; label=Calendar",
        "a | money.expense | 50 USD/month | file=a/2.md; label=Calendar"},
       pass},
      {"books_disagree",
       {kBooks, "a | money.expense | 780 USD/once | kind=measured; date=2026-04-01; label=Disposal; file=books/a.csv",
        "a | money.expense | 780 USD/month | label=Disposal", "a | money.expense | 65 USD/month | label=Texts"},
       fail,
       "Texts: the document says $65 a month, the books have no such line"},
      {"books_disagree",
       {kBooks, "a | money.revenue | 5400 USD/once | kind=measured; date=2026-04-11; label=Job; file=books/a.csv",
        "a | money.revenue | 6000 USD/once | period=2026-04; label=Revenue"},
       fail,
       "Revenue of 2026-04: the document says $6,000 a month, the books $5,400 a month"},
      {"books_disagree",
       {kBooks, "a | money.expense | 780 USD/once | kind=measured; date=2026-04-01; label=Disposal; file=books/a.csv",
        "a | money.expense | 780 USD/month | label=Disposal"},
       pass},
      {"books_disagree", {"a | money.expense | 780 USD/month | label=Disposal"}, not_applicable},
      {"runway_short", {"a | money.cash | 6000 USD", "a | money.expense | 1000 USD/month"}, pass},
      {"runway_short", {"a | money.cash | 2000 USD", "a | money.expense | 1000 USD/month"}, fail, "cash for 2 months"},
      {"runway_short", {"a | money.cash | 2500 USD", "a | money.expense | 800..1000 USD/month"}, unknown},
      {"runway_short", {"a | money.cash | 2500 USD"}, unknown},
      {"no_cash_figure", {"a | money.cash | 5 USD", "a | money.expense | 1 USD/month"}, pass},
      {"no_cash_figure", {"a | money.expense | 1 USD/month"}, fail},
      {"negative_net", {"a | money.revenue | 5 USD/month", "a | money.expense | 1 USD/month"}, pass},
      {"negative_net",
       {"a | money.revenue | 1 USD/month", "a | money.expense | 5 USD/month"},
       fail,
       "$1 a month against $5 a month"},
      {"negative_net", {"a | money.revenue | 1 USD/month"}, unknown, "money.expense"},
      {"negative_margin", {"a | unit.price | 5 USD", "a | unit.cost | 1 USD"}, pass},
      {"negative_margin", {"a | unit.price | 5 USD", "a | unit.cost | 8 USD"}, fail, "−$3"},
      {"negative_margin", {"a | unit.price | 5 USD"}, unknown, "unit.cost"},
      {"uncategorised_expense", {"a | money.expense | 5 USD/month | account=6000"}, pass},
      {"uncategorised_expense", {"a | money.expense | 5 USD/month | label=Gardener"}, fail, "Gardener"},
      {"duplicate_expense",
       {"a | money.expense | 80 USD/once | date=2026-04-03; label=Fuel; account=5100; kind=measured",
        "a | money.expense | 80 USD/once | date=2026-04-03; label=fuel; account=5100; kind=measured"},
       fail,
       "fuel ($80)"},
      {"duplicate_expense",
       {"a | money.expense | 80 USD/once | date=2026-04-03; label=Fuel",
        "a | money.expense | 80 USD/once | date=2026-04-04; label=Fuel",
        "a | money.expense | 81 USD/once | date=2026-04-03; label=Fuel",
        "a | money.expense | 80 USD/once | date=2026-04-03; label=Fuel; file=other.md"},
       pass},
      {"outlier_expense",
       {"a | money.expense | 100 USD/once | date=2026-01-03; label=Fuel; account=5100",
        "a | money.expense | 110 USD/once | date=2026-02-03; label=Fuel; account=5100",
        "a | money.expense | 120 USD/once | date=2026-03-03; label=Fuel; account=5100",
        "a | money.expense | 90 USD/once | date=2026-04-03; label=Fuel; account=5100",
        "a | money.expense | 331 USD/once | date=2026-05-03; label=Tyres; account=5100"},
       fail,
       "Tyres ($331)"},
      {"outlier_expense",
       {"a | money.expense | 100 USD/once | date=2026-01-03; label=Fuel; account=5100",
        "a | money.expense | 110 USD/once | date=2026-02-03; label=Fuel; account=5100",
        "a | money.expense | 120 USD/once | date=2026-03-03; label=Fuel; account=5100",
        "a | money.expense | 90 USD/once | date=2026-04-03; label=Fuel; account=5100",
        "a | money.expense | 330 USD/once | date=2026-05-03; label=Tyres; account=5100"},
       pass},
      {"outlier_expense", {"a | money.expense | 100 USD/once | date=2026-01-03; account=5100"}, not_applicable},
      {"missing_receipt", {"a | action.item | text:Find the receipt of August | done=no"}, fail, "Find the receipt"},
      {"missing_receipt", {"a | action.item | text:Find the receipt of August | done=yes"}, pass},
      {"missing_receipt", {"a | action.item | text:Print receipts on board | done=no"}, pass},
      {"missing_receipt", {"a | money.expense | 5 USD/once | label=Lines; note=no receipt"}, fail, "Lines"},
      {"revenue_recognition", {"a | money.revenue | 500 USD/once | date=2026-05-01; label=Sail"}, pass},
      {"revenue_recognition", {"a | money.revenue | 500 USD/once | date=2026-06-14; label=Sail"}, fail, "Sail"},
      {"revenue_recognition",
       {"a | money.revenue | 1200 USD/once | date=2026-05-01; label=Hosting, paid 12 months in advance"},
       fail,
       "Hosting"},
      {"tax_overdue", {"a | tax.due | 65 USD | due=2026-07-31"}, pass},
      {"tax_overdue", {"a | tax.due | 65 USD | due=2026-04-30; label=Sales tax"}, fail, "Sales tax, $65 in all"},
      {"tax_overdue", {"a | tax.due | 65 USD | due=2026-04-30; state=paid"}, not_applicable},
      {"hardcoded_secrets", {"a | debt.item | text:Slow pages | done=no"}, pass},
      {"hardcoded_secrets", {"a | debt.item | text:API keys are hard-coded in the page | done=no"}, fail, "API keys"},
      {"hardcoded_secrets", {"a | debt.item | text:API keys are hard-coded | done=yes"}, pass},
      {"plaintext_secrets", {"a | debt.item | text:Slow pages | done=no"}, pass},
      {"plaintext_secrets", {"a | debt.item | text:prod.env is plain text | state=open"}, fail, "prod.env"},
      {"open_endpoints", {"a | debt.item | text:Slow endpoint | done=no"}, pass},
      {"open_endpoints",
       {"a | debt.item | text:Two endpoints answer without sign-in | done=no"},
       fail,
       "Two endpoints"},
      {"no_analytics", {"a | debt.item | text:Slow pages | done=no"}, pass},
      {"no_analytics", {"a | debt.item | text:No analytics on the shop | done=no"}, fail, "No analytics"},
      {"no_availability_calendar", {"a | debt.item | text:The calendar is slow | done=no"}, pass},
      {"no_availability_calendar", {"a | debt.item | text:No availability calendar | done=no"}, fail, "calendar"},
      {"no_ci", {"a | debt.item | text:Slow pages | done=no"}, pass},
      {"no_ci", {"a | debt.item | text:No CI, tests are run by hand | done=no"}, fail, "No CI"},
      {"no_staging", {"a | debt.item | text:Slow pages | done=no"}, pass},
      {"no_staging", {"a | debt.item | text:There is no staging | done=no"}, fail, "no staging"},
      {"manual_deployments", {"a | deployment.item | text:New photos | date=2026-05-06"}, pass},
      {"manual_deployments", {"a | deployment.item | text:Photos, synced by hand | date=2026-05-06"}, fail, "Photos"},
      {"manual_deployments", {"a | deployment.item | text:Photos, synced by hand | date=2025-05-06"}, pass},
      {"frequent_untested_updates",
       {"a | aws.function.updates_30d | 11 count", "a | aws.function.versions | 0 count"},
       fail,
       "11 updates"},
      {"frequent_untested_updates",
       {"a | aws.function.updates_30d | 11 count", "a | aws.function.versions | 4 count"},
       pass},
      {"no_rollback", {"a | aws.function | text:f", "a | aws.function.versions | 2 count"}, pass},
      {"no_rollback", {"a | aws.function | text:f", "a | aws.function.versions | 0 count"}, fail},
      {"no_rollback", {"a | aws.function | text:f", "a | aws.function.versions | ?"}, unknown},
      {"inventory_drift", {"a | asset.function | text:f-1", "a | aws.function | text:f-1 | kind=measured"}, pass},
      {"inventory_drift",
       {"a | asset.function | text:f-1", "a | aws.function | text:f-2 | kind=measured"},
       fail,
       "in the account and in no document: f-2; in documents and not in the account: f-1"},
      {"inventory_drift", {"a | asset.function | text:f-1", "b | aws.function | text:f-1 | kind=measured"}, pass},
      {"inventory_drift",
       {"a | asset.table | text:t-1", "b | aws.function | text:f-1 | kind=measured"},
       not_applicable},
      {"inventory_drift", {"a | asset.function | text:the shared one", "b | aws.function | text:f-1"}, not_applicable},
      {"inventory_drift", {"a | asset.function | text:f-1"}, not_configured},
      {"no_error_pages", {"a | aws.bucket | text:b", "a | aws.bucket.error_document | yes"}, pass},
      {"no_error_pages", {"a | aws.bucket | text:b", "a | aws.bucket.error_document | no"}, fail},
      {"no_error_pages", {"a | aws.distribution | text:d", "a | aws.distribution.error_responses | 0 count"}, fail},
      {"expense_without_period", {"a | money.expense | 5 USD/month"}, pass},
      {"expense_without_period", {"a | money.expense | 5 USD | label=Gardener"}, fail, "Gardener"},
      {"currency_mix", {"a | money.expense | 5 USD/month", "a | money.expense | 5 USD/month"}, pass},
      {"currency_mix", {"a | money.expense | 5 USD/month", "a | money.expense | 5 EUR/month"}, fail},
      {"empty_pipeline", {"a | other.open-inquiries | 2 count"}, pass},
      {"empty_pipeline", {"a | other.open-inquiries | 0 count", "a | other.quotes-out | 0 count"}, fail},
      {"empty_pipeline", {"a | other.open-inquiries | ?"}, unknown},
      {"no_live_listing", {"a | channel.status | text:live | channel=x"}, pass},
      {"no_live_listing", {"a | channel.status | text:planned | channel=x"}, fail, "1 are planned"},
      {"no_live_listing", {"a | money.expense | 5 USD/month"}, not_applicable},
      {"funnel_cliff",
       {"a | funnel.stage | 100 count | label=Visits; order=1", "a | funnel.stage | 40 count | label=Quotes; order=2"},
       pass},
      {"funnel_cliff",
       {"a | funnel.stage | 14 count | label=Quotes; order=2", "a | funnel.stage | 1180 count | label=Visits; order=1"},
       fail,
       "between 1,180 Visits and 14 Quotes: 98.8 % are lost"},
      {"funnel_cliff",
       {"a | funnel.stage | ? | label=Visits; order=1", "a | funnel.stage | 4 count | label=Quotes; order=2"},
       unknown},
      {"funnel_not_counted", {"a | funnel.stage | 4 count | label=Quotes"}, pass},
      {"funnel_not_counted",
       {"a | funnel.stage | ? | label=Visits", "a | funnel.stage | 4 count | label=Quotes"},
       fail},
      {"ended_contract", {"a | client.contract_end | date:2026-12-31 | customer=Bakery"}, pass},
      {"ended_contract", {"a | client.contract_end | date:2026-03-31 | customer=Dance school"}, fail, "Dance school"},
      {"ending_contract", {"a | client.contract_end | date:2026-07-21 | customer=Bakery"}, pass},
      {"ending_contract", {"a | client.contract_end | date:2026-07-20 | customer=Bakery"}, fail, "Bakery"},
      {"late_receivables",
       {"a | invoice.due | 75 USD | due=2026-05-01; state=open", "a | invoice.due | 25 USD | due=2026-01-01"},
       pass},
      {"late_receivables",
       {"a | invoice.due | 70 USD | due=2026-05-01; state=open", "a | invoice.due | 30 USD | due=2026-01-01"},
       fail,
       "30 % of what is owed"},
      {"missing_contract",
       {"a | client.billing | 5 USD/month | customer=x", "a | client.contract_end | date:2026-12-31 | customer=x"},
       pass},
      {"missing_contract",
       {"a | client.billing | 5 USD/month | customer=x", "a | client.contract_end | ? | customer=x"},
       fail},
      {"tenant_transition", {"a | other.tenant | text:stays until 2028"}, pass},
      {"tenant_transition", {"a | other.tenant | text:moving out in June"}, fail},
      {"equity_concentration", {"a | person.share | 0.5 ratio", "a | person.share | 0.5 ratio"}, pass},
      {"equity_concentration", {"a | person.share | 0.9 ratio"}, fail, "90 %"},
      {"single_owner",
       {"a | action.item | text:A | done=no; owner=x", "a | action.item | text:B | done=no; owner=x",
        "a | action.item | text:C | done=no; owner=x", "a | action.item | text:D | done=no; owner=x"},
       fail},
      {"single_owner",
       {"a | action.item | text:A | done=no; owner=x", "a | action.item | text:B | done=no; owner=x",
        "a | action.item | text:C | done=no; owner=x", "a | action.item | text:D | done=no; owner=y"},
       pass},
      {"key_person", {"a | risk.item | text:Weather"}, pass},
      {"key_person", {"a | risk.item | text:One person is captain and bookkeeper"}, fail},
      {"customer_concentration",
       {"a | money.revenue | 3 USD/month | customer=x", "a | money.revenue | 1 USD/month | customer=y"},
       fail,
       "75 %"},
      {"customer_concentration",
       {"a | money.revenue | 1 USD/month | customer=x", "a | money.revenue | 1 USD/month | customer=y"},
       pass},
      {"stale_handoff", {"a | project.status | text:active"}, pass},
      {"stale_handoff", {"a | project.status | text:active | as_of=2026-04-06"}, pass},
      {"stale_handoff", {"a | project.status | text:active | as_of=2026-04-05"}, fail, "on 2026-04-05, 46 days ago"},
      {"stale_handoff", {"a | project.status | text:over | as_of=2026-04-05; state=done"}, not_applicable},
      {"undated_handoff", {"a | project.status | text:active"}, pass},
      {"undated_handoff", {"a | project.status | text:active | undated=yes"}, fail, "a.md"},
      {"done_but_open",
       {"a | action.item | text:Send the photos to Sailo | done=yes; file=a/1.md",
        "a | action.item | text:send photos to Sailo! | done=no; file=a/2.md"},
       fail,
       "send photos to Sailo!"},
      {"done_but_open",
       {"a | action.item | text:Send the photos | done=yes; file=a/1.md",
        "a | action.item | text:Order lines | done=no; file=a/2.md"},
       pass},
      {"overdue_actions", {"a | action.item | text:Do | done=no; due=2026-06-01"}, pass},
      {"overdue_actions", {"a | action.item | text:Do | done=no; due=2026-05-01"}, fail, "1 action past the date: Do"},
      {"unowned_critical_action", {"a | action.item | text:Do | done=no; severity=critical; owner=x"}, pass},
      {"unowned_critical_action", {"a | action.item | text:Do | done=no; severity=critical"}, fail, "Do"},
      {"undated_critical_action", {"a | action.item | text:Do | done=no; severity=critical; due=2026-06-01"}, pass},
      {"undated_critical_action", {"a | action.item | text:Do | done=no; severity=critical"}, fail, "Do"},
      {"critical_debt", {"a | debt.item | text:Slow | severity=low; done=no"}, pass},
      {"critical_debt", {"a | debt.item | text:Keys in page | severity=critical; done=no"}, fail, "Keys in page"},
      {"much_debt", {"a | debt.item | text:Slow | severity=low; done=no"}, pass},
      {"much_debt",
       {"a | debt.item | text:1 | severity=high; done=no", "a | debt.item | text:2 | severity=high; done=no",
        "a | debt.item | text:3 | severity=high; done=no", "a | debt.item | text:4 | severity=high; done=no",
        "a | debt.item | text:5 | severity=high; done=no"},
       fail},
      {"open_function_url", {"a | aws.function | text:f", "a | aws.function.url_auth | text:AWS_IAM"}, pass},
      {"open_function_url", {"a | aws.function | text:f", "a | aws.function.url_auth | text:NONE"}, fail},
      {"open_function_url", {"a | aws.function | text:f", "a | aws.function.url_auth | ?"}, unknown},
      {"open_function_url", {"a | aws.function | ?"}, unknown},
      {"open_function_url", {"a | project.status | text:active"}, not_configured},
      {"secrets_in_variables", {"a | aws.function | text:f", "a | aws.function.secret_variables | 0 count"}, pass},
      {"secrets_in_variables", {"a | aws.function | text:f", "a | aws.function.secret_variables | 2 count"}, fail},
      {"secrets_in_variables", {"a | aws.function | ?"}, unknown},
      {"no_firewall", {"a | aws.distribution | text:d", "a | aws.distribution.waf | yes"}, pass},
      {"no_firewall", {"a | aws.distribution | text:d", "a | aws.distribution.waf | no"}, fail},
      {"no_firewall", {"a | aws.distribution | ?"}, unknown},
      {"secrets_readable", {"a | repo.secret | text:repos.env | state=private"}, pass, "", "portfolio"},
      {"secrets_readable", {"a | repo.secret | text:repos.env | state=readable"}, fail, "repos.env", "portfolio"},
  };
  return kCases;
}

}  // namespace
}  // namespace qd::app
