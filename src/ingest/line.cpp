#include "ingest/line.hpp"

#include <algorithm>

#include "base/byte_scan.hpp"
#include "base/utf8.hpp"

namespace qd::ingest {

namespace {

bool is_decoration(char32_t c) {
  return (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2300 && c <= 0x23FF) || (c >= 0x2460 && c <= 0x27BF) ||
         (c >= 0x2900 && c <= 0x2BFF) || (c >= 0x1F000 && c <= 0x1FAFF) || c == 0xFE0F || c == 0x200D || c == 0x2022 ||
         c == 0x00B7 || c == 0x20E3 || c == 0x3030 || c == 0x203C || c == 0xA0;
}

/// Struck words are not current, a picture says nothing, and a comment is for nobody. Other HTML is words that somebody
/// wrote, and stays as it is.
bool is_taken_out(const text::Run& run, std::string_view part) {
  if ((run.marks & (text::kStrike | text::kImage)) != 0) return true;
  return (run.marks & text::kHtml) != 0 && part.starts_with("<!--");
}

}  // namespace

std::string_view strip_signs(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) >= 0x80) {
    const utf8::Decoded one = utf8::decode_one(text);
    if (!is_decoration(one.character)) break;
    text.remove_prefix(one.length);
    text = trim(text);
  }
  return text;
}

bool has_digit(std::string_view text) {
  return any_byte(text, [](Bytes block) { return in_range(block, '0', '9') | static_cast<Bytes>(block == 0xEF); });
}

std::string& LineSplitter::fresh() {
  if (used_ == texts_.size()) texts_.emplace_back();
  texts_[used_].clear();
  return texts_[used_++];
}

void LineSplitter::clear() { used_ = 0; }

Line LineSplitter::read(const text::MarkdownTree& tree, std::uint32_t block_index, std::size_t begin, std::size_t end) {
  const text::Block& block = tree.blocks()[block_index];
  const std::string_view all = tree.text(block);
  Line line{.block = block_index, .begin = static_cast<std::uint32_t>(begin)};
  line.number = block.first_line;
  std::string_view text = all.substr(begin, end - begin);
  const auto first = static_cast<std::uint32_t>(block.text_begin + begin);
  const auto last = static_cast<std::uint32_t>(block.text_begin + end);
  if (const auto runs = tree.runs(block); runs.size() == 1 && runs.front().marks == 0) {  // nearly all
    line.text = strip_decoration(text);
    return line;
  }
  bool taken_out = false, plain_seen = false, bold_open = true, italic = true;
  std::size_t bold_end = 0;
  for (const text::Run& run : tree.runs(block)) {
    if (run.end <= first) continue;
    if (run.begin >= last) break;
    const std::string_view part =
        trim(text.substr(std::max(run.begin, first) - first, std::min(run.end, last) - std::max(run.begin, first)));
    if (part.empty()) continue;
    if (is_taken_out(run, part)) {
      taken_out = true;
      if ((run.marks & text::kStrike) != 0 && line.struck.empty()) line.struck = part;
      continue;
    }
    if (!plain_seen) line.code_first = (run.marks & text::kCode) != 0;
    plain_seen = true;
    italic = italic && (run.marks & text::kItalic) != 0;
    // An emoji before the bold words does not make the line less of a heading.
    if ((run.marks & text::kBold) != 0 && bold_open)
      bold_end = std::min(run.end, last) - first;
    else if (!strip_decoration(part).empty())
      bold_open = false;
  }
  line.italic = plain_seen && italic;
  if (taken_out) {
    std::string& kept = fresh();
    std::size_t kept_bold = 0;
    for (const text::Run& run : tree.runs(block)) {
      if (run.end <= first || run.begin >= last) continue;
      if (is_taken_out(run, trim(all.substr(run.begin - block.text_begin, run.end - run.begin)))) continue;
      kept += text.substr(std::max(run.begin, first) - first, std::min(run.end, last) - std::max(run.begin, first));
      if (run.end - first <= bold_end) kept_bold = kept.size();
    }
    text = kept;
    bold_end = kept_bold;
  }
  line.text = strip_decoration(text);
  const auto cut = static_cast<std::size_t>(line.text.data() - text.data());
  if (bold_end > cut) line.bold = trim(line.text.substr(0, std::min(bold_end - cut, line.text.size())));
  return line;
}

void LineSplitter::split(const text::MarkdownTree& tree, std::uint32_t block_index, std::vector<Line>& lines) {
  const text::Block& block = tree.blocks()[block_index];
  const std::string_view all = tree.text(block);
  lines.clear();
  std::uint32_t number = block.first_line;
  for (std::size_t begin = 0; begin <= all.size();) {
    std::size_t end = all.find('\n', begin);
    if (end == std::string_view::npos) end = all.size();
    Line line = read(tree, block_index, begin, end);
    line.number = std::min(number, block.last_line);
    if (!line.empty() || !line.struck.empty()) lines.push_back(line);
    begin = end + 1;
    ++number;
  }
}

Line LineSplitter::whole(const text::MarkdownTree& tree, std::uint32_t block_index) {
  const text::Block& block = tree.blocks()[block_index];
  const std::string_view all = tree.text(block);
  const bool plain = block.run_end - block.run_begin == 1 && tree.runs(block).front().marks == 0;
  if (plain && block.first_line == block.last_line) {  // nearly every cell
    Line line{.block = block_index};
    line.text = strip_decoration(all);
    line.number = block.first_line;
    return line;
  }
  Line line = read(tree, block_index, 0, all.size());
  if (line.text.find('\n') == std::string_view::npos) return line;
  std::string& flat = fresh();
  flat = line.text;
  std::ranges::replace(flat, '\n', ' ');
  line.bold = std::string_view(flat).substr(0, line.bold.size());
  line.text = flat;
  return line;
}

}  // namespace qd::ingest
