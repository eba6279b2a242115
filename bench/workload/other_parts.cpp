// The parts of a hand-off that are not about money.
#include <fmt/format.h>

#include <iterator>

#include "workload/writer.hpp"

namespace qd::workload {

namespace {

constexpr std::string_view kStatuses[] = {"active", "live", "paused", "in progress", "planned"};
constexpr std::string_view kSeverities[] = {"critical", "high", "medium", "low"};

void write_front_matter(Writer& writer, std::string_view project, std::string_view as_of) {
  fmt::format_to(std::back_inserter(writer.text),
                 "---\nentity: {}\nproject: {}\nstatus: {}\nowner: {}\nas_of: {}\ncurrency: {}\n---\n# {} — {}\n",
                 writer.company.id, project, writer.random.pick(kStatuses), writer.random.pick(kOwners), as_of,
                 writer.notation.code, writer.company.name, project);
}

std::string_view severity_words(Writer& writer) { return writer.random.pick(kSeverities); }

/// "(severity: high, impact: $1,200/mo, effort: 2d, owner: cto, due: 2026-05-20)", or a part of it, or nothing.
void append_attributes(Writer& writer) {
  std::string attributes;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!attributes.empty()) attributes += ", ";
    attributes.append(name).append(": ").append(value);
  };
  if (writer.random.percent(60)) add("severity", severity_words(writer));
  if (writer.random.percent(40)) add("impact", fmt::format("${}/mo", writer.random.between(1, 40) * 50));
  if (writer.random.percent(50)) add("effort", fmt::format("{}d", writer.random.between(1, 5)));
  if (writer.random.percent(60)) add("owner", writer.random.pick(kOwners));
  if (writer.random.percent(50)) add("due", writer.date(5, 9));
  if (!attributes.empty()) writer.text.append(" (").append(attributes).append(")");
}

void write_boxes(Writer& writer, const std::vector<std::string_view>& tasks) {
  for (const auto task : tasks) {
    const bool done = writer.random.percent(25);
    fmt::format_to(std::back_inserter(writer.text), "- [{}] {}", done ? 'x' : ' ', task);
    append_attributes(writer);
    writer.blank();
    ++(done ? writer.ledger.done_actions : writer.ledger.open_actions);
  }
}

void write_bullets(Writer& writer, const std::vector<std::string_view>& tasks, bool numbered) {
  for (int number = 0; const auto task : tasks) {
    if (numbered) {
      fmt::format_to(std::back_inserter(writer.text), "{}. {}", ++number, task);
    } else {
      fmt::format_to(std::back_inserter(writer.text), "- {}", task);
    }
    append_attributes(writer);
    writer.blank();
  }
  writer.ledger.open_actions += tasks.size();
}

void write_task_table(Writer& writer, const std::vector<std::string_view>& tasks) {
  writer.line("| Task | Owner | Due | Status |\n|---|---|---|---|");
  for (const auto task : tasks) {
    const bool done = writer.random.percent(25);
    fmt::format_to(std::back_inserter(writer.text), "| {} | {} | {} | {} |\n", task, writer.random.pick(kOwners),
                   writer.date(5, 9),
                   done                        ? "done"
                   : writer.random.percent(50) ? "open"
                                               : "in progress");
    ++(done ? writer.ledger.done_actions : writer.ledger.open_actions);
  }
}

struct AssetKind {
  std::string_view id;        ///< as the ledger counts it
  std::string_view key;       ///< "Domains"
  std::string_view in_table;  ///< "Domain"
};
constexpr AssetKind kAssetKinds[] = {{"domain", "Domains", "Domain"},
                                     {"function", "Functions", "Function"},
                                     {"bucket", "Buckets", "Bucket"},
                                     {"table", "Tables", "Table"}};

std::string asset_name(Writer& writer, const AssetKind& kind) {
  const auto number = writer.random.between(100'000, 999'999'999);
  return kind.id == "domain" ? fmt::format("site-{}.example.com", number) : fmt::format("{}-{}", kind.id, number);
}

}  // namespace

void write_preamble(Writer& writer, std::string_view project) {
  const std::string as_of = writer.date(3, 5);
  const std::uint32_t form = writer.variety == Variety::recommended ? 0 : writer.random.below(5);
  const auto owner = writer.random.pick(kOwners);
  std::string& out = writer.text;
  switch (form) {
    case 0:
      write_front_matter(writer, project, as_of);
      break;
    case 1:
      fmt::format_to(std::back_inserter(out), "# {}\n\n**Entity:** {}\n**Owner:** {}\n**Last updated:** {}\n", project,
                     writer.company.name, owner, as_of);
      break;
    case 2:
      fmt::format_to(std::back_inserter(out), "# {} — Hand-off\n\n> Last updated {} · Owner: {}\n", writer.company.name,
                     as_of, owner);
      break;
    case 3:
      fmt::format_to(std::back_inserter(out), "# Hand-off {}\n\nEntity: {}\nAs of: {}\nOwner: {}\n", project,
                     writer.company.id, as_of, owner);
      break;
    default:
      fmt::format_to(std::back_inserter(out), "# Status report\n\n*As of {} · Owner: {}*\n", as_of, owner);
  }
}

