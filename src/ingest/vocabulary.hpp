// What words mean: definitions/vocabulary.toml as a table that readers ask about headings, keys, column headers and
// cells.
//
// Ask `meaning(text)` once for a text and read from the answer what it says as a heading, as a label, as a column…
// The answer depends on the text alone, so readers may remember it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/quantity.hpp"
#include "ingest/phrase_index.hpp"
#include "model/fact.hpp"

namespace qd::ingest {

/// What a section is about. The names are those of [section.<name>].
enum class Topic : std::uint8_t {
  financials,
  expenses,
  revenue,
  pricing,
  unit_economics,
  market,
  debt,
  funnel,
  metrics,
  assets,
  channels,
  campaigns,
  audience,
  clients,
  invoices,
  actions,
  done,
  milestones,
  risks,
  deployments,
  status,
  team,
  capacity,
  bookings,
  taxes,
  accounts,
  capital,
  rules,
  queue,
  log,
  projections,
  scenarios,
  budget,
  not_current,
  template_,
};
inline constexpr std::size_t kTopics = static_cast<std::size_t>(Topic::template_) + 1;

/// What a column holds and what a key asks for. [field.<name>].
enum class Field : std::uint8_t {
  none,
  item,
  amount,
  kind,
  cadence,
  low,
  high,
  currency,
  account,
  date,
  period,
  status,
  stage,
  count,
  channel,
  spend,
  leads,
  bookings,
  owner,
  due,
  effort,
  impact,
  severity,
  note,
  target,
  actual,
  budget,
  remaining,
  price,
  cost,
  revenue,
  share,
  customer,
  quantity,
  total,
  annual,
  cumulative,
  region,
  purpose,
  start,
  end,
  id,
  name,
  role,
  billing,
  done,
  task,
  source,
  product,
  result,
  scenario,
  rate,
  competitor,
  balance,
  contact,
  alias,
  basis,
  asset,
  debt,
  risk,
  milestone,
  invoice,
  mitigation,
  // of the document
  entity,
  project,
  as_of,
  tags,
  title,
  summary,
};
inline constexpr std::size_t kFields = static_cast<std::size_t>(Field::summary) + 1;

/// What the label of an amount hints at where its section leaves it open. [hint.<name>].
enum class Hint : std::uint8_t { revenue, expense, price, cost, fee, deposit, result, once, channel_spend };
inline constexpr std::size_t kHints = static_cast<std::size_t>(Hint::channel_spend) + 1;

/// What a row of a table is. [row.<name>].
enum class RowSort : std::uint8_t { item, total, subtotal, result, statistic, remark };

/// The class of a status word. [state.<name>].
enum class State : std::uint8_t { none, done, live, in_progress, open, planned, blocked, paused, deferred, dropped };
[[nodiscard]] std::string_view to_string(State state);

/// [severity.<name>].
enum class Level : std::uint8_t { none, critical, high, medium, low };
[[nodiscard]] std::string_view to_string(Level level);

/// [asset.<name>]; the predicate is "asset." and the name.
enum class AssetSort : std::uint8_t { none, domain, function, bucket, table, distribution, zone, site, other };
[[nodiscard]] std::string_view to_string(AssetSort sort);

/// Other words that matter. [word.<name>].
enum class Mark : std::uint16_t {
  filler = 1,         ///< says nothing about what a label names: "monthly", "our", "total"
  doc_type = 2,       ///< "hand-off", "status": the side of a title that is not the name
  banner = 4,         ///< HISTORICAL, superseded: the whole file is not current
  none = 8,           ///< "none", "n/a": an empty list that somebody wrote out
  no_entity = 16,     ///< "phase", "tier": sections that look like entities and are not
  secret = 32,        ///< a key whose value must not be kept
  homonym = 64,       ///< "mean reciprocal rank": what looks like money and is not
  script = 128,       ///< mail scripts, samples
  correction = 256,   ///< what follows replaces what was said before
  dot_groups = 1024,  ///< of a language that writes 1.500 for a thousand and a half
  personal = 512,     ///< telephone numbers and addresses: kept out like secrets
  offers = 2048,      ///< "revenue streams": how money comes in, more often by its price than by its sum
  evaluation = 4096,  ///< "pros", "weaknesses": the section above weighs something that may not be taken
  supplier = 8192,    ///< "vendor", "tool": what it asks for is the price of others
};

template <class T>
class Bits {
 public:
  constexpr Bits() = default;
  [[nodiscard]] constexpr bool has(T t) const { return (bits_ >> static_cast<unsigned>(t) & 1) != 0; }
  [[nodiscard]] constexpr bool has_any(std::initializer_list<T> some) const {
    for (const T t : some) {
      if (has(t)) return true;
    }
    return false;
  }
  constexpr void set(T t) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(t); }
  constexpr void clear(T t) { bits_ &= ~(std::uint64_t{1} << static_cast<unsigned>(t)); }
  [[nodiscard]] constexpr bool any() const { return bits_ != 0; }
  [[nodiscard]] constexpr bool any_of(Bits other) const { return (bits_ & other.bits_) != 0; }
  constexpr Bits& operator|=(Bits other) { return bits_ |= other.bits_, *this; }
  [[nodiscard]] constexpr Bits operator&(Bits other) const {
    Bits out;
    out.bits_ = bits_ & other.bits_;
    return out;
  }
  bool operator==(const Bits&) const = default;
  template <class... U>
  [[nodiscard]] static constexpr Bits of(U... members) {
    Bits out;
    (out.set(members), ...);
    return out;
  }

