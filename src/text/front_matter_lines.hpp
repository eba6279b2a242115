// The front matter that people really write, `key: value` and lists of words, without the cost of a YAML parser.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "text/front_matter.hpp"

namespace qd::text {

/// Reads lines whose meaning in YAML is plain to see. A fuzz target compares its answers with libfyaml's.
class FrontMatterLines {
 public:
  FrontMatterLines(FrontMatterReader& out, const FrontMatterSpan& span) : out_(out), span_(span) {}

  /// Whether all lines are simple; if not, nothing is kept.
  bool read_all();
  /// Reads what is simple and skips the rest: for what no YAML parser takes.
  void read_some();

 private:
  struct Piece {
    std::string_view text;
    std::size_t begin = 0;  ///< in the source, without its quotes
    std::size_t end = 0;
    bool quoted = false;
  };

  bool read_line(std::string_view line, std::size_t offset);
  bool read_entry(std::string_view line, std::size_t offset);
  bool read_item(std::string_view line, std::size_t offset);
  bool read_flow_list(std::string_view list, std::size_t offset);
  [[nodiscard]] static std::optional<Piece> scalar(std::string_view text, std::size_t offset, bool in_flow);
  void add(const Piece& piece);

  FrontMatterReader& out_;
  FrontMatterSpan span_;
  bool open_list_ = false;       // the last key has no value on its line
  std::size_t indentation_ = 0;  // of the items of that list, in bytes, once there is one
  bool has_items_ = false;
};

}  // namespace qd::text
