#include "store/frozen_mail.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/small_ledger.hpp"

namespace qd::store {
namespace {

namespace fs = std::filesystem;
using test::content_for;
using test::kNow;

class FrozenMail : public test::Ledger {
 protected:
  [[nodiscard]] fs::path folder() const { return workspace() / ".quarterdeck" / "mail"; }
  static gate::Outgoing outgoing(std::string bytes) {
    return gate::Gate({}).pass(std::move(bytes), gate::Form::file, "mail").value();
  }
  void make_old(const std::string& name, std::chrono::days age) const {
    const auto written = fs::file_time_type::clock::now() - age;
    fs::last_write_time(folder() / (name + ".eml"), written);
  }
  static Moment real_now() {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
};

TEST_F(FrozenMail, ComesBackAsItWasOrNotAtAll) {
  EXPECT_FALSE(holds_frozen_mail(workspace()));
  const std::string name = freeze_mail(workspace(), outgoing("From: a@example.com\r\n\r\nx\r\n")).value();
  EXPECT_EQ(freeze_mail(workspace(), outgoing("From: a@example.com\r\n\r\nx\r\n")).value(), name);
  EXPECT_TRUE(holds_frozen_mail(workspace()));
  EXPECT_EQ(frozen_mail(workspace(), name).value(), "From: a@example.com\r\n\r\nx\r\n");
  const fs::path path = folder() / (name + ".eml");
  struct stat status{};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  std::ofstream(path, std::ios::binary) << "From: a@example.com\r\n\r\ny\r\n";
  EXPECT_EQ(frozen_mail(workspace(), name).error().kind, ErrorKind::invalid);
  fs::remove(path);
  EXPECT_EQ(frozen_mail(workspace(), name).error().kind, ErrorKind::not_found);
  EXPECT_EQ(frozen_mail(workspace(), "../quarterdeck.db").error().kind, ErrorKind::invalid);
}

TEST_F(FrozenMail, GoesWhenItIsOldAndNobodyNeedsIt) {
  Outbox outbox = open();
  const std::string owed = freeze_mail(workspace(), outgoing("owed")).value();
  const std::string sent = freeze_mail(workspace(), outgoing("sent")).value();
  const std::string fresh = freeze_mail(workspace(), outgoing("fresh")).value();
  PlannedContent one = content_for({"a@example.com"});
  PlannedContent other = content_for({"a@example.com"});
  other.report = "cfo";
  const auto planned = outbox.plan(std::vector{one, other}, kNow).value();
  ASSERT_TRUE(outbox.freeze(planned[0].content, owed, kNow).has_value());
  ASSERT_TRUE(outbox.freeze(planned[1].content, sent, kNow).has_value());
  ASSERT_EQ(
      outbox.apply(std::vector{test::move_to(2, mail::State::rendered, mail::State::sending), test::accepted(2, "x")}),
      0u);
  make_old(owed, std::chrono::days(100));
  make_old(sent, std::chrono::days(100));
  make_old(fresh, std::chrono::days(80));
  EXPECT_EQ(prune_frozen_mail(workspace(), outbox, real_now()), 1u);
  EXPECT_TRUE(frozen_mail(workspace(), owed).has_value());
  EXPECT_FALSE(frozen_mail(workspace(), sent).has_value());
  EXPECT_TRUE(frozen_mail(workspace(), fresh).has_value());
  make_old(fresh, std::chrono::days(100));
  EXPECT_EQ(prune_frozen_mail(workspace(), outbox, real_now()), 0u) << "once a day";
  EXPECT_EQ(prune_frozen_mail(workspace(), outbox, real_now() + std::chrono::hours(25)), 1u);
}

}  // namespace
}  // namespace qd::store
