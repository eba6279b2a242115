#include "assess/actions.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <span>

#include "assess/action_items.hpp"
#include "assess/action_keys.hpp"
#include "assess/action_name.hpp"
#include "assess/action_score.hpp"
#include "assess/show.hpp"

namespace qd::assess {

namespace {

using model::Fact;
using model::FactIndex;

/// Sorts the items of documents into groups that ask for the same thing, and lists each group.
///
/// Words that come again in one document under one date are another thing there ("Renew insurance" below each of two
/// boats): the second one is named by its project and its number. The first one is the same as that of other documents.
class Grouping {
 public:
  Grouping(const model::FactStore& facts, Date today, ActionList& out)
      : facts_(facts), today_(today), out_(out), keys_(facts) {}

  void run(std::span<const FactIndex> items) {
    group_of_.reserve(items.size());
    for (const FactIndex i : items) group_of_.push_back(group(facts_[i]));
    std::vector<FactIndex> members(sort_by_group(items));
    for (std::size_t g = 0; g < groups_.size(); ++g)
      list(groups_[g], std::span(members).subspan(begin_of(g), groups_[g].end - begin_of(g)));
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  struct Group {
    std::uint32_t variant = 1;
    std::uint32_t end = 0;  // among the members; while they are counted, how many
  };
  /// How often the words were met in the document at hand.
  struct Met {
    std::uint32_t group = kNone;
    std::uint32_t times = 0;
    model::FileId file{};
    Date as_of;
  };

  [[nodiscard]] std::size_t begin_of(std::size_t g) const { return g == 0 ? 0 : groups_[g - 1].end; }

  std::uint32_t new_group(std::uint32_t variant) {
    groups_.push_back({variant, 0});
    return static_cast<std::uint32_t>(groups_.size() - 1);
  }

  std::uint32_t group(const Fact& item) {
    const std::uint64_t key = keys_.of(item);
    if (key == 0) return kNone;
    Met& met = met_[key];
    if (met.group == kNone) met.group = new_group(1);
    const bool again = met.times > 0 && met.file == item.file && met.as_of == item.as_of;
    met = {met.group, again ? met.times + 1 : 1, item.file, item.as_of};
    std::uint32_t group = met.group;
    if (met.times > 1) {
      const std::uint64_t further =
          (key + met.times) * 0x9E3779B97F4A7C15ull ^ static_cast<std::uint64_t>(item.subject);
      const auto [found, fresh] = further_.try_emplace(further, 0);
      if (fresh) found->second = new_group(met.times);
      group = found->second;
    }
    ++groups_[group].end;
    return group;
  }

  std::vector<FactIndex> sort_by_group(std::span<const FactIndex> items) {
    std::uint32_t end = 0;
    for (Group& group : groups_) group.end = std::exchange(end, end + group.end);
    std::vector<FactIndex> out(end);
    for (std::size_t k = 0; k < items.size(); ++k) {
      if (group_of_[k] != kNone) out[groups_[group_of_[k]].end++] = items[k];
    }
    return out;
  }

  void list(const Group& group, std::span<FactIndex> members) {
    const TogetherSaid said = say_together(facts_, members);
    if (!said.listed) return;
    ActionRow row;
    row.variant = group.variant;
    row.due = said.due;
    row.done_on = said.done && said.done_on && *said.done_on <= today_ ? *said.done_on : Date{};
    row.state = said.done                        ? ActionRow::State::done
                : said.due && *said.due < today_ ? ActionRow::State::overdue
                                                 : ActionRow::State::open;
    row.owned = said.owner != model::Symbol::none;
    row.score = score_of(said);
    name(row, facts_[members.front()]);
    out_.add(row, members);
  }

  [[nodiscard]] std::int32_t score_of(const TogetherSaid& said) const {
    Action action;
    action.state = said.done ? "done" : "open";
    action.severity = said.severity;
    action.due = said.due;
    if (said.impact) action.impact = amount_of(*said.impact);
    if (said.effort) action.effort = amount_of(*said.effort);
    return score_parts(action, today_).total();
  }

  /// Two entities may give one id, "a" with "b c" and "a-b" with "c": the later one is marked.
  void name(ActionRow& row, const Fact& item) {
    const std::string_view words = keys_.words(item);
    for (;;) {
      id_.clear();
      append_action_id(id_, facts_, item, words, row.variant);
      row.name = action_name_hash(id_);
      if (taken_.insert(row.name).second || (row.variant & ActionName::kMarked) != 0) return;
      row.variant |= ActionName::kMarked;
    }
  }

  const model::FactStore& facts_;
  Date today_;
  ActionList& out_;
  ActionKeys keys_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> group_of_;                              // of each item
  boost::unordered_flat_map<std::uint64_t, Met> met_;                // by key
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> further_;  // groups of words that come again, with project
  boost::unordered_flat_set<std::uint64_t> taken_;
  std::string id_;
};

}  // namespace

ActionList stated_actions(const model::FactStore& facts, Date today) {
  ActionList out(facts, today);
  Grouping(facts, today, out).run(facts.facts("action.item", model::Subject{}));
  return out;
}

}  // namespace qd::assess
