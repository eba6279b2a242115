// A rendered report as a tree that knows no output format. Every renderer is one walk over it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qd::report {

enum class NodeKind : std::uint8_t {
  document,
  // blocks
  heading,
  paragraph,
  quote,
  list,
  item,
  rule,
  code,
  table,
  row,
  cell,
  /// Rows of cells; `text` is the title, `target` the sort: "bars" and "waterfall" have a label and a quantity in each
  /// row, "lines" and "heat" a label and any number of quantities, perhaps under a header.
  chart,
  /// Rows of cells: label, value, change, and where there is a trend one with a spark; the value's cell holds a link
  /// when it has an explanation.
  figures,
  // inlines
  text,
  emphasis,
  strong,
  strike,
  code_span,
  line_break,
  link,   ///< `target` is http:, https:, mailto:, qd: or #; other links are only their text
  spark,  ///< a trend in a line of text; `target` holds its points between semicolons, `text` says what it shows
};

enum class Align : std::uint8_t { none, left, center, right };

/// Nodes stand in the order of the document, parents before children; `end` is the index one past the last node inside.
struct Node {
  NodeKind kind = NodeKind::document;
  Align align = Align::none;  ///< cell
  std::uint8_t level = 0;     ///< heading: 1…6
  bool ordered = false;       ///< list
  bool header = false;        ///< row, cell
  std::uint32_t start = 1;    ///< ordered list: its first number
  std::uint32_t end = 0;
  std::string text;    ///< text, code, code_span, spark; chart: title
  std::string target;  ///< link, spark, chart, code: language
};

class Document {
 public:
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  [[nodiscard]] const Node& operator[](std::size_t i) const { return nodes_[i]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  /// Calls `enter(index)` for each node and `leave(index)` after what is inside it, for the nodes [begin, end).
  template <class Enter, class Leave>
  void walk(std::size_t begin, std::size_t end, Enter enter, Leave leave) const {
    std::vector<std::size_t> open;
    for (std::size_t i = begin; i < end; ++i) {
      while (!open.empty() && nodes_[open.back()].end <= i) leave(open.back()), open.pop_back();
      enter(i);
      open.push_back(i);
    }
    for (; !open.empty(); open.pop_back()) leave(open.back());
  }

  /// The direct children of a node.
  [[nodiscard]] std::vector<std::size_t> children(std::size_t parent) const;
  /// The words inside a node, without markup.
  [[nodiscard]] std::string plain_text(std::size_t node) const;

 private:
  friend class DocumentBuilder;
  std::vector<Node> nodes_;
};

/// Reads Markdown (CommonMark with tables and strikethrough; no HTML: a tag is text). Fenced blocks ```chart and
/// ```figures become nodes of their own. Nesting beyond a hundred levels is flattened.
[[nodiscard]] Document parse_document(std::string_view markdown);

}  // namespace qd::report
