// What an earlier run found, as far as the next one compares with it. app/previous_run reads it from assessment.json.
#pragma once

#include <optional>
#include <string>
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
};

struct Previous {
  Instant as_of;
  std::vector<PreviousKpi> kpis;
  std::vector<PreviousFinding> findings;
  std::vector<PreviousAction> actions;
};

}  // namespace qd::assess
