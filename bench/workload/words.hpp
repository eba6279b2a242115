// The words that the generated documents are made of.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace qd::workload {

/// How people of one language head their sections and write amounts.
struct Language {
  std::string_view id;
  std::span<const std::string_view> expenses;
  std::span<const std::string_view> revenue;
  std::span<const std::string_view> actions;
  std::span<const std::string_view> funnel;
  std::span<const std::string_view> channels;
  std::span<const std::string_view> assets;
  std::string_view month;  ///< as it follows an amount: "/mo", " pro Monat"
  std::string_view year;
};

/// English first.
[[nodiscard]] std::span<const Language> languages();

extern const std::span<const std::string_view> kExpenseLabels;
extern const std::span<const std::string_view> kRevenueLabels;
extern const std::span<const std::string_view> kTasks;
extern const std::span<const std::string_view> kStages;
extern const std::span<const std::string_view> kChannels;
extern const std::span<const std::string_view> kOwners;
extern const std::span<const std::string_view> kMilestones;
extern const std::span<const std::string_view> kRisks;
extern const std::span<const std::string_view> kNotes;
extern const std::span<const std::string_view> kTopics;       ///< of documents
extern const std::span<const std::string_view> kFirstNames;   ///< of entities: "Amber"
extern const std::span<const std::string_view> kSecondNames;  ///< "Harbor"
extern const std::span<const std::string_view> kTrades;       ///< "Charters"

}  // namespace qd::workload
