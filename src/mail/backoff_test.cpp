#include "mail/backoff.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace qd::mail {
namespace {

using std::chrono::milliseconds;

constexpr double kAlmostOne = 0.9999999999;

TEST(Backoff, DoublesUpToTenMinutes) {
  EXPECT_EQ(backoff(AnswerKind::throttled, 1, 0.5), milliseconds(250));
  EXPECT_EQ(backoff(AnswerKind::throttled, 2, 0.5), milliseconds(500));
  EXPECT_EQ(backoff(AnswerKind::throttled, 11, 0.5), milliseconds(256'000));
  EXPECT_EQ(backoff(AnswerKind::put_off, 1, 0.5), milliseconds(500));
  EXPECT_EQ(backoff(AnswerKind::put_off, 4, 0.25), milliseconds(2'000));
  for (const unsigned attempts : {12u, 40u, 4'000'000'000u}) {
    EXPECT_LE(backoff(AnswerKind::throttled, attempts, kAlmostOne), kLongestBackoff);
    EXPECT_GE(backoff(AnswerKind::put_off, attempts, kAlmostOne), milliseconds(599'000));
  }
}

TEST(Backoff, ReachesDownToNothing) {
  for (unsigned attempts = 0; attempts < 20; ++attempts)
    EXPECT_EQ(backoff(AnswerKind::throttled, attempts, 0), milliseconds(0));
  EXPECT_EQ(backoff(AnswerKind::throttled, 0, 0.5), backoff(AnswerKind::throttled, 1, 0.5));
}

TEST(Backoff, OfAPartThatIsNoneIsTheWholeWait) {
  for (const double part : {-1.0, 1.0, 7.0, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_EQ(backoff(AnswerKind::throttled, 3, part), milliseconds(2'000));
}

}  // namespace
}  // namespace qd::mail
