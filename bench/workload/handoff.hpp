// One hand-off as somebody might have written it, and what it says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workload/ledger.hpp"

namespace qd::workload {

/// How far the documents stray from the recommended form.
enum class Variety : std::uint8_t {
  recommended,  ///< front matter, English headings, `- **Key:** value`, tables, boxes
  survey,       ///< all that the survey of real documents counts
};

struct Company {
  std::string id;
  std::string name;
};

/// Replaces `text` by document `number` of the workspace and adds what it says to `ledger`. The file belongs at
/// agent_handoffs/projects/<company.id>/<file_name>.
void write_handoff(std::uint64_t seed, std::uint64_t number, Variety variety, const Company& company, std::string& text,
                   Ledger& ledger);

[[nodiscard]] std::string file_name(std::uint64_t seed, std::uint64_t number);

}  // namespace qd::workload
