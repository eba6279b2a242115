#include "mail/preflight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::mail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Preflight good() {
  Preflight out;
  out.region = "us-west-2";
  out.sender = "reports@mail.example.com";
  out.configuration_set = "reports";
  out.has_events_queue = true;
  out.messages = {{.report = "ceo", .readers = {"ceo@example.com"}, .copies = {"archive@example.com"}},
                  {.report = "cfo", .readers = {"cfo@example.com"}, .copies = {"archive@example.com"}}};
  out.account = {.how = Lookup::known,
                 .value = {.production_access = true, .enforcement = "HEALTHY", .max_24_hour = 1000, .max_rate = 14}};
  out.identities["example.com"] = {.how = Lookup::known, .value = true};
  out.set = {.how = Lookup::known, .value = {.requires_tls = true}};
  out.destinations = {
      .how = Lookup::known,
      .value = {{.name = "a", .enabled = true, .types = {"SEND", "DELIVERY", "BOUNCE", "COMPLAINT"}, .topic = "arn:t"},
                {.name = "b", .enabled = true, .types = {"REJECT", "DELIVERY_DELAY", "RENDERING_FAILURE"}}}};
  out.suppressed = {.how = Lookup::known};
  return out;
}

/// "verdict code", without the fine ones.
std::vector<std::string> troubles(const Preflight& preflight) {
  std::vector<std::string> out;
  for (const PreflightFinding& finding : judge(preflight)) {
    EXPECT_FALSE(finding.text.empty());
    EXPECT_EQ(finding.fix.empty(), finding.verdict == Verdict::fine) << finding.code;
    if (finding.verdict != Verdict::fine)
      out.push_back(std::string(to_string(finding.verdict)) + " " + std::string(finding.code));
  }
  return out;
}

std::string text_of(const Preflight& preflight, std::string_view code) {
  for (const PreflightFinding& finding : judge(preflight)) {
    if (finding.code == code) return finding.text + "; " + finding.fix;
  }
  return "";
}

TEST(Preflight, IsFineWhenEverythingIs) {
  EXPECT_THAT(troubles(good()), ElementsAre());
  EXPECT_EQ(worst(judge(good())), Verdict::fine);
  EXPECT_EQ(judge(good()).size(), 7u);
}

struct Case {
  const char* finding;
  void (*spoil)(Preflight&);
};

const Case kCases[] = {
    {"refused account-shut-down", [](Preflight& p) { p.account.value.enforcement = "SHUTDOWN"; }},
    {"refused account-paused", [](Preflight& p) { p.account.value.sending_enabled = false; }},
    {"warning account-probation", [](Preflight& p) { p.account.value.enforcement = "PROBATION"; }},
    {"warning account-unknown", [](Preflight& p) { p.account.how = Lookup::denied; }},
    {"warning account-unknown", [](Preflight& p) { p.account.how = Lookup::unanswered; }},
    {"hold quota-used-up", [](Preflight& p) { p.account.value.sent_24_hours = 997; }},
    {"hold quota-used-up", [](Preflight& p) { p.accepted_24_hours = 997; }},
    {"refused quota-too-small", [](Preflight& p) { p.account.value.max_24_hour = 3; }},
    {"refused sender-unverified", [](Preflight& p) { p.identities["example.com"].value = false; }},
    {"refused sender-unverified", [](Preflight& p) { p.identities["example.com"].how = Lookup::absent; }},
    {"warning sender-unknown", [](Preflight& p) { p.identities["example.com"] = {.how = Lookup::denied}; }},
    {"warning set-missing", [](Preflight& p) { p.configuration_set.clear(); }},
    {"refused set-absent", [](Preflight& p) { p.set.how = Lookup::absent; }},
    {"refused set-paused", [](Preflight& p) { p.set.value.sending_enabled = false; }},
    {"warning set-without-tls", [](Preflight& p) { p.set.value.requires_tls = false; }},
    {"warning set-unknown", [](Preflight& p) { p.set.how = Lookup::denied; }},
    {"warning events-missing", [](Preflight& p) { p.destinations.value[1].enabled = false; }},
    {"warning events-without-topic", [](Preflight& p) { p.destinations.value[0].topic.clear(); }},
    {"warning events-without-topic", [](Preflight& p) { p.destinations.value.clear(); }},
    {"warning events-unread", [](Preflight& p) { p.has_events_queue = false; }},
    {"warning events-unknown", [](Preflight& p) { p.destinations.how = Lookup::unanswered; }},
    {"warning suppressed", [](Preflight& p) { p.suppressed.value = {"CFO@example.com"}; }},
    {"warning suppression-unknown", [](Preflight& p) { p.suppressed.how = Lookup::denied; }},
    {"refused too-many-recipients", [](Preflight& p) { p.messages[0].readers.resize(50, "reader@example.com"); }},
};

