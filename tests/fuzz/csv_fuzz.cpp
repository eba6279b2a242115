// Any bytes become rows in order, and every row that is written again and read again is the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "text/csv.hpp"

namespace {

using namespace qd;
using namespace qd::text;

using Rows = std::vector<std::vector<std::string>>;

Rows read(const SourceText& source, Diagnostics& diagnostics, char separator) {
  Rows out;
  CsvReader reader(source, "a.csv", diagnostics, separator);
  std::uint32_t line = 0;
  while (const CsvRow* row = reader.next()) {
    ensure(row->line > line && row->last_line >= row->line, "rows follow each other");
    ensure(row->last_line <= source.lines(), "lines are those of the file");
    ensure(!row->fields.empty(), "a row has fields");
    line = row->last_line;
    out.emplace_back(row->fields.begin(), row->fields.end());
  }
  return out;
}

std::string written(const Rows& rows) {
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? "\"" : ";\"";
      for (const char c : row[i]) out.append(c == '"' ? 2 : 1, c);
      out += '"';
    }
    out += '\n';
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SourceText source({reinterpret_cast<const char*>(data), size});
  Diagnostics diagnostics;
  const Rows rows = read(source, diagnostics, 0);
  const std::string again = written(rows);
  Diagnostics none;
  ensure(read(SourceText(again), none, ';') == rows, "what is written is read again");
  ensure(none.empty(), "what is written has no mistakes");
  return 0;
}
