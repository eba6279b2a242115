#include "text/markdown.hpp"

#include <algorithm>

#include "text/markdown_builder.hpp"
#include "text/markdown_input.hpp"

namespace qd::text {

namespace {

/// Copies the text with an empty line before each line at `offsets`; inside block quotes the empty line is quoted too.
std::string with_empty_lines(MarkdownInput& input, const std::vector<std::uint32_t>& offsets) {
  std::string out;
  out.reserve(input.text.size() + offsets.size() * 4);
  std::size_t copied = 0;
  std::size_t inserted = 0;
  for (const std::uint32_t offset : offsets) {
    out += input.text.substr(copied, offset - copied);
    copied = offset;
    const std::size_t start = out.size();
    const std::string_view rest = input.text.substr(offset);
    const std::string_view prefix = rest.substr(0, std::min(rest.find_first_not_of(" \t>"), rest.size()));
    out += prefix.substr(0, prefix.rfind('>') + 1);
    out += '\n';
    inserted += out.size() - start;
    input.insertions.push_back({static_cast<std::uint32_t>(out.size()), static_cast<std::uint32_t>(inserted)});
  }
  out += input.text.substr(copied);
  return out;
}

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
  MarkdownInput input{source, source.text().substr(skip), skip, {}};
  const auto& outcome = builder_->build(tree_, input, true);
  if (!outcome.padded_too_much && !outcome.swallowed_tables.empty()) {
    MarkdownInput copy = input;
    const std::string text = with_empty_lines(copy, outcome.swallowed_tables);
    copy.text = text;
    builder_->build(tree_, copy, true);
  }
  if (outcome.padded_too_much) builder_->build(tree_, input, false);
  return tree_;
}

}  // namespace qd::text
