// Rows of comma-separated values as RFC 4180 has them.
#pragma once

#include <string>
#include <string_view>

namespace qd {

/// Appends to a string that must outlive it.
class CsvWriter {
 public:
  explicit CsvWriter(std::string& out) : out_(out) {}

  CsvWriter& cell(std::string_view text) {
    if (!first_) out_ += ',';
    first_ = false;
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_ += text;
      return *this;
    }
    out_ += '"';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
    return *this;
  }

  /// Words that a person wrote, for a file that people open in a spreadsheet: never taken for a formula.
  CsvWriter& words(std::string_view text) {
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    return formula ? cell(std::string("'").append(text)) : cell(text);
  }

  void end_row() {
    out_ += "\r\n";
    first_ = true;
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace qd
