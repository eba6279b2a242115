#include "ingest/handoff.hpp"

#include <bit>

#include <fmt/format.h>

#include "base/byte_scan.hpp"
#include "base/slug.hpp"
#include "ingest/body.hpp"
#include "ingest/entry.hpp"
#include "ingest/head.hpp"
#include "ingest/page.hpp"
#include "ingest/reader_settle.hpp"
#include "text/front_matter.hpp"

namespace qd::ingest {

namespace {

/// Numbers and dates that could be read in two ways. Where a document holds none, nothing has to be decided about it.
struct Doubts {
  bool dotted_group = false;  ///< "1.500": a thousand and a half or one and a half
  bool number = false;        ///< these, and "1,5"
  bool date = false;          ///< "03/04/2026", "3.4.2026": whether days or months stand first
};

/// `at` is a mark that stands between two digits.
void judge_mark(std::string_view text, std::size_t at, Doubts& doubts) {
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  const bool three = digit(at + 2) && digit(at + 3);
  if (text[at] == ',') {
    doubts.number = doubts.number || !three;
    return;
  }
  if (text[at] == '.' && three && !digit(at + 4)) doubts.dotted_group = doubts.number = true;
  const std::size_t next = digit(at + 2) ? at + 3 : at + 2;
  if (next < text.size() && text[next] == text[at] && digit(next + 1)) doubts.date = true;
}

Doubts find_doubts(std::string_view text) {
  Doubts doubts;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto judge = [&](std::size_t at) {
    const bool mark = text[at] == '.' || text[at] == ',' || text[at] == '/';
    if (mark && is_digit(text[at - 1]) && is_digit(text[at + 1])) judge_mark(text, at, doubts);
  };
  std::size_t at = 1;
  for (; at + sizeof(Bytes) < text.size(); at += sizeof(Bytes)) {
    const char* const here = text.data() + at;
    const Bytes block = load(here);
    // ',' '-' '.' '/' follow each other.
    const Bytes marks =
        in_range(block, ',', '/') & in_range(load(here - 1), '0', '9') & in_range(load(here + 1), '0', '9');
    if (!any(marks)) continue;
    for (std::uint32_t bits = bits_of(marks); bits != 0; bits &= bits - 1)
      judge(at + static_cast<std::size_t>(std::countr_zero(bits)));
  }
  for (; at + 1 < text.size(); ++at) judge(at);
  return doubts;
}

/// Signs and words that several currencies share, whose meaning the language of the document decides.
bool holds_shared_sign(std::string_view text) {
  const auto short_ones = [](const char* at) -> Bytes {
    return starts_word<'k', 'r'>(at) | starts_word<0xC2, 0xA5>(at);
  };
  const auto long_ones = [](const char* at) -> Bytes {
    return starts_word<'p', 'e', 's', 'o'>(at) | starts_word<0xEF, 0xBF, 0xA5>(at);
  };
  return any_window<2>(text, short_ones) || any_window<4>(text, long_ones);
}

/// Every block of words: neither code nor HTML.
template <class Take>
void for_each_leaf(const text::MarkdownTree& tree, Take take) {
  for (const text::Block& block : tree.blocks()) {
    const bool words = block.kind != text::BlockKind::code && block.kind != text::BlockKind::html;
    if (words && block.text_end != block.text_begin) take(block, tree.text(block));
  }
}

/// What the numbers, currencies and dates of the whole document tell about how it writes them. `stated` is the currency
/// that the document gives itself.
void gather_evidence(Page& page, const Doubts& doubts, Currency portfolio, Currency stated) {
  NumberFormatEvidence numbers;
  CurrencyEvidence currencies;
  DateEvidence dates;
  const bool shared = holds_shared_sign(page.source->text());
  // Three capitals may be a code.
  std::size_t capitals = find_capitals<3>(page.tree->text(), 0);
  for_each_leaf(*page.tree, [&](const text::Block& block, std::string_view text) {
    if (doubts.number) numbers.add_numbers(text);
    if (capitals < block.text_begin) capitals = find_capitals<3>(page.tree->text(), block.text_begin);
    if (shared || (capitals < block.text_end && capitals + 3 <= block.text_end)) currencies.add(text);
    if (doubts.date && has_digit(text)) dates.add(text);
  });
  if (stated.stated()) numbers.add_currency(stated);
  if (doubts.number && numbers.needs_words())
    for_each_leaf(*page.tree, [&](const text::Block&, std::string_view text) { numbers.add_words(text); });
  page.amounts.signs = currencies.decide(stated.stated() ? stated : portfolio);
  if (doubts.number) page.amounts.format = numbers.decide();
  page.dates.order = dates.order();
}

/// Where the numbers leave it open, the words of headings and columns tell the language, and it how numbers are
/// grouped.
void ask_language(Page& page) {
  if (page.amounts.format.dot != NumberFormat::Dot::unknown) return;
  std::size_t words = 0;
  for_each_leaf(*page.tree, [&](const text::Block&, std::string_view text) {
    if (text.size() <= 80 && page.meaning(text).has(Mark::dot_groups)) ++words;
  });
  if (words >= 2) page.amounts.format = {NumberFormat::Dot::thousands, NumberFormat::Comma::decimal};
}

void say_encoding(Page& page, text::Encoding encoding) {
  switch (encoding) {
    case text::Encoding::utf16_le:
    case text::Encoding::utf16_be:
      page.complain(Severity::note, "encoding", 0, {}, "the file is UTF-16", "save it as UTF-8");
      break;
    case text::Encoding::damaged_utf8:
      page.complain(Severity::warning, "encoding", 0, {},
                    "some bytes of the file are no UTF-8 and are read as \"\uFFFD\"", "save it as UTF-8");
      break;
    case text::Encoding::binary:
      page.complain(Severity::error, "encoding", 0, {}, "the file is no text", "remove it, or save it as UTF-8");
      break;
    default:
      break;
  }
}

}  // namespace

struct HandoffReader::Implementation {
  explicit Implementation(const HandoffContext& given)
      : context(given), meanings(given.vocabulary), page(meanings), names(given.entities) {}

