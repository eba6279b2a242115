#include "ingest/task.hpp"

#include <algorithm>
#include <array>

#include "base/byte_scan.hpp"
#include "ingest/attribute.hpp"

namespace qd::ingest {

using text::BlockKind;

namespace {

using model::AttributeKey;
using model::NewAttribute;

State state_of_box(char box) {
  switch (box) {
    case 'x':
    case 'X':
      return State::done;
    case '~':
    case '/':
      return State::in_progress;
    case '!':
      return State::blocked;
    case '-':
      return State::dropped;
    case '>':
      return State::deferred;
    default:
      return State::none;
  }
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// "P1" in "[P1] …", "P1 — …", "P1: …" or at the end; not the percentile P50 nor a finding "P1-003".
Level priority_of(std::string_view text) {
  if (!holds_any<'P'>(text)) return Level::none;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != 'P' || text[i + 1] < '0' || text[i + 1] > '3') continue;
    if (i > 0 && (is_word_character(text[i - 1]) || text[i - 1] == '.')) continue;
    std::size_t end = i + 2;
    if (end < text.size() && (text[end] == 'a' || text[end] == 'b')) ++end;
    if (end < text.size() && is_word_character(text[end])) continue;
    constexpr std::array<Level, 4> kLevels = {Level::critical, Level::high, Level::medium, Level::low};
    return kLevels[static_cast<std::size_t>(text[i + 1] - '0')];
  }
  return Level::none;
}

/// "[high]", "HIGH:", "(critical)", "Critical — …": a severity word that stands for itself.
Level leading_level(Page& page, std::string_view text) {
  std::string_view first = text;
  if (first.starts_with('[') || first.starts_with('(')) {
    const std::size_t close = first.find(first.front() == '[' ? ']' : ')');
    if (close == std::string_view::npos || close > 24) return Level::none;
    first = first.substr(1, close - 1);
  } else {
    const std::string_view front = first.substr(0, 24 + std::string_view(" — ").size());
    std::size_t end = front.find(':');
    if (const std::size_t dash = front.find(" — "); dash < end) end = dash;
    if (end == std::string_view::npos || end > 24) return Level::none;
    first = first.substr(0, end);
  }
  const Meaning& meaning = page.meaning(first);
  return meaning.level_whole ? meaning.level : Level::none;
}

std::string_view owner_of(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '(') continue;
    std::size_t end = at + 1;
    while (end < text.size() && (is_word_character(text[end]) || static_cast<unsigned char>(text[end]) >= 0x80)) ++end;
    if (end > at + 1 &&
        !(end < text.size() && text[end] == '.' && end + 1 < text.size() && is_word_character(text[end + 1])))
      return text.substr(at + 1, end - at - 1);
  }
  return {};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// The text behind a word, whatever its case; nothing when the word is not there as a word.
std::string_view behind(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  for (auto from = text.begin();;) {
    const auto found = std::search(from, text.end(), word.begin(), word.end(), same);
    if (found == text.end()) return {};
    const auto at = static_cast<std::size_t>(found - text.begin());
    if ((at == 0 || !is_word_character(text[at - 1])) && at + word.size() < text.size())
      return text.substr(at + word.size());
    from = found + 1;
  }
}

/// "due 2026-05-20", "by 2026-Q3", "due: May 4", "(~Apr 1)", "… **May 4**".
void find_due(Page& page, Draft& draft, std::string_view text) {
  if (draft.has(AttributeKey::due) || !has_digit(text)) return;
  const DateContext dates = page.date_context();
  for (const std::string_view word : {"due:", "due ", "deadline ", "deadline:", "by ", "until ", "before ", "bis ",
                                      "fällig ", "para el ", "entro "}) {
    std::string_view rest = behind(text, word);
    if (rest.empty()) continue;
    rest = trim(rest).substr(0, 40);
    if (const auto found = find_date(rest, dates); found && found->begin <= 4) {
      draft.add(NewAttribute::of(AttributeKey::due, found->date));
      return;
    }
    const std::size_t end = rest.find_first_of(",;()—");
    if (const auto due = read_due(trim(rest.substr(0, end)), dates)) {
      draft.add(NewAttribute::of(AttributeKey::due, *due));
      return;
    }
  }
  // A date that ends the line or stands in its last parenthesis.
  const std::string_view tail = text.size() > 24 ? text.substr(text.size() - 24) : text;
  if (const auto found = find_date(tail, dates); found && found->end + 2 >= tail.size())
    draft.add(NewAttribute::of(AttributeKey::due, found->date));
}

