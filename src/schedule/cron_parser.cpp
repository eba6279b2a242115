#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <vector>

#include "schedule/cron.hpp"

namespace qd::schedule {

namespace {

constexpr std::string_view kExample = "minute hour day month weekday: \"0 7 * * 1\" is every Monday at seven";

struct FieldKind {
  std::string_view name;
  int least, most;
  std::span<const std::string_view> names;  ///< the first means `least`
};

constexpr auto kMonths = std::to_array<std::string_view>(
    {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
constexpr auto kWeekdays = std::to_array<std::string_view>({"sun", "mon", "tue", "wed", "thu", "fri", "sat"});

constexpr FieldKind kFields[] = {{"minute", 0, 59, {}},
                                 {"hour", 0, 23, {}},
                                 {"day of the month", 1, 31, {}},
                                 {"month", 1, 12, kMonths},
                                 {"weekday", 0, 7, kWeekdays}};

struct Macro {
  std::string_view name, means;
};
constexpr Macro kMacros[] = {{"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}, {"@monthly", "0 0 1 * *"},
                             {"@weekly", "0 0 * * 0"}, {"@daily", "0 0 * * *"},    {"@midnight", "0 0 * * *"},
                             {"@hourly", "0 * * * *"}};

struct Piece {
  std::string_view text;
  std::size_t at;
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::vector<Piece> words_of(std::string_view text) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i < text.size();) {
    if (is_blank(text[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && !is_blank(text[i])) ++i;
    out.push_back({text.substr(begin, i - begin), begin});
  }
  return out;
}

std::optional<int> number(std::string_view text) {
  int out = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  if (text.empty() || text.front() == '-' || error != std::errc() || stop != end) return std::nullopt;
  return out;
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

class CronParser {
 public:
  explicit CronParser(std::string_view text) : text_(text) {}

  std::expected<Cron, CronError> parse() {
    std::vector<Piece> words = words_of(text_);
    if (words.size() == 1 && words.front().text.starts_with('@')) return macro(words.front());
    if (words.size() != std::size(kFields))
      return refuse({}, fmt::format("a cron line has five fields, and this has {}", words.size()),
                    std::string(kExample));
    std::array<std::uint64_t, std::size(kFields)> bits{};
    for (std::size_t i = 0; i < words.size(); ++i) {
      auto field = read_field(words[i], kFields[i]);
      if (!field) return std::unexpected(std::move(field.error()));
      bits[i] = *field;
    }
    Cron out;
    out.minutes_ = bits[0];
    out.hours_ = static_cast<std::uint32_t>(bits[1]);
    out.days_ = static_cast<std::uint32_t>(bits[2]);
    out.months_ = static_cast<std::uint32_t>(bits[3]);
    out.weekdays_ = static_cast<std::uint32_t>((bits[4] | (bits[4] >> 7)) & 0x7F);
    out.any_day_ = words[2].text.starts_with('*');
    out.any_weekday_ = words[4].text.starts_with('*');
    if (!comes(out))
      return refuse(words[2], "this never comes: no month that is named has such a day",
                    "name a day that the month has");
    return out;
  }

 private:
  using Bits = std::expected<std::uint64_t, CronError>;

  std::unexpected<CronError> refuse(Piece piece, std::string what, std::string hint) const {
    return std::unexpected(CronError{std::move(what), std::move(hint), piece.at, piece.text.size()});
  }

  std::expected<Cron, CronError> macro(Piece word) const {
    for (const Macro& one : kMacros) {
      if (same_letters(one.name, word.text)) return CronParser(one.means).parse();
    }
    return refuse(word, fmt::format("\"{}\" is no schedule", word.text),
                  "there are @yearly, @monthly, @weekly, @daily and @hourly, or five fields");
  }

  /// A day of the month alone must be one that some named month has. Leap days come.
  static bool comes(const Cron& cron) {
    if (!cron.any_day_ && !cron.any_weekday_) return true;
    constexpr int kLongest[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      const std::uint32_t days = static_cast<std::uint32_t>((std::uint64_t{2} << kLongest[month - 1]) - 1);
      if (((cron.months_ >> month) & 1U) != 0 && (cron.days_ & days) != 0) return true;
    }
    return false;
  }

  Bits read_field(Piece field, const FieldKind& kind) const {
    std::uint64_t bits = 0;
    for (std::size_t begin = 0; begin <= field.text.size();) {
      const std::size_t end = std::min(field.text.find(',', begin), field.text.size());
      const Piece item{field.text.substr(begin, end - begin), field.at + begin};
      if (item.text.empty())
        return refuse(field, fmt::format("the {} has an empty place in its list", kind.name), "write 1,2,3");
      const Bits some = read_item(item, kind);
      if (!some) return some;
      bits |= *some;
      begin = end + 1;
    }
    return bits;
  }

  Bits read_item(Piece item, const FieldKind& kind) const {
    const std::size_t slash = item.text.find('/');
    const Piece base{item.text.substr(0, slash), item.at};
    int first = kind.least, last = kind.most, step = 1;
    if (base.text != "*") {
      const std::size_t dash = base.text.find('-');
      const auto low = read_value({base.text.substr(0, dash), base.at}, kind);
      if (!low) return std::unexpected(low.error());
      first = last = *low;
      if (dash != std::string_view::npos) {
        const auto high = read_value({base.text.substr(dash + 1), base.at + dash + 1}, kind);
        if (!high) return std::unexpected(high.error());
        last = kind.most == 7 && *high == 0 ? 7 : *high;  // fri-sun
        if (last < first)
          return refuse(base, fmt::format("the range {} goes backwards", base.text),
                        fmt::format("write two: {}-{},{}-{}", first, kind.most == 7 ? 6 : kind.most, kind.least, last));
      } else if (slash != std::string_view::npos) {
        return refuse(item, "a step needs a range",
                      fmt::format("write {}-{}{}", base.text, kind.most == 7 ? 6 : kind.most, item.text.substr(slash)));
      }
    }
    if (slash != std::string_view::npos) {
      const Piece text{item.text.substr(slash + 1), item.at + slash + 1};
      const auto value = number(text.text);
      if (!value || *value < 1 || *value > kind.most)
        return refuse(text.text.empty() ? item : text, fmt::format("\"{}\" is no step of a {}", text.text, kind.name),
                      fmt::format("a whole number from 1 to {}", kind.most));
      step = *value;
    }
    // Sunday is 0 and 7; a step counts it once.
    if (base.text == "*" && kind.most == 7) last = 6;
    std::uint64_t bits = 0;
    for (int value = first; value <= last; value += step) bits |= std::uint64_t{1} << value;
    return bits;
  }

  std::expected<int, CronError> read_value(Piece value, const FieldKind& kind) const {
    for (std::size_t i = 0; i < kind.names.size(); ++i) {
      if (same_letters(kind.names[i], value.text)) return kind.least + static_cast<int>(i);
    }
    const auto out = number(value.text);
    const std::string hint = fmt::format(
        "{} to {}{}", kind.least, kind.most,
        kind.names.empty() ? std::string() : fmt::format(", or {} to {}", kind.names.front(), kind.names.back()));
    if (!out) return refuse(value, fmt::format("\"{}\" is no {}", value.text, kind.name), hint);
    if (*out < kind.least || *out > kind.most)
      return refuse(value, fmt::format("there is no {} {}", kind.name, value.text), hint);
    return *out;
  }

  std::string_view text_;
};

std::expected<Cron, CronError> Cron::parse(std::string_view text) { return CronParser(text).parse(); }

}  // namespace qd::schedule
