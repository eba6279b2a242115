#include "ingest/page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "ingest/privacy.hpp"
#include "ingest/table.hpp"

namespace qd::ingest {

namespace {

constexpr std::uint32_t kMostOfACode = 8;    // diagnostics of one code and file; the rest is counted
constexpr std::size_t kLongestText = 400;    // bytes of a value; what is longer is prose, and its beginning says enough
constexpr std::size_t kLongestShown = 4000;  // bytes of a line in a diagnostic

std::string_view shortened(std::string_view text) {
  if (text.size() <= kLongestText) return text;
  std::size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

void Draft::add(const model::NewAttribute& attribute) {
  if (size_ < kMostAttributes && !has(attribute.key)) attributes_[size_++] = attribute;
}

bool Draft::has(model::AttributeKey key) const {
  return std::ranges::any_of(attributes(), [key](const model::NewAttribute& one) { return one.key == key; });
}

void RunningSum::add(const Amount& amount) {
  const Quantity& q = amount.quantity;
  ++items;
  if (amount.form == AmountForm::unknown || amount.form == AmountForm::ambiguous || q.open_lo || q.open_hi ||
      q.unit != Unit::money) {
    valid = false;
    return;
  }
  const bool nothing = q.lo == 0 && q.hi == 0;  // "free" fits every currency and cadence
  if (!nothing) {
    if ((currency.stated() || lo != 0 || hi != 0) && (currency != q.currency || per != q.per)) valid = false;
    currency = q.currency;
    per = q.per;
  }
  approximate = approximate || amount.approximate;
  if (__builtin_add_overflow(lo, q.lo, &lo) || __builtin_add_overflow(hi, q.hi, &hi)) valid = false;
}

Page::Page(Meanings& known_meanings) : meanings(known_meanings), table_(std::make_unique<Table>()) {}

Page::~Page() = default;

void Page::reset() {
  splitter.clear();
  sections.clear();
  groups.clear();
  list_sum.clear();
  facts_.clear();
  attributes_.clear();
  corrections_.clear();
  said_.clear();
  lines = understood = order = 0;
  amounts = {};
  dates = {};
  historical = false;
}

AmountContext Page::amount_context(std::optional<Unit> bare) const {
  AmountContext context = amounts;
  const Section& here = section();
  context.bare = bare;
  context.per = here.per;
  context.multiplier = here.multiplier;
  if (here.currency.stated()) context.currency = here.currency;
  return context;
}

DateContext Page::date_context() const {
  DateContext context = dates;
  if (section().year) context.year = section().year;
  return context;
}

model::Symbol Page::section_path() {
  Section& here = sections.back();
  if (here.path != model::Symbol::none) return here.path;
  scratch_.clear();
  for (const Section& one : sections) {
    if (one.level == 0 || one.title_itself) continue;
    if (!scratch_.empty()) scratch_ += " > ";
    scratch_ += one.title;
  }
  return here.path = out->intern(shortened(scratch_));
}

Draft& Page::start(std::string_view predicate, std::uint32_t line) {
  draft_.clear();
  model::Fact& fact = draft_.fact;
  fact.predicate = out->intern(predicate);
  fact.subject = project;
  fact.entity = entity;
  fact.section = section_path();
  fact.as_of = section().entry.value_or(as_of);
  fact.line = line;
  fact.basis = section().basis.value_or(model::Basis::actual);
  if (historical || section().not_current) fact.basis = model::Basis::historical;
  return draft_;
}

void Page::keep(Draft& draft) {
  model::Fact& fact = draft.fact;
  fact.first_attribute = static_cast<std::uint32_t>(attributes_.size());
  fact.attribute_count = static_cast<std::uint8_t>(draft.attributes().size());
  attributes_.insert(attributes_.end(), draft.attributes().begin(), draft.attributes().end());
  facts_.push_back(fact);
  corrections_.push_back(section().correction);
}

void Page::set(Draft& draft, const Amount& amount) {
  draft.fact.set(amount.quantity, amount.of.empty() ? model::Symbol::none : out->intern(amount.of));
  draft.fact.kind = kind_of(amount);
  if (amount.basis && draft.fact.basis == model::Basis::actual) draft.fact.basis = *amount.basis;
}

void Page::set_text(Draft& draft, std::string_view text) {
  draft.fact.set_text(out->intern(without_secrets(shortened(text), scratch_)));
}

void Page::set_missing(Draft& draft, std::string_view reason, std::string_view needs) {
  draft.fact.set_missing(out->intern(reason), out->intern(needs));
}

void Page::note(Draft& draft, model::AttributeKey key, std::string_view text) {
  text = trim(text);
  if (text.empty()) return;
  draft.add(model::NewAttribute::of(key, out->intern(without_secrets(shortened(text), scratch_))));
}

void Page::complain(Severity severity, std::string_view code, std::uint32_t line, std::string_view part,
                    std::string message, std::string hint) {
  auto said = std::ranges::find(said_, code, &CodeCount::code);
  if (said == said_.end()) said = said_.insert(said_.end(), {code, 0, severity});
  if (++said->count > kMostOfACode) return;
  Diagnostic diagnostic{severity, code, std::move(message), std::string(path), {line, 0, 0}, {}, std::move(hint)};
  if (line >= 1 && line <= source->lines()) {
    const std::string_view shown = source->line(line).substr(0, kLongestShown);
    const std::size_t at = part.empty() ? std::string_view::npos : shown.find(part);
    if (at != std::string_view::npos) {
      diagnostic.at.column = static_cast<std::uint32_t>(utf8::length(shown.substr(0, at)) + 1);
      diagnostic.at.length = static_cast<std::uint32_t>(utf8::length(part));
    }
    diagnostic.line = without_secrets(shown, scratch_);
  }
  diagnostics->push_back(std::move(diagnostic));
}

void Page::finish() {
  for (const CodeCount& one : said_) {
    if (one.count <= kMostOfACode) continue;
    diagnostics->push_back({one.severity,
                            one.code,
                            fmt::format("and {} more of these", one.count - kMostOfACode),
                            std::string(path),
                            {},
                            {},
                            {}});
  }
  for (const model::Fact& fact : facts_) {
    if (fact.line != 0) out->add(fact, attributes(fact));
  }
}

}  // namespace qd::ingest
