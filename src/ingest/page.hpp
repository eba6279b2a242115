// One hand-off while it is being read: what its readers share, and the facts they have found so far.
//
// Facts are held back until the whole document was seen, because later lines can make earlier ones history (a
// correction, a recap table); then they go to the fact table in the order of the document.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "ingest/amount.hpp"
#include "ingest/line.hpp"
#include "ingest/meanings.hpp"
#include "ingest/pairs.hpp"
#include "ingest/section.hpp"
#include "ingest/when.hpp"
#include "model/fact_table.hpp"
#include "text/markdown.hpp"

namespace qd::ingest {

/// A fact that is being made.
class Draft {
 public:
  static constexpr std::size_t kMostAttributes = 20;

  model::Fact fact;

  [[nodiscard]] std::span<const model::NewAttribute> attributes() const { return {attributes_.data(), size_}; }
  /// Beyond kMostAttributes, or when the key is there already, nothing happens.
  void add(const model::NewAttribute& attribute);
  [[nodiscard]] bool has(model::AttributeKey key) const;
  void clear() { fact = {}, size_ = 0; }

 private:
  std::array<model::NewAttribute, kMostAttributes> attributes_;
  std::size_t size_ = 0;
};

/// What a list or table of amounts adds up to, for a check of its total. Amounts that cannot be added are left out.
struct RunningSum {
  std::int64_t lo = 0;
  std::int64_t hi = 0;
  Currency currency;
  Cadence per = Cadence::unstated;
  std::uint32_t items = 0;
  bool valid = true;  ///< one currency, one cadence, every amount known
  bool approximate = false;

  void add(const Amount& amount);
  void clear() { *this = {}; }
};

/// Facts that came from one table or one list, for finding recaps.
struct Group {
  std::uint32_t begin = 0;  ///< in Page::facts
  std::uint32_t end = 0;
  std::string_view title;  ///< of the section
};

class Table;

class Page {
 public:
  explicit Page(Meanings& known_meanings);
  ~Page();

  Meanings& meanings;
  LineSplitter splitter;

  // The document. Set before its readers run.
  const text::SourceText* source = nullptr;
  const text::MarkdownTree* tree = nullptr;
  model::FactTable* out = nullptr;
  Diagnostics* diagnostics = nullptr;
  std::string_view path;
  model::Symbol project = model::Symbol::none;
  model::Symbol entity = model::Symbol::none;
  Date as_of;
  AmountContext amounts;  ///< what the document as a whole says
  DateContext dates;
  bool historical = false;
  bool bare_money =
      true;  ///< a number without a sign may be money: the document states its currency, or writes no signs

  // Where the reading stands.
  std::vector<Section> sections;  ///< the last is the innermost; the first is the document itself
  std::vector<Group> groups;
  std::size_t depth = 0;    ///< of the list item being read in the items around it
  RunningSum list_sum;      ///< of the money items read since the last heading or table
  std::uint32_t order = 0;  ///< of the next stage or milestone of the section

  // Coverage.
  std::uint32_t lines = 0;
  std::uint32_t understood = 0;

  void reset();

  /// The table being read, in memory that is used again.
  [[nodiscard]] Table& table() { return *table_; }
  [[nodiscard]] const text::Block& block(std::uint32_t i) const { return tree->blocks()[i]; }
  [[nodiscard]] const Meaning& meaning(std::string_view text) { return meanings.of(text); }
  [[nodiscard]] std::string_view predicate(PredicateId id) const { return meanings.vocabulary().predicate(id); }
  [[nodiscard]] const Section& section() const { return sections.back(); }
  [[nodiscard]] SectionContext section_context() { return {meanings, amounts.signs, dates, as_of}; }
  /// What the section says about amounts in it; `bare` is what a number without a sign is.
  [[nodiscard]] AmountContext amount_context(std::optional<Unit> bare) const;
  [[nodiscard]] DateContext date_context() const;

  /// Starts a fact about the project in the innermost section. The draft is the page's own: one at a time.
  Draft& start(std::string_view predicate, std::uint32_t line);
  /// Keeps the draft as a fact.
  void keep(Draft& draft);

  void set(Draft& draft, const Amount& amount);
  void set_text(Draft& draft, std::string_view text);
  void set_missing(Draft& draft, std::string_view reason, std::string_view needs);
  void note(Draft& draft, model::AttributeKey key, std::string_view text);

  /// A line that could have said something, and whether it did.
  void count(bool was_understood) {
    ++lines;
    if (was_understood) ++understood;
  }

  /// `part` is the text to underline; it is looked for in the line.
  void complain(Severity severity, std::string_view code, std::uint32_t line, std::string_view part,
                std::string message, std::string hint);

  /// Gives facts and the counts of diagnostics left unsaid to the table. The document must have been begun.
  void finish();

  [[nodiscard]] std::vector<model::Fact>& facts() { return facts_; }
  [[nodiscard]] std::span<const model::NewAttribute> attributes(const model::Fact& fact) const {
    return std::span(attributes_).subspan(fact.first_attribute, fact.attribute_count);
  }
  /// Whether the fact stands below a heading that corrects what was said before.
  [[nodiscard]] bool corrects(std::size_t fact) const { return corrections_[fact]; }
  /// Not to be given to the table.
  void drop(std::size_t fact) { facts_[fact].line = 0; }

 private:
  struct CodeCount {
    std::string_view code;
    std::uint32_t count = 0;
    Severity severity = Severity::note;
  };

  model::Symbol section_path();

  std::unique_ptr<Table> table_;
  Draft draft_;
  std::vector<model::Fact> facts_;
  std::vector<model::NewAttribute> attributes_;
  std::vector<bool> corrections_;  // of each fact
  std::vector<CodeCount> said_;
  std::string scratch_;
};

}  // namespace qd::ingest
