#include "assess/definition_text.hpp"

#include <utility>

#include "base/slug.hpp"

namespace qd::assess {

void DefinitionProblems::add(std::string_view code, const Written& where, std::string message, std::string hint) {
  add(code, where, 0, where.text.size(), std::move(message), std::move(hint));
}

void DefinitionProblems::add(std::string_view code, const Written& where, std::size_t begin, std::size_t end,
                             std::string message, std::string hint) {
  Diagnostic out = locate_ ? locate_(where, begin, end) : Diagnostic{.at = where.at};
  out.severity = Severity::error;
  out.code = code;
  out.message = std::move(message);
  out.hint = std::move(hint);
  out_.push_back(std::move(out));
  ++count_;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t limit = word.size() < 4 ? 1 : word.size() < 8 ? 2 : 3;
  std::string_view best;
  std::size_t least = limit + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate, limit);
    if (distance < least) least = distance, best = candidate;
  }
  return best.empty() ? std::string() : "did you mean `" + std::string(best) + "`?";
}

}  // namespace qd::assess