 private:
  std::uint64_t bits_ = 0;
};
using Topics = Bits<Topic>;
using Fields = Bits<Field>;
using Hints = Bits<Hint>;
static_assert(kTopics <= 64 && kHints <= 64 && static_cast<std::size_t>(Field::mitigation) < 64);

/// A predicate that labels name, by its place in the vocabulary; 0 is none.
enum class PredicateId : std::uint16_t { none = 0 };

struct Meaning {
  Topics topics;
  Hints hints;
  PredicateId label = PredicateId::none;         ///< the text is a label of the predicate, give or take fillers
  PredicateId label_within = PredicateId::none;  ///< the text holds such a label among other words
  Fields fields;                       ///< those that a column of this name may hold; never fields of the document
  Field field_whole = Field::none;     ///< the text is the name of a field and nothing else
  Field document_field = Field::none;  ///< a key of the preamble: entity, as_of…
  RowSort row = RowSort::item;
  State state = State::none;
  Level level = Level::none;
  AssetSort asset = AssetSort::none;
  std::optional<model::Basis> basis;
  Cadence per = Cadence::unstated;
  bool state_whole = false;
  bool level_whole = false;
  bool asset_whole = false;
  bool topics_whole = false;    ///< nothing but words of topics, document types, bases and fillers
  bool doc_type_whole = false;  ///< "Hand-off", "Status report"
  std::uint16_t marks = 0;
  std::uint16_t words = 0;

  [[nodiscard]] bool has(Mark mark) const { return (marks & static_cast<std::uint16_t>(mark)) != 0; }
  [[nodiscard]] bool has(Topic topic) const { return topics.has(topic); }
  [[nodiscard]] bool has(Hint hint) const { return hints.has(hint); }
};

/// Immutable once loaded; may be read by many threads.
class Vocabulary {
 public:
  struct Text {
    std::string_view path;
    std::string_view bytes;
  };

  /// The built-in text first, then the workspace's own: a later text adds phrases, and a phrase that an earlier one
  /// gave another meaning of the same sort loses that one. What is wrong in a text is left out and said.
  [[nodiscard]] static Vocabulary load(std::span<const Text> texts, Diagnostics& diagnostics);

  struct Scratch {
    Words words;
    std::vector<Hit> hits;
  };
  /// Looks at the first 24 words. `scratch` only saves allocations.
  [[nodiscard]] Meaning meaning(std::string_view text, Scratch& scratch) const;
  /// Whether the meaning may have `state_whole` or Mark::none. The first word says no for nearly every sentence.
  [[nodiscard]] bool may_be_status(std::string_view text, Scratch& scratch) const;

  [[nodiscard]] std::string_view predicate(PredicateId id) const { return predicates_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] PredicateId find_predicate(std::string_view name) const;

 private:
  friend class VocabularyBuilder;
  friend class MeaningReader;
  enum class Sort : std::uint8_t { topic, label, field, hint, row, state, level, asset, basis, cadence, mark };
  static constexpr std::size_t kSorts = 11;
  struct Tag {
    Sort sort = Sort::topic;
    bool open = false;   // the phrase ends in " *": what follows belongs to it
    bool whole = false;  // the phrase begins with "=": it must be the text
    std::uint16_t value = 0;
  };

  PhraseIndex phrases_;
  std::vector<Tag> tags_;
  std::vector<std::string> predicates_ = {""};
};

}  // namespace qd::ingest