void write_actions(Writer& writer) {
  const auto tasks = writer.draw(kTasks, static_cast<std::size_t>(writer.random.between(5, 10)));
  writer.heading(writer.variety == Variety::recommended ? writer.language.actions.front()
                                                        : writer.random.pick(writer.language.actions));
  const std::uint32_t form = writer.variety == Variety::recommended ? 0 : writer.random.below(10);
  if (form < 4) return write_boxes(writer, tasks);
  if (form < 9) return write_bullets(writer, tasks, form > 6);
  if (writer.language.id == "en") return write_task_table(writer, tasks);
  write_boxes(writer, tasks);
}

void write_assets(Writer& writer) {
  writer.heading(writer.random.pick(writer.language.assets));
  const bool table = writer.random.percent(40);
  if (table) writer.line("| Kind | Name | Purpose |\n|---|---|---|");
  for (const AssetKind& kind : kAssetKinds) {
    const auto count = writer.random.between(kind.id == "domain" ? 1 : 0, 2);
    if (count == 0) continue;
    writer.ledger.assets[std::string(kind.id)] += static_cast<std::uint64_t>(count);
    if (table) {
      for (int i = 0; i < count; ++i) {
        fmt::format_to(std::back_inserter(writer.text), "| {} | {} | {} |\n", kind.in_table, asset_name(writer, kind),
                       writer.random.pick(kTopics));
      }
      continue;
    }
    const std::string first = asset_name(writer, kind);
    writer.key(kind.key, count == 1 ? first : first + ", " + asset_name(writer, kind));
  }
}

void write_funnel(Writer& writer) {
  const auto stages = static_cast<std::size_t>(writer.random.between(3, 6));
  writer.heading(writer.random.pick(writer.language.funnel));
  std::int64_t count = writer.random.between(900, 9'000);
  const bool table = writer.variety == Variety::recommended || writer.random.percent(60);
  if (table) writer.line("| Stage | Count |\n|---|---|");
  for (std::size_t i = 0; i < stages; ++i) {
    const std::string value = writer.random.percent(4) ? "TBD" : fmt::format("{}", count);
    if (table) {
      fmt::format_to(std::back_inserter(writer.text), "| {} | {} |\n", kStages[i], value);
    } else {
      writer.key(kStages[i], value);
    }
    count = count * writer.random.between(5, 60) / 100 + 1;
  }
  writer.ledger.funnel_stages += stages;
}

void write_channels(Writer& writer) {
  constexpr std::string_view kStates[] = {"live", "planned", "in progress", "paused"};
  const auto channels = writer.draw(kChannels, static_cast<std::size_t>(writer.random.between(3, 5)));
  writer.heading(writer.random.pick(writer.language.channels));
  const bool table = writer.variety == Variety::recommended || writer.random.percent(60);
  if (table) writer.line("| Channel | Status |\n|---|---|");
  for (const auto channel : channels) {
    const auto state = writer.random.pick(kStates);
    if (table) {
      fmt::format_to(std::back_inserter(writer.text), "| {} | {} |\n", channel, state);
    } else {
      writer.key(channel, state);
    }
    if (state == "live") ++writer.ledger.channels_live;
  }
  writer.ledger.channels += channels.size();
}

void write_milestones_and_risks(Writer& writer) {
  const auto milestones = writer.draw(kMilestones, static_cast<std::size_t>(writer.random.between(1, 3)));
  writer.heading("Milestones");
  writer.line("| Milestone | Due | Status |\n|---|---|---|");
  for (const auto milestone : milestones) {
    fmt::format_to(std::back_inserter(writer.text), "| {} | {} | planned |\n", milestone, writer.date(6, 12));
  }
  writer.ledger.milestones += milestones.size();

  const auto risks = writer.draw(kRisks, static_cast<std::size_t>(writer.random.between(1, 3)));
  writer.heading("Risks");
  for (const auto risk : risks) fmt::format_to(std::back_inserter(writer.text), "- {}\n", risk);
  writer.ledger.risks += risks.size();
}

}  // namespace qd::workload
