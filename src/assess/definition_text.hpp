// Definitions as they were written: the strings of a definitions file and where they stand in it.
//
// A formula is checked long after its file was read. To put a caret under the mistake, a place inside the decoded
// string is found again in the file's own bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace qd::assess {

struct DefinitionFile {
  std::string path;  ///< relative to the workspace, or "definitions/kpis.toml" of those built in
  std::string text;  ///< as it lies on disk
};

/// A key or a string of a definitions file. One that was not given has line 0.
struct Written {
  std::string text;
  std::uint32_t file = 0;  ///< among the files that were read together
  Position at;             ///< of its first character, the quotation mark included

  [[nodiscard]] bool given() const { return at.line != 0; }
};

/// The bytes [begin, end) of `written.text`, as the file has them. Escapes and lines of a multi-line string are
/// followed; on another line the column counts from that line's start.
[[nodiscard]] Position locate(const DefinitionFile& file, const Written& written, std::size_t begin, std::size_t end);

/// The line of that number without its end; empty when there is none.
[[nodiscard]] std::string_view line_of(const DefinitionFile& file, std::uint32_t line);

/// Collects what is wrong with definitions.
class DefinitionProblems {
 public:
  DefinitionProblems(const std::vector<DefinitionFile>& files, Diagnostics& out) : files_(files), out_(out) {}

  /// Points at the whole string or key.
  void add(std::string_view code, const Written& where, std::string message, std::string hint = {});
  /// Points at a part of the string.
  void add(std::string_view code, const Written& where, std::size_t begin, std::size_t end, std::string message,
           std::string hint = {});
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  const std::vector<DefinitionFile>& files_;
  Diagnostics& out_;
  std::size_t count_ = 0;
};

/// "did you mean `x`?", or nothing when no candidate is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace qd::assess
