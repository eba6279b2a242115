// Every action of a moment without its words: the documents of a large group ask for half a million things, and a
// report shows thirty. An action is put into words when somebody asks for it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "assess/action.hpp"
#include "model/fact_store.hpp"

namespace qd::assess {

/// What it takes to count, sort and compare actions.
struct ActionRow {
  enum class State : std::uint8_t { open, overdue, done };

  std::uint64_t name = 0;     ///< action_name_hash of the id
  std::int32_t score = 0;     ///< in tenths
  std::uint32_t source = 0;   ///< an item among the facts, or the place among the actions that no document states
  std::uint32_t variant = 1;  ///< how the id differs from that of others with the same words: ActionName
  std::uint32_t more = 0;     ///< where the list keeps the further sources; 0 where there are none
  std::optional<Date> due;    ///< the earliest
  Date done_on;               ///< of what is done; 1970-01-01 while nobody knows
  State state = State::open;
  bool stated = false;  ///< by a document
  bool owned = false;   ///< somebody is named
};
static_assert(sizeof(ActionRow) <= 40, "half a million actions have to cost less than the facts that state them");

[[nodiscard]] std::string_view to_string(ActionRow::State state);

/// Tells ids apart; the same on every machine, so that an archive can keep it in place of the id.
[[nodiscard]] std::uint64_t action_name_hash(std::string_view id);

/// The part of it that an archive keeps: 48 bits.
[[nodiscard]] constexpr std::uint64_t short_name(std::uint64_t name) { return name >> 16; }

[[nodiscard]] std::optional<ActionRow::State> parse_action_state(std::string_view word);

class ActionList {
 public:
  ActionList() = default;
  ActionList(std::initializer_list<Action> actions);
  /// The facts must outlive the list. Scores are those of `today`.
  ActionList(const model::FactStore& facts, Date today) : facts_(&facts), today_(today) {}

  /// `sources` in the order in which they are shown; the row then knows the first and where the others are.
  void add(ActionRow row, std::span<const model::FactIndex> sources);
  void add(Action action);
  /// The action of a check that asks for the same as row i: it becomes one of its sources.
  void merge(std::size_t i, Action action);
  void set_done_on(std::size_t i, Date day) { rows_[i].done_on = day; }
  /// Puts row order[i] in place i.
  void arrange(const std::vector<std::uint32_t>& order);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] const ActionRow& row(std::size_t i) const { return rows_[i]; }
  [[nodiscard]] Action operator[](std::size_t i) const;
  [[nodiscard]] std::string_view entity(std::size_t i) const;
  [[nodiscard]] std::string_view owner(std::size_t i) const;
  /// The check that asks for it and nobody else does; empty where a document does too.
  [[nodiscard]] std::string_view check(std::size_t i) const;
  [[nodiscard]] std::optional<formula::Amount> impact(std::size_t i) const;
  /// The items of documents that ask for it, the first source first.
  template <class Visit>
  void for_each_item(std::size_t i, const Visit& visit) const {
    const ActionRow& row = rows_[i];
    if (!row.stated) return;
    visit(model::FactIndex{row.source});
    for (const std::uint32_t source : more(row)) {
      if ((source & kOfCheck) == 0) visit(model::FactIndex{source});
    }
  }
  /// Of that id; of an action that was merged into another, that other.
  [[nodiscard]] std::optional<Action> find(std::string_view id) const;
  /// What it takes in memory, without what checks said.
  [[nodiscard]] std::size_t bytes() const {
    return rows_.capacity() * sizeof(ActionRow) + more_.capacity() * sizeof(std::uint32_t);
  }

  /// Makes each action on the way.
  class Iterator {
   public:
    Iterator(const ActionList& list, std::size_t at) : list_(&list), at_(at) {}
    [[nodiscard]] Action operator*() const { return (*list_)[at_]; }
    Iterator& operator++() { return ++at_, *this; }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const ActionList* list_;
    std::size_t at_;
  };
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

 private:
  static constexpr std::uint32_t kOfCheck = 1u << 31;  // of a further source: a place in unstated_, and no item

  [[nodiscard]] std::span<const std::uint32_t> more(const ActionRow& row) const {
    return std::span(more_).subspan(row.more + 1, more_[row.more]);
  }
  [[nodiscard]] std::vector<model::FactIndex> items(std::size_t i) const;
  [[nodiscard]] std::string place(model::FactIndex item) const;

  const model::FactStore* facts_ = nullptr;
  Date today_;
  std::vector<ActionRow> rows_;
  std::vector<std::uint32_t> more_ = {0};  // how many, then so many
  std::vector<Action> unstated_;           // what follows from findings, and what is remembered
};

}  // namespace qd::assess
