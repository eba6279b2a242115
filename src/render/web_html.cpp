#include "render/web_html.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "render/chart_data.hpp"
#include "render/chart_web.hpp"
#include "render/html.hpp"
#include "report/link_ref.hpp"

namespace qd::render {

namespace {

using report::Align;
using report::Document;
using report::Node;
using report::NodeKind;

std::string_view align_class(Align align) {
  switch (align) {
    case Align::right:
      return " class=\"right\"";
    case Align::center:
      return " class=\"center\"";
    default:
      return "";
  }
}

const Explanations kNoExplanations;

/// One walk over the document; `out_` grows as it goes.
class WebRenderer {
 public:
  WebRenderer(const report::Report& report, const WebOptions& options)
      : report_(report),
        document_(report.document),
        options_(options),
        explanations_(options.explanations ? *options.explanations : kNoExplanations) {}

  std::string run() {
    head();
    out_ += "<main id=\"report\">\n";
    title();
    document_.walk(1, document_.size(), [this](std::size_t i) { enter(i); }, [this](std::size_t i) { leave(i); });
    close_section();
    explanations();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void add(std::string_view markup) { out_ += markup; }
  void text(std::string_view words) { append_html(out_, words); }

  void head() {
    // Nothing is loaded and nothing runs, whatever the text says.
    add("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" "
        "content=\"no-referrer\">\n<title>");
    text(fmt::format("{} · {}", report_.title, report_.portfolio));
    add("</title>\n<style>\n");
    add(options_.style_sheet);
    add("</style>\n</head>\n<body>\n");
  }

  void title() {
    add("<header class=\"title\">\n<p class=\"portfolio\">");
    text(report_.portfolio);
    add("</p>\n<h1>");
    text(report_.title);
    add("</h1>\n<p class=\"as-of\">As of <time datetime=\"");
    text(to_string(report_.as_of));
    add("\">");
    text(report_.as_of_text);
    add("</time></p>\n</header>\n<div class=\"summary\">\n");
    section_ = "</div>\n";
  }

  void close_section() {
    add(section_);
    section_ = {};
  }

  void enter(std::size_t i) {
    const Node& node = document_[i];
    if (i < skip_until_) return;
    switch (node.kind) {
      case NodeKind::heading:
        return heading(i);
      case NodeKind::table:
        return open_table(i);
      case NodeKind::row:
        return add("<tr role=\"row\">");
      case NodeKind::cell:
        return open_cell(i);
      case NodeKind::list:
        return open_list(node);
      case NodeKind::code:
        add("<pre><code>"), text(node.text), add("</code></pre>\n");
        return;
      case NodeKind::code_span:
        add("<code>"), text(node.text), add("</code>");
        return;
      case NodeKind::chart:
        append_web_chart(out_, document_, i);
        skip_until_ = node.end;
        return;
      case NodeKind::spark:
        return append_web_picture(out_, document_, i);
      case NodeKind::figures:
        return figures(i);
      case NodeKind::text:
        return in_cell_ ? breakable(node.text) : text(node.text);
      case NodeKind::link:
        return open_link(i);
      default:
        return add(simple_tag(node.kind, true));
    }
  }

  void leave(std::size_t i) {
    const Node& node = document_[i];
    if (i < skip_until_) return;
    switch (node.kind) {
      case NodeKind::heading:
        add(fmt::format("</h{}>\n", heading_level(node)));
        return;
      case NodeKind::table:
        add("</tbody></table>\n");
        return;
      case NodeKind::row:
        add(node.header ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
        return;
      case NodeKind::cell:
        add(node.header ? "</th>" : "</td>");
        in_cell_ = false;
        return;
      case NodeKind::list:
        add(node.ordered ? "</ol>\n" : "</ul>\n");
        return;
      case NodeKind::link:
        return close_link(i);
      default:
        return add(simple_tag(node.kind, false));
    }
  }

  static std::string_view simple_tag(NodeKind kind, bool open) {
    switch (kind) {
      case NodeKind::paragraph:
        return open ? "<p>" : "</p>\n";
      case NodeKind::quote:
        return open ? "<blockquote>" : "</blockquote>\n";
      case NodeKind::item:
        return open ? "<li>" : "</li>\n";
      case NodeKind::rule:
        return open ? "<hr>\n" : "";
      case NodeKind::emphasis:
        return open ? "<em>" : "</em>";
      case NodeKind::strong:
        return open ? "<strong>" : "</strong>";
      case NodeKind::strike:
        return open ? "<del>" : "</del>";
      case NodeKind::line_break:
        return open ? "<br>" : "";
      default:
        return "";
    }
  }

  /// The page has the one heading of the first level already.
  static int heading_level(const Node& node) { return std::clamp<int>(node.level, 2, 6); }

  void heading(std::size_t i) {
    const int level = heading_level(document_[i]);
    if (level == 2) {
      close_section();
      add("<section>\n");
      section_ = "</section>\n";
    }
    add(fmt::format("<h{}>", level));
  }

  void open_list(const Node& node) {
    if (!node.ordered) return add("<ul>\n");
    add(node.start == 1 ? std::string("<ol>\n") : fmt::format("<ol start=\"{}\">\n", node.start));
  }

  void open_table(std::size_t i) {
    labels_.clear();
    const std::vector<std::size_t> rows = document_.children(i);
    for (const std::size_t cell : document_.children(rows.front())) labels_.push_back(document_.plain_text(cell));
    // On a phone each row is a block of its own whose cells carry the column's name.
    add(labels_.size() > 2 ? "<table role=\"table\" class=\"wide\"><thead>" : "<table role=\"table\"><thead>");
  }

  /// A column is as wide as its longest word; one that is too long gets places where a line may end. A figure stays
  /// whole.
  void breakable(std::string_view words) {
    constexpr std::size_t kLongest = 20, kLongestFigure = 40;
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size() - 1) + 1;
      std::string_view word = words.substr(0, end);
      const bool figure = word.find_first_of("0123456789") != std::string_view::npos;
      for (; utf8::length(word) > (figure ? kLongestFigure : kLongest); add("<wbr>")) {
        const std::string_view part = utf8::prefix(word, kLongest / 2);
        text(part);
        word.remove_prefix(part.size());
      }
      text(word);
      words.remove_prefix(end);
    }
  }

