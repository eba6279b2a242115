// What an action is called, freed of how it happens to be spelled: two that come out the same ask for the same thing.
// Exact, not fuzzy: a number, a name, a sign or the order of words makes another action.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace qd::assess {

/// "Publishing the Sailo Listing!" and "publish Sailo listing" are both "publish sailo listing". Case, punctuation
/// outside numbers, articles, and the form of a known verb in front go; "C++", "1.5" and "2026-001" stay as they are.
/// Writes over `out`, so that nothing is allocated for each of many.
void plain_words(std::string_view title, std::string& out);
[[nodiscard]] std::string plain_words(std::string_view title);

/// The title without the mark that it is finished: "Paint the hull" of "Paint the hull ✅ DONE 2026-05-03".
struct Finished {
  std::string_view title;
  std::optional<Date> on;  ///< the day that the mark states
};
[[nodiscard]] Finished without_done_mark(std::string_view title);

}  // namespace qd::assess
