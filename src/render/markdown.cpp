#include "render/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/link_ref.hpp"
#include "report/markdown_escape.hpp"

namespace qd::render {

namespace {

using report::Align;
using report::Document;
using report::Node;
using report::NodeKind;

bool is_inline(NodeKind kind) { return kind >= NodeKind::text; }

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// A fence that no run of backticks in the text closes.
std::string fence(std::string_view text, std::size_t least) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(std::max(least, longest + 1), '`');
}

std::string_view delimiter(Align align) {
  switch (align) {
    case Align::left:
      return ":--";
    case Align::center:
      return ":-:";
    case Align::right:
      return "--:";
    case Align::none:
      return "---";
  }
  return "---";
}

class MarkdownRenderer {
 public:
  explicit MarkdownRenderer(const report::Report& report) : report_(report), document_(report.document) {}

  std::string run() {
    add_line(fmt::format("# {}", report::escaped(report_.title)));
    add_line("");
    add_line(fmt::format("{} · as of {}", report::escaped(report_.portfolio), report::escaped(report_.as_of_text)));
    blocks(0);
    return std::move(out_);
  }

 private:
  void add_line(std::string_view line) {
    std::string whole = (first_prefix_.empty() ? prefix_ : first_prefix_) + std::string(line);
    first_prefix_.clear();
    while (whole.ends_with(' ')) whole.pop_back();
    out_ += whole;
    out_ += '\n';
  }

  void gap() {
    if (first_prefix_.empty() && !out_.empty()) add_line("");
  }

  /// Text of a node between others: the spaces at its ends stay, so that words do not run together.
  static void add_text(std::string& out, std::string_view text) {
    const std::string_view core = trimmed(text);
    if (core.empty()) {
      if (!text.empty()) out += ' ';
      return;
    }
    if (text.front() == ' ') out += ' ';
    report::escape_markdown(out, core);
    if (text.back() == ' ') out += ' ';
  }

  static void add_spark(std::string& out, const Node& spark) {
    out += '[';
    report::escape_markdown(out, spark.text);
    out += "](<qd-spark:";
    for (const char c : spark.target) {
      if (c == '<' || c == '>' || c == '\\' || c == '&') out += '\\';
      out += c;
    }
    out += ">)";
  }

  [[nodiscard]] std::string inlines(std::size_t begin, std::size_t end) const {
    std::string out;
    document_.walk(
        begin, end,
        [&](std::size_t i) {
          const Node& node = document_[i];
          switch (node.kind) {
            case NodeKind::text:
              return add_text(out, node.text);
            case NodeKind::emphasis:
              out += '*';
              return;
            case NodeKind::strong:
              out += "**";
              return;
            case NodeKind::strike:
              out += "~~";
              return;
            case NodeKind::line_break:
              out += "\\\n";
              return;
            case NodeKind::link:
              out += '[';
              return;
            case NodeKind::spark:
              return add_spark(out, node);
            case NodeKind::code_span: {
              const std::string mark = fence(node.text, 1);
              const bool padded = node.text.starts_with('`') || node.text.ends_with('`');
              out += mark + (padded ? " " : "") + node.text + (padded ? " " : "") + mark;
              return;
            }
            default:
              return;
          }
        },
        [&](std::size_t i) {
          const Node& node = document_[i];
          switch (node.kind) {
            case NodeKind::emphasis:
              out += '*';
              return;
            case NodeKind::strong:
              out += "**";
              return;
            case NodeKind::strike:
              out += "~~";
              return;
            case NodeKind::link: {
              const bool ref = node.target.starts_with("qd:");
              out += ref ? fmt::format("](qd:{})", report::encode_ref(node.target.substr(3)))
                         : fmt::format("](<{}>)", node.target);
              return;
            }
            default:
              return;
          }
        });
    return out;
  }

  [[nodiscard]] std::string inlines_in(std::size_t i) const { return inlines(i + 1, document_[i].end); }