/// "2026-06: first sail", "Q1 2027 — break-even": the period in front of a milestone is when it is due.
void find_leading_due(Page& page, Draft& draft, std::string_view text) {
  std::size_t end = std::min(text.find(": "), text.find(" — "));
  end = std::min({end, text.find(" – "), text.find(" - ")});
  if (const auto found = find_date(text, page.date_context())) {
    draft.add(NewAttribute::of(AttributeKey::due, found->date));
  } else if (end != std::string_view::npos) {
    if (const auto due = read_due(trim(text.substr(0, end)), page.date_context()))
      draft.add(NewAttribute::of(AttributeKey::due, *due));
  }
}

/// "(~2 days)", "[5 min]": a parenthesis that is an effort and nothing else.
void find_effort(Draft& draft, std::string_view text) {
  if (!holds_any<'(', '['>(text) || draft.has(AttributeKey::effort)) return;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '(' && text[at] != '[') continue;
    const std::size_t close = text.find(text[at] == '(' ? ')' : ']', at);
    if (close == std::string_view::npos) return;
    const std::string_view inside = text.substr(at + 1, close - at - 1);
    if (has_digit(inside) && inside.size() < 20) {
      if (const auto effort = read_effort(inside)) {
        draft.add(NewAttribute::of(AttributeKey::effort, *effort));
        return;
      }
    }
  }
}

/// "— DONE", "✅ DONE 2026-02-03", "RESOLVED" in capitals, or ✅ in front.
State state_of_text(Page& page, std::string_view text) {
  const std::size_t dash = holds_any<0xE2>(text) ? text.rfind(" — ") : std::string_view::npos;
  if (dash != std::string_view::npos) {
    const std::string_view tail = text.substr(dash + 5);
    const Meaning& meaning = page.meaning(tail.substr(0, std::min<std::size_t>(tail.size(), 40)));
    if (meaning.state_whole) return meaning.state;
  }
  if (!holds_capitals<2>(text)) return State::none;
  for (const std::string_view word : {"DONE", "FIXED", "RESOLVED", "SHIPPED", "COMPLETE", "COMPLETED"}) {
    const std::size_t at = text.find(word);
    if (at == std::string_view::npos) continue;
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_character(text[at - 1])) && (end == text.size() || !is_word_character(text[end])))
      return State::done;
  }
  return State::none;
}

bool is_closed(State state) { return state == State::done || state == State::dropped; }

}  // namespace

TaskLine task_line(const Line& line, char box) {
  TaskLine task{line.text, line.struck, box, line.number};
  const std::string_view text = task.text;
  if (box == 0 && text.size() >= 3 && text[0] == '[' && text[2] == ']' &&
      std::string_view(" xX~!-/>?").find(text[1]) != std::string_view::npos) {
    task.box = text[1];
    task.text = strip_decoration(text.substr(3));
  }
  return task;
}

std::string_view task_predicate(const Section& section) {
  if (section.is(Topic::debt)) return "debt.item";
  if (section.is(Topic::milestones)) return "milestone.item";
  if (section.is(Topic::risks)) return "risk.item";
  if (section.is(Topic::rules)) return "rule.item";
  return "action.item";
}

