// Any bytes become a sound tree: blocks nest, runs cover the text, and every place lies in the file.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "text/front_matter.hpp"
#include "text/markdown.hpp"

namespace {

using namespace qd;
using namespace qd::text;

void check_runs(const SourceText& source, const MarkdownTree& tree, const Block& block) {
  std::uint32_t at = block.text_begin;
  std::size_t before = 0;
  for (const Run& run : tree.runs(block)) {
    ensure(run.begin == at && run.end > run.begin, "runs cover the text");
    ensure(run.source >= before && run.source <= source.text().size(), "runs are in the order of the source");
    before = run.source;
    at = run.end;
    const std::uint32_t line = source.line_of(run.source);
    ensure(line >= block.first_line && line <= block.last_line, "text lies in the lines of its block");
    const std::string_view text = tree.text(block).substr(run.begin - block.text_begin, run.end - run.begin);
    const std::string_view written = source.text().substr(run.source, text.size());
    const bool otherwise =
        written.starts_with('&') || written.starts_with('<') || text.find_first_not_of(" \n") == std::string_view::npos;
    const auto same = [](char a, char b) { return a == b || (a == '\n' && b == '\r'); };
    const bool end_added = text.ends_with('\n') && text.size() == written.size() + 1;
    ensure(otherwise || std::ranges::equal(text.substr(0, text.size() - end_added), written, same) ||
               text.find('\n') != std::string_view::npos,
           "text is what the source says");
  }
  ensure(at == block.text_end, "runs cover the text to its end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SourceText source({reinterpret_cast<const char*>(data), size});
  static MarkdownParser parser;
  const MarkdownTree& tree = parser.parse(source, split_front_matter(source).body);
  const auto blocks = tree.blocks();
  ensure(!blocks.empty() && blocks[0].end == blocks.size(), "the document holds all");
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    ensure(block.parent <= i && block.end > i && block.end <= blocks[block.parent].end, "blocks nest");
    ensure(block.first_line >= 1 && block.first_line <= block.last_line, "blocks have lines");
    ensure(block.last_line <= std::max(source.lines(), 1u), "lines are those of the file");
    check_runs(source, tree, block);
  }
  return 0;
}
