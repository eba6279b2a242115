// What may happen to the disk under the ledger, and to the process that writes it: killed at random moments, full,
// read-only, locked by another. Afterwards every row is as before or after, or the refusal says what to do.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <random>

#include "store/outbox_lock.hpp"
#include "store/sqlite.hpp"
#include "support/small_ledger.hpp"

namespace qd::store {
namespace {

namespace fs = std::filesystem;
using mail::State;
using test::content_for;
using test::kNow;
using test::move_to;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Faults : public test::Ledger {
 protected:
  [[nodiscard]] fs::path folder() const { return workspace() / ".quarterdeck"; }

  /// Runs in a process of its own, so that limits and mounts end with it. What it returns is its exit code.
  static int in_child(const std::function<int()>& work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
  }
};

/// Plans a period, freezes it, sends all its rows by two moves each, and goes on with the next, until it is killed.
/// Every commit is told through the pipe after it returned: "period, moves done".
void write_until_killed(const fs::path& workspace, int first_period, int tell) {
  auto outbox = Outbox::open(workspace);
  if (!outbox) _exit(3);
  for (int period = first_period;; ++period) {
    PlannedContent content = content_for({"a@example.com", "b@example.com", "c@example.com"}, "z@example.com");
    content.period = {20'000 + period};
    const auto planned = outbox->plan({&content, 1}, kNow);
    if (!planned || !outbox->freeze(planned->front().content, std::string(64, 'a'), kNow)) _exit(4);
    const auto rows = outbox->deliveries({.period = content.period});
    if (!rows || rows->size() != 4) _exit(5);
    for (const State to : {State::sending, State::accepted}) {
      std::vector<Move> moves;
      for (const Delivery& row : *rows)
        moves.push_back(move_to(row.id, to == State::sending ? State::rendered : State::sending, to));
      const auto left_out = outbox->apply(moves);
      if (!left_out || *left_out != 0) _exit(6);
      const std::array<int, 2> done{period, to == State::sending ? 1 : 2};
      if (write(tell, done.data(), sizeof done) != sizeof done) _exit(7);
    }
  }
}

/// The last commit that was told.
std::array<int, 2> last_told(int from) {
  std::array<int, 2> done{-1, 0};
  std::array<int, 2> next{};
  while (read(from, next.data(), sizeof next) == sizeof next) done = next;
  return done;
}

TEST_F(Faults, KilledAtAnyMomentEveryRowIsAsBeforeOrAfter) {
  static_cast<void>(open());
  std::mt19937 random(4711);
  int period = 0;
  for (int round = 0; round < 200; ++round) {
    std::array<int, 2> told{};
    ASSERT_EQ(pipe2(told.data(), O_CLOEXEC), 0);
    const pid_t child = fork();
    if (child == 0) write_until_killed(workspace(), period, told[1]);
    close(told[1]);
    usleep(static_cast<useconds_t>(random() % 40'000));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself with " << WEXITSTATUS(status);
    const auto [last, moves] = last_told(told[0]);
    close(told[0]);

    Outbox outbox = open();
    ASSERT_TRUE(outbox.check().has_value());
    const auto rows = outbox.deliveries({}).value();
    std::map<std::int32_t, std::vector<Delivery>> periods;
    for (const Delivery& row : rows) periods[row.period.days - 20'000].push_back(row);
    for (const auto& [number, of_period] : periods) {
      ASSERT_THAT(of_period, SizeIs(4)) << "a plan is there as a whole";
      for (const Delivery& row : of_period) {
        EXPECT_EQ(row.state, of_period.front().state) << "the moves of one commit belong together";
        const auto timeline = outbox.timeline(row.id).value();
        EXPECT_EQ(timeline.back().state, row.state);
        if (number >= period && (number < last || (number == last && moves == 2))) {
          EXPECT_EQ(row.state, State::accepted) << "what was told is on disk";
        }
        if (number == last && moves == 1) {
          EXPECT_THAT(row.state, AnyOf(State::sending, State::accepted));
        }
      }
    }
    if (HasFailure()) return;
    period = periods.empty() ? 0 : periods.rbegin()->first + 1;
  }
  EXPECT_GT(period, 20) << "it was killed while it worked, not before";
}

/// The size that a file may have; above it, the disk is full.
int fill_up(Outbox& outbox, const Delivery& row, const fs::path& file) {
  signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{fs::file_size(file.string() + "-wal") + 20'000, RLIM_INFINITY};
  setrlimit(RLIMIT_FSIZE, &limit);
  State state = row.state;
  for (int i = 0; i < 1000; ++i) {
    const State next = state == State::rendered ? State::sending : State::rendered;
    const auto moved = outbox.apply(std::vector{move_to(row.id, state, next)});
    if (moved) {
      state = next;
      continue;
    }
    if (moved.error().kind != ErrorKind::io || !moved.error().what.contains("disk")) return 1;
    const auto now = outbox.find(std::to_string(row.id));
    if (!now || now->state != state) return 2;  // neither lost nor half done
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &none);
    return outbox.apply(std::vector{move_to(row.id, state, next)}) ? 0 : 3;
  }
  return 4;
}

TEST_F(Faults, AFullDiskIsSaidAndLosesNothing) {
  EXPECT_EQ(in_child([&] {
              Outbox outbox = open();
              const auto rows = rendered(outbox, content_for({"a@example.com"}));
              return fill_up(outbox, rows[0], file());
            }),
            0);
  EXPECT_TRUE(open().check().has_value());
}

TEST_F(Faults, AFullDiskMakesNoHalfLedger) {
  EXPECT_EQ(in_child([&] {
              signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{30'000, RLIM_INFINITY};
              setrlimit(RLIMIT_FSIZE, &limit);
              const auto outbox = Outbox::open(workspace());
              return outbox ? 1 : outbox.error().kind == ErrorKind::io ? 0 : 2;
            }),
            0);
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_TRUE(fs::is_empty(folder()));
  EXPECT_TRUE(Outbox::open(workspace()).has_value());
}

/// Makes the folder a read-only mount for this process alone; false where that is not allowed.
bool mount_read_only(const fs::path& folder) {
  return unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
         mount(nullptr, folder.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
}

constexpr uid_t kNobody = 65'534;

/// By a mount where that is allowed, else by rights, which do not stop the superuser: he becomes somebody else. Both
/// end with the process.
int on_read_only_disk(const fs::path& workspace, const std::function<int()>& work) {
  const fs::path folder = workspace / ".quarterdeck";
  if (mount_read_only(folder)) return work();
  const bool superuser = geteuid() == 0;
  for (const fs::path& path : {folder / "quarterdeck.db", folder, workspace}) {
    if (superuser && chown(path.c_str(), kNobody, kNobody) != 0) return 8;
    fs::permissions(path, path == folder / "quarterdeck.db" ? fs::perms::owner_read
                                                            : fs::perms::owner_read | fs::perms::owner_exec);
  }
  if (superuser && setuid(kNobody) != 0) return 8;
  const int result = work();
  if (!superuser) {
    fs::permissions(workspace, fs::perms::owner_all);
    fs::permissions(folder, fs::perms::owner_all);
  }
  return result;
}

TEST_F(Faults, AReadOnlyDiskIsReadAndNotWritten) {
  {
    Outbox outbox = open();
    rendered(outbox, content_for({"a@example.com"}));
  }
  const int result = in_child([&] {
    return on_read_only_disk(workspace(), [&] {
      const auto writing = Outbox::open(workspace());
      if (writing || writing.error().kind != ErrorKind::denied || !writing.error().what.contains("writable")) return 1;
      const auto reading = Outbox::open(workspace(), true);
      if (!reading) return 2;
      const auto rows = reading->deliveries({});
      return rows && rows->size() == 1 ? 0 : 3;
    });
  });
  EXPECT_EQ(result, 0);
}

TEST_F(Faults, ALockOfAnotherProgramIsAConflictWithinFiveSeconds) {
  Outbox outbox = open();
  const auto rows = rendered(outbox, content_for({"a@example.com"}));
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t other = fork();
  if (other == 0) {
    Database database = Database::open(file()).value();
    if (!database.run("BEGIN EXCLUSIVE")) _exit(1);
    if (write(ready[1], "x", 1) != 1) _exit(1);
    pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  const auto begin = std::chrono::steady_clock::now();
  const auto moved = outbox.apply(std::vector{move_to(rows[0].id, State::rendered, State::sending)});
  const auto took = std::chrono::steady_clock::now() - begin;
  ASSERT_FALSE(moved.has_value());
  EXPECT_EQ(moved.error().kind, ErrorKind::conflict);
  EXPECT_THAT(moved.error().what, HasSubstr("locked by another program"));
  EXPECT_LT(took, std::chrono::seconds(8));
  EXPECT_EQ(outbox.find("1")->state, State::rendered) << "reading goes on";
  kill(other, SIGKILL);
  waitpid(other, nullptr, 0);
  EXPECT_EQ(outbox.apply(std::vector{move_to(rows[0].id, State::rendered, State::sending)}), 0u);
}

TEST_F(Faults, ATruncatedLogGivesAnEarlierStateOfAllRowsAndNoEmptyLedger) {
  // Killed, so that the log stays.
  in_child([&] {
    Outbox outbox = open();
    const auto rows = rendered(outbox, content_for({"a@example.com", "b@example.com"}));
    for (const State to : {State::sending, State::accepted}) {
      std::vector<Move> moves;
      for (const Delivery& row : rows)
        moves.push_back(move_to(row.id, to == State::sending ? State::rendered : State::sending, to));
      if (!outbox.apply(moves)) return 1;
    }
    return raise(SIGKILL);
  });
  const fs::path log = file().string() + "-wal";
  const auto whole = fs::file_size(log);
  ASSERT_GT(whole, 20'000u);
  fs::copy_file(file(), workspace() / "db");
  fs::copy_file(log, workspace() / "wal");
  for (std::uintmax_t size = 0; size <= whole; size += whole / 13) {
    fs::remove(file().string() + "-shm");
    fs::copy_file(workspace() / "db", file(), fs::copy_options::overwrite_existing);
    fs::copy_file(workspace() / "wal", log, fs::copy_options::overwrite_existing);
    fs::resize_file(log, size);
    Outbox outbox = open();
    EXPECT_TRUE(outbox.check().has_value()) << size;
    const auto rows = outbox.deliveries({}).value();
    ASSERT_THAT(rows.size(), AnyOf(0u, 2u)) << size;
    if (!rows.empty()) {
      EXPECT_EQ(rows[0].state, rows[1].state) << size;
    }
  }
}

/// The real clock; a test of several processes needs one.
class RealClock : public ports::Clock {
 public:
  Moment now() override {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
  void sleep_until(Moment moment) override {
    const auto span = moment - now();
    if (span > std::chrono::milliseconds(0)) usleep(static_cast<useconds_t>(span.count() * 1000));
  }
};

/// Plans and sends what is left; says how many rows it sent, or -1.
int deliver(const fs::path& workspace, const PlannedContent& content) {
  RealClock clock;
  const auto lock = OutboxLock::take(workspace, std::chrono::seconds(60), clock, {});
  if (!lock) return -1;
  auto outbox = Outbox::open(workspace);
  if (!outbox) return -1;
  const auto planned = outbox->plan({&content, 1}, kNow);
  if (!planned || !outbox->freeze(planned->front().content, std::string(64, 'a'), kNow)) return -1;
  const auto rows = outbox->deliveries({.period = content.period, .states = {State::rendered}});
  if (!rows) return -1;
  int sent = 0;
  for (const Delivery& row : *rows) {
    if (outbox->apply(std::vector{move_to(row.id, State::rendered, State::sending)}) != 0u) continue;
    ++sent;
    if (outbox->apply(std::vector{move_to(row.id, State::sending, State::accepted)}) != 0u) return -1;
  }
  return sent;
}

TEST_F(Faults, SeveralProcessesAtOnceSendEachRowOnce) {
  const PlannedContent content =
      content_for({"a@example.com", "b@example.com", "c@example.com"}, "z@example.com", false);
  std::array<int, 2> results{};
  ASSERT_EQ(pipe(results.data()), 0);
  constexpr int kProcesses = 4;
  for (int i = 0; i < kProcesses; ++i) {
    if (fork() != 0) continue;
    const int sent = deliver(workspace(), content);
    _exit(write(results[1], &sent, sizeof sent) == sizeof sent ? 0 : 1);
  }
  int all = 0;
  for (int i = 0; i < kProcesses; ++i) {
    int sent = 0;
    ASSERT_EQ(read(results[0], &sent, sizeof sent), static_cast<ssize_t>(sizeof sent));
    ASSERT_GE(sent, 0);
    all += sent;
    wait(nullptr);
  }
  EXPECT_EQ(all, 6);
  const auto rows = open().deliveries({}).value();
  ASSERT_THAT(rows, SizeIs(6));
  for (const Delivery& row : rows) {
    EXPECT_EQ(row.state, State::accepted);
    EXPECT_EQ(row.attempts, 1u);
  }
}

}  // namespace
}  // namespace qd::store
