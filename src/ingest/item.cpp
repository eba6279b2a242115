#include "ingest/item.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/slug.hpp"
#include "ingest/attribute.hpp"
#include "ingest/entry.hpp"
#include "ingest/item_client.hpp"
#include "model/predicates.hpp"

namespace qd::ingest {

namespace {

using model::AttributeKey;
using model::NewAttribute;

/// "shop.example.com": labels and dots, ending in letters.
bool looks_like_domain(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot < 3 || name.find(' ') != std::string_view::npos)
    return false;
  return std::ranges::all_of(name.substr(dot + 1),
                             [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }) &&
         name.find('/') == std::string_view::npos && name.find('@') == std::string_view::npos;
}

bool is_known_label(Page& page, std::string_view key) {
  const Meaning& meaning = page.meaning(key);
  return meaning.label != PredicateId::none;
}

bool read_asset_list(Page& page, AssetSort sort, std::string_view names, std::uint32_t line) {
  bool any = false;
  const TrailingAttributes trailing = split_trailing_attributes(names);
  std::string_view rest = trailing.inside.empty() ? names : trailing.before;
  const bool several = rest.find(", ") != std::string_view::npos && main_part(rest).size() == rest.size();
  while (!rest.empty()) {
    const std::size_t comma = several ? rest.find(", ") : std::string_view::npos;
    const NameAndRest one = split_name(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
    if (says_nothing(one.name)) continue;
    keep_asset(page, {sort, one.name, one.rest, {}}, trailing.inside, line);
    any = true;
  }
  return any;
}

bool read_asset(Page& page, const Line& line, const Pair& pair) {
  if (!pair.key.empty()) {
    const Meaning& key = page.meaning(pair.key);
    if (key.asset_whole && !pair.value.empty()) {
      // "Domains: 3" counts and does not name.
      const auto amount = read_amount(pair.value, page.amount_context(Unit::count));
      if (amount) return read_other(page, pair.key, {}, pair.value, line.number);
      return read_asset_list(page, key.asset, pair.value, line.number);
    }
    if (is_known_label(page, pair.key)) return false;
    if (key.field_whole != Field::none && !page.section().record.empty()) return false;
  }
  std::string_view name = pair.key.empty() ? split_name(line.text).name : pair.key;
  std::string_view rest = pair.key.empty() ? split_name(line.text).rest : pair.value;
  if (name.empty() || page.meaning(name).words > 8 || page.meaning(line.text).has(Mark::none)) return false;
  AssetSort sort = page.meaning(rest).asset;
  if (page.section().asset != AssetSort::none) sort = page.section().asset;
  if (sort == AssetSort::none && looks_like_domain(name)) sort = AssetSort::domain;
  if (sort == AssetSort::none && !pair.qualifier.empty()) sort = page.meaning(pair.qualifier).asset;
  if (sort == AssetSort::none) sort = page.meaning(name).asset;
  if (sort == AssetSort::none) {
    // "Registrar: Example" is a property of something, "Boat trailer — stored at the yard" a thing.
    if (pair.firm && !pair.bold) return false;
    sort = AssetSort::other;
  }
  const TrailingAttributes trailing = split_trailing_attributes(line.text);
  keep_asset(page, {sort, name, rest, {}}, trailing.inside, line.number);
  return true;
}

bool read_channel(Page& page, const Line& line, const Pair& pair) {
  if (pair.key.empty()) {
    const NameAndRest one = split_name(line.text);
    const Meaning& name = page.meaning(one.name);
    if (name.words == 0 || name.words > 5 || name.has(Mark::none)) return false;
    const bool state = page.meaning(one.rest).state != State::none || emoji_state(line.text) != State::none;
    if (!state && !one.rest.empty()) return false;
    if (!state && (name.words > 4 || one.name.ends_with('.') || !page.section().own_topic)) return false;
    keep_channel(page, one.name, one.rest, line.number);
    return true;
  }
  const Field field = page.meaning(pair.key).field_whole;
  if (!page.section().record.empty()) {
    const std::string_view channel = page.section().record;
    if (field == Field::status) return keep_channel(page, channel, pair.value, line.number), true;
    if (field == Field::spend || field == Field::cost)
      return keep_channel_figure(page, "channel.spend", channel, pair.value, page.section().per, line.number);
    if (field == Field::leads)
      return keep_channel_figure(page, "channel.leads", channel, pair.value, page.section().per, line.number);
    if (field == Field::bookings)
      return keep_channel_figure(page, "channel.bookings", channel, pair.value, page.section().per, line.number);
    return false;
  }
  const Meaning& key = page.meaning(pair.key);
  if (key.label != PredicateId::none || key.words > 5 || key.has(Topic::pricing)) return false;
  const AmountContext context = page.amount_context(std::nullopt);
  const auto amount = read_amount(split_trailing_attributes(pair.value).before, context);
  if (amount && amount->quantity.unit == Unit::money && amount->form == AmountForm::value)
    return keep_channel_figure(page, "channel.spend", pair.key, pair.value, page.section().per, line.number);
  const bool state = page.meaning(split_trailing_attributes(pair.value).before).state != State::none ||
                     emoji_state(line.text) != State::none;
  const bool unknown = says_nothing(pair.value) || (amount && amount->form == AmountForm::unknown);
  if (!state && !unknown) return false;
  keep_channel(page, pair.key, pair.value, line.number);
  return true;
}

bool read_stage(Page& page, const Line& line, const Pair& pair) {
  if (read_arrows(page, line.text, line.number)) return true;
  if (!pair.key.empty()) {
    const Meaning& key = page.meaning(pair.key);
    if (key.words > 8 || key.row == RowSort::remark) return false;
    const auto ratio = read_amount(pair.value, page.amount_context(Unit::count));
    const bool rate = ratio && ratio->quantity.unit == Unit::ratio && !read_fraction(pair.value, page.amounts);
    if (rate || (ratio && ratio->quantity.unit == Unit::money)) return false;
    keep_stage(page, pair.key, pair.value, line.number);
    return true;
  }
  const std::vector<Amount> amounts = find_amounts(line.text, page.amount_context(std::nullopt));
  const auto count = std::ranges::find_if(amounts, [](const Amount& a) { return a.quantity.unit == Unit::count; });
  if (count != amounts.end() && count->begin == 0 && !count->of.empty()) {
    std::string_view stage = trim(line.text.substr(0, count->end));
    stage.remove_prefix(std::min(stage.find_last_of("0123456789,.") + 1, stage.size()));
    keep_stage(page, trim(stage), line.text, line.number);
    return true;
  }
  const NameAndRest one = split_name(line.text);
  if (page.meaning(one.name).words == 0 || page.meaning(one.name).words > 8 || page.meaning(one.name).has(Mark::none))
    return false;
  keep_stage(page, one.name, one.rest, line.number);
  return true;
}

bool read_person(Page& page, const Line& line, const Pair& pair) {
  if (pair.key.empty() || pair.value.empty() || is_known_label(page, pair.key) || page.meaning(pair.key).words > 5)
    return false;
  const auto amounts = find_amounts(pair.value, page.amounts);
  const auto share =
      std::ranges::find_if(amounts, [](const Amount& a) { return a.quantity.unit == Unit::ratio && a.of.empty(); });
  const std::string_view role = main_part(split_trailing_attributes(pair.value).before);
  if (share == amounts.end() || share->begin > 0) {
    Draft& draft = page.start("person.role", line.number);
    take_attributes(page, draft, pair.value);
    page.set_text(draft, role);
    page.note(draft, AttributeKey::label, pair.key);
    page.keep(draft);
  }
  if (share != amounts.end()) {
    Draft& draft = page.start("person.share", line.number);
    page.set(draft, *share);
    page.note(draft, AttributeKey::label, pair.key);
    page.keep(draft);
  }
  return true;
}

/// The state that a line of words names apart from them: behind its key, in its last parenthesis, by an emoji.
State stated_state(Page& page, std::string_view text, const Pair& pair) {
  const Meaning& value = page.meaning(pair.value);
  if (!pair.value.empty() && value.state_whole) return value.state;
  if (const std::size_t open = text.rfind('('); open != std::string_view::npos && text.ends_with(')')) {
    const Meaning& inside = page.meaning(text.substr(open + 1, text.size() - open - 2));
    if (inside.state_whole) return inside.state;
  }
  return emoji_state(text);
}

/// Items that are their own words: campaigns, queue, capital tiers, deployments.
bool read_words(Page& page, const Line& line, const Pair& pair, std::string_view predicate) {
  if (pair.firm && !page.section().own_topic) return false;  // only the title is about such things
  if (!pair.key.empty() && is_known_label(page, pair.key)) return false;
  if (line.text.size() < 3 || page.meaning(line.text).has(Mark::none)) return page.meaning(line.text).has(Mark::none);
  Draft& draft = page.start(predicate, line.number);
  const std::string_view text = take_attributes(page, draft, line.text);
  if (predicate == "capital.tier") {
    page.note(draft, AttributeKey::label, pair.key.empty() ? main_part(text) : pair.key);
    const auto amounts = find_amounts(text, page.amount_context(std::nullopt));
    const auto money = std::ranges::find_if(amounts, [](const Amount& a) { return a.quantity.unit == Unit::money; });
    if (money != amounts.end()) {
      page.set(draft, *money);
      page.note(draft, AttributeKey::note, pair.value);
      page.keep(draft);
      return true;
    }
  }
  const State state = stated_state(page, text, pair);
  if (state != State::none) page.note(draft, AttributeKey::state, to_string(state));
  if (const auto found = find_date(text, page.date_context()))
    draft.add(NewAttribute::of(AttributeKey::date, found->date));
  page.set_text(draft, text);
  page.keep(draft);
  return true;
}

bool read_deployment(Page& page, const Line& line, const Pair& pair) {
  const bool dated = find_date(line.text, page.date_context()).has_value();
  const bool state = page.meaning(line.text).state != State::none || emoji_state(line.text) != State::none;
  if (!dated && !state) return false;
  if (pair.firm && !dated && page.meaning(pair.value).state == State::none) return false;
  return read_words(page, line, pair, "deployment.item");
}

}  // namespace

NameAndRest split_name(std::string_view text) {
  const std::string_view name = main_part(text);
  std::string_view rest = trim(text.substr(name.size()));
  for (const std::string_view dash : {"— ", "– ", "- ", "-- "}) {
    if (rest.starts_with(dash)) rest.remove_prefix(dash.size());
  }
  if (rest.starts_with('(') && rest.ends_with(')')) rest = rest.substr(1, rest.size() - 2);
  return {name, trim(rest)};
}

void keep_asset(Page& page, const AssetName& asset, std::string_view attributes, std::uint32_t line) {
  const AssetSort sort = asset.sort == AssetSort::none ? AssetSort::other : asset.sort;
  Draft& draft = page.start(fmt::format("asset.{}", to_string(sort)), line);
  page.set_text(draft, asset.name);
  std::string id = slug(page.out->text(draft.fact.text));
  if (id.empty()) id = fmt::format("asset-{}", line);
  draft.fact.subject = page.out->intern(id);
  draft.fact.subject_kind = model::SubjectKind::asset;
  for_each_attribute(attributes, [&](std::string_view key, std::string_view value) {
    if (!key.empty()) add_attribute(page, draft, page.meaning(key).field_whole, value);
  });
  if (has_known_keys(page, attributes) == false || asset.purpose != attributes) {
    const TrailingAttributes trailing = split_trailing_attributes(asset.purpose);
    page.note(draft, AttributeKey::purpose, trailing.inside.empty() ? asset.purpose : trailing.before);
  }
  if (!asset.region.empty()) page.note(draft, AttributeKey::region, asset.region);
  page.keep(draft);
}

void keep_channel(Page& page, std::string_view channel, std::string_view status, std::uint32_t line) {
  const TrailingAttributes trailing = split_trailing_attributes(status);
  const std::string_view word = strip_decoration(main_part(trailing.before));
  {
    Draft& draft = page.start("channel.status", line);
    take_attributes(page, draft, status);
    page.note(draft, AttributeKey::channel, channel);
    State state = page.meaning(word).state;
    if (state == State::none) state = page.meaning(trailing.before).state;
    if (state == State::none) state = emoji_state(status);
    if (says_nothing(word) && state == State::none) {
      page.set_missing(draft, fmt::format("no status is given for the channel {}", channel),
                       fmt::format("write live, planned or paused for `{}:`", channel));
    } else {
      std::string lower(word.empty() ? to_string(state) : word);
      std::ranges::transform(lower, lower.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      page.set_text(draft, lower);
      if (state == State::done) state = State::live;  // "✅" beside a channel says that it works
      if (state != State::none) page.note(draft, AttributeKey::state, to_string(state));
    }
    page.keep(draft);
  }
  for_each_attribute(trailing.inside, [&](std::string_view key, std::string_view value) {
    const Field field = key.empty() ? Field::none : page.meaning(key).field_whole;
    if (field == Field::spend || field == Field::cost)
      keep_channel_figure(page, "channel.spend", channel, value, page.section().per, line);
    if (field == Field::leads) keep_channel_figure(page, "channel.leads", channel, value, page.section().per, line);
    if (field == Field::bookings)
      keep_channel_figure(page, "channel.bookings", channel, value, page.section().per, line);
  });
}

bool keep_channel_figure(Page& page, std::string_view predicate, std::string_view channel, std::string_view value,
                         Cadence per, std::uint32_t line) {
  if (says_nothing(value)) return true;
  AmountContext context = page.amount_context(predicate == "channel.spend" ? Unit::money : Unit::count);
  context.per = per;
  Draft& draft = page.start(predicate, line);
  const auto amount = read_amount(take_attributes(page, draft, value), context);
  const Unit unit = predicate == "channel.spend" ? Unit::money : Unit::count;
  if (!amount || (amount->form != AmountForm::unknown && amount->quantity.unit != unit)) return false;
  page.note(draft, AttributeKey::channel, channel);
  if (amount->form == AmountForm::unknown || amount->form == AmountForm::ambiguous)
    page.set_missing(draft, fmt::format("no figure is given for the channel {}", channel), "write an amount");
  else
    page.set(draft, *amount);
  page.keep(draft);
  return true;
}

void keep_stage(Page& page, std::string_view stage, std::string_view value, std::uint32_t line) {
  Draft& draft = page.start("funnel.stage", line);
  const std::string_view rest = take_attributes(page, draft, value);
  page.note(draft, AttributeKey::label, stage);
  draft.add(NewAttribute::number(AttributeKey::order, ++page.order));
  const AmountContext context = page.amount_context(Unit::count);
  const auto fraction = read_fraction(rest, context);
  auto amount = read_amount(rest, context);
  if (!amount && has_digit(rest)) {
    const auto found = find_amounts(rest, page.amount_context(std::nullopt));
    const auto count = std::ranges::find_if(found, [](const Amount& a) { return a.quantity.unit == Unit::count; });
    if (count != found.end()) amount = *count;
  }
  if (fraction && (!amount || amount->quantity.unit != Unit::count)) {
    draft.fact.set(Quantity{fraction->part * scale_of(Unit::count), fraction->part * scale_of(Unit::count)});
    draft.add(NewAttribute::number(AttributeKey::total, static_cast<std::uint32_t>(fraction->whole)));
  } else if (amount && amount->quantity.unit == Unit::count &&
             (amount->form == AmountForm::value || amount->form == AmountForm::zero)) {
    page.set(draft, *amount);
  } else {
    page.set_missing(draft, fmt::format("no count is given for the stage {}", stage),
                     fmt::format("write a number for `{}:`", stage));
    if (!says_nothing(rest)) page.note(draft, AttributeKey::note, rest);
  }
  page.keep(draft);
}

bool read_arrows(Page& page, std::string_view text, std::uint32_t line) {
  constexpr std::string_view kArrow = "→";
  const std::string_view arrow = text.find(kArrow) != std::string_view::npos ? kArrow : std::string_view("->");
  std::size_t arrows = 0;
  for (std::size_t at = text.find(arrow); at != std::string_view::npos; at = text.find(arrow, at + 1)) ++arrows;
  if (arrows < 2) return false;
  if (page.order > 0 && !has_digit(text)) return true;  // the stages were counted above
  while (!text.empty()) {
    const std::size_t end = text.find(arrow);
    const std::string_view part = strip_decoration(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + arrow.size());
    if (part.empty()) continue;
    const NameAndRest one = split_name(part);
    const std::size_t colon = one.name.find(": ");
    if (colon != std::string_view::npos)
      keep_stage(page, one.name.substr(0, colon), one.name.substr(colon + 2), line);
    else
      keep_stage(page, one.name, one.rest, line);
  }
  return true;
}

bool read_item(Page& page, const Line& line, std::span<const Pair> pairs) {
  const Pair none{};
  const Pair& pair = pairs.empty() ? none : pairs.front();
  if (!page.section().topic || pairs.size() > 1) return false;
  if (!pair.key.empty() && page.meaning(pair.key).row != RowSort::item &&
      page.meaning(pair.key).label == PredicateId::none)
    return page.meaning(pair.key).row != RowSort::result;
  switch (*page.section().topic) {
    case Topic::assets:
      return read_asset(page, line, pair);
    case Topic::channels:
      return read_channel(page, line, pair);
    case Topic::funnel:
      return read_stage(page, line, pair);
    case Topic::clients:
      return read_client(page, line, pair);
    case Topic::invoices:
      return read_invoice(page, line, pair);
    case Topic::team:
      return read_person(page, line, pair);
    case Topic::campaigns:
      return read_words(page, line, pair, "campaign.item");
    case Topic::queue:
      return read_words(page, line, pair, "queue.item");
    case Topic::capital:
      return read_words(page, line, pair, "capital.tier");
    case Topic::deployments:
      return read_deployment(page, line, pair);
    default:
      return false;
  }
}

}  // namespace qd::ingest
