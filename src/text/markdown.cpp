#include "text/markdown.hpp"

#include <algorithm>

#include "text/markdown_builder.hpp"
#include "text/markdown_input.hpp"

namespace qd::text {

namespace {

/// Makes a copy of the input's text in which md4c sees the tables too.
class TableOpener {
 public:
  TableOpener(MarkdownInput& input, std::string& copy) : input_(input), original_(input.text), copy_(copy) {}

  void open(const std::vector<SwallowedTable>& tables) {
    copy_.clear();
    copy_.reserve(original_.size() + tables.size() * 16);
    for (const SwallowedTable& table : tables) {
      if (table.needs_gap) insert_gap(input_.source.line_start(table.header) - input_.skip);
      lengthen_dashes(input_.source.line_start(table.header + 1) - input_.skip, input_.source.line(table.header + 1));
    }
    copy_ += original_.substr(copied_);
    input_.text = copy_;
  }

 private:
  void insert(std::size_t offset, std::string_view text) {
    copy_ += original_.substr(copied_, offset - copied_);
    copied_ = offset;
    copy_ += text;
    inserted_ += text.size();
    input_.insertions.push_back({static_cast<std::uint32_t>(copy_.size()), static_cast<std::uint32_t>(inserted_)});
  }

  /// An empty line; inside block quotes it is quoted too.
  void insert_gap(std::size_t line_start) {
    const std::string_view line = original_.substr(line_start);
    const std::string_view prefix = line.substr(0, std::min(line.find_first_not_of(" \t>"), line.size()));
    insert(line_start, std::string(prefix.substr(0, prefix.rfind('>') + 1)) + '\n');
  }

  /// Each cell to the three characters that md4c wants.
  void lengthen_dashes(std::size_t line_start, std::string_view line) {
    for (std::size_t at = 0; (at = line.find_first_of(":-", at)) != std::string_view::npos;) {
      const std::size_t end = std::min(line.find_first_not_of(":-", at), line.size());
      if (end - at < 3) insert(line_start + line.find('-', at), "--");
      at = end;
    }
  }

  MarkdownInput& input_;
  std::string_view original_;
  std::string& copy_;
  std::size_t copied_ = 0;
  std::size_t inserted_ = 0;
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
  const MarkdownInput input{source, input_, skip, {}};
  const auto& outcome = builder_->build(tree_, input, true);
  // What is a table by its lines may be none by the blocks around it; then it is left as it was.
  std::vector<SwallowedTable> tables = outcome.swallowed_tables;
  if (outcome.padded_too_much) tables.clear();
  std::string copy;
  for (bool again = false; !tables.empty(); again = true) {
    MarkdownInput opened = input;
    TableOpener(opened, copy).open(tables);
    builder_->build(tree_, opened, true);
    const auto& shown = outcome.shown_insertions;
    if (shown.empty()) break;
    std::erase_if(tables, [&](const SwallowedTable& table) {
      return again || std::ranges::binary_search(shown, table.header + 1);
    });
    if (tables.empty()) builder_->build(tree_, input, true);
  }
  if (outcome.padded_too_much) builder_->build(tree_, input, false);
  return tree_;
}

}  // namespace qd::text