class PreflightCase : public testing::TestWithParam<Case> {};

TEST_P(PreflightCase, GivesItsFinding) {
  Preflight preflight = good();
  GetParam().spoil(preflight);
  EXPECT_THAT(troubles(preflight), ElementsAre(GetParam().finding));
}

INSTANTIATE_TEST_SUITE_P(All, PreflightCase, testing::ValuesIn(kCases));

TEST(Preflight, SaysWithWhatFiguresTheQuotaIsUsedUpAndWhenItFrees) {
  Preflight preflight = good();
  preflight.account.value.sent_24_hours = 998;
  preflight.room_again = Moment{1'780'000'000'000};
  EXPECT_THAT(text_of(preflight, "quota-used-up"),
              HasSubstr("4 recipients, copies counted, and 2 of the quota of 1000 in 24 hours are left; there is room "
                        "again at 2026-05-28T20:26:40.000Z"));
  preflight.account.value.max_24_hour = -1;
  EXPECT_THAT(troubles(preflight), ElementsAre());
}

TEST(Preflight, InTheSandboxEveryRecipientMustBeVerified) {
  Preflight preflight = good();
  preflight.account.value.production_access = false;
  preflight.messages[0].readers = {"boss@other.example", "Success+x@simulator.amazonses.com"};
  EXPECT_THAT(troubles(preflight), ElementsAre("warning sandbox-unknown"));
  preflight.identities["other.example"] = {.how = Lookup::absent};
  EXPECT_THAT(troubles(preflight), ElementsAre("refused sandbox-unverified"));
  EXPECT_THAT(text_of(preflight, "sandbox-unverified"), HasSubstr("not verified: boss@other.example; "));
  preflight.identities["boss@other.example"] = {.how = Lookup::known, .value = true};
  EXPECT_THAT(troubles(preflight), ElementsAre());
  EXPECT_EQ(worst(judge(preflight)), Verdict::fine);
}

TEST(Preflight, KnowsTheSandboxByItsLimits) {
  EXPECT_TRUE(is_sandbox({.max_24_hour = 200, .max_rate = 1}));
  EXPECT_FALSE(is_sandbox({.max_24_hour = 50'000, .max_rate = 14}));
  EXPECT_FALSE(is_sandbox({.production_access = true, .max_24_hour = 200, .max_rate = 1}));
  EXPECT_TRUE(is_sandbox({.production_access = false, .max_24_hour = 50'000, .max_rate = 14}));
}

TEST(Preflight, OneVerifiedIdentityIsEnough) {
  Preflight preflight = good();
  preflight.identities["reports@mail.example.com"] = {.how = Lookup::absent};
  preflight.identities["mail.example.com"] = {.how = Lookup::denied};
  EXPECT_THAT(troubles(preflight), ElementsAre());
  preflight.identities["example.com"].value = false;  // the one in between might be
  EXPECT_THAT(troubles(preflight), ElementsAre("warning sender-unknown"));
}

TEST(Preflight, WhatWasNotAskedSaysNothing) {
  Preflight preflight;
  preflight.configuration_set = "reports";
  EXPECT_THAT(troubles(preflight), ElementsAre());
}

TEST(Preflight, TheWorstFindingDecides) {
  Preflight preflight = good();
  preflight.account.value.sent_24_hours = 999;
  preflight.suppressed.value = {"ceo@example.com"};
  EXPECT_EQ(worst(judge(preflight)), Verdict::hold);
  preflight.set.how = Lookup::absent;
  EXPECT_EQ(worst(judge(preflight)), Verdict::refuse);
}

TEST(Identities, AreTheAddressItsDomainAndTheParents) {
  EXPECT_THAT(identities_of("A@Mail.Example.com"),
              ElementsAre("a@mail.example.com", "mail.example.com", "example.com"));
  EXPECT_THAT(identities_of("a@localhost"), ElementsAre("a@localhost"));
  EXPECT_THAT(identities_of("none"), ElementsAre("none"));
}

}  // namespace
}  // namespace qd::mail
