#include "ingest/body.hpp"

#include <algorithm>
#include <deque>

#include "ingest/attribute.hpp"
#include "ingest/entry.hpp"
#include "ingest/item.hpp"
#include "ingest/money.hpp"
#include "ingest/section_stack.hpp"
#include "ingest/table.hpp"
#include "ingest/task.hpp"

namespace qd::ingest {

namespace {

using text::Block;
using text::BlockKind;

constexpr std::size_t kLongestHeadingLine = 90;  // of a bold line that serves as a heading
constexpr std::size_t kMostHeadingWords = 9;

bool is_task_topic(const Section& section) {
  return section.is_any(Topic::actions, Topic::done, Topic::debt, Topic::milestones, Topic::risks, Topic::rules);
}

/// Sections that consist of things, each of which may stand on a line of its own as well as in a list.
bool is_things_topic(const Section& section) {
  return section.is_any(Topic::assets, Topic::channels, Topic::funnel, Topic::clients, Topic::invoices, Topic::team);
}

/// Sections that say of each amount what it is, so that a bold line above a table states what the table adds up to.
bool is_sided(const Section& section) { return section.is_any(Topic::expenses, Topic::revenue, Topic::budget); }

class BodyReader {
 public:
  BodyReader(Page& page, std::uint32_t title) : page_(page), title_(title) {}

  void read() {
    const auto blocks = page_.tree->blocks();
    if (blocks.empty()) return;
    read_children(0);
    check_heading_total(page_);
  }

 private:
  [[nodiscard]] const Block& block(std::uint32_t i) const { return page_.block(i); }

  void read_children(std::uint32_t parent) {
    for (std::uint32_t i = parent + 1; i < block(parent).end; i = block(i).end) read_block(i, block(parent).end);
  }

  void read_block(std::uint32_t i, std::uint32_t end) {
    switch (block(i).kind) {
      case BlockKind::heading:
        read_heading(i);
        break;
      case BlockKind::paragraph:
        if (block(block(i).parent).kind != BlockKind::quote) read_lines(i, end);
        break;
      case BlockKind::list:
        if (!page_.section().not_read) read_group(i);
        end_label(page_);
        break;
      case BlockKind::table:
        if (!page_.section().not_read) read_table(page_, i);
        end_label(page_);
        break;
      default:
        break;  // code, HTML, quotes and rules say nothing
    }
  }

  // ---- headings

  void read_heading(std::uint32_t i) {
    const Line line = page_.splitter.whole(*page_.tree, i);
    if (block(i).setext && block(i).last_line > block(i).first_line + 1) {  // a paragraph above a rule
      read_lines(i, block(block(i).parent).end);
      return;
    }
    const std::string_view title = line.struck.empty() ? line.text : line.struck;
    if (title.empty()) return;
    if (i == title_) {
      open_title(page_, title);
      return;
    }
    open_heading(page_, title, block(i).level);
    note_heading_total(page_, line.number);
    if (is_task_heading(i, line)) read_task_heading(i, line);
  }

  [[nodiscard]] bool is_task_heading(std::uint32_t i, const Line& line) {
    const Section& here = page_.section();
    if (here.own_topic || here.not_read || page_.sections.size() < 2) return false;
    const Section& above = page_.sections[page_.sections.size() - 2];
    if (!above.is_any(Topic::actions, Topic::debt)) return false;
    const std::string_view title = clean_heading(line.struck.empty() ? line.text : line.struck);
    const Meaning& meaning = page_.meaning(title);
    if (meaning.level_whole || meaning.state_whole || meaning.has(Mark::no_entity) || here.period) return false;
    const TaskLine task = task_line(line, 0);
    if (task.box != 0 || !line.struck.empty() || line.text.starts_with('[')) return true;
    return !holds_tasks(i);
  }

