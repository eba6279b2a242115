#include "assess/native_checks.hpp"

#include <algorithm>

namespace qd::assess {

std::int64_t NativeContext::setting(std::string_view name) const {
  for (const auto& [key, value] : check.settings) {
    if (key == name) return value;
  }
  for (const auto& [key, value] : check.native->settings) {
    if (key == name) return value;
  }
  return 0;
}

std::span<const NativeCheck> native_checks() {
  static const std::vector<NativeCheck> kChecks = {
      {"stale_documents", {"project"}, {{"days", 45}}, {"project", "days", "as_of", "limit"}, stale_documents},
      {"undated_documents", {"entity"}, {}, {"items", "count"}, undated_documents},
      {"contradicted_claims", {"entity", "portfolio"}, {}, {"claims"}, contradicted_claims},
      {"disagreeing_documents", {"entity"}, {}, {"figures"}, disagreeing_documents},
      {"duplicated_items", {"entity"}, {}, {"items", "count"}, duplicated_items},
      {"duplicate_expenses", {"entity"}, {}, {"items", "count"}, duplicate_expenses},
      {"outlier_expenses",
       {"entity"},
       {{"times", 3}, {"least", 5}, {"floor", 100}},
       {"items", "count"},
       outlier_expenses},
      {"books_against_documents", {"entity"}, {}, {"figures"}, books_against_documents},
      {"funnel_cliffs",
       {"entity"},
       {{"drop_percent", 90}, {"least", 10}},
       {"from", "to", "drop", "kept"},
       funnel_cliffs},
      {"inventory_against_documents", {"entity"}, {}, {"differences"}, inventory_against_documents},
      {"done_and_open_actions", {"entity"}, {}, {"items", "count"}, done_and_open_actions},
  };
  return kChecks;
}

}  // namespace qd::assess
