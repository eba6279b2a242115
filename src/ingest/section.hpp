// Where in a document a line stands: the headings above it and what they say about what follows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.hpp"
#include "ingest/amount.hpp"
#include "ingest/meanings.hpp"
#include "ingest/when.hpp"
#include "model/symbols.hpp"

namespace qd::ingest {

/// What a heading says, together with what those above it say.
struct Section {
  std::uint8_t level = 0;  ///< 1…6 of a heading; kBoldLevel, kLabelLevel and deeper of lines that serve as one
  std::string_view title;  ///< as written; lives as long as the tree
  std::optional<Topic> topic;
  Topics topics;           ///< of the heading itself
  bool own_topic = false;  ///< the topic is not inherited
  std::optional<model::Basis> basis;
  Cadence per = Cadence::unstated;
  Currency currency;
  std::int64_t multiplier = 1;
  Level severity = Level::none;
  State state = State::none;
  bool done = false;
  bool not_read = false;              ///< templates, market comparisons: nothing below it is a fact
  bool not_current = false;           ///< archives: what is below it was
  bool title_itself = false;          ///< the document's title, which is in no path
  bool label = false;                 ///< "Boat:" above nested keys, which is part of their path
  bool offers = false;                ///< says how money comes in: an amount may be what one pays
  bool weighed = false;               ///< has pros and cons: what it costs is not spent
  bool totals = false;                ///< "Total burn" below its parts: a list in it adds nothing
  std::uint32_t first_fact = 0;       ///< in Page::facts, when the section was opened
  AssetSort asset = AssetSort::none;  ///< of "### Domains"
  std::string_view record;   ///< the one thing that a sub-heading below clients, channels, assets or debt names
  std::string_view channel;  ///< "direct" of "Unit economics: direct"
  std::string_view scenario;
  std::optional<Period> period;
  std::optional<int> year;
  bool of_task = false;       ///< the heading is a task, and what is below it says more about it
  std::optional<Date> entry;  ///< of a dated entry of a diary: what is below it was so on that day
  bool correction = false;    ///< what is below it replaces what was said before
  bool has_total = false;     ///< the heading states a total of its section
  bool total_approximate = false;
  Quantity total;
  std::uint32_t line = 0;
  model::Symbol path = model::Symbol::none;  ///< filled in when first asked for

  [[nodiscard]] bool is(Topic t) const { return topic == t; }
  template <class... T>
  [[nodiscard]] bool is_any(T... t) const {
    return ((topic == t) || ...);
  }
};

inline constexpr std::uint8_t kBoldLevel = 7;
inline constexpr std::uint8_t kLabelLevel = 8;

/// Takes numbers ("3.2", "A.", "§", "IV."), emoji and a trailing colon off a heading.
[[nodiscard]] std::string_view clean_heading(std::string_view title);

/// The part of a heading before its dash subtitle or parenthesis.
[[nodiscard]] std::string_view main_part(std::string_view title);

/// The one topic that counts where a heading names several.
[[nodiscard]] std::optional<Topic> primary_topic(Topics topics);

struct SectionContext {
  Meanings& meanings;
  CurrencySigns signs;
  DateContext dates;
  Date as_of;  ///< of the document
};

/// The section of a heading below `parent`.
[[nodiscard]] Section open_section(const Section& parent, std::string_view title, std::uint8_t level,
                                   SectionContext& context);

/// Class of the emoji in a text: ✅ done, 🟢 live, 🟡 🚧 ⏳ in progress, 🔴 blocked, ⬜ open, ⏸ paused, ❌ dropped.
[[nodiscard]] State emoji_state(std::string_view text);

}  // namespace qd::ingest
