#include "report/fence.hpp"

#include <algorithm>

#include "report/markdown_escape.hpp"

namespace qd::report {

namespace {

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '|') {
      out.push_back(unescaped(trimmed(line.substr(begin, i - begin))));
      begin = i + 1;
    }
  }
  out.push_back(unescaped(trimmed(line.substr(begin))));
  return out;
}

/// "|---|:--:|": what stands under the header of a pipe table. Text that begins with a dash is escaped.
bool is_delimiter(std::string_view line) {
  return line.starts_with('|') && line.find("--") != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

/// A pipe table's bars at both ends stand for no cells.
void drop_outer(std::vector<std::string>& cells) {
  if (cells.size() > 1 && cells.front().empty()) cells.erase(cells.begin());
  if (cells.size() > 1 && cells.back().empty()) cells.pop_back();
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::vector<FenceRow> fence_rows(std::string_view lines) {
  std::vector<FenceRow> out;
  bool pipe_table = false;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = trimmed(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    if (out.size() == 1 && !pipe_table && is_delimiter(line)) {
      pipe_table = true;
      drop_outer(out.front().cells);
      out.front().cells.front().clear();
      out.front().ruled = true;
      continue;
    }
    FenceRow& row = out.emplace_back(cells_of(line));
    if (pipe_table) drop_outer(row.cells);
  }
  return out;
}

}  // namespace qd::report