Draft* start_task(Page& page, const TaskLine& task, std::string_view predicate) {
  const auto says_state = [&] { return page.meanings.may_be_status(task.text) && page.meaning(task.text).state_whole; };
  const bool other_struck = !task.struck.empty() && (strip_decoration(task.text).empty() || says_state());
  const std::string_view text = other_struck ? task.struck : task.text;
  if (trim(text).empty() || (page.meanings.may_be_status(text) && page.meaning(text).has(Mark::none))) return nullptr;
  Draft& draft = page.start(predicate, task.line);
  draft.fact.basis = page.historical || page.section().not_current ? model::Basis::historical : model::Basis::actual;
  const std::string_view title = take_attributes(page, draft, text);
  State state = state_of_box(task.box);
  if (task.box == 0 || task.box == ' ') {
    const State said = state_of_text(page, task.text);
    // A box that is not ticked says more than a word in its line.
    if (task.box == 0 || said == State::dropped) state = said;
    if (task.box == 0 && state == State::none && !task.struck.empty() && task.struck.size() * 2 > task.text.size())
      state = predicate == "debt.item" ? State::done : State::dropped;
  }
  if (state != State::none) page.note(draft, AttributeKey::state, to_string(state));
  Level level = priority_of(text);
  if (level == Level::none) level = leading_level(page, text);
  if (level != Level::none) page.note(draft, AttributeKey::severity, to_string(level));
  if (const std::string_view owner = owner_of(text); !owner.empty()) page.note(draft, AttributeKey::owner, owner);
  find_due(page, draft, title);
  if (predicate == "milestone.item" && !draft.has(AttributeKey::due)) find_leading_due(page, draft, title);
  find_effort(draft, title);
  page.set_text(draft, title);
  const bool closed = is_closed(state) || (state == State::none && task.box == 0 && page.section().done) ||
                      (task.box == 0 && page.section().is(Topic::done));
  const bool closable = task.box != 0 || (predicate != "risk.item" && predicate != "rule.item");
  if (closable) draft.add(NewAttribute::of(AttributeKey::done, closed));
  return &draft;
}

void keep_task(Page& page, Draft& draft) {
  const Section& here = page.section();
  if (here.severity != Level::none) page.note(draft, AttributeKey::severity, to_string(here.severity));
  page.keep(draft);
}

bool is_task_attribute(Page& page, const Pair& pair) {
  if (pair.key.empty() || pair.value.empty() || !pair.firm) return false;
  const Meaning& meaning = page.meaning(pair.key);
  switch (meaning.field_whole) {
    case Field::owner:
    case Field::due:
    case Field::effort:
    case Field::impact:
    case Field::severity:
    case Field::status:
    case Field::note:
    case Field::mitigation:
    case Field::id:
    case Field::source:
    case Field::date:
    case Field::purpose:
      return true;
    default:
      return false;
  }
}

bool has_task_attributes(Page& page, std::string_view text) {
  const TrailingAttributes trailing = split_trailing_attributes(text);
  bool found = false;
  for_each_attribute(trailing.inside, [&](std::string_view key, std::string_view) {
    const Field field = key.empty() ? Field::none : page.meaning(key).field_whole;
    found = found || field == Field::due || field == Field::effort || field == Field::severity ||
            (field == Field::owner && !page.section().is(Topic::assets));
  });
  return found;
}

bool is_boxed(const Page& page, std::uint32_t item) {
  if (page.block(item).task != 0) return true;
  if (item + 1 >= page.block(item).end || page.block(item + 1).kind != BlockKind::paragraph) return false;
  const std::string_view text = page.tree->text(page.block(item + 1));
  return text.size() > 3 && text[0] == '[' && text[2] == ']';
}

bool inside_boxed_item(const Page& page, std::uint32_t i, std::uint32_t item) {
  for (std::uint32_t at = page.block(i).parent; at > item; at = page.block(at).parent) {
    if (page.block(at).kind == BlockKind::item && is_boxed(page, at)) return true;
  }
  return false;
}

}  // namespace qd::ingest
