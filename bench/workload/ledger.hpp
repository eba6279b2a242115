// The generator's own books: what a reader must find in the documents that it wrote. Kept apart from Quarterdeck's
// arithmetic on purpose, so that the two can disagree.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace qd::workload {

enum class Flow : std::uint8_t { expense, revenue };
enum class Per : std::uint8_t { unstated, once, day, week, month, quarter, year };

struct Sum {
  std::int64_t lo = 0;  ///< cents
  std::int64_t hi = 0;
  std::uint64_t items = 0;
};

/// What the documents of one entity say. Ledgers of the same entity add up.
struct Ledger {
  struct Key {
    Flow flow;
    Per per;
    std::string currency;
    auto operator<=>(const Key&) const = default;
  };

  std::map<Key, Sum> money;
  std::array<std::uint64_t, 2> free{};                       ///< items by flow that cost nothing, in words; in no sum
  std::array<std::uint64_t, 2> unknown{};                    ///< items by flow that are named without a value
  std::map<std::string, std::uint64_t, std::less<>> assets;  ///< by kind
  std::uint64_t documents = 0;
  std::uint64_t open_actions = 0;
  std::uint64_t done_actions = 0;
  std::uint64_t funnel_stages = 0;
  std::uint64_t channels = 0;
  std::uint64_t channels_live = 0;
  std::uint64_t milestones = 0;
  std::uint64_t risks = 0;

  void add(const Ledger& other);
};

/// Appends the ledger as a JSON object. The sums converted to a month are exact fractions, "61003/12".
void append_json(std::string& out, std::string_view entity, std::string_view name, const Ledger& ledger);

}  // namespace qd::workload
