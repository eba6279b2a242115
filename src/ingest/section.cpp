#include "ingest/section.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/byte_scan.hpp"
#include "base/utf8.hpp"
#include "ingest/line.hpp"
#include "ingest/money.hpp"

namespace qd::ingest {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "3.", "3.2", "1-1.", "2)", "A.", "IV." at the front, with the space behind it.
std::size_t numbering(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && (is_digit(text[i]) || text[i] == '.' || text[i] == '-')) ++i;
  if (i > 0 && is_digit(text[0])) {
    const bool marked = text[i - 1] == '.' || (i < text.size() && text[i] == ')');
    if (i < text.size() && text[i] == ')') ++i;
    const bool inner = text.substr(0, i).find('.') != std::string_view::npos;
    return (marked || inner) && i < text.size() && text[i] == ' ' ? i + 1 : 0;
  }
  i = 0;
  while (i < text.size() && i < 4 && is_letter(text[i])) ++i;
  const bool roman = std::ranges::all_of(text.substr(0, i), [](char c) { return c == 'I' || c == 'V' || c == 'X'; });
  const bool lettered =
      i > 0 && (i == 1 || roman) && i + 1 < text.size() && (text[i] == '.' || text[i] == ')') && text[i + 1] == ' ';
  return lettered ? i + 2 : 0;
}

/// "一、" in front of a Chinese heading.
std::string_view without_han_number(std::string_view text) {
  constexpr std::string_view kStop = "、";
  const std::size_t at = text.find(kStop);
  return at != std::string_view::npos && at <= 6 ? text.substr(at + kStop.size()) : text;
}

/// Topics below which every list is what the section says, whatever a sub-heading is about.
bool holds_items(Topic topic) {
  return topic == Topic::actions || topic == Topic::done || topic == Topic::debt || topic == Topic::risks ||
         topic == Topic::rules;
}

bool may_interrupt_items(Topic topic) {
  return holds_items(topic) || topic == Topic::milestones || topic == Topic::log || topic == Topic::template_ ||
         topic == Topic::not_current || topic == Topic::invoices || topic == Topic::market;
}

void inherit(Section& section, const Section& parent) {
  section.topic = parent.topic;
  section.basis = parent.basis;
  section.per = parent.per;
  section.currency = parent.currency;
  section.multiplier = parent.multiplier;
  section.severity = parent.severity;
  section.done = parent.done;
  section.not_read = parent.not_read;
  section.not_current = parent.not_current;
  section.asset = parent.asset;
  section.record = parent.record;
  section.channel = parent.channel;
  section.scenario = parent.scenario;
  section.offers = parent.offers;
  section.weighed = parent.weighed;
  section.totals = parent.totals;
  section.period = parent.period;
  section.year = parent.year;
  section.entry = parent.entry;
  section.correction = parent.correction;
  if (parent.state == State::dropped) section.state = parent.state;
}

bool holds_records(std::optional<Topic> topic) {
  return topic == Topic::clients || topic == Topic::channels || topic == Topic::assets || topic == Topic::invoices;
}

/// "### Acme Marine" below clients.
void take_record(Section& section, const Section& parent, std::string_view name, const Meaning& meaning) {
  if (meaning.asset != AssetSort::none && section.is(Topic::assets)) section.asset = meaning.asset;
  if (section.own_topic) {
    section.record = {};
  } else if (holds_records(parent.topic) && parent.record.empty() && !meaning.has(Mark::no_entity) &&
             !meaning.state_whole && !meaning.asset_whole && section.level <= 6) {
    section.record = name;
  }
}

