#include "assess/previous.hpp"

namespace qd::assess {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kStates = "ovd";  // open, overdue, done

}  // namespace

std::string short_form(const ActionRow& action) {
  std::string out(kShortForm, kStates[static_cast<std::size_t>(action.state)]);
  std::uint64_t rest = short_name(action.name);
  for (std::size_t n = 0; n + 1 < kShortForm; ++n, rest >>= 6) out[n] = kDigits[rest & 63];
  return out;
}

std::optional<UnwrittenAction> parse_short_form(std::string_view text) {
  const std::size_t state = text.size() == kShortForm ? kStates.find(text.back()) : std::string_view::npos;
  if (state == std::string_view::npos) return std::nullopt;
  UnwrittenAction out{.name = 0, .state = static_cast<ActionRow::State>(state)};
  for (std::size_t n = 0; n + 1 < kShortForm; ++n) {
    const std::size_t digit = kDigits.find(text[n]);
    if (digit == std::string_view::npos) return std::nullopt;
    out.name |= static_cast<std::uint64_t>(digit) << (6 * n);
  }
  return out;
}

}  // namespace qd::assess
