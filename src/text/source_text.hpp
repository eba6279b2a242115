// The bytes of a file as text, whatever accident its encoding had.
//
// Lines and columns are counted in characters, and decoding never adds or removes a line, so a position in the decoded
// text is a position in the file as the author sees it. No map of offsets is needed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace qd::text {

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16_le, utf16_be, damaged_utf8, binary };

class SourceText {
 public:
  /// Refers to `bytes` when they are UTF-8 as they are; they must then outlive this. UTF-16 (with or without a byte
  /// order mark) is converted. Invalid bytes and stray NULs become U+FFFD (`damaged_utf8`). What is full of control
  /// characters, or 4 GB long, is `binary`: its text is empty. Linear time.
  explicit SourceText(std::string_view bytes);
  SourceText(SourceText&&) = delete;  // views into itself

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Encoding encoding() const { return encoding_; }

  /// Lines end with LF, CRLF or CR. The line that holds the offset, from 1; a line holds its own end.
  [[nodiscard]] std::uint32_t line_of(std::size_t offset) const;
  /// `end` is past the last character to underline; the length is cut at the end of the line.
  [[nodiscard]] Position position(std::size_t begin, std::size_t end) const;
  /// Without its end. `line` from 1 to lines().
  [[nodiscard]] std::string_view line(std::uint32_t line) const;
  [[nodiscard]] std::size_t line_start(std::uint32_t line) const { return starts_[line - 1]; }
  /// A text that ends with a line end has no empty line after it; the empty text has none.
  [[nodiscard]] std::uint32_t lines() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  void decode(std::string_view bytes);
  void index_lines();

  std::string converted_;
  std::string_view text_;
  Encoding encoding_ = Encoding::utf8;
  std::vector<std::uint32_t> starts_;
};

/// `what` with the file, the place, and the line there.
[[nodiscard]] Diagnostic placed(Diagnostic what, std::string_view file, const SourceText& source, Position at);

}  // namespace qd::text
