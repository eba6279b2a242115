#include "ingest/head.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/slug.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

constexpr std::string_view kFolder = "agent_handoffs/projects/";
constexpr std::uint32_t kLastHeadLine = 60;
constexpr std::size_t kMostTitleWords = 16;

std::string_view text_of(const Words& words, std::string_view text, std::size_t first, std::size_t count) {
  const std::size_t begin = words[first].source_begin;
  return text.substr(begin, words[first + count - 1].source_end - begin);
}

constexpr Entry<bool> kSubjectRows[] = {
    {"figures|amounts|prices|values|numbers|sums|costs|currency|money", true},
    {"priser|preise|betrage|angaben|zahlen|montants|prix|chiffres|precios|importes|cifras|valores|prezzi", true},
    {"importi|valori|bedragen|prijzen|belob|kwoty|ceny|цены|суммы|ціни|суми|金|价|価|금|단", true},
};
constexpr auto kSubjects = word_table<kSubjectRows>();

/// "All figures in USD", "Alle priser DKK inkl. moms", "(SUMs in VND)": a sentence about figures that names a currency
/// and holds no figure of its own.
bool states_currency(std::string_view text, Words& words) {
  words.split(text, 24);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (kSubjects.find(words.text(i)) != nullptr) return true;
  }
  return false;
}

class HeadReader {
 public:
  HeadReader(Page& page, const EntityNames& entities) : page_(page), entities_(entities) {}

  void read_front(const text::FrontMatterReader& front) {
    for (const text::FrontMatterEntry& entry : front.entries()) {
      const auto values = front.values(entry);
      if (values.empty()) continue;
      take(entry.key, values.front().text, entry.at.line, true);
    }
  }

  void read_body() {
    std::uint32_t headings = 0;
    const auto blocks = page_.tree->blocks();
    for (std::uint32_t i = 1; i < blocks.size(); ++i) {
      const text::Block& block = blocks[i];
      if (block.first_line > kLastHeadLine) break;
      switch (block.kind) {
        case text::BlockKind::heading:
          if (++headings > 1 || block.level > 1) return;
          head_.title_block = i;
          head_.title = page_.splitter.whole(*page_.tree, i).text;
          read_title();
          break;
        case text::BlockKind::paragraph:
          read_lines(i);
          break;
        case text::BlockKind::row:
          if (!block.header) read_row(i);
          break;
        default:
          break;
      }
    }
  }

  Head finish() {
    if (head_.entity.empty()) head_.entity = entities_.find_within(head_.title);
    if (head_.entity.empty()) find_in_folders();
    if (head_.entity.empty()) head_.entity = model::kUnassigned;
    if (head_.project.empty()) head_.project = project_id(page_.path, head_.entity);
    return std::move(head_);
  }

 private:
  void read_title() {
    const std::string_view title = head_.title;
    if (const auto found = find_date(title, page_.dates)) title_date_ = found->date;
    const std::size_t subtitle = main_part(title).size();
    if (subtitle < title.size() && page_.meaning(title.substr(subtitle)).has(Mark::banner)) head_.historical = true;
  }

  void read_lines(std::uint32_t i) {
    page_.splitter.split(*page_.tree, i, lines_);
    const bool quoted = page_.block(page_.block(i).parent).kind == text::BlockKind::quote;
    for (const Line& line : lines_) {
      if (line.text.size() > 300) continue;
      read_banner(line, quoted);
      split_pairs(line, pairs_);
      for (const Pair& pair : pairs_) read_pair(pair, line.number);
    }
  }

  void read_pair(const Pair& pair, std::uint32_t line) {
    if (!pair.key.empty() && !pair.value.empty()) {
      if (pair.firm) take(pair.key, pair.value, line, false);
    }
    const std::string_view text = pair.key.empty() ? pair.value : std::string_view();
    if (!text.empty()) {
      read_updated(text);
      if (!head_.currency.stated() && states_currency(text, words_)) {
        if (const auto currency = read_currency(text, page_.amounts.signs)) head_.currency = *currency;
      }
    } else if (!head_.currency.stated() && !has_digit(pair.value) && page_.meanings.names_currency(pair.value) &&
               states_currency(pair.key, words_)) {
      if (const auto currency = read_currency(pair.value, page_.amounts.signs)) head_.currency = *currency;
    }
  }

  /// "Last updated May 21, 2026": the words and the date without a colon.
  void read_updated(std::string_view text) {
    if (head_.as_of || !has_digit(text)) return;
    const auto found = find_date(text, page_.dates);
    if (!found || found->begin == 0 || found->begin > 40) return;
    if (page_.meaning(trim(text.substr(0, found->begin))).document_field == Field::as_of) head_.as_of = found->date;
  }

  void read_banner(const Line& line, bool quoted) {
    const bool loud = quoted || line.wholly_bold() || line.italic || line.bold.size() > 6;
    if (!loud || line.text.size() > 200) return;
    const std::string_view words = line.bold.empty() ? line.text : line.bold;
    if (page_.meaning(words).has(Mark::banner)) head_.historical = true;
  }

  void read_row(std::uint32_t row) {
    const text::Block& block = page_.block(row);
    if (block.end - row < 3) return;
    const Line key = page_.splitter.whole(*page_.tree, row + 1);
    const Line value = page_.splitter.whole(*page_.tree, row + 2);
    take(key.text, value.text, block.first_line, false);
  }

