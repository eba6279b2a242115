#include "store/outbox_lock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "support/small_ledger.hpp"

namespace qd::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using test::kNow;
using ::testing::HasSubstr;

/// Moves only when somebody sleeps, and does then what the test wants done.
class TurnedClock : public ports::Clock {
 public:
  Moment now() override { return now_; }
  void sleep_until(Moment moment) override {
    now_ = std::max(now_, moment);
    if (meanwhile) meanwhile();
  }
  void set(Moment moment) { now_ = moment; }
  std::function<void()> meanwhile;

 private:
  Moment now_ = kNow;
};

class Lock : public ::testing::Test {
 protected:
  Result<OutboxLock> take(seconds patience = seconds(0)) {
    return OutboxLock::take(folder_.path(), patience, clock_, [this](const OutboxLock::Owner& owner) {
      ++told_;
      owner_ = owner;
    });
  }
  [[nodiscard]] fs::path path() const { return folder_.path() / ".quarterdeck" / "outbox.lock"; }
  void write_owner(const std::string& host, Moment beat, const std::string& token = "0123456789abcdef") const {
    fs::create_directories(path().parent_path());
    std::ofstream(path()) << "Quarterdeck outbox lock\n" << host << "\n4711\n" << token << "\n" << beat.ms << "\n";
  }

  test::TemporaryFolder folder_;
  TurnedClock clock_;
  int told_ = 0;
  OutboxLock::Owner owner_;
};

TEST_F(Lock, HasOneOwner) {
  auto first = take();
  ASSERT_TRUE(first.has_value());
  const auto second = take(seconds(3));
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_THAT(second.error().what, HasSubstr(std::to_string(getpid())));
  EXPECT_EQ(told_, 1);
  EXPECT_EQ(owner_.pid, getpid());
  EXPECT_EQ(clock_.now(), kNow + seconds(3));
  {
    const OutboxLock end = *std::move(first);
  }
  EXPECT_TRUE(take().has_value());
  EXPECT_TRUE(fs::exists(path()));
}

TEST_F(Lock, IsHadAsSoonAsTheOwnerEnds) {
  auto first = take();
  clock_.meanwhile = [&] {
    if (clock_.now() >= kNow + seconds(1) && first) first = fail(ErrorKind::conflict, "over");
  };
  EXPECT_TRUE(take(seconds(60)).has_value());
  EXPECT_LE(clock_.now(), kNow + seconds(1) + std::chrono::milliseconds(100));
}

TEST_F(Lock, AClockThatIsSetBackDoesNotMakeAnybodyWaitLonger) {
  const auto first = take();
  int sleeps = 0;
  clock_.meanwhile = [&] {
    if (++sleeps == 5) clock_.set(kNow - std::chrono::hours(24));
  };
  EXPECT_FALSE(take(seconds(2)).has_value());
  EXPECT_LE(sleeps, 41);
}

TEST_F(Lock, OfAnOwnerThatWasKilledIsFreeAtOnce) {
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto mine = take();
    const char done = mine ? 'y' : 'n';
    if (write(ready[1], &done, 1) != 1) _exit(1);
    pause();
    _exit(0);
  }
  char done = 0;
  ASSERT_EQ(read(ready[0], &done, 1), 1);
  ASSERT_EQ(done, 'y');
  EXPECT_FALSE(take().has_value());
  ASSERT_EQ(kill(child, SIGKILL), 0);
  waitpid(child, nullptr, 0);
  const auto mine = take();
  EXPECT_TRUE(mine.has_value()) << "its beat is fresh, but it ran on this machine";
}

TEST_F(Lock, OfAnotherMachineThatBeatsIsWaitedForUntilItSeemsDead) {
  write_owner("elsewhere", kNow - seconds(20));
  EXPECT_EQ(take(seconds(30)).error().kind, ErrorKind::conflict);
  EXPECT_EQ(owner_.host, "elsewhere");
  clock_.set(kNow);
  EXPECT_TRUE(take(seconds(60)).has_value());
  EXPECT_GE(clock_.now(), kNow + seconds(40));
  EXPECT_LE(clock_.now(), kNow + seconds(41));
}

TEST_F(Lock, OfAnotherMachineThatIsLongDeadIsTakenAtOnce) {
  write_owner("elsewhere", kNow - seconds(61));
  EXPECT_TRUE(take().has_value());
}

TEST_F(Lock, OfAnotherMachineWhoseClockIsAheadIsWatched) {
  write_owner("elsewhere", kNow + std::chrono::hours(1));
  int beats = 0;
  clock_.meanwhile = [&] {
    if (++beats == 200) write_owner("elsewhere", kNow + std::chrono::hours(1) + seconds(10));
  };
  EXPECT_TRUE(take(seconds(200)).has_value());
  EXPECT_GE(clock_.now(), kNow + seconds(69)) << "a minute after the last change of its beat";
}

TEST_F(Lock, NonsenseInTheFileIsNobody) {
  fs::create_directories(path().parent_path());
  std::ofstream(path()) << std::string(3000, '\xFF');
  EXPECT_TRUE(take().has_value());
}

TEST_F(Lock, BeatsEveryTenSecondsAndNoticesATakeover) {
  auto mine = take().value();
  const auto in_file = [&] {
    std::ifstream stream(path());
    return std::string((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  };
  EXPECT_TRUE(mine.beat(kNow + seconds(9)).has_value());
  EXPECT_THAT(in_file(), HasSubstr(std::to_string(kNow.ms)));
  EXPECT_TRUE(mine.beat(kNow + seconds(10)).has_value());
  EXPECT_THAT(in_file(), HasSubstr(std::to_string((kNow + seconds(10)).ms)));
  EXPECT_TRUE(mine.beat(kNow - seconds(1000)).has_value()) << "a clock that was set back";

  write_owner("elsewhere", kNow, "fedcba9876543210");
  const auto lost = mine.beat(kNow + seconds(11));
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().kind, ErrorKind::conflict);
  EXPECT_THAT(lost.error().what, HasSubstr("elsewhere"));
}

TEST_F(Lock, OfAFolderThatWasRemovedIsLost) {
  auto mine = take().value();
  fs::remove_all(path().parent_path());
  EXPECT_FALSE(mine.beat(kNow + seconds(20)).has_value());
  EXPECT_TRUE(take().has_value());
}

}  // namespace
}  // namespace qd::store