void take_topic(Section& section, const Section& parent, const Meaning& meaning) {
  const auto topic = primary_topic(meaning.topics);
  if (!topic) return;
  if (parent.topic && holds_items(*parent.topic) && !may_interrupt_items(*topic)) return;
  // "Projections" below revenue are revenue that is planned.
  const bool modifier = *topic == Topic::projections || *topic == Topic::scenarios || *topic == Topic::budget;
  if (modifier && parent.is_any(Topic::expenses, Topic::revenue, Topic::unit_economics, Topic::pricing, Topic::budget))
    return;
  // "Production", "Team", "Fleet" below costs say what for.
  const bool purpose = *topic == Topic::deployments || *topic == Topic::team || *topic == Topic::assets;
  if (purpose && parent.is(Topic::expenses)) return;
  // "Actions" of a month in a plan are what the plan consists of.
  if (parent.is(Topic::milestones) && parent.period && (*topic == Topic::actions || *topic == Topic::done)) return;
  // "Resolved" under debt is debt that is paid off.
  if (*topic == Topic::done && parent.is_any(Topic::debt, Topic::risks, Topic::milestones)) {
    section.done = true;
    return;
  }
  // "Purchase option" below prices is one of them.
  if (*topic == Topic::market && parent.is(Topic::pricing) && !meaning.fields.has(Field::competitor)) return;
  // "Month 4-6: first customers" in a plan says what the plan is for.
  const bool told = *topic == Topic::clients || *topic == Topic::channels || *topic == Topic::team ||
                    *topic == Topic::audience || *topic == Topic::campaigns;
  if (told && section.period && (is_money_topic(parent.topic) || parent.is(Topic::milestones))) return;
  section.topic = topic;
  section.own_topic = true;
  section.offers = meaning.has(Mark::offers);
  section.done = meaning.has(Topic::done) && *topic != Topic::actions;
  if (*topic == Topic::actions || *topic == Topic::debt) section.done = false;
  if (meaning.has(Topic::done) && *topic == Topic::debt) section.done = true;
}

void take_modifiers(Section& section, const Meaning& meaning) {
  if (meaning.basis && *meaning.basis != model::Basis::actual) section.basis = meaning.basis;
  if (meaning.basis == model::Basis::actual) section.basis.reset();
  if (meaning.has(Topic::projections) && !section.basis) section.basis = model::Basis::planned;
  if (meaning.has(Topic::scenarios)) section.basis = model::Basis::planned;
  if (meaning.has(Topic::budget) && section.topic && !holds_items(*section.topic) && !section.basis)
    section.basis = model::Basis::budget;
  if (meaning.per != Cadence::unstated) section.per = meaning.per;
  if (meaning.level != Level::none) section.severity = meaning.level;
  if (meaning.has(Topic::not_current)) section.not_current = true;
  if (meaning.has(Topic::template_) || meaning.has(Mark::script)) section.not_read = true;
}

/// "Unit economics: direct" and "Per charter (marketplace)" name a channel behind the topic.
std::string_view channel_of(std::string_view title) {
  for (const std::string_view separator : {": ", " — ", " – ", " - ", " via ", "("}) {
    const std::size_t at = title.find(separator);
    if (at == std::string_view::npos) continue;
    std::string_view rest = trim(title.substr(at + separator.size()));
    if (rest.ends_with(')')) rest.remove_suffix(1);
    if (rest.size() <= 40) return rest;
  }
  return {};
}

/// "Cost per 1,000 requests", "Revenue per client", and not "Cost per month".
bool is_of_one(const Meaning& meaning, std::string_view title, const SectionContext& context) {
  const bool per = title.find(" per ") != std::string_view::npos || title.find(" Per ") != std::string_view::npos;
  if (!per || meaning.per != Cadence::unstated) return false;
  return meaning.has(Topic::revenue) || context.meanings.vocabulary().predicate(meaning.label) == "unit.cost";
}

/// "Portfolio (sample)".
Meaning in_brackets(std::string_view title, const SectionContext& context) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"}, {"（", "）"}}) {
    const std::size_t begin = title.find(open);
    const std::size_t end = begin == std::string_view::npos ? begin : title.find(close, begin);
    if (end != std::string_view::npos)
      return context.meanings.of(title.substr(begin + open.size(), end - begin - open.size()));
  }
  return {};
}

/// "Example: a thousand charts", "Option 1: the cheap one".
bool opens_with_case(std::string_view title, const SectionContext& context) {
  const std::size_t colon = title.find(": ");
  if (colon == std::string_view::npos) return false;
  const Meaning& head = context.meanings.of(title.substr(0, colon));
  return head.has(Topic::template_) || head.has(Topic::market);
}

/// The first place of a mark by its second byte, which is rarer than the space before it.
std::size_t find_mark(std::string_view text, std::string_view mark) {
  if (mark.size() < 2) return text.find(mark);
  for (std::size_t at = text.find(mark[1], 1); at != std::string_view::npos; at = text.find(mark[1], at + 1)) {
    if (text.substr(at - 1).starts_with(mark)) return at - 1;
  }
  return std::string_view::npos;
}