  /// Whether lists below the heading hold tasks of their own, so that it only groups them.
  [[nodiscard]] bool holds_tasks(std::uint32_t heading) {
    bool any = false;
    for (std::uint32_t i = block(heading).end; i < block(block(heading).parent).end; i = block(i).end) {
      const Block& one = block(i);
      if (one.kind == BlockKind::heading && one.level <= block(heading).level) break;
      if (one.kind == BlockKind::heading || one.kind == BlockKind::table) return true;
      any = any || one.kind == BlockKind::paragraph;
      if (one.kind != BlockKind::list) continue;
      for (std::uint32_t item = i + 1; item < one.end; item = block(item).end) {
        if (block(item).task != 0) return true;
        page_.splitter.split(*page_.tree, item + 1, lines_);
        if (lines_.empty()) continue;
        split_pairs(lines_.front(), pairs_);
        if (!is_task_attribute(page_, pairs_.front())) return true;
        any = true;
      }
    }
    return !any && !page_.section().is(Topic::debt);
  }

  void read_task_heading(std::uint32_t i, const Line& line) {
    TaskLine task = task_line(line, 0);
    if (task.box == 0) task.text = clean_heading(task.text);
    const Section& above = page_.sections[page_.sections.size() - 2];
    Draft* draft = start_task(page_, task, task_predicate(above));
    if (draft == nullptr) return;
    read_task_details(*draft, block(i).end, block(i).level);
    page_.count(true);
    keep_task(page_, *draft);
    page_.sections.back().topic = Topic::log;  // what follows belongs to the task
    page_.sections.back().of_task = true;
    page_.sections.back().own_topic = true;
  }

  /// Attributes of a task heading in the lists and lines below it.
  void read_task_details(Draft& draft, std::uint32_t begin, std::uint8_t level) {
    for (std::uint32_t i = begin; i < page_.tree->blocks().size(); ++i) {
      if (block(i).kind == BlockKind::heading && block(i).level <= level) break;
      if (block(i).kind == BlockKind::paragraph) read_attribute_lines(draft, i);
    }
  }

  void read_attribute_lines(Draft& draft, std::uint32_t paragraph) {
    page_.splitter.split(*page_.tree, paragraph, detail_lines_);
    for (const Line& line : detail_lines_) {
      split_pairs(line, detail_pairs_);
      for (const Pair& pair : detail_pairs_) {
        if (is_task_attribute(page_, pair))
          add_attribute(page_, draft, page_.meaning(pair.key).field_whole, pair.value);
      }
    }
  }

  // ---- paragraphs

  void read_lines(std::uint32_t i, std::uint32_t end) {
    std::vector<Line> lines;
    lines.swap(spare_lines_);
    page_.splitter.split(*page_.tree, i, lines);
    for (std::size_t n = 0; n < lines.size(); ++n) {
      const bool last = n + 1 == lines.size();
      const std::uint32_t next = block(i).end;
      const bool above_list =
          last && next < end && (block(next).kind == BlockKind::list || block(next).kind == BlockKind::table);
      read_paragraph_line(lines[n], above_list, lines.size() == 1);
    }
    lines.swap(spare_lines_);
  }

  void read_paragraph_line(const Line& line, bool above_list, bool alone) {
    split_pairs(line, pairs_);
    const Pair& pair = pairs_.front();
    const bool label_alone = pairs_.size() == 1 && pair.firm && pair.value.empty();
    if (above_list && (label_alone || (line.text.ends_with(':') && line.text.size() <= kLongestHeadingLine))) {
      open_heading(page_, label_alone && pair.qualifier.empty() ? pair.key : line.text, kLabelLevel);
      page_.sections.back().label = true;
      return;
    }
    const bool bold_heading = line.wholly_bold() && (!pair.firm || (above_list && is_sided(page_.section()))) &&
                              line.text.size() <= kLongestHeadingLine &&
                              page_.meaning(line.text).words <= kMostHeadingWords && !line.text.ends_with('.') &&
                              (alone || above_list);
    if (label_alone && pair.bold && alone) {
      open_heading(page_, pair.qualifier.empty() ? pair.key : line.text, kBoldLevel);
      return;
    }
    if (bold_heading && !read_only_amount(line)) {
      open_heading(page_, line.text, kBoldLevel);
      return;
    }
    if (page_.section().not_read) return;
    if (page_.section().of_task && is_task_attribute(page_, pair)) {
      page_.count(true);
      return;
    }
    if (page_.section().is(Topic::funnel) && read_arrows(page_, line.text, line.number)) {
      page_.count(true);
      return;
    }
    if (is_bold_task(line)) {
      page_.count(true);
      read_task(line);
      return;
    }
    if (pair.firm && !pair.value.empty() && is_things_topic(page_.section()) && pairs_.size() == 1 &&
        page_.meaning(pair.key).document_field == Field::none) {
      page_.count(read_value_line(line));
      return;
    }
    for (const Pair& one : pairs_) {
      if (one.key.empty()) continue;
      const bool said = read_pair(page_, one, line.number);
      if (said || one.firm) page_.count(said);
    }
  }

