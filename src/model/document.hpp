// Who the facts are about, and which file said them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "model/symbols.hpp"

namespace qd::model {

inline constexpr std::string_view kUnassigned = "unassigned";

struct Entity {
  std::string id;    ///< a slug, unique
  std::string name;  ///< as shown
  bool auxiliary = false;
  std::vector<std::string> aliases;  ///< other names under which documents speak of it
  std::string report;                ///< unit report, or empty
};

/// Where a document's date comes from.
enum class AsOfSource : std::uint8_t { document, commit, modified };
[[nodiscard]] std::string_view to_string(AsOfSource source);

/// One file that gave facts. Symbols belong to the table that holds it.
struct Document {
  std::string path;  ///< relative to the workspace
  Symbol project = Symbol::none;
  Symbol entity = Symbol::none;
  Symbol title = Symbol::none;
  Date as_of;
  AsOfSource as_of_source = AsOfSource::modified;
  std::uint32_t lines = 0;       ///< lines under known headings that could have said something
  std::uint32_t understood = 0;  ///< of these, lines that gave a fact or are known to give none (a total, a remark)
  std::uint32_t first_fact = 0;  ///< the document's facts are rows [first_fact, first_fact + fact_count)
  std::uint32_t fact_count = 0;
};

}  // namespace qd::model
