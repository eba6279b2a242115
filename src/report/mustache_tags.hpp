// What a template is once it was read: a flat list of tags over its source. Shared by the compiler and the renderer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "report/mustache.hpp"

namespace qd::report {

struct Template::Tag {
  enum class Kind : std::uint8_t { text, variable, raw, section, inverted, partial };
  Kind kind = Kind::text;
  std::string text;         ///< text as it is; else the name
  std::string indentation;  ///< of a partial that stands alone on its line
  std::size_t end = 0;      ///< section: index one past the last tag inside
  std::size_t offset = 0;   ///< of the name in the source
};

struct Template::Compiled {
  std::string source;
  std::string file;
  std::uint32_t first_line = 1;
  std::size_t indentation = 0;  ///< characters put before each line of the source, no part of the file
  std::vector<Tag> tags;

  /// An error about `length` bytes of the source from `offset`, with the line as it stands in the file.
  [[nodiscard]] Diagnostic problem(std::size_t offset, std::size_t length, std::string_view code, std::string message,
                                   std::string hint = {}) const;
};

/// Fills in `out.tags` from `out.source`.
void compile_tags(Template::Compiled& out, Diagnostics& diagnostics);

}  // namespace qd::report
