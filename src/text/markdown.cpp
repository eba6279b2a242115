#include "text/markdown.hpp"

#include <algorithm>

#include "text/markdown_builder.hpp"
#include "text/markdown_input.hpp"

namespace qd::text {

namespace {

// md4c takes quadratic time for the brackets and asterisks of one paragraph. Nobody writes one of this many bytes.
constexpr std::size_t kLongestParagraph = 32 * 1024;

/// What is put into the text so that md4c suits it: first said by the two functions, then applied to an input.
class Insertions {
 public:
  Insertions(const SourceText& source, std::string_view text, std::size_t skip)
      : source_(source), text_(text), skip_(skip) {}

  /// Breaks paragraphs into pieces that md4c reads at once. Rows of tables stay together.
  void break_paragraphs() {
    std::size_t begin = 0;  // of the paragraph
    for (std::size_t line = 0; line < text_.size();) {
      const std::size_t end = std::min(text_.find_first_of("\r\n", line), text_.size());
      const std::string_view text = text_.substr(line, end - line);
      if (text.find_first_not_of(" \t>") == std::string_view::npos) {
        begin = end;
      } else if (text.find('|') == std::string_view::npos) {
        if (line - begin > kLongestParagraph) add_gap(begin = line);
        if (end - line > kLongestParagraph) begin = break_line(line, end);
      }
      line = end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
    }
  }

  /// Makes md4c see these tables too.
  void open(const std::vector<SwallowedTable>& tables) {
    for (const SwallowedTable& table : tables) {
      if (table.needs_gap) add_gap(source_.line_start(table.header) - skip_);
      lengthen_dashes(source_.line_start(table.header + 1) - skip_, source_.line(table.header + 1));
    }
  }

  /// The input with all of it; `copy` holds its text.
  MarkdownInput apply(std::string& copy) const {
    MarkdownInput input{source_, text_, skip_, {}};
    if (all_.empty()) return input;
    std::vector<Insertion> sorted = all_;
    std::ranges::stable_sort(sorted, {}, &Insertion::offset);
    copy.clear();
    copy.reserve(text_.size() + sorted.size() * 2);
    std::size_t copied = 0, inserted = 0;
    for (const Insertion& insertion : sorted) {
      copy += text_.substr(copied, insertion.offset - copied);
      copied = insertion.offset;
      copy += insertion.text;
      inserted += insertion.text.size();
      input.insertions.push_back({static_cast<std::uint32_t>(copy.size()), static_cast<std::uint32_t>(inserted)});
    }
    copy += text_.substr(copied);
    input.text = copy;
    return input;
  }

 private:
  struct Insertion {
    std::size_t offset;  // in text_
    std::string text;
  };

  /// A line that is too long by itself, at its spaces. Where the last piece begins.
  std::size_t break_line(std::size_t begin, std::size_t end) {
    while (end - begin > kLongestParagraph) {
      const std::size_t space = text_.find(' ', begin + kLongestParagraph);
      if (space >= end) break;
      all_.push_back({begin = space, "\n\n"});
    }
    return begin;
  }

  /// An empty line; inside block quotes it is quoted too.
  void add_gap(std::size_t line_start) {
    const std::string_view line = text_.substr(line_start);
    const std::string_view prefix = line.substr(0, std::min(line.find_first_not_of(" \t>"), line.size()));
    all_.push_back({line_start, std::string(prefix.substr(0, prefix.rfind('>') + 1)) + '\n'});
  }

  /// Each cell to the three characters that md4c wants.
  void lengthen_dashes(std::size_t line_start, std::string_view line) {
    for (std::size_t at = 0; (at = line.find_first_of(":-", at)) != std::string_view::npos;) {
      const std::size_t end = std::min(line.find_first_not_of(":-", at), line.size());
      if (end - at < 3) all_.push_back({line_start + line.find('-', at), "--"});
      at = end;
    }
  }

  const SourceText& source_;
  std::string_view text_;
  std::size_t skip_;
  std::vector<Insertion> all_;
};

}  // namespace

std::size_t MarkdownTree::source_offset(const Block& block, std::size_t offset) const {
  const auto all = runs(block);
  if (all.empty()) return 0;
  auto after = std::ranges::upper_bound(all, offset, {}, &Run::begin);
  const Run& run = *(after == all.begin() ? after : std::prev(after));
  const std::size_t source = run.source + (offset - std::min<std::size_t>(offset, run.begin));
  return after == all.end() ? source : std::min<std::size_t>(source, after->source);
}

MarkdownParser::MarkdownParser() : builder_(std::make_unique<MarkdownBuilder>()) {}
MarkdownParser::~MarkdownParser() = default;

const MarkdownTree& MarkdownParser::parse(const SourceText& source, std::size_t skip) {
  skip = std::min(skip, source.text().size());
  // md4c looks at the byte behind the text, and goes astray when it is a ')' or a digit's dot; in a string it is a NUL.
  input_ = source.text().substr(skip);
  Insertions breaks(source, input_, skip);
  if (input_.size() > kLongestParagraph) breaks.break_paragraphs();
  std::string broken;
  const MarkdownInput input = breaks.apply(broken);
  const auto& outcome = builder_->build(tree_, input, true);
  // What is a table by its lines may be none by the blocks around it; then it is left as it was.
  std::vector<SwallowedTable> tables = outcome.swallowed_tables;
  if (outcome.padded_too_much) tables.clear();
  for (bool again = false; !tables.empty(); again = true) {
    Insertions opening = breaks;
    opening.open(tables);
    std::string opened;
    builder_->build(tree_, opening.apply(opened), true);
    const auto is_shown = [&](const SwallowedTable& table) {
      return std::ranges::binary_search(outcome.shown_insertions, table.header + 1);
    };
    if (std::ranges::none_of(tables, is_shown)) break;
    std::erase_if(tables, [&](const SwallowedTable& table) { return again || is_shown(table); });
    if (tables.empty()) builder_->build(tree_, input, true);
  }
  if (outcome.padded_too_much) builder_->build(tree_, input, false);
  return tree_;
}

}  // namespace qd::text
