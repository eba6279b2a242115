#include "render/columns.hpp"

#include <algorithm>
#include <numeric>

#include "base/utf8.hpp"

namespace qd::render {

namespace {

using report::Align;

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 6;     // a column is never narrower, whatever its words
constexpr std::size_t kLongestWord = 24;  // a longer one may be broken when a table is tight

std::size_t width_of(char32_t c) {
  const bool direction = (c >= 0x2066 && c <= 0x2069) || (c >= 0x202A && c <= 0x202E);
  return direction ? 0 : utf8::width(c);
}

/// Bytes of the longest prefix of at most `width` columns, at least one character.
std::size_t prefix_of(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  std::size_t used = 0;
  while (at < text.size()) {
    const utf8::Decoded one = utf8::decode_one(text.substr(at));
    used += width_of(one.character);
    if (used > width && at > 0) break;
    at += one.length;
  }
  return at;
}

/// Puts words into lines.
class Wrapper {
 public:
  explicit Wrapper(std::size_t width) : width_(std::max<std::size_t>(width, 1)) {}

  void add(std::string_view word) {
    const std::size_t needed = columns(word);
    if (used_ > 0 && used_ + 1 + needed <= width_) {
      line_ += ' ';
      line_ += word;
      used_ += 1 + needed;
      return;
    }
    if (used_ > 0) end_line();
    if (needed <= width_) {
      line_ = word;
      used_ = needed;
    } else {
      add_long(word);
    }
  }

  void end_line() {
    std::ranges::replace(line_, kFixedSpace, ' ');
    lines_.push_back(std::move(line_));
    line_.clear();
    used_ = 0;
  }

  std::vector<std::string> lines() {
    if (used_ > 0 || lines_.empty()) end_line();
    return std::move(lines_);
  }

 private:
  void add_long(std::string_view word) {
    std::size_t fixed = word.find(kFixedSpace);
    for (std::size_t next = fixed; next != std::string_view::npos; next = word.find(kFixedSpace, next + 1)) {
      if (columns(word.substr(0, next)) <= width_) fixed = next;
    }
    if (fixed != std::string_view::npos) {
      add(word.substr(0, fixed));
      if (fixed + 1 < word.size()) add(word.substr(fixed + 1));
      return;
    }
    while (columns(word) > width_) {
      const std::size_t bytes = prefix_of(word, width_);
      line_ = word.substr(0, bytes);
      end_line();
      word.remove_prefix(bytes);
    }
    line_ = word;
    used_ = columns(word);
  }

  std::size_t width_;
  std::string line_;
  std::size_t used_ = 0;
  std::vector<std::string> lines_;
};

std::size_t longest_word(std::string_view text) {
  std::size_t out = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    out = std::max(out, columns(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::size_t total(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), kGap * (widths.empty() ? 0 : widths.size() - 1));
}

/// Widths that fit, made by narrowing the widest column step by step; empty when there are none.
std::vector<std::size_t> fitting_widths(const TableText& table, std::size_t width) {
  std::vector<std::size_t> widths(table.aligns.size());
  std::vector<std::size_t> least(table.aligns.size(), kNarrowest);
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size() && c < widths.size(); ++c) {
      for (const std::string& line : wrapped(row[c], std::string::npos / 2))
        widths[c] = std::max(widths[c], columns(line));
      least[c] = std::max(least[c], std::min(longest_word(row[c]), kLongestWord));
    }
  }
  while (total(widths) > width) {
    std::size_t widest = widths.size();
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (widths[c] > least[c] && (widest == widths.size() || widths[c] > widths[widest])) widest = c;
    }
    if (widest == widths.size()) return {};
    --widths[widest];
  }
  return widths;
}

std::string padded(std::string_view text, std::size_t width, Align align) {
  const std::size_t used = columns(text);
  const std::size_t space = width > used ? width - used : 0;
  if (align == Align::right) return std::string(space, ' ') + std::string(text);
  if (align == Align::center)
    return std::string(space / 2, ' ') + std::string(text) + std::string(space - space / 2, ' ');
  return std::string(text) + std::string(space, ' ');
}

void trim_end(std::string& line) {
  while (line.ends_with(' ')) line.pop_back();
}

void add_row(const TableText& table, const std::vector<std::string>& row, const std::vector<std::size_t>& widths,
             std::vector<std::string>& out) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    cells.push_back(wrapped(c < row.size() ? std::string_view(row[c]) : std::string_view(), widths[c]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t y = 0; y < height; ++y) {
    std::string line;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (c > 0) line.append(kGap, ' ');
      line +=
          padded(y < cells[c].size() ? std::string_view(cells[c][y]) : std::string_view(), widths[c], table.aligns[c]);
    }
    trim_end(line);
    out.push_back(std::move(line));
  }
}

void add_record(const TableText& table, const std::vector<std::string>& row, std::size_t width,
                std::vector<std::string>& out) {
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (row[c].empty()) continue;
    const bool labelled = table.headed && c > 0 && c < table.rows.front().size() && !table.rows.front()[c].empty();
    const std::string label = labelled ? table.rows.front()[c] + ": " : std::string();
    bool first = true;
    for (std::string& line : wrapped(label + row[c], width - 2 * kGap)) {
      out.push_back((c == 0 ? "" : first ? "  " : "    ") + std::move(line));
      first = false;
    }
  }
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t out = 0;
  while (!text.empty()) {
    const utf8::Decoded one = utf8::decode_one(text);
    out += width_of(one.character);
    text.remove_prefix(one.length);
  }
  return out;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  Wrapper wrapper(width);
  while (true) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    if (end > 0) wrapper.add(text.substr(0, end));
    if (end == text.size()) break;
    if (text[end] == '\n') wrapper.end_line();
    text.remove_prefix(end + 1);
  }
  return wrapper.lines();
}

std::vector<std::string> table_lines(const TableText& table, std::size_t width) {
  std::vector<std::string> out;
  const std::vector<std::size_t> widths = fitting_widths(table, width);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const bool header = table.headed && r == 0;
    const bool last = r + 1 == table.rows.size();
    if (widths.empty()) {
      if (!header) add_record(table, table.rows[r], width, out);
      if (!header && !last) out.emplace_back();
      continue;
    }
    const std::size_t before = out.size();
    add_row(table, table.rows[r], widths, out);
    if (header) out.push_back(std::string(total(widths), '-'));
    // A row of several lines needs air to be told from the next.
    if (!header && !last && out.size() - before > 1) out.emplace_back();
  }
  return out;
}

}  // namespace qd::render
