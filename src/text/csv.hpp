// CSV as programs really export it: RFC 4180, also with semicolons or tabs, ragged rows and damaged quotes.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "text/source_text.hpp"

namespace qd::text {

struct CsvRow {
  std::uint32_t line = 0;                ///< the first line of the row, from 1
  std::uint32_t last_line = 0;           ///< another one where a quoted field holds line ends
  std::vector<std::string_view> fields;  ///< without quotes, white space as it is; there is at least one
};

/// Goes through the rows once. Keeps one row's memory.
class CsvReader {
 public:
  /// Without a separator the most likely of comma, semicolon and tab. All three must outlive this.
  CsvReader(const SourceText& source, std::string_view file, Diagnostics& diagnostics, char separator = 0);

  /// The next row that is not an empty line, or nullptr at the end. Valid until the next call. A quote that is never
  /// closed ends with its line, and a diagnostic says so.
  const CsvRow* next();

  [[nodiscard]] char separator() const { return separator_; }

 private:
  void take_line_end();
  std::string_view plain_field();
  std::string_view quoted_field();
  [[nodiscard]] std::optional<std::size_t> closing_quote() const;
  std::string_view unescaped(std::string_view quoted);
  std::string_view keep(std::string text);
  void complain(std::size_t begin, std::string_view code, std::string message, std::string hint);

  const SourceText& source_;
  std::string_view text_;
  std::string file_;
  Diagnostics& diagnostics_;
  char separator_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  bool quotes_end_with_line_ = false;  // after a quote that was never closed, so that the whole stays linear
  CsvRow row_;
  std::deque<std::string> unescaped_;  // fields of the row in which quotes were doubled
  std::size_t unescaped_used_ = 0;
};

/// The separator that the first rows share most consistently; a comma when nothing speaks for another.
[[nodiscard]] char guess_separator(std::string_view text);

}  // namespace qd::text
