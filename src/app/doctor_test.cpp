#include "app/doctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "app/doctor_services.hpp"
#include "support/delivery_fakes.hpp"
#include "support/small_ledger.hpp"

namespace qd::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class DoctorTest : public testing::Test {
 protected:
  ~DoctorTest() override { console_.set_gate(nullptr); }

  [[nodiscard]] const std::filesystem::path& root() const { return folder_.path(); }
  void write(const std::string& name, const std::string& content) {
    std::filesystem::create_directories((root() / name).parent_path());
    std::ofstream(root() / name) << content;
  }

  void examine(const std::string& settings, const std::string& env) {
    write("quarterdeck.toml", settings);
    write("repos.env", env);
    write("agent_handoffs/projects/a.md", "# A\n");
    session_ = open_session({.workspace = root()}, {test::kNow.ms / 1000}, console_).value();
    checks_ = {};
    examine_workspace(*session_, checks_);
    examine_settings(*session_, checks_);
    examine_delivery(*session_, test::kNow, checks_);
  }
  const DoctorCheck& check(std::string_view id) {
    for (const DoctorCheck& one : std::as_const(checks_).rows())
      if (one.id == id) return one;
    ADD_FAILURE() << id;
    static const DoctorCheck none;
    return none;
  }

  test::TemporaryFolder folder_;
  Console console_{std::tmpfile(), std::tmpfile()};
  std::unique_ptr<Session> session_;
  DoctorChecks checks_;
};

TEST_F(DoctorTest, SaysBySpellingAndPlaceWhatIsConfigured) {
  examine("[delivery]\ntransport = \"ses\"\n",
          "SES_REGION=eu-west-1\nAWS_SES_FROM_ADDRESS=r@example.com\nRECIPIENT_EMAIL=a@example.com,b@example.com\n");
  EXPECT_EQ(check("settings.region").what, "region eu-west-1, by SES_REGION");
  EXPECT_EQ(check("settings.region").where, "repos.env:1");
  EXPECT_EQ(check("settings.sender").what, "sender r@example.com, by AWS_SES_FROM_ADDRESS");
  EXPECT_THAT(check("settings.recipients").what, HasSubstr("2 readers"));
  EXPECT_EQ(check("delivery.ledger").health, Health::ok);
}

TEST_F(DoctorTest, MissesOnlyWhatTheTransportNeeds) {
  examine("", "");
  for (const DoctorCheck& one : std::as_const(checks_).rows()) EXPECT_NE(one.health, Health::fail) << one.what;
  examine("[delivery]\ntransport = \"ses\"\narchive = \"bcc\"\n", "");
  for (const char* id : {"settings.region", "settings.sender", "settings.recipients", "delivery.archive"}) {
    EXPECT_EQ(check(id).health, Health::fail) << id;
    EXPECT_NE(check(id).fix, "") << id;
  }
}

TEST_F(DoctorTest, TellsConflictsAndBadAddresses) {
  examine("[delivery]\ntransport = \"ses\"\n",
          "AWS_REGION=us-west-2\nSES_REGION=eu-west-1\nSES_RECIPIENTS=a@example.com,bad address\n");
  EXPECT_EQ(check("settings.env-conflict").health, Health::fail);
  EXPECT_EQ(check("settings.env-conflict").where, "repos.env:2");
  EXPECT_EQ(check("delivery.address").health, Health::fail);
}

TEST_F(DoctorTest, NeverShowsAValueOfASecret) {
  const std::vector<std::string> secrets = {"zq8fjK20dkQm71xx", "AKIAZQ8FJK20DKQM71XY", "hunter2hunter2"};
  examine("[delivery]\ntransport = \"ses\"\n", "AWS_ACCESS_KEY_ID=" + secrets[1] +
                                                   "\nAWS_SECRET_ACCESS_KEY=" + secrets[0] +
                                                   "\nAWS_SES_ACCESS_KEY=other\nAPI_PASSWORD=" + secrets[2] +
                                                   "\nAWS_ENDPOINT_URL=http://me:" + secrets[2] + "@localhost:5000\n");
  for (const DoctorCheck& one : std::as_const(checks_).rows()) {
    for (const std::string& secret : secrets) {
      EXPECT_THAT(one.what + one.where + one.fix, Not(HasSubstr(secret))) << one.id;
    }
  }
  EXPECT_THAT(check("settings.endpoint").what, HasSubstr("http://localhost:5000"));
}

TEST_F(DoctorTest, SaysWhoElseMayReadTheSecrets) {
  write("repos.env", "");
  std::filesystem::permissions(root() / "repos.env", std::filesystem::perms(0644));
  examine("", "API_PASSWORD=hunter2hunter2\n");
  EXPECT_EQ(check("workspace.env_mode").health, Health::warn);
  std::filesystem::permissions(root() / "repos.env", std::filesystem::perms(0600));
  examine("", "API_PASSWORD=hunter2hunter2\n");
  EXPECT_EQ(check("workspace.env_mode").health, Health::ok);
}

TEST_F(DoctorTest, LooksIntoTheLedger) {
  examine("", "");
  {
    auto outbox = store::Outbox::open(root()).value();
    const store::PlannedContent content = test::content_for({"a@example.com"});
    const auto planned = outbox.plan({&content, 1}, test::kNow).value();
    const auto rows = outbox.deliveries({}).value();
    const auto lost = test::move_to(rows.front().id, mail::State::planned, mail::State::unknown);
    ASSERT_TRUE(outbox.apply({&lost, 1}));
  }
  examine("", "");
  EXPECT_EQ(check("delivery.ledger").what, "the ledger is whole");
  EXPECT_EQ(check("delivery.unknown").health, Health::warn);

  std::ofstream(root() / ".quarterdeck/quarterdeck.db") << std::string(8'192, 'x');
  examine("", "");
  EXPECT_EQ(check("delivery.ledger").health, Health::fail);
}

TEST_F(DoctorTest, AsksNobodyWhereNothingNeedsIt) {
  examine("", "");
  test::FakeClock clock(test::kNow);
  examine_aws(*session_, clock, checks_);
  examine_smtp(*session_, checks_);
  EXPECT_EQ(check("aws.not_asked").health, Health::ok);
}

}  // namespace
}  // namespace qd::app