/// "Revenue (Year 1)", "Revenue (2031)": a stretch of a plan in brackets; what is past says there how old the list is.
std::optional<Period> stretch_in_brackets(std::string_view title, const DateContext& dates, Date as_of) {
  const std::size_t open = title.find('(');
  if (open == std::string_view::npos) return std::nullopt;
  auto period = read_period(title.substr(open + 1, title.find(')', open) - open - 1), dates);
  if (!period) return std::nullopt;
  const bool year = period->length == Period::Length::relative && period->label.starts_with("year");
  const bool ahead = period->length != Period::Length::relative && period->begin > as_of;
  return year || ahead ? period : std::nullopt;
}

/// "Revenue May 2027", "2025 Budget": of which period the money is. The year of the document itself may as well say how
/// old the list is.
std::optional<Period> period_of_money(std::string_view title, const SectionContext& context) {
  const auto read = [&](std::string_view words, std::string_view rest) -> std::optional<Period> {
    constexpr auto kOthers = std::to_array<std::string_view>({"since", "vs", "vs.", "than", "from", "seit", "depuis"});
    if (has_digit(rest) || std::ranges::any_of(kOthers, [&](std::string_view word) { return rest.ends_with(word); }))
      return std::nullopt;
    auto period = read_period(words, context.dates);
    if (!period || period->length == Period::Length::day || period->length == Period::Length::relative)
      return std::nullopt;
    const bool own =
        period->length == Period::Length::year && period->begin <= context.as_of && context.as_of < period->end;
    return own ? std::nullopt : period;
  };
  const std::size_t last = title.rfind(' '), first = title.find(' ');
  if (last == std::string_view::npos) return std::nullopt;
  if (const std::size_t before = last > 0 ? title.rfind(' ', last - 1) : last; before < last) {
    if (auto period = read(title.substr(before + 1), trim(title.substr(0, before)))) return period;
  }
  if (auto period = read(title.substr(last + 1), trim(title.substr(0, last)))) return period;
  return read(title.substr(0, first), title.substr(first));
}

void take_dates(Section& section, std::string_view title, std::string_view main, const SectionContext& context) {
  DateContext dates = context.dates;
  if (section.year) dates.year = section.year;
  if (auto period = read_period(main.substr(0, main.find(": ")), dates))
    section.period = std::move(period);
  else if (auto stretch = stretch_in_brackets(title, dates, context.as_of))
    section.period = std::move(stretch);
  if (const auto found = find_date(title, dates)) {
    section.year = static_cast<int>(found->date.civil().year());
    if (found->begin == 0 && section.level <= kBoldLevel) section.entry = found->date;
  }
  if (!section.period) return;
  if (section.period->length == Period::Length::day)
    section.period.reset();
  else if (section.period->length != Period::Length::relative)
    section.year = static_cast<int>(section.period->begin.civil().year());
}

/// Prices of the market, averages, examples.
bool is_nobodys(const Section& section, const Meaning& meaning, std::string_view title, const SectionContext& context) {
  // "Average renovation costs" are those of anybody.
  const bool anybody = meaning.row == RowSort::statistic && section.own_topic && meaning.per == Cadence::unstated &&
                       section.is_any(Topic::expenses, Topic::pricing);
  return section.is_any(Topic::market) || anybody || opens_with_case(title, context) ||
         in_brackets(title, context).has(Topic::template_);
}

void take_state(Section& section, const Section& parent, std::string_view title, const Meaning& whole) {
  if (whole.state != State::none) section.state = whole.state;
  if (section.state != State::none && section.state != parent.state) return;
  if (const State shown = emoji_state(title); shown != State::none) section.state = shown;
}

}  // namespace

std::string_view clean_heading(std::string_view title) {
  title = strip_decoration(title);
  if (title.starts_with("§")) title = trim(title.substr(2));
  title.remove_prefix(numbering(title));
  title = strip_decoration(without_han_number(title));
  while (title.ends_with(':') || title.ends_with("：")) title.remove_suffix(title.ends_with(':') ? 1 : 3);
  return trim(title);
}

std::string_view main_part(std::string_view title) {
  std::size_t end = title.size();
  if (!holds_any<'-', '(', 0xE2, 0xEF>(title)) return trim(title);
  for (const std::string_view mark : {" — ", " – ", " - ", " -- ", "(", "（", " ─ "}) {
    const std::size_t at = find_mark(title, mark);
    if (at != std::string_view::npos && at > 0) end = std::min(end, at);
  }
  return trim(title.substr(0, end));
}

