#include "base/moment.hpp"

#include <fmt/format.h>

namespace qd {

std::string to_string(Moment moment) {
  const Instant second = instant_of(moment);
  std::string out = to_string(second);
  out.pop_back();  // the Z
  return fmt::format("{}.{:03}Z", out, moment.ms - second.seconds * 1000);
}

std::optional<Moment> parse_moment(std::string_view text) {
  const auto second = parse_instant(text);
  if (!second) return std::nullopt;
  std::int64_t ms = 0;
  if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
    std::int64_t place = 100;
    for (const char c : text.substr(point + 1)) {
      if (c < '0' || c > '9') break;
      ms += (c - '0') * place;
      place /= 10;
    }
  }
  return Moment{second->seconds * 1000 + ms};
}

}  // namespace qd