  [[nodiscard]] bool read_only_amount(const Line& line) {
    return has_digit(line.text) && read_amount(line.text, page_.amounts).has_value();
  }

  /// "**1. Title.** text" as a paragraph under an action heading.
  [[nodiscard]] bool is_bold_task(const Line& line) {
    if (!page_.section().is_any(Topic::actions, Topic::debt) || line.bold.empty() || page_.section().label)
      return false;
    const Pair& pair = pairs_.front();
    if (pair.firm &&
        (page_.meaning(pair.key).field_whole != Field::none || page_.meaning(pair.key).label != PredicateId::none))
      return false;
    return page_.section().own_topic || page_.section().level >= 2;
  }

  // ---- lists

  /// A list, and a note of which facts came from it.
  void read_group(std::uint32_t list) {
    const auto begin = static_cast<std::uint32_t>(page_.facts().size());
    const std::string_view title = page_.section().title;
    for (std::uint32_t item = list + 1; item < block(list).end; item = block(item).end) read_list_item(item);
    const auto end = static_cast<std::uint32_t>(page_.facts().size());
    if (end > begin && is_money_topic(page_.section().topic)) page_.groups.push_back({begin, end, title});
  }

  void read_list_item(std::uint32_t item) {
    if (page_.depth == item_lines_.size()) item_lines_.emplace_back();
    std::vector<Line>& lines = item_lines_[page_.depth++];
    read_list_item(item, lines);
    --page_.depth;
  }

  void read_list_item(std::uint32_t item, std::vector<Line>& lines) {
    const std::uint32_t first = item + 1;
    // HTML is words like others, unless it is a comment.
    const bool html = first < block(item).end && block(first).kind == BlockKind::html &&
                      !trim(page_.tree->text(block(first))).starts_with("<!--");
    const bool has_text = html || (first < block(item).end && block(first).kind == BlockKind::paragraph);
    if (!has_text) {
      read_children(item);
      return;
    }
    page_.splitter.split(*page_.tree, first, lines);
    if (lines.empty()) return;
    if (page_.section().of_task && block(item).task == 0) {
      split_pairs(lines.front(), pairs_);
      page_.count(true);
      if (is_task_attribute(page_, pairs_.front())) return;
    }
    const TaskLine boxed = task_line(lines.front(), block(item).task);
    if (boxed.box != 0 || (is_task_topic(page_.section()) && !is_planned_figure(lines.front()))) {
      read_task_item(item, lines);
      return;
    }
    split_pairs(lines.front(), pairs_);
    const Pair pair = pairs_.front();
    const bool opens = pairs_.size() == 1 && pair.value.empty() && pair.firm && block(first).end < block(item).end;
    if (opens) {
      read_nested_under(pair.key, first, item);
      return;
    }
    const bool nested = block(first).end < block(item).end;
    bool said = false;
    for (const Line& line : lines) said = read_value_line(line) || said;
    page_.count(said);
    if (nested) read_rest(first, item);
  }

  /// "Revenue target: $300/month" in a phase of a plan is a figure, not a milestone.
  [[nodiscard]] bool is_planned_figure(const Line& line) {
    if (!page_.section().is(Topic::milestones)) return false;
    split_pairs(line, pairs_);
    const Pair& pair = pairs_.front();
    if (pairs_.size() != 1 || !pair.firm || !has_digit(pair.value)) return false;
    const PredicateId label = page_.meaning(pair.key).label;
    if (label == PredicateId::none) return false;
    const std::string_view predicate = page_.predicate(label);
    return (predicate.starts_with("money.") || predicate.starts_with("unit.") || predicate.starts_with("claim.")) &&
           read_amount(pair.value, page_.amount_context(std::nullopt)).has_value();
  }

