#include "store/rate_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "support/small_ledger.hpp"

namespace qd::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using test::kNow;

constexpr mail::RateLimit kLimit{.per_second = 50, .share = 1};

class Rate : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path folder() const { return temporary_.path() / "state" / "rate"; }
  [[nodiscard]] RateFile open(std::string_view account = "123", std::string_view region = "eu-west-1") const {
    return RateFile::open(folder(), account, region).value();
  }
  /// How many go, asking every millisecond from `begin` on.
  static int taken(RateFile& rate, Moment begin, int span) {
    int out = 0;
    for (int ms = 0; ms < span; ++ms) out += rate.take(kLimit, 1, {begin.ms + ms}).value() == milliseconds(0) ? 1 : 0;
    return out;
  }

 private:
  test::TemporaryFolder temporary_;
};

TEST_F(Rate, IsOneForAccountAndRegionHoweverOftenItIsOpened) {
  RateFile one = open();
  RateFile other = open();
  const int both = taken(one, kNow, 1000) + taken(other, kNow, 1000);
  EXPECT_LE(both, 50);
  EXPECT_GE(both, 45);
  RateFile elsewhere = open("123", "us-east-1");
  EXPECT_GE(taken(elsewhere, kNow, 1000), 45);
  RateFile of_another = open("456");
  EXPECT_GE(taken(of_another, kNow, 1000), 45);
}

TEST_F(Rate, IsKeptForWhoComesNext) {
  {
    RateFile first = open();
    ASSERT_GT(taken(first, kNow, 1000), 0);
  }
  RateFile next = open();
  EXPECT_EQ(next.take(kLimit, 1, kNow + milliseconds(999)).value() > milliseconds(0), true);
  EXPECT_EQ(next.state(kNow)->at_ms, kNow.ms + 999);
}

TEST_F(Rate, RemembersThrottles) {
  RateFile one = open();
  ASSERT_TRUE(one.answered(kLimit, 1, true, kNow).has_value());
  EXPECT_EQ(open().state(kNow)->throttled_ms, kNow.ms);
}

TEST_F(Rate, OfWhichNothingIsKnownIsSpent) {
  RateFile rate = open();
  ASSERT_EQ(rate.take(kLimit, 1, kNow).value(), milliseconds(0));
  const fs::path path = fs::directory_iterator(folder())->path();
  const auto size = fs::file_size(path);
  for (const std::string& garbage : {std::string(size, '\xAA'), std::string("x"), std::string(size * 2, '\0')}) {
    std::ofstream(path, std::ios::binary) << garbage;
    EXPECT_GT(rate.take(kLimit, 1, kNow + std::chrono::hours(1)).value(), milliseconds(500)) << garbage.size();
    EXPECT_EQ(rate.take(kLimit, 1, kNow + std::chrono::hours(1) + std::chrono::seconds(2)).value(), milliseconds(0));
  }
}

TEST_F(Rate, OneFlippedBitIsNoticed) {
  RateFile rate = open();
  ASSERT_GT(taken(rate, kNow, 1000), 0);
  const fs::path path = fs::directory_iterator(folder())->path();
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(20);
  file.put('\x7F');
  file.close();
  EXPECT_GT(rate.take(kLimit, 1, kNow + std::chrono::hours(1)).value(), milliseconds(500));
}

TEST_F(Rate, LiesInAFolderAndAFileOfItsOwner) {
  static_cast<void>(open());
  struct stat status{};
  ASSERT_EQ(stat(folder().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  const fs::path path = fs::directory_iterator(folder())->path();
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(path.filename().string().find("123"), std::string::npos) << "the account is not named";
}

TEST_F(Rate, IsNotWrittenThroughALink) {
  static_cast<void>(open());
  const fs::path path = fs::directory_iterator(folder())->path();
  fs::create_hard_link(path, folder() / "other");
  EXPECT_EQ(RateFile::open(folder(), "123", "eu-west-1").error().kind, ErrorKind::denied);
  fs::remove(path);
  fs::create_symlink("other", path);
  EXPECT_FALSE(RateFile::open(folder(), "123", "eu-west-1").has_value());
}

/// Lets processes meet before each step of a time that they count together.
class Meeting {
 public:
  explicit Meeting(unsigned processes)
      : barrier_(static_cast<pthread_barrier_t*>(
            mmap(nullptr, sizeof(pthread_barrier_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
    pthread_barrierattr_t attributes;
    pthread_barrierattr_init(&attributes);
    pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(barrier_, &attributes, processes);
  }
  Meeting(const Meeting&) = delete;
  Meeting& operator=(const Meeting&) = delete;
  ~Meeting() { munmap(barrier_, sizeof *barrier_); }
  void wait() { pthread_barrier_wait(barrier_); }

 private:
  pthread_barrier_t* barrier_;
};

TEST_F(Rate, IsNeverExceededByProcessesAtOnce) {
  constexpr int kProcesses = 4;
  Meeting meeting(kProcesses);
  std::array<int, 2> counts{};
  ASSERT_EQ(pipe(counts.data()), 0);
  for (int i = 0; i < kProcesses; ++i) {
    if (fork() != 0) continue;
    RateFile rate = open();
    int mine = 0;
    for (int ms = 0; ms < 3000; ms += 5) {
      meeting.wait();
      for (int ask = 0; ask < 3; ++ask)
        mine += rate.take(kLimit, 1, kNow + milliseconds(ms)).value() == milliseconds(0) ? 1 : 0;
    }
    _exit(write(counts[1], &mine, sizeof mine) == sizeof mine ? 0 : 1);
  }
  int all = 0;
  for (int i = 0; i < kProcesses; ++i) {
    int status = 0;
    ASSERT_GT(wait(&status), 0);
    ASSERT_EQ(status, 0);
    int one = 0;
    ASSERT_EQ(read(counts[0], &one, sizeof one), static_cast<ssize_t>(sizeof one));
    all += one;
  }
  EXPECT_LE(all, 3 * 50);
  EXPECT_GE(all, 3 * 50 * 9 / 10);
}

TEST(RateFolder, FollowsTheEnvironment) {
  const std::string home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
  setenv("XDG_STATE_HOME", "/var/lib/someone", 1);
  EXPECT_EQ(rate_folder(), "/var/lib/someone/quarterdeck/rate");
  setenv("XDG_STATE_HOME", "relative", 1);
  setenv("HOME", "/home/someone", 1);
  EXPECT_EQ(rate_folder(), "/home/someone/.local/state/quarterdeck/rate");
  unsetenv("XDG_STATE_HOME");
  unsetenv("HOME");
  EXPECT_EQ(rate_folder(), fs::path("/tmp/quarterdeck-" + std::to_string(geteuid()) + "/rate"));
  if (!home.empty()) setenv("HOME", home.c_str(), 1);
}

}  // namespace
}  // namespace qd::store
