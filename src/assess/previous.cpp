#include "assess/previous.hpp"

namespace qd::assess {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kStates = "ovd";  // open, overdue, done
constexpr char kDoneWithDay = 'D';
constexpr std::size_t kDay = 3;  // characters: days since 1970, enough until the year 2687

void append_number(std::string& out, std::uint64_t number, std::size_t digits) {
  for (std::size_t n = 0; n < digits; ++n, number >>= 6) out += kDigits[number & 63];
}

std::optional<std::uint64_t> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  std::uint64_t out = 0;
  for (std::size_t n = 0; n < digits; ++n) {
    const std::size_t digit = kDigits.find(text[n]);
    if (digit == std::string_view::npos) return std::nullopt;
    out |= static_cast<std::uint64_t>(digit) << (6 * n);
  }
  text.remove_prefix(digits);
  return out;
}

std::optional<UnwrittenAction> take_short_form(std::string_view& text) {
  const auto name = take_number(text, kShortForm - 1);
  if (!name || text.empty()) return std::nullopt;
  const char letter = text.front();
  text.remove_prefix(1);
  UnwrittenAction out{.name = *name, .state = ActionRow::State::done, .done_on = std::nullopt};
  if (letter == kDoneWithDay) {
    const auto day = take_number(text, kDay);
    if (!day) return std::nullopt;
    out.done_on = Date{static_cast<std::int32_t>(*day)};
    return out;
  }
  const std::size_t state = kStates.find(letter);
  if (state == std::string_view::npos) return std::nullopt;
  out.state = static_cast<ActionRow::State>(state);
  return out;
}

}  // namespace

std::string short_form(const ActionRow& action) {
  std::string out;
  append_number(out, short_name(action.name), kShortForm - 1);
  const bool with_day =
      action.state == ActionRow::State::done && action.done_on > Date{} && action.done_on.days < (1 << 6 * kDay);
  out += with_day ? kDoneWithDay : kStates[static_cast<std::size_t>(action.state)];
  if (with_day) append_number(out, static_cast<std::uint64_t>(action.done_on.days), kDay);
  return out;
}

std::vector<UnwrittenAction> parse_short_forms(std::string_view text) {
  std::vector<UnwrittenAction> out;
  out.reserve(text.size() / kShortForm);
  while (const auto one = take_short_form(text)) out.push_back(*one);
  return out;
}

}  // namespace qd::assess
