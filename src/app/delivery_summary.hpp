// How a delivery went, for people and for programs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/outbox_rows.hpp"

namespace qd::app {

struct DeliverySummary {
  std::string where;                  ///< "SES in us-west-2", "the folder .quarterdeck/maildir"
  std::vector<store::Delivery> rows;  ///< of the reports of this run, as they are now
  std::vector<std::string> refusals;  ///< changed reports that were not sent
  std::string stopped;                ///< why not all was tried; empty when all was
  std::size_t others_owed = 0;        ///< rows of earlier periods that are still owed
};

/// Accepted or better, every row, and nothing refused or left.
[[nodiscard]] bool is_complete(const DeliverySummary& summary);

[[nodiscard]] std::string summary_text(const DeliverySummary& summary);
/// An object: "complete", "where", "stopped", "refusals", "deliveries" (rows as `deliveries --format json` has them).
[[nodiscard]] std::string summary_json(const DeliverySummary& summary);

/// One row as an object; the timeline is not in it.
void append_delivery_json(std::string& out, const store::Delivery& row);

/// What to do about a state, one sentence; empty when nothing is.
[[nodiscard]] std::string_view advice(mail::State state);

}  // namespace qd::app