std::optional<Topic> primary_topic(Topics topics) {
  constexpr auto kOrder = std::to_array<Topic>(
      {Topic::template_,      Topic::debt,       Topic::done,     Topic::actions,  Topic::risks,       Topic::rules,
       Topic::market,         Topic::invoices,   Topic::taxes,    Topic::capital,  Topic::queue,       Topic::funnel,
       Topic::unit_economics, Topic::expenses,   Topic::revenue,  Topic::budget,   Topic::scenarios,   Topic::pricing,
       Topic::projections,    Topic::milestones, Topic::bookings, Topic::capacity, Topic::campaigns,   Topic::audience,
       Topic::channels,       Topic::clients,    Topic::accounts, Topic::assets,   Topic::deployments, Topic::team,
       Topic::metrics,        Topic::financials, Topic::log,      Topic::status});
  const bool both_ways = topics.has(Topic::expenses) && topics.has_any({Topic::revenue, Topic::pricing});
  if (both_ways && !topics.has_any({Topic::actions, Topic::done, Topic::debt, Topic::risks, Topic::rules}))
    return Topic::financials;
  for (const Topic topic : kOrder) {
    if (topics.has(topic)) return topic;
  }
  return std::nullopt;
}

Section open_section(const Section& parent, std::string_view title, std::uint8_t level, SectionContext& context) {
  Section section{.level = level, .title = title};
  inherit(section, parent);
  const std::string_view cleaned = clean_heading(title);
  const std::string_view main = main_part(cleaned);
  Meaning meaning = context.meanings.of(main);
  const bool subtitled = main.size() != cleaned.size();
  const Meaning whole = subtitled ? context.meanings.of(cleaned) : meaning;
  if (!meaning.topics.any()) meaning.topics = whole.topics;
  if (meaning.has(Mark::homonym)) meaning.topics = {};
  section.topics = meaning.topics;
  if (is_of_one(meaning, main, context)) meaning.topics.set(Topic::unit_economics);
  if (has_digit(cleaned)) take_dates(section, cleaned, main, context);
  take_topic(section, parent, meaning);
  if (has_digit(main) && section.own_topic && is_money_topic(section.topic)) {
    if (auto period = period_of_money(main, context)) section.period = std::move(period);
  }
  // What one costs has no period, whatever the headings above say of theirs.
  if (section.own_topic && section.is_any(Topic::unit_economics, Topic::pricing)) section.per = Cadence::unstated;
  take_modifiers(section, meaning);
  if (subtitled) {
    Meaning rest = whole;
    rest.topics = meaning.topics;
    if (rest.basis == meaning.basis) rest.basis.reset();
    take_modifiers(section, rest);
  }
  take_record(section, parent, main, whole);
  if (is_nobodys(section, meaning, cleaned, context)) section.not_read = true;
  take_state(section, parent, title, whole);
  if (section.state == State::dropped && subtitled) section.not_current = true;
  if (context.meanings.names_currency(cleaned))
    section.currency = read_currency(cleaned, context.signs).value_or(Currency());
  if (cleaned.ends_with(')')) {  // "(in thousands USD)"
    if (const std::int64_t factor = context.meanings.multiplier_of(cleaned); factor != 1) section.multiplier = factor;
  }
  if (whole.has(Mark::correction)) section.correction = true;
  if (cleaned.starts_with("By ") && has_digit(cleaned) && !section.basis) section.basis = model::Basis::target;
  if (section.is(Topic::unit_economics) || section.is(Topic::pricing)) {
    if (const std::string_view channel = channel_of(cleaned); !channel.empty()) section.channel = channel;
  }
  return section;
}

State emoji_state(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const utf8::Decoded one = utf8::decode_one(text.substr(at));
    at += one.length;
    switch (one.character) {
      case 0x2705:
      case 0x2714:
      case 0x2713:
      case 0x2611:
        return State::done;
      case 0x1F7E2:
        return State::live;
      case 0x1F7E1:
      case 0x1F6A7:
      case 0x23F3:
      case 0x1F504:
      case 0x1F7E0:
        return State::in_progress;
      case 0x1F534:
      case 0x26D4:
      case 0x1F6D1:
        return State::blocked;
      case 0x2B1C:
      case 0x2610:
      case 0x25FB:
        return State::open;
      case 0x23F8:
        return State::paused;
      case 0x274C:
      case 0x2716:
      case 0x2717:
        return State::dropped;
      case 0x1F4CB:
      case 0x1F4C5:
        return State::planned;
      default:
        break;
    }
  }
  return State::none;
}

}  // namespace qd::ingest