  void read_nested_under(std::string_view key, std::uint32_t first, std::uint32_t item) {
    const std::size_t depth = page_.sections.size();
    SectionContext context = page_.section_context();
    const auto level = static_cast<std::uint8_t>(std::min<std::size_t>(kLabelLevel + 1 + depth, 255));
    Section section = open_section(page_.section(), key, level, context);
    section.label = true;
    page_.sections.push_back(section);
    read_rest(first, item);
    page_.sections.resize(depth);
  }

  void read_rest(std::uint32_t first, std::uint32_t item) {
    for (std::uint32_t i = block(first).end; i < block(item).end; i = block(i).end) read_block(i, block(item).end);
  }

  bool read_value_line(const Line& line) {
    split_pairs(line, pairs_);
    const bool item_section = page_.section().is_any(Topic::invoices, Topic::clients, Topic::queue, Topic::campaigns,
                                                     Topic::channels, Topic::deployments);
    if (pairs_.size() == 1 && !item_section && !pairs_.front().firm && has_task_attributes(page_, line.text)) {
      read_task(line);
      return true;
    }
    if (read_item(page_, line, pairs_)) return true;
    bool said = false;
    for (const Pair& pair : pairs_) {
      if (!pair.key.empty() && read_pair(page_, pair, line.number, key_prefix())) {
        said = true;
      } else if (pairs_.size() == 1 || pair.key.empty()) {
        said = read_statement(page_, pairs_.size() == 1 ? line.text : pair.value, line.number) || said;
      }
    }
    return said;
  }

  [[nodiscard]] std::string_view key_prefix() const {
    const Section& here = page_.section();
    return here.label && !here.own_topic ? here.title : std::string_view();
  }

  // ---- tasks

  void read_task_item(std::uint32_t item, const std::vector<Line>& lines) {
    const std::uint32_t first = item + 1;
    split_pairs(lines.front(), pairs_);
    const Pair& pair = pairs_.front();
    const bool group = block(item).task == 0 && pairs_.size() == 1 && pair.value.empty() && pair.firm &&
                       block(first).end < block(item).end;
    if (group) {
      read_nested_under(std::string_view(pair.key), first, item);
      return;
    }
    TaskLine task = task_line(lines.front(), block(item).task);
    Draft* draft = start_task(page_, task, task_predicate(page_.section()));
    page_.count(true);
    if (draft == nullptr) return;
    for (std::size_t n = 1; n < lines.size(); ++n) {
      split_pairs(lines[n], detail_pairs_);
      for (const Pair& detail : detail_pairs_) {
        if (is_task_attribute(page_, detail))
          add_attribute(page_, *draft, page_.meaning(detail.key).field_whole, detail.value);
      }
    }
    for (std::uint32_t i = block(first).end; i < block(item).end; ++i) {
      if (block(i).kind != BlockKind::paragraph || inside_boxed_item(page_, i, item)) continue;
      read_attribute_lines(*draft, i);
    }
    keep_task(page_, *draft);
    // Boxes below are tasks of their own; plain bullets are details.
    for (std::uint32_t i = block(first).end; i < block(item).end; i = block(i).end) {
      if (block(i).kind != BlockKind::list) continue;
      for (std::uint32_t sub = i + 1; sub < block(i).end; sub = block(sub).end) {
        if (is_boxed(page_, sub)) read_list_item(sub);
      }
    }
  }

  void read_task(const Line& line) {
    Draft* draft = start_task(page_, task_line(line, 0), task_predicate(page_.section()));
    if (draft != nullptr) keep_task(page_, *draft);
  }

  Page& page_;
  std::uint32_t title_;
  std::vector<Line> lines_, spare_lines_, detail_lines_;
  std::vector<Pair> pairs_, detail_pairs_;
  std::deque<std::vector<Line>> item_lines_;  // of the items around the one being read, by depth
};

}  // namespace

void read_body(Page& page, std::uint32_t title_block) { BodyReader(page, title_block).read(); }

}  // namespace qd::ingest
