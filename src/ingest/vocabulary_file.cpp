// Reads vocabulary files: Vocabulary::load.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/slug.hpp"
#include "ingest/vocabulary.hpp"
#include "model/predicates.hpp"
#include "text/toml.hpp"

namespace qd::ingest {

namespace {

using Names = std::span<const std::string_view>;

constexpr auto kTopicNames = std::to_array<std::string_view>(
    {"financials", "expenses", "revenue",     "pricing",    "unit_economics", "market",      "debt",
     "funnel",     "metrics",  "assets",      "channels",   "campaigns",      "audience",    "clients",
     "invoices",   "actions",  "done",        "milestones", "risks",          "deployments", "status",
     "team",       "capacity", "bookings",    "taxes",      "accounts",       "capital",     "rules",
     "queue",      "log",      "projections", "scenarios",  "budget",         "not_current", "template"});
static_assert(kTopicNames.size() == kTopics);

constexpr auto kFieldNames = std::to_array<std::string_view>(
    {"none",       "item",    "amount",  "kind",    "cadence",  "low",      "high",      "currency",   "account",
     "date",       "period",  "status",  "stage",   "count",    "channel",  "spend",     "leads",      "bookings",
     "owner",      "due",     "effort",  "impact",  "severity", "note",     "target",    "actual",     "budget",
     "remaining",  "price",   "cost",    "revenue", "share",    "customer", "quantity",  "total",      "annual",
     "cumulative", "region",  "purpose", "start",   "end",      "id",       "name",      "role",       "billing",
     "done",       "task",    "source",  "product", "result",   "scenario", "rate",      "competitor", "balance",
     "contact",    "alias",   "basis",   "asset",   "debt",     "risk",     "milestone", "invoice",    "mitigation",
     "entity",     "project", "as_of",   "tags",    "title",    "summary"});
static_assert(kFieldNames.size() == kFields);

constexpr auto kHintNames = std::to_array<std::string_view>(
    {"revenue", "expense", "price", "cost", "fee", "deposit", "result", "once", "channel_spend"});
static_assert(kHintNames.size() == kHints);

constexpr auto kRowNames =
    std::to_array<std::string_view>({"item", "total", "subtotal", "result", "statistic", "remark"});
constexpr auto kStateNames = std::to_array<std::string_view>(
    {"none", "done", "live", "in_progress", "open", "planned", "blocked", "paused", "deferred", "dropped"});
constexpr auto kLevelNames = std::to_array<std::string_view>({"none", "critical", "high", "medium", "low"});
constexpr auto kAssetNames = std::to_array<std::string_view>(
    {"none", "domain", "function", "bucket", "table", "distribution", "zone", "site", "other"});
constexpr auto kBasisNames = std::to_array<std::string_view>({"actual", "planned", "target", "budget", "historical"});
constexpr auto kCadenceNames =
    std::to_array<std::string_view>({"unstated", "once", "day", "week", "month", "quarter", "year"});
constexpr auto kMarkNames =
    std::to_array<std::string_view>({"filler", "doc_type", "banner", "none", "no_entity", "secret", "homonym", "script",
                                     "correction", "personal", "dot_groups", "offers", "evaluation", "supplier"});

/// The name that the text was probably meant to be, for a hint.
std::string did_you_mean(std::string_view text, Names names) {
  std::string_view best;
  std::size_t least = 3;
  for (const std::string_view name : names) {
    const std::size_t distance = edit_distance(text, name, 2);
    if (distance < least) best = name, least = distance;
  }
  return best.empty() ? fmt::format("it can be {}", fmt::join(names, ", ")) : fmt::format("did you mean \"{}\"?", best);
}

}  // namespace

class VocabularyBuilder {
 public:
  explicit VocabularyBuilder(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void add(const Vocabulary::Text& file) {
    const text::SourceText source(file.bytes);
    source_ = &source;
    file_ = file.path;
    ++layer_;
    const auto root = text::parse_toml(source, file.path, diagnostics_);
    if (!root) return;
    for (const text::TomlMember& group : root->members) read_group(group);
  }

  Vocabulary build() {
    Vocabulary out;
    std::map<std::string, std::uint16_t, std::less<>> predicates;
    for (const auto& [key, entry] : entries_) {
      for (const Meant& meant : entry.meant) {
        std::uint16_t value = meant.value;
        if (key.first == Sort::label) {
          const auto [at, fresh] =
              predicates.try_emplace(labels_[value], static_cast<std::uint16_t>(out.predicates_.size()));
          if (fresh) out.predicates_.push_back(labels_[value]);
          value = at->second;
        }
        out.phrases_.add(key.second, static_cast<std::uint32_t>(out.tags_.size()));
        out.tags_.push_back({key.first, key.second.ends_with(" *"), key.second.starts_with('='), value});
      }
    }
    out.phrases_.build();
    return out;
  }

 private:
  using Sort = Vocabulary::Sort;
  struct Meant {
    std::uint16_t value = 0;
    bool operator==(const Meant&) const = default;
  };
  struct Entry {
    int layer = 0;
    std::vector<Meant> meant;
  };
  struct Group {
    std::string_view name;
    Sort sort;
    Names values;
  };

  static std::span<const Group> groups() {
    static constexpr Group kGroups[] = {
        {"section", Sort::topic, kTopicNames},  {"label", Sort::label, {}},
        {"field", Sort::field, kFieldNames},    {"hint", Sort::hint, kHintNames},
        {"row", Sort::row, kRowNames},          {"state", Sort::state, kStateNames},
        {"severity", Sort::level, kLevelNames}, {"asset", Sort::asset, kAssetNames},
        {"basis", Sort::basis, kBasisNames},    {"cadence", Sort::cadence, kCadenceNames},
        {"word", Sort::mark, kMarkNames}};
    return kGroups;
  }

  void complain(std::string_view code, const Position& at, std::string message, std::string hint) {
    Diagnostic diagnostic{Severity::error, code, std::move(message), std::string(file_), at, {}, std::move(hint)};
    if (at.line >= 1 && at.line <= source_->lines()) diagnostic.line = source_->line(at.line);
    diagnostics_.push_back(std::move(diagnostic));
  }

  void read_group(const text::TomlMember& member) {
    const auto group = std::ranges::find(groups(), member.key, &Group::name);
    if (group == groups().end()) {
      std::vector<std::string_view> names;
      for (const Group& one : groups()) names.push_back(one.name);
      complain("vocabulary-key", member.at, fmt::format("there is no \"{}\" in a vocabulary", member.key),
               did_you_mean(member.key, names));
      return;
    }
    if (member.value.kind != text::TomlKind::table) {
      complain("vocabulary-type", member.value.at, fmt::format("\"{}\" must be a table", member.key),
               fmt::format("write [{}.<name>]", member.key));
      return;
    }
    for (const text::TomlMember& value : member.value.members) read_value(*group, value);
  }

  void read_value(const Group& group, const text::TomlMember& member) {
    const auto value = value_of(group, member);
    if (!value) return;
    if (member.value.kind != text::TomlKind::table) {
      complain("vocabulary-type", member.value.at, fmt::format("\"{}\" must be a table", member.key),
               "write words = [\"…\"] under its header");
      return;
    }
    for (const text::TomlMember& setting : member.value.members) {
      if (setting.key != "words") {
        complain("vocabulary-key", setting.at, fmt::format("\"{}\" is not known here", setting.key),
                 did_you_mean(setting.key, std::to_array<std::string_view>({"words"})));
        continue;
      }
      if (setting.value.kind != text::TomlKind::array) {
        complain("vocabulary-type", setting.value.at, "words must be a list of texts", "write words = [\"…\", \"…\"]");
        continue;
      }
      for (const text::TomlValue& word : setting.value.elements) add_word(group.sort, *value, word);
    }
  }

  std::optional<std::uint16_t> value_of(const Group& group, const text::TomlMember& member) {
    if (group.sort == Sort::label) return label(member);
    const auto found = std::ranges::find(group.values, member.key);
    if (found == group.values.end()) {
      complain("vocabulary-key", member.at, fmt::format("there is no {} \"{}\"", group.name, member.key),
               did_you_mean(member.key, group.values));
      return std::nullopt;
    }
    const auto place = static_cast<std::uint16_t>(found - group.values.begin());
    return group.sort == Sort::mark ? static_cast<std::uint16_t>(1u << place) : place;
  }

  std::optional<std::uint16_t> label(const text::TomlMember& member) {
    if (!model::find_predicate(member.key)) {
      std::vector<std::string_view> names;
      for (const model::Predicate& one : model::predicates()) names.push_back(one.name);
      std::string hint = did_you_mean(member.key, names);
      if (hint.size() > 80)
        hint = "predicates are listed in docs/handoff-format.md; claim.<kpi> and other.<name> are free";
      complain("vocabulary-predicate", member.at, fmt::format("there is no predicate \"{}\"", member.key),
               std::move(hint));
      return std::nullopt;
    }
    labels_.push_back(member.key);
    return static_cast<std::uint16_t>(labels_.size() - 1);
  }

  void add_word(Sort sort, std::uint16_t value, const text::TomlValue& word) {
    if (word.kind != text::TomlKind::string) {
      complain("vocabulary-type", word.at, "a word must be a text", "put it in quotation marks");
      return;
    }
    // The key is the folded phrase, so that "Break-even" in a workspace meets "break even" here.
    words_.split(word.text);
    std::string phrase;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (i > 0) phrase += ' ';
      phrase += words_.text(i);
      if (words_[i].source_end < word.text.size() && word.text[words_[i].source_end] == '*') phrase += '*';
    }
    if (phrase.empty()) {
      complain("vocabulary-word", word.at, "this text holds no word", "write letters or digits");
      return;
    }
    if (word.text.ends_with(" *")) phrase += " *";
    if (word.text.starts_with('=')) phrase.insert(0, 1, '=');
    Entry& entry = entries_[{sort, std::move(phrase)}];
    if (entry.layer != layer_) entry = {layer_, {}};
    if (std::ranges::find(entry.meant, Meant{value}) == entry.meant.end()) entry.meant.push_back({value});
  }

  Diagnostics& diagnostics_;
  const text::SourceText* source_ = nullptr;
  std::string_view file_;
  int layer_ = 0;
  std::map<std::pair<Sort, std::string>, Entry> entries_;
  std::vector<std::string> labels_;
  Words words_;
};

Vocabulary Vocabulary::load(std::span<const Text> texts, Diagnostics& diagnostics) {
  VocabularyBuilder builder(diagnostics);
  for (const Text& text : texts) builder.add(text);
  return builder.build();
}

}  // namespace qd::ingest
