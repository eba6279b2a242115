#include "app/duration.hpp"

#include <charconv>
#include <cstdint>

namespace qd::app {

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  constexpr std::int64_t kLongest = 366 * 86'400;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, text.data() + text.size());
  if (error != std::errc() || number < 0 || number > kLongest) return std::nullopt;
  std::int64_t seconds = 0;
  if (unit == "s")
    seconds = number;
  else if (unit == "m" || unit == "min")
    seconds = number * 60;
  else if (unit == "h")
    seconds = number * 3600;
  else if (unit == "d")
    seconds = number * 86'400;
  else
    return std::nullopt;
  if (seconds > kLongest) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace qd::app
