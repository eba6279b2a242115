// Any text is either refused with a place inside it, or comes: next and newest agree, and end.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "schedule/cron.hpp"

namespace {

using namespace qd;
using namespace qd::schedule;

/// Puts its clock forward and back by an hour in turns, every fifty days.
class SpringingClock final : public WallClock {
 public:
  [[nodiscard]] WallTime shown_at(Instant instant) const override {
    const std::int64_t local = instant.seconds + ahead(instant.seconds);
    const std::int64_t day = local >= 0 ? local / kDay : (local - kDay + 1) / kDay;
    return {{static_cast<std::int32_t>(day)}, static_cast<std::int32_t>((local - day * kDay) / 60)};
  }
  [[nodiscard]] Instant first_at(WallTime time) const override {
    const std::int64_t local = std::int64_t{time.date.days} * kDay + time.minute * 60;
    const std::int64_t early = local - kHour;
    if (ahead(early) == kHour) return {early};
    if (ahead(local) == 0) return {local};
    return {local / kSpan * kSpan};  // skipped: the moment at which the clock was put forward
  }

 private:
  static constexpr std::int64_t kHour = 3600, kDay = 86'400, kSpan = 50 * kDay;
  static std::int64_t ahead(std::int64_t seconds) { return seconds >= 0 && seconds / kSpan % 2 == 1 ? kHour : 0; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 400) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cron = Cron::parse(text);
  if (!cron) {
    ensure(!cron.error().what.empty() && cron.error().at + cron.error().length <= size, "the place is in the text");
    return 0;
  }
  const SpringingClock clock;
  Instant now{1'780'000'000 + static_cast<std::int64_t>(size) * 1'234'567};
  for (int i = 0; i < 5; ++i) {
    const auto next = cron->next_after(now, clock);
    ensure(next.has_value() && *next > now, "what was not refused comes");
    ensure(cron->newest_at(*next, clock) == next, "the newest at a due time is that");
    const auto before = cron->newest_at({next->seconds - 1}, clock);
    ensure(before && *before <= now, "nothing lies between");
    now = *next;
  }
  return 0;
}
