// What the items of documents say together that ask for the same thing.
#pragma once

#include <optional>
#include <span>

#include "assess/action.hpp"
#include "base/quantity.hpp"
#include "model/fact_store.hpp"

namespace qd::assess {

struct TogetherSaid {
  bool listed = false;  ///< false where it was given up, or only a part of a document asks for it that no longer holds
  bool done = false;
  std::optional<Date> done_on;    ///< as stated
  std::optional<Level> severity;  ///< the most severe
  std::optional<Date> due;        ///< the earliest
  std::optional<Quantity> impact;
  std::optional<Quantity> effort;
  model::Symbol owner = model::Symbol::none;
};

/// The newest statement tells whether it is open, done or given up; on the same day done counts before given up, and
/// that before open. Of what is open only open items count for the rest, and of two that differ in impact, effort or
/// owner the newer one. Puts the items into the order in which sources are shown: those that say the state first, in
/// the order of the files.
TogetherSaid say_together(const model::FactStore& facts, std::span<model::FactIndex> items);

[[nodiscard]] model::Symbol owner_of(const model::FactStore& facts, const model::Fact& item);

/// Of an item: whether its box is ticked or its words say so.
[[nodiscard]] bool is_done(const model::FactStore& facts, const model::Fact& item);
/// Whether it still asks for something: neither done nor given up, and its part of the document holds.
[[nodiscard]] bool is_open(const model::FactStore& facts, const model::Fact& item);

}  // namespace qd::assess
