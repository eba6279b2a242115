// What `check` prints: diagnostics, how much of each file was understood, and a summary.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/diagnostic.hpp"
#include "model/fact_store.hpp"

namespace qd::render {

struct CheckInput {
  std::span<const Diagnostic> diagnostics;  ///< in the order in which they are shown
  const model::FactStore& facts;
};

struct CheckCounts {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
};
[[nodiscard]] CheckCounts count(std::span<const Diagnostic> diagnostics);

using Sink = std::function<void(std::string_view)>;

/// For people. Without `all` only the first few of each code are shown, and the files that were understood least.
void write_check_text(const CheckInput& input, bool all, const Sink& sink);
/// `{"diagnostics":[…],"coverage":{…},"summary":{…}}`; docs/check.md describes it.
void write_check_json(const CheckInput& input, const Sink& sink);
/// SARIF 2.1.0, for code hosts and editors. Holds no line of any file: a log travels further than the file.
void write_check_sarif(const CheckInput& input, const Sink& sink);

}  // namespace qd::render
