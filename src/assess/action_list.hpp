// Every action of a moment without its words: the documents of a large group ask for half a million things, and a
// report shows thirty. An action is put into words when somebody asks for it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "assess/action.hpp"
#include "model/fact_store.hpp"

namespace qd::assess {

/// What it takes to count, sort and compare actions.
struct ActionRow {
  enum class State : std::uint8_t { open, overdue, done };

  std::uint64_t name = 0;  ///< action_name_hash of the id
  double score = 0;
  std::uint32_t source = 0;   ///< the item among the facts, or the place among the actions that no document states
  std::uint32_t variant = 0;  ///< how the id differs from those of other items with the same words
  std::optional<Date> due;
  State state = State::open;
  bool stated = false;  ///< by a document
  bool owned = false;   ///< somebody is named
};

[[nodiscard]] std::string_view to_string(ActionRow::State state);

/// Tells ids apart; the same on every machine, so that an archive can keep it in place of the id.
[[nodiscard]] std::uint64_t action_name_hash(std::string_view id);

/// The same, of an id that comes in parts.
class ActionNameHash {
 public:
  void add(std::string_view part);
  [[nodiscard]] std::uint64_t value() const;

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325ull;
};

/// The part of it that an archive keeps: 48 bits.
[[nodiscard]] constexpr std::uint64_t short_name(std::uint64_t name) { return name >> 16; }

[[nodiscard]] std::optional<ActionRow::State> parse_action_state(std::string_view word);

class ActionList {
 public:
  ActionList() = default;
  ActionList(std::initializer_list<Action> actions);
  /// The facts must outlive the list.
  explicit ActionList(const model::FactStore& facts) : facts_(&facts) {}

  void add(const ActionRow& row) { rows_.push_back(row); }
  void add(Action action);
  /// Puts row order[i] in place i.
  void arrange(const std::vector<std::uint32_t>& order);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] const ActionRow& row(std::size_t i) const { return rows_[i]; }
  [[nodiscard]] Action operator[](std::size_t i) const;
  [[nodiscard]] std::string_view entity(std::size_t i) const;
  [[nodiscard]] std::optional<formula::Amount> impact(std::size_t i) const;
  /// Of that id.
  [[nodiscard]] std::optional<Action> find(std::string_view id) const;

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
  const model::FactStore* facts_ = nullptr;
  std::vector<ActionRow> rows_;
  std::vector<Action> unstated_;  // what follows from findings
};

/// The id of an item. Variant 0: entity and title; 1: also the project; from 2: also the number.
[[nodiscard]] std::string action_id(const model::FactStore& facts, const model::Fact& fact, std::uint32_t variant);

/// What the score of an item is made of, without words and score.
[[nodiscard]] Action weighed_item(const model::FactStore& facts, const model::Fact& fact, ActionRow::State state);

}  // namespace qd::assess