  void read(const HandoffInput& input, model::FactTable& out, Diagnostics& diagnostics);
  void read_front(text::FrontMatterReader& reader);

  const HandoffContext& context;
  Meanings meanings;
  Page page;
  EntityNames names;
  text::MarkdownParser parser;
  text::FrontMatterReader front;
};

void HandoffReader::Implementation::read(const HandoffInput& input, model::FactTable& out, Diagnostics& diagnostics) {
  meanings.forget_some();
  page.reset();
  const model::FileId file = out.begin_document(input.path);
  const text::SourceText source(input.bytes);
  page.source = &source;
  page.out = &out;
  page.diagnostics = &diagnostics;
  page.path = input.path;
  say_encoding(page, source.encoding());
  const std::size_t body = front.read(source, input.path, diagnostics);
  page.tree = &parser.parse(source, body);
  page.sections.push_back({});

  // The currency that the front matter states is evidence already; one that is found in the text is looked at again.
  const Currency first = Currency(front.first("currency"));
  const Doubts doubts = find_doubts(source.text());
  gather_evidence(page, doubts, context.currency, first);
  const Head head = read_head(page, front, names);
  page.as_of = head.as_of.value_or(input.committed.value_or(input.modified));
  page.dates.year = static_cast<int>(page.as_of.civil().year());
  page.amounts.currency = head.currency.stated() ? head.currency : context.currency;
  if (head.currency.stated() && head.currency != first) gather_evidence(page, doubts, context.currency, head.currency);
  if (doubts.dotted_group) ask_language(page);
  page.bare_money = head.currency.stated() || source.text().find('$') == std::string_view::npos;
  page.historical = head.historical;
  page.project = out.intern(head.project);
  page.entity = out.intern(head.entity);

  read_front(front);
  read_body(page, head.title_block);
  settle(page);
  page.finish();

  model::Document& document = out.document(file);
  document.project = page.project;
  document.entity = page.entity;
  document.title = out.intern(head.title);
  document.as_of = page.as_of;
  document.as_of_source = head.as_of        ? model::AsOfSource::document
                          : input.committed ? model::AsOfSource::commit
                                            : model::AsOfSource::modified;
  document.lines = page.lines;
  document.understood = page.understood;
}

void HandoffReader::Implementation::read_front(text::FrontMatterReader& reader) {
  for (const text::FrontMatterEntry& entry : reader.entries()) {
    const Meaning& meaning = page.meaning(entry.key);
    const Field field = meaning.document_field;
    const bool of_document = field == Field::entity || field == Field::project || field == Field::as_of ||
                             field == Field::tags || field == Field::title || meaning.field_whole == Field::currency;
    const auto values = reader.values(entry);
    if (of_document || values.empty()) continue;
    for (const text::FrontMatterValue& value : values)
      read_pair(page, {.key = entry.key, .value = value.text, .firm = true}, value.at.line);
  }
}

HandoffReader::HandoffReader(const HandoffContext& context)
    : implementation_(std::make_unique<Implementation>(context)) {}

HandoffReader::~HandoffReader() = default;

void HandoffReader::read(const HandoffInput& input, model::FactTable& out, Diagnostics& diagnostics) {
  implementation_->read(input, out, diagnostics);
}

}  // namespace qd::ingest
