#include "assess/assessment.hpp"

#include <algorithm>
#include <array>

namespace qd::assess {

namespace {

constexpr std::array<std::string_view, 5> kOutcomes = {"fail", "pass", "unknown", "not_configured", "not_applicable"};
constexpr std::array<std::string_view, 4> kStates = {"new", "persisting", "worse", "resolved"};
constexpr std::array<std::string_view, 4> kLevels = {"critical", "high", "medium", "low"};

template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view to_string(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }
std::string_view to_string(FindingState state) { return kStates[static_cast<std::size_t>(state)]; }
std::string_view to_string(Level level) { return kLevels[static_cast<std::size_t>(level)]; }
std::optional<Outcome> parse_outcome(std::string_view text) { return parse<Outcome>(kOutcomes, text); }
std::optional<Level> parse_level(std::string_view text) { return parse<Level>(kLevels, text); }

}  // namespace qd::assess