  void take(std::string_view key, std::string_view value, std::uint32_t line, bool front) {
    if (value.empty()) return;
    const Meaning& meaning = page_.meaning(key);
    const Field field = meaning.document_field;
    if (field == Field::entity) {
      take_entity(value, line);
    } else if (field == Field::project && front) {
      head_.project = slug(value);
    } else if (field == Field::as_of) {
      if (const auto found = find_date(value, page_.dates); found && !head_.as_of) head_.as_of = found->date;
    } else if (meaning.field_whole == Field::currency) {
      if (const auto currency = read_currency(value, page_.amounts.signs)) head_.currency = *currency;
    } else if (front && meaning.label != PredicateId::none && page_.predicate(meaning.label) == "project.status") {
      if (page_.meaning(value).has(Mark::banner)) head_.historical = true;
    }
  }

  void take_entity(std::string_view value, std::uint32_t line) {
    if (!head_.entity.empty()) return;
    const TrailingAttributes named = split_trailing_attributes(value);
    const std::string_view name = main_part(named.before);
    const std::string_view known = entities_.find(name);
    if (!known.empty()) {
      head_.entity = known;
      return;
    }
    head_.entity = slug(name);
    if (const std::string_view near = entities_.nearest(name); !near.empty())
      page_.complain(Severity::warning, "entity-unknown", line, name, fmt::format("no entity is called \"{}\"", name),
                     fmt::format("did you mean \"{}\"? Entities are declared in quarterdeck.toml", near));
  }

  void find_in_folders() {
    std::string_view rest = project_path(page_.path);
    for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
      if (const std::string_view id = entities_.find(rest.substr(0, slash)); !id.empty()) {
        head_.entity = id;
        return;
      }
      rest.remove_prefix(slash + 1);
    }
  }

  Page& page_;
  const EntityNames& entities_;
  Head head_;
  std::optional<Date> title_date_;
  std::vector<Line> lines_;
  std::vector<Pair> pairs_;
  Words words_;

 public:
  void use_title_date() {
    if (!head_.as_of) head_.as_of = title_date_;
  }
};

}  // namespace

EntityNames::EntityNames(std::span<const model::Entity> entities) {
  // What is about the whole group belongs to no entity of it.
  for (const std::string_view name : {"portfolio", "group"}) reserved_.emplace(name, kPortfolio);
  const auto add = [this](std::string_view name, const std::string& id) {
    std::string key = slug(name);
    if (key.empty()) return;
    most_words_ = std::max(most_words_, static_cast<std::size_t>(std::ranges::count(key, '-')) + 1);
    ids_.try_emplace(std::move(key), id);
  };
  for (const model::Entity& entity : entities) {
    add(entity.id, entity.id);
    add(entity.name, entity.id);
    for (const std::string& alias : entity.aliases) add(alias, entity.id);
  }
}

std::string_view EntityNames::find(std::string_view text) const {
  const std::string key = slug(text);
  if (const auto found = ids_.find(key); found != ids_.end()) return found->second;
  const auto reserved = reserved_.find(key);
  return reserved == reserved_.end() ? std::string_view() : std::string_view(reserved->second);
}

std::string_view EntityNames::find_within(std::string_view text) const {
  if (ids_.empty() || text.empty()) return {};
  Words words;
  words.split(text, kMostTitleWords);
  for (std::size_t first = 0; first < words.size(); ++first) {
    for (std::size_t count = std::min(most_words_ + 1, words.size() - first); count > 0; --count) {
      const auto found = ids_.find(slug(text_of(words, text, first, count)));
      if (found != ids_.end()) return found->second;
    }
  }
  return {};
}

std::string_view EntityNames::nearest(std::string_view text) const {
  const std::string wanted = slug(text);
  std::string_view best;
  std::size_t least = wanted.size() > 5 ? 3 : 2;
  for (const auto& [name, id] : ids_) {
    const std::size_t distance = edit_distance(wanted, name, least - 1);
    if (distance < least) best = id, least = distance;
  }
  return best;
}

std::string_view project_path(std::string_view path) {
  const std::size_t at = path.find(kFolder);
  if (at != std::string_view::npos) path.remove_prefix(at + kFolder.size());
  const std::size_t dot = path.rfind('.');
  const std::size_t slash = path.rfind('/');
  if (dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash + 1)) path = path.substr(0, dot);
  return path;
}

std::string project_id(std::string_view path, std::string_view entity) {
  std::string_view rest = project_path(path);
  std::string out;
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    const bool folder = slash != std::string_view::npos;
    const std::string part = slug(rest.substr(0, slash));
    rest.remove_prefix(folder ? slash + 1 : rest.size());
    if (part.empty() || (folder && part == entity)) continue;
    if (!out.empty()) out += '-';
    out += part;
  }
  return out.empty() ? "handoff" : out;
}

Head read_head(Page& page, const text::FrontMatterReader& front, const EntityNames& entities) {
  HeadReader reader(page, entities);
  reader.read_front(front);
  reader.read_body();
  reader.use_title_date();
  return reader.finish();
}

}  // namespace qd::ingest
