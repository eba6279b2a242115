#include "mail/reputation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qd::mail {

namespace {

constexpr std::int64_t kFewestBounces = 3;
constexpr std::int64_t kFewestComplaints = 2;

ReputationGrade grade(double rate, double warn, double stop) {
  if (rate >= stop) return ReputationGrade::stop;
  return rate >= warn ? ReputationGrade::warn : ReputationGrade::good;
}

}  // namespace

ReputationGrade grade(const Reputation& reputation) {
  ReputationGrade out = ReputationGrade::good;
  if (reputation.bounced >= kFewestBounces) out = grade(reputation.bounce_rate(), 0.02, 0.05);
  if (reputation.complained >= kFewestComplaints)
    out = std::max(out, grade(reputation.complaint_rate(), 0.0005, 0.001));
  return out;
}

std::string describe(const Reputation& reputation) {
  return fmt::format("{} of {} recipients bounced ({:.1f} %), {} complained ({:.2f} %)", reputation.bounced,
                     reputation.accepted, reputation.bounce_rate() * 100, reputation.complained,
                     reputation.complaint_rate() * 100);
}

}  // namespace qd::mail
