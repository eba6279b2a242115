// What an earlier run found, as far as the next one compares with it. app/previous_run reads it from assessment.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assess/assessment.hpp"

namespace qd::assess {

struct PreviousKpi {
  std::string id;
  model::Subject subject;
  std::string group;
  std::optional<formula::Amount> value;  ///< nothing where it was missing (or is no amount)
};

struct PreviousFinding {
  std::string id;
  std::string check;
  model::Subject subject;
  Outcome outcome = Outcome::unknown;
  Level severity = Level::medium;
  std::string message;
  Date since;
  FindingState state = FindingState::fresh;
  std::uint32_t evidence = 0;  ///< how many places it named
};

struct PreviousAction {
  std::string id;
  std::string title;
  std::string entity;
  std::string state;
  std::string owner;
  std::string source;
  std::optional<Date> done_on;
  std::optional<formula::Amount> impact;
};

/// An action that the archive keeps in short: whether there was one, its state, and of what is done the day.
struct UnwrittenAction {
  std::uint64_t name = 0;  ///< short_name of the id
  ActionRow::State state = ActionRow::State::open;
  std::optional<Date> done_on;
};

/// "p3Kd-_0Qo": eight characters of the name, one of the state; of what is done three more for the day.
[[nodiscard]] std::string short_form(const ActionRow& action);
/// Of short forms behind each other; what is none ends it.
[[nodiscard]] std::vector<UnwrittenAction> parse_short_forms(std::string_view text);

/// Characters of a short form without a day.
inline constexpr std::size_t kShortForm = 9;

struct Previous {
  Instant as_of;
  std::vector<PreviousKpi> kpis;
  std::vector<PreviousFinding> findings;
  std::vector<PreviousAction> actions;
  std::vector<UnwrittenAction> more_actions;  ///< beyond those the archive writes out
  bool figures_only = false;                  ///< of findings and actions nothing is known
};

}  // namespace qd::assess
