#include "render/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "render/chart_text.hpp"
#include "render/columns.hpp"

namespace qd::render {

namespace {

using report::Document;
using report::Node;
using report::NodeKind;

constexpr std::size_t kWidth = 78;
constexpr std::size_t kNarrowest = 20;  // text is never wrapped narrower, however deep its list

bool is_inline(NodeKind kind) { return kind >= NodeKind::text; }

class TextRenderer {
 public:
  explicit TextRenderer(const report::Report& report) : report_(report), document_(report.document) {}

  std::string run(const TextOptions& options) {
    add_heading(report_.title, '=');
    add_wrapped(fmt::format("{} · as of {}", report_.portfolio, report_.as_of_text));
    blocks(0);
    if (!options.footer.empty()) {
      gap();
      lines_.push_back(prefix_ + "--");
      add_wrapped(options.footer);
    }
    std::string out;
    for (const std::string& line : lines_) out += line + "\n";
    return out;
  }

 private:
  void gap() {
    if (!lines_.empty() && !lines_.back().empty()) lines_.emplace_back();
  }

  void add_line(std::string_view line) {
    std::string whole = (first_prefix_.empty() ? prefix_ : first_prefix_) + std::string(line);
    first_prefix_.clear();
    while (whole.ends_with(' ')) whole.pop_back();
    lines_.push_back(std::move(whole));
  }

  void add_wrapped(std::string_view text) {
    const std::size_t width = kWidth > prefix_.size() + kNarrowest ? kWidth - prefix_.size() : kNarrowest;
    for (const std::string& line : wrapped(text, width)) add_line(line);
  }

  void add_heading(std::string_view text, char rule) {
    std::size_t widest = 0;
    for (const std::string& line : wrapped(text, kWidth)) {
      add_line(line);
      widest = std::max(widest, columns(line));
    }
    if (rule != '\0') add_line(std::string(widest, rule));
  }

  static void add_spark(std::string& out, std::string_view points) {
    std::string letters = spark_letters(points);
    std::ranges::replace(letters, ' ', kFixedSpace);
    out += letters;
  }

  /// The words of the nodes [begin, end), figures in one piece.
  [[nodiscard]] std::string words(std::size_t begin, std::size_t end) const {
    std::string out;
    std::vector<std::size_t> figure_begins;
    document_.walk(
        begin, end,
        [&](std::size_t i) {
          const Node& node = document_[i];
          if (node.kind == NodeKind::text || node.kind == NodeKind::code_span) out += node.text;
          if (node.kind == NodeKind::line_break) out += '\n';
          if (node.kind == NodeKind::strike) out += "~";
          if (node.kind == NodeKind::spark) add_spark(out, node.target);
          if (node.kind == NodeKind::link) figure_begins.push_back(out.size());
        },
        [&](std::size_t i) {
          const Node& node = document_[i];
          if (node.kind == NodeKind::strike) out += "~";
          if (node.kind != NodeKind::link) return;
          const std::size_t at = figure_begins.back();
          figure_begins.pop_back();
          if (node.target.starts_with("qd:")) {
            // Whole sentences are links too; only what is short is kept together.
            constexpr std::size_t kLongestFigure = 32;
            if (columns(std::string_view(out).substr(at)) <= kLongestFigure)
              std::replace(out.begin() + static_cast<long>(at), out.end(), ' ', kFixedSpace);
          } else if (!node.target.starts_with('#') && std::string_view(out).substr(at) != node.target) {
            out += fmt::format(" ({})", node.target);
          }
        });
    return out;
  }

  [[nodiscard]] std::string words_in(std::size_t i) const { return words(i + 1, document_[i].end); }

  /// What stands in a document, a quote or an item: stretches of inlines, and blocks.
  void blocks(std::size_t parent) {
    for (std::size_t i = parent + 1; i < document_[parent].end;) {
      if (!is_inline(document_[i].kind)) {
        block(i);
        i = document_[i].end;
        continue;
      }
      std::size_t end = i;
      while (end < document_[parent].end && is_inline(document_[end].kind)) end = document_[end].end;
      add_wrapped(words(i, end));
      i = end;
    }
  }

  void block(std::size_t i) {
    const Node& node = document_[i];
    // The first block of an item stands on the line of its mark.
    if (first_prefix_.empty() && !(node.kind == NodeKind::list && in_list_ > 0)) gap();
    switch (node.kind) {
      case NodeKind::heading:
        return add_heading(words_in(i), node.level <= 2 ? '-' : '\0');
      case NodeKind::paragraph:
        return add_wrapped(words_in(i));
      case NodeKind::quote:
        return nested(i, "> ", "> ");
      case NodeKind::list:
        return list(i);
      case NodeKind::rule:
        return add_line(std::string(kWidth - prefix_.size(), '-'));
      case NodeKind::code:
        return code(node.text);
      case NodeKind::table:
        return table(i);
      case NodeKind::chart:
        return chart(i);
      case NodeKind::figures:
        return figures(i);
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

  void list(std::size_t i) {
    ++in_list_;
    std::size_t number = document_[i].start;
    const std::vector<std::size_t> items = document_.children(i);
    const std::size_t widest = fmt::format("{}. ", number + items.size() - 1).size();
    for (const std::size_t item : items) {
      const std::string mark =
          document_[i].ordered ? fmt::format("{:<{}}", fmt::format("{}. ", number++), widest) : "- ";
      nested(item, mark, std::string(mark.size(), ' '));
    }
    --in_list_;
  }

  void code(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      add_line(fmt::format("    {}", text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void table(std::size_t i) {
    TableText out;
    for (const std::size_t row : document_.children(i)) {
      std::vector<std::string>& cells = out.rows.emplace_back();
      for (const std::size_t cell : document_.children(row)) {
        if (document_[row].header) out.aligns.push_back(document_[cell].align);
        cells.push_back(words_in(cell));
      }
    }
    for (const std::string& line : table_lines(out, kWidth - prefix_.size())) add_line(line);
  }

  void chart(std::size_t i) {
    if (!document_[i].text.empty()) add_wrapped(document_[i].text);
    for (const std::string& line : chart_lines(document_, i, kWidth - prefix_.size())) add_line(line);
  }

  void figures(std::size_t i) {
    TableText out;
    out.headed = false;
    for (const std::size_t row : document_.children(i)) {
      std::vector<std::string>& cells = out.rows.emplace_back();
      for (const std::size_t cell : document_.children(row)) cells.push_back(words_in(cell));
      out.aligns.resize(std::max(out.aligns.size(), cells.size()));
    }
    for (const std::string& line : table_lines(out, kWidth - prefix_.size())) add_line(line);
  }

  const report::Report& report_;
  const Document& document_;
  std::vector<std::string> lines_;
  std::string prefix_;
  std::string first_prefix_;  // instead of prefix_, for the next line only: an item's mark
  int in_list_ = 0;
};

}  // namespace

std::string text(const report::Report& report, const TextOptions& options) { return TextRenderer(report).run(options); }

}  // namespace qd::render
