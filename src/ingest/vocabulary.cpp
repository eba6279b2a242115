#include "ingest/vocabulary.hpp"

#include <algorithm>
#include <array>

#include "ingest/amount.hpp"

namespace qd::ingest {

std::string_view to_string(State state) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"", "done", "live", "in_progress", "open", "planned", "blocked", "paused", "deferred", "dropped"});
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view to_string(Level level) {
  constexpr auto kNames = std::to_array<std::string_view>({"", "critical", "high", "medium", "low"});
  return kNames[static_cast<std::size_t>(level)];
}

std::string_view to_string(AssetSort sort) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"", "domain", "function", "bucket", "table", "distribution", "zone", "site", "other"});
  return kNames[static_cast<std::size_t>(sort)];
}

PredicateId Vocabulary::find_predicate(std::string_view name) const {
  const auto found = std::ranges::find(predicates_, name);
  return found == predicates_.end() ? PredicateId::none : static_cast<PredicateId>(found - predicates_.begin());
}

/// Turns the phrases found in one text into its meaning.
class MeaningReader {
 public:
  using Sort = Vocabulary::Sort;
  using Tag = Vocabulary::Tag;

  MeaningReader(const Vocabulary& vocabulary, std::string_view text, Vocabulary::Scratch& scratch)
      : vocabulary_(vocabulary), text_(text), words_(scratch.words), hits_(scratch.hits) {}

  Meaning read() {
    words_.split(text_, kMostWords);
    hits_.clear();
    vocabulary_.phrases_.find(words_, hits_);
    for (Hit& hit : hits_) {
      if (tag(hit).open) hit.count = static_cast<std::uint16_t>(words_.size() - hit.first);
    }
    all_ = words_.size() >= 32 ? ~0u : (1u << words_.size()) - 1;
    find_fillers();
    std::erase_if(hits_, [this](const Hit& hit) { return tag(hit).whole && (mask(hit) | filler_) != all_; });
    for (const Hit& hit : hits_) {
      if (!overruled(hit)) note(hit);
    }
    meaning_.words = static_cast<std::uint16_t>(words_.size());
    judge_whole();
    if (meaning_.per == Cadence::unstated) meaning_.per = read_cadence(text_).value_or(Cadence::unstated);
    return meaning_;
  }

 private:
  static constexpr std::size_t kMostWords = 24;

  [[nodiscard]] const Tag& tag(const Hit& hit) const { return vocabulary_.tags_[hit.tag]; }
  [[nodiscard]] std::uint32_t& covered(Sort sort) { return covered_[static_cast<std::size_t>(sort)]; }
  [[nodiscard]] static std::uint32_t mask(const Hit& hit) { return ((1u << hit.count) - 1) << hit.first; }

