#include "ingest/section_stack.hpp"

#include <algorithm>
#include <span>

#include "ingest/money.hpp"

namespace qd::ingest {

void note_heading_total(Page& page, std::uint32_t line) {
  Section& here = page.sections.back();
  here.line = line;
  if (!has_digit(here.title) || !is_money_topic(here.topic)) return;
  for (const Amount& amount : find_amounts(here.title, page.amount_context(std::nullopt))) {
    if (amount.quantity.unit != Unit::money || amount.form != AmountForm::value) continue;
    here.has_total = true;
    here.total = amount.quantity;
    here.total_approximate = amount.approximate;
    return;
  }
}

namespace {

/// "Total burn" below sections of the parts that it adds up.
bool adds_up(Page& page, const Section& section) {
  const Meaning& meaning = page.meaning(main_part(clean_heading(section.title)));
  const bool threshold =
      meaning.label_within != PredicateId::none && page.predicate(meaning.label_within) == "claim.break_even_units";
  if (threshold) return true;
  const bool total = meaning.row == RowSort::total || page.predicate(meaning.label).starts_with("claim.");
  if (!total || !is_money_topic(section.topic)) return false;
  const std::uint32_t begin = page.sections.back().first_fact;
  return std::any_of(page.facts().begin() + begin, page.facts().end(), [&](const model::Fact& fact) {
    return page.out->text(fact.predicate).starts_with("money.") && fact.unit == Unit::money;
  });
}

/// Takes back what the section was read to cost or bring, unless it is the document itself.
void weigh(Page& page, std::size_t section) {
  Section& weighed = page.sections[section];
  if (weighed.level < 2 || weighed.title_itself) return;
  for (Section& above : std::span(page.sections).subspan(section)) above.weighed = true;
  for (std::size_t i = weighed.first_fact; i < page.facts().size(); ++i) {
    const std::string_view predicate = page.out->text(page.facts()[i].predicate);
    if (predicate.starts_with("money.") || predicate.starts_with("unit.")) page.drop(i);
  }
}

}  // namespace

void note_evaluation(Page& page) { weigh(page, page.sections.size() - 1); }

void check_heading_total(Page& page) {
  Section& here = page.sections.back();
  if (!here.has_total) return;
  Amount total;
  total.quantity = here.total;
  total.approximate = here.total_approximate;
  check_total(page, page.list_sum, total, here.line, {});
  here.has_total = false;
}

void open_heading(Page& page, std::string_view title, std::uint8_t level) {
  check_heading_total(page);
  while (page.sections.size() > 1 && page.sections.back().level >= level) page.sections.pop_back();
  SectionContext context = page.section_context();
  Section section = open_section(page.sections.back(), title, level, context);
  section.first_fact = static_cast<std::uint32_t>(page.facts().size());
  section.totals = section.totals || adds_up(page, section);
  page.sections.push_back(section);
  constexpr std::uint16_t kMostWords = 3;
  const Meaning& meaning = page.meaning(title);
  if (level >= kBoldLevel && meaning.has(Mark::evaluation) && meaning.words <= kMostWords)
    weigh(page, page.sections.size() - 2);
  page.list_sum.clear();
  page.order = 0;
}

void end_label(Page& page) {
  while (page.sections.size() > 1 && page.sections.back().level == kLabelLevel) page.sections.pop_back();
}

void open_title(Page& page, std::string_view title) {
  open_heading(page, title, 1);
  Section& here = page.sections.back();
  here.title_itself = true;
  const Section& document = page.sections.front();
  const std::string_view cleaned = clean_heading(title);
  bool whole = page.meaning(cleaned).topics_whole;
  const std::string_view left = main_part(cleaned);
  const std::string_view right = left.size() < cleaned.size() ? cleaned.substr(left.size()) : std::string_view();
  std::optional<model::Basis> basis;
  for (const std::string_view side : {left, right}) {
    const Meaning& meaning = page.meaning(side);
    const bool says = meaning.topics_whole || meaning.doc_type_whole;
    if (!says) continue;
    whole = whole || meaning.topics_whole;
    if (meaning.basis && (meaning.words > 1 || meaning.topics.has_any({Topic::projections, Topic::budget})))
      basis = meaning.basis;
    if (meaning.topics_whole) here.topic = primary_topic(meaning.topics);
  }
  if (page.meaning(cleaned).has(Topic::projections) && whole) basis = model::Basis::planned;
  if (!whole) {
    here.topic = document.topic;
    here.topics = {};
    here.own_topic = here.done = here.not_read = here.not_current = false;
    here.severity = Level::none;
    here.per = Cadence::unstated;
    here.state = State::none;
  }
  if (here.topic == Topic::log || here.topic == Topic::status) here.topic.reset();
  // "Budget templates": whatever is in it is nobody's money.
  if (page.meaning(cleaned).has(Topic::template_)) here.weighed = true;
  here.not_current = false;
  here.basis = basis && basis != model::Basis::actual ? basis : std::nullopt;
  here.record = here.channel = {};
}

}  // namespace qd::ingest