  void open_cell(std::size_t i) {
    const Node& cell = document_[i];
    in_cell_ = true;
    if (cell.header) {
      column_ = 0;
      return add(fmt::format("<th scope=\"col\" role=\"columnheader\"{}>", align_class(cell.align)));
    }
    const bool first = document_[i - 1].kind == NodeKind::row;
    column_ = first ? 0 : column_ + 1;
    add(fmt::format("<td role=\"cell\"{}", align_class(cell.align)));
    if (column_ > 0 && column_ < labels_.size() && !labels_[column_].empty()) {
      add(" data-label=\"");
      text(labels_[column_]);
      add("\"");
    }
    add(">");
  }

  /// A figure is a link only where its explanation is in this page.
  [[nodiscard]] bool explained(const Node& link) const {
    return link.target.starts_with("qd:") && explanations_.contains(std::string_view(link.target).substr(3));
  }

  void open_link(std::size_t i) {
    const Node& link = document_[i];
    if (!link.target.starts_with("qd:")) {
      add("<a href=\"");
      text(link.target);
      return add("\" rel=\"noopener noreferrer\">");
    }
    const bool unknown = document_.plain_text(i) == kNotKnown;
    const std::string_view sort = unknown ? "figure unknown" : "figure";
    if (!explained(link)) return add(fmt::format("<span class=\"{}\">", sort));
    add(fmt::format("<a class=\"{}\" href=\"#", sort));
    text(report::encode_ref(anchor_id(std::string_view(link.target).substr(3))));
    add("\">");
  }

  void close_link(std::size_t i) {
    const Node& link = document_[i];
    add(link.target.starts_with("qd:") && !explained(link) ? "</span>" : "</a>");
  }

  void inside(std::size_t parent) {
    document_.walk(
        parent + 1, document_[parent].end, [this](std::size_t i) { enter(i); }, [this](std::size_t i) { leave(i); });
  }

  void figures(std::size_t i) {
    add("<dl class=\"figures\">\n");
    for (const std::size_t row : document_.children(i)) {
      const std::vector<std::size_t> cells = document_.children(row);
      add("<div><dt>");
      inside(cells[0]);
      add("</dt><dd>");
      inside(cells[1]);
      add("</dd>");
      if (document_[cells[2]].end > cells[2] + 1) add("<dd class=\"change\">"), inside(cells[2]), add("</dd>");
      if (cells.size() > 3) add("<dd class=\"change\">"), inside(cells[3]), add("</dd>");
      add("</div>\n");
    }
    add("</dl>\n");
    skip_until_ = document_[i].end;
  }

  void explanations() {
    if (explanations_.empty()) return;
    add("<section class=\"how\">\n<h2>How these figures were made</h2>\n");
    for (const std::string& ref : figure_refs(report_)) {
      const auto found = explanations_.find(ref);
      if (found == explanations_.end()) continue;
      // A browser opens a closed block when a link leads to something inside it: no script is needed.
      add("<details><summary>");
      text(found->second.title);
      add("</summary>\n<pre id=\"");
      text(anchor_id(ref));
      add("\">");
      text(found->second.text);
      add("</pre></details>\n");
    }
    add("</section>\n");
  }

  const report::Report& report_;
  const Document& document_;
  const WebOptions& options_;
  const Explanations& explanations_;
  std::string out_;
  std::string_view section_;         // what closes the open section
  std::vector<std::string> labels_;  // of the open table's columns
  std::size_t column_ = 0;
  bool in_cell_ = false;
  std::size_t skip_until_ = 0;  // nodes before it were rendered by their parent
};

}  // namespace

std::string web_html(const report::Report& report, const WebOptions& options) {
  return WebRenderer(report, options).run();
}

std::vector<std::string> figure_refs(const report::Report& report) {
  std::vector<std::string> out;
  for (const Node& node : report.document.nodes()) {
    if (node.kind != NodeKind::link || !node.target.starts_with("qd:")) continue;
    std::string ref = node.target.substr(3);
    if (std::ranges::find(out, ref) == out.end()) out.push_back(std::move(ref));
  }
  return out;
}

}  // namespace qd::render