  /// Numbers say nothing about what a text names, as fillers do not.
  void find_fillers() {
    for (const Hit& hit : hits_) {
      if (tag(hit).sort == Sort::mark && tag(hit).value == static_cast<std::uint16_t>(Mark::filler))
        filler_ |= mask(hit);
    }
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const bool number = std::ranges::all_of(words_.text(i), [](char c) { return c >= '0' && c <= '9'; });
      if (number) filler_ |= 1u << i;
    }
  }

  /// By a longer phrase of the same sort around it.
  [[nodiscard]] bool overruled(const Hit& hit) const {
    return std::ranges::any_of(hits_, [&](const Hit& other) {
      return other.count > hit.count && other.first <= hit.first &&
             other.first + other.count >= hit.first + hit.count && tag(other).sort == tag(hit).sort &&
             tag(hit).sort != Sort::mark;
    });
  }

  /// Whether the hit says more than the one noted before: it is longer.
  bool longest(Sort sort, const Hit& hit) {
    std::uint16_t& size = longest_[static_cast<std::size_t>(sort)];
    if (hit.count <= size) return false;
    size = hit.count;
    return true;
  }

  void note(const Hit& hit) {
    const auto [sort, open, whole, value] = tag(hit);
    covered(sort) |= mask(hit);
    switch (sort) {
      case Sort::topic:
        meaning_.topics.set(static_cast<Topic>(value));
        break;
      case Sort::hint:
        meaning_.hints.set(static_cast<Hint>(value));
        break;
      case Sort::label:
        if (longest(sort, hit)) meaning_.label_within = static_cast<PredicateId>(value), label_mask_ = mask(hit);
        break;
      case Sort::field:
        note_field(static_cast<Field>(value), hit);
        break;
      case Sort::row:
        note_row(static_cast<RowSort>(value), hit);
        break;
      case Sort::state:
        if (longest(sort, hit)) meaning_.state = static_cast<State>(value), state_mask_ = mask(hit);
        break;
      case Sort::level: {
        const auto level = static_cast<Level>(value);
        if (meaning_.level == Level::none || level < meaning_.level) meaning_.level = level;
        break;
      }
      case Sort::asset:
        if (longest(sort, hit)) meaning_.asset = static_cast<AssetSort>(value), asset_mask_ = mask(hit);
        break;
      case Sort::basis:
        if (longest(sort, hit)) meaning_.basis = static_cast<model::Basis>(value);
        break;
      case Sort::cadence:
        meaning_.per = static_cast<Cadence>(value);
        break;
      case Sort::mark:
        note_mark(value, hit);
        break;
    }
  }

  void note_field(Field field, const Hit& hit) {
    if (field <= Field::mitigation) meaning_.fields.set(field);
    // Document fields come after the others in the enumeration and yield to them only when they are shorter.
    if (longest(Sort::field, hit)) field_ = field, field_mask_ = mask(hit);
    if (mask(hit) == all_ && field > Field::mitigation) document_field_ = field;
  }

  void note_row(RowSort row, const Hit& hit) {
    const bool at_an_end = hit.first == 0 || hit.first + hit.count == words_.size();
    if (row != RowSort::total && row != RowSort::subtotal && !at_an_end) return;
    // "Total profit" is a total, "Subtotal" holds no total: the earlier of the enumeration wins at equal length.
    if (meaning_.row == RowSort::item || hit.count > row_size_ || (hit.count == row_size_ && row < meaning_.row)) {
      meaning_.row = row;
      row_size_ = hit.count;
    }
  }

  void note_mark(std::uint16_t value, const Hit& hit) {
    if (value == static_cast<std::uint16_t>(Mark::none)) {
      none_ |= mask(hit);
      return;
    }
    if (value == static_cast<std::uint16_t>(Mark::doc_type)) doc_type_ |= mask(hit);
    meaning_.marks |= value;
  }

  void judge_whole() {
    if (all_ == 0) return;
    const std::uint32_t qualifiers = filler_ | covered(Sort::basis) | covered(Sort::row);
    if (meaning_.label_within != PredicateId::none && (label_mask_ | qualifiers) == all_)
      meaning_.label = meaning_.label_within;
    if (field_ != Field::none && (field_mask_ | filler_) == all_) meaning_.field_whole = field_;
    if (document_field_ != Field::none) meaning_.document_field = document_field_;
    meaning_.state_whole = meaning_.state != State::none && (state_mask_ | filler_) == all_;
    meaning_.level_whole = meaning_.level != Level::none && (covered(Sort::level) | filler_) == all_;
    meaning_.asset_whole = meaning_.asset != AssetSort::none && (asset_mask_ | filler_) == all_;
    const std::uint32_t heading = covered(Sort::topic) | doc_type_ | covered(Sort::basis) | filler_;
    meaning_.topics_whole = meaning_.topics.any() && heading == all_;
    if (none_ != 0 && (none_ | filler_) == all_) meaning_.marks |= static_cast<std::uint16_t>(Mark::none);
    if ((doc_type_ | filler_) == all_ && doc_type_ != 0) meaning_.doc_type_whole = true;
  }

  const Vocabulary& vocabulary_;
  std::string_view text_;
  Words& words_;
  std::vector<Hit>& hits_;
  Meaning meaning_;
  Field field_ = Field::none;
  Field document_field_ = Field::none;
  std::array<std::uint32_t, Vocabulary::kSorts> covered_ = {};
  std::array<std::uint16_t, Vocabulary::kSorts> longest_ = {};
  std::uint32_t all_ = 0, filler_ = 0, none_ = 0, doc_type_ = 0;
  std::uint32_t label_mask_ = 0, field_mask_ = 0, state_mask_ = 0, asset_mask_ = 0;
  std::uint16_t row_size_ = 0;
};

Meaning Vocabulary::meaning(std::string_view text, Scratch& scratch) const {
  return MeaningReader(*this, text, scratch).read();
}

bool Vocabulary::may_be_status(std::string_view text, Scratch& scratch) const {
  scratch.words.split(text, 1);
  if (scratch.words.empty()) return false;
  if (std::ranges::all_of(scratch.words.text(0), [](char c) { return c >= '0' && c <= '9'; })) return true;
  scratch.hits.clear();
  phrases_.find_openings(scratch.words, scratch.hits);
  return std::ranges::any_of(scratch.hits, [this](const Hit& hit) {
    const Tag& tag = tags_[hit.tag];
    const auto mark = static_cast<Mark>(tag.value);
    return tag.sort == Sort::state || (tag.sort == Sort::mark && (mark == Mark::filler || mark == Mark::none));
  });
}

}  // namespace qd::ingest
