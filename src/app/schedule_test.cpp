#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/delivery_period.hpp"
#include "app/workspace_zone.hpp"
#include "schedule/due.hpp"

// Schedules in zones of the real database.

namespace qd::app {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

struct Case {
  const char* zone;
  const char* cron;
  const char* after;
  const char* next;
  const char* then;
};

constexpr Case kCases[] = {
    // put forward from 02:00 to 03:00: the first instant after, and once
    {"Europe/Zurich", "30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"},
    {"Europe/Zurich", "*/15 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"},
    // put back from 03:00 to 02:00: the first time only
    {"Europe/Zurich", "30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
    {"America/Los_Angeles", "0 7 * * 1", "2026-03-08T00:00:00Z", "2026-03-09T14:00:00Z", "2026-03-16T14:00:00Z"},
    {"America/Los_Angeles", "0 7 * * 1", "2026-11-01T00:00:00Z", "2026-11-02T15:00:00Z", "2026-11-09T15:00:00Z"},
    {"Asia/Kolkata", "0 7 * * *", "2026-05-21T00:00:00Z", "2026-05-21T01:30:00Z", "2026-05-22T01:30:00Z"},
    {"Australia/Perth", "0 7 * * *", "2026-05-21T00:00:00Z", "2026-05-21T23:00:00Z", "2026-05-22T23:00:00Z"},
    // midnight did not exist: that day began at one o'clock
    {"America/Sao_Paulo", "0 0 * * *", "2018-11-03T12:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"},
    // half an hour: put back from 02:00 to 01:30, forward from 02:00 to 02:30
    {"Australia/Lord_Howe", "45 1 * * *", "2026-04-04T00:00:00Z", "2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"},
    {"Australia/Lord_Howe", "10 2 * * *", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:10:00Z"},
    // put back over midnight, from the 18th 00:00 to the 17th 23:00
    {"America/Sao_Paulo", "30 23 * * *", "2018-02-17T12:00:00Z", "2018-02-18T01:30:00Z", "2018-02-19T02:30:00Z"},
    // a whole day that never was
    {"Pacific/Apia", "0 9 30 12 *", "2011-12-01T00:00:00Z", "2011-12-30T10:00:00Z", "2012-12-29T19:00:00Z"},
};

TEST(ScheduleInZones, FollowsTheClockOnTheWall) {
  for (const Case& one : kCases) {
    const Zone zone = Zone::find(one.zone).value();
    const schedule::Cron cron = schedule::Cron::parse(one.cron).value();
    const Instant next = cron.next_after(at(one.after), zone).value();
    EXPECT_EQ(to_string(next), one.next) << one.zone << " " << one.cron;
    EXPECT_EQ(to_string(cron.next_after(next, zone).value()), one.then) << one.zone << " " << one.cron;
    EXPECT_EQ(cron.newest_at(next, zone), next) << one.zone << " " << one.cron;
    EXPECT_LE(cron.newest_at({next.seconds - 1}, zone).value(), at(one.after)) << one.zone << " " << one.cron;
  }
}

Date period(std::string_view toml, std::string_view report, std::string_view role, std::string_view as_of) {
  Diagnostics diagnostics;
  const Workspace workspace{.root = ".",
                            .config = parse_workspace_config(toml, "quarterdeck.toml", diagnostics),
                            .zone = Zone::find("America/Los_Angeles").value(),
                            .settings = {},
                            .files = {},
                            .diagnostics = {}};
  EXPECT_THAT(diagnostics, testing::IsEmpty());
  return period_of(workspace, report, role, at(as_of));
}

TEST(Period, IsThatOfTheReportsOwnScheduleElseOfItsRolesElseTheDay) {
  constexpr std::string_view kToml =
      "[report.rental]\ncron = \"0 7 * * 1\"\n[report.rental-51st]\ncron = \"0 7 1 * *\"\n";
  const auto day = [](std::string_view text) { return parse_iso_date(text).value(); };
  EXPECT_EQ(period(kToml, "rental-51st", "rental", "2026-05-25T14:00:00Z"), day("2026-05-01"));
  EXPECT_EQ(period(kToml, "rental-key-west", "rental", "2026-05-25T14:00:00Z"), day("2026-05-25"));
  EXPECT_EQ(period(kToml, "rental-key-west", "rental", "2026-05-25T13:59:59Z"), day("2026-05-18"));
  EXPECT_EQ(period(kToml, "ceo", "ceo", "2026-05-25T06:59:59Z"), day("2026-05-24"));
}

}  // namespace
}  // namespace qd::app