  void add_inlines(std::string_view text) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      add_line(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  void blocks(std::size_t parent) {
    std::size_t previous = 0;
    for (std::size_t i = parent + 1; i < document_[parent].end;) {
      std::size_t end = document_[i].end;
      if (is_inline(document_[i].kind)) {
        while (end < document_[parent].end && is_inline(document_[end].kind)) end = document_[end].end;
        add_inlines(inlines(i, end));
      } else {
        block(i, previous);
      }
      previous = i;
      i = end;
    }
  }

  void block(std::size_t i, std::size_t previous) {
    const Node& node = document_[i];
    const bool tight = node.kind == NodeKind::list && previous != 0 && is_inline(document_[previous].kind);
    if (!tight) gap();
    switch (node.kind) {
      case NodeKind::heading:
        return add_line(fmt::format("{} {}", std::string(node.level, '#'), inlines_in(i)));
      case NodeKind::paragraph:
        return add_inlines(inlines_in(i));
      case NodeKind::quote:
        return nested(i, "> ", "> ");
      case NodeKind::list:
        return list(i, previous != 0 && document_[previous].kind == NodeKind::list &&
                           document_[previous].ordered == node.ordered);
      case NodeKind::rule:
        return add_line("***");
      case NodeKind::code:
        return code(node);
      case NodeKind::table:
        return table(i);
      case NodeKind::chart:
        return fence_rows(i, "chart " + report::escaped(node.target));
      case NodeKind::figures:
        return fence_rows(i, "figures");
      default:
        return;
    }
  }

  void nested(std::size_t i, std::string_view first, std::string_view next) {
    const std::string outer = prefix_;
    first_prefix_ = (first_prefix_.empty() ? prefix_ : first_prefix_) + std::string(first);
    prefix_ += next;
    blocks(i);
    if (!first_prefix_.empty()) add_line("");
    prefix_ = outer;
  }

  /// Another mark than the list before has, or the two would be one.
  void list(std::size_t i, bool after_list) {
    const bool ordered = document_[i].ordered;
    std::uint32_t number = document_[i].start;
    bool first = true;
    for (const std::size_t item : document_.children(i)) {
      const bool loose = document_[item].end > item + 1 && document_[item + 1].kind == NodeKind::paragraph;
      if (!first && loose) add_line("");
      first = false;
      const std::string mark = ordered      ? fmt::format("{}{} ", number++, after_list ? ')' : '.')
                               : after_list ? "* "
                                            : "- ";
      nested(item, mark, std::string(mark.size(), ' '));
    }
  }

  void code(const Node& node) {
    const std::string mark = fence(node.text, 3);
    add_line(mark + node.target);
    std::string_view rest = node.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      add_line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    add_line(mark);
  }

  void table(std::size_t i) {
    for (const std::size_t row : document_.children(i)) {
      std::string line = "|";
      std::string rule = "|";
      for (const std::size_t cell : document_.children(row)) {
        std::string content = inlines_in(cell);
        // A cell has no lines.
        for (std::size_t at = content.find("\\\n"); at != std::string::npos; at = content.find("\\\n"))
          content.replace(at, 2, " ");
        line += fmt::format(" {} |", content);
        rule += fmt::format(" {} |", delimiter(document_[cell].align));
      }
      add_line(line);
      if (document_[row].header) add_line(rule);
    }
  }

  void fence_rows(std::size_t i, std::string_view info) {
    const std::string title = report::escaped(document_[i].text);
    add_line(fmt::format("```{}{}{}", info, title.empty() ? "" : " ", title));
    for (const std::size_t row : document_.children(i)) {
      std::vector<std::string> cells;
      std::string ref;
      std::string points;
      for (const std::size_t cell : document_.children(row)) {
        const Node* inside = document_[cell].end > cell + 1 ? &document_[cell + 1] : nullptr;
        if (inside && inside->kind == NodeKind::spark) {
          points = report::escaped(inside->target);
          continue;
        }
        if (inside && inside->kind == NodeKind::link) ref = report::escaped(inside->target.substr(3));
        cells.push_back(report::escaped(document_.plain_text(cell)));
      }
      if (!ref.empty() || !points.empty()) cells.push_back(ref);
      if (!points.empty()) cells.push_back(points);
      if (cells.size() > 1 || !cells.front().empty()) add_line(trimmed(fmt::format("{}", fmt::join(cells, " | "))));
    }
    add_line("```");
  }

  const report::Report& report_;
  const Document& document_;
  std::string out_;
  std::string prefix_;
  std::string first_prefix_;  // instead of prefix_, for the next line only: an item's mark
};

}  // namespace

std::string markdown(const report::Report& report) { return MarkdownRenderer(report).run(); }

}  // namespace qd::render
