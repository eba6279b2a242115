#include "workload/handoff.hpp"

#include <fmt/format.h>

#include "workload/writer.hpp"

namespace qd::workload {

namespace {

/// Which document it is must not change what the others say.
Random random_of(std::uint64_t seed, std::uint64_t number) { return {seed, number}; }

std::string project_of(std::uint64_t seed, std::uint64_t number) {
  Random random(seed ^ 0xF11E, number);
  return fmt::format("{}-{}", random.pick(kTopics), number);
}

using Part = void (*)(Writer&);

}  // namespace

std::string file_name(std::uint64_t seed, std::uint64_t number) { return project_of(seed, number) + ".md"; }

void write_handoff(std::uint64_t seed, std::uint64_t number, Variety variety, const Company& company, std::string& text,
                   Ledger& ledger) {
  text.clear();
  Random random = random_of(seed, number);
  Writer writer(random, variety, company, text, ledger);
  ++ledger.documents;
  write_preamble(writer, project_of(seed, number));

  std::vector<Part> parts = {write_actions, write_assets, write_funnel, write_channels, write_milestones_and_risks};
  if (random.percent(30)) {
    parts.push_back(write_mixed_financials);
  } else {
    parts.push_back(write_expenses);
    parts.push_back(write_revenue);
  }
  if (variety == Variety::survey && random.percent(35)) parts.push_back(write_distraction);
  if (variety == Variety::survey) random.shuffle(parts);
  for (const Part part : parts) part(writer);
}

}  // namespace qd::workload
