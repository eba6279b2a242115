#include "render/mail_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/bars.hpp"
#include "render/html.hpp"
#include "render/mail_style.hpp"
#include "report/link_ref.hpp"

namespace qd::render {

namespace {

using report::Align;
using report::Document;
using report::Node;
using report::NodeKind;

constexpr std::size_t kFiguresInRow = 3;
constexpr std::size_t kNarrowTable = 3;  // columns that a phone has room for

/// How much of a long report a mail shows.
struct Cut {
  std::size_t rows;      ///< of one table, items of one list
  std::size_t sections;  ///< of the second level
};

/// Tried one after the other until the mail is small enough.
constexpr auto kCuts =
    std::to_array<Cut>({{20, 1000}, {10, 1000}, {5, 1000}, {5, 8}, {5, 6}, {5, 4}, {5, 3}, {5, 2}, {3, 1}, {0, 0}});

std::string_view align_style(Align align) {
  return align == Align::right ? "text-align:right;" : align == Align::center ? "text-align:center;" : "";
}

class MailRenderer {
 public:
  MailRenderer(const report::Report& report, const MailOptions& options, Cut cut)
      : report_(report), document_(report.document), options_(options), cut_(cut) {}

  std::string run() {
    add(mail_style::kHead);
    text(report_.subject);
    add(mail_style::kAfterTitle);
    text(report_.preheader);
    // Without filler a mail reader would show the beginning of the body behind the preheader.
    for (int i = 0; i < 40; ++i) add("&#847;&zwnj;&nbsp;");
    add(mail_style::kPage);
    title_row();
    add(mail_style::kSummaryRow);
    summary_ = true;
    for (std::size_t i = 1; i < document_.size(); i = document_[i].end) top_level(i);
    close_row();
    footer_row();
    add(mail_style::kEnd);
    return std::move(out_);
  }

 private:
  void add(std::string_view markup) { out_ += markup; }
  void text(std::string_view words) { append_html(out_, words); }

  void title_row() {
    add(mail_style::kTitleRow);
    text(report_.portfolio);
    add("</p><h1 class=\"ink\" style=\"" + std::string(mail_style::kH1) + "\">");
    text(report_.title);
    add("</h1><p class=\"muted\" style=\"" + std::string(mail_style::kSmall) + "\">As of ");
    text(report_.as_of_text);
    add("</p></td></tr>\n");
  }

  void close_row() { add("</td></tr>\n"); }

  /// The summary is what stands before the first heading.
  void top_level(std::size_t i) {
    const Node& node = document_[i];
    if (node.kind == NodeKind::heading && node.level <= 2) {
      ++sections_;
      if (summary_) {
        close_row();
        add(mail_style::kBodyRow);
        summary_ = false;
      }
      if (sections_ == cut_.sections + 1) {
        add(fmt::format(
            "<p class=\"muted\" style=\"{}\">The mail is cut here because mail readers cut longer ones; the whole "
            "report is in its text part and in the archive.</p>",
            mail_style::kParagraph));
      }
    }
    if (sections_ > cut_.sections) return;
    block(i);
  }

  void block(std::size_t i) {
    document_.walk(i, document_[i].end, [this](std::size_t n) { enter(n); }, [this](std::size_t n) { leave(n); });
  }
  void inside(std::size_t parent) {
    document_.walk(
        parent + 1, document_[parent].end, [this](std::size_t n) { enter(n); }, [this](std::size_t n) { leave(n); });
  }

  void open(std::string_view element, std::string_view style, std::string_view more = {}) {
    add(fmt::format("<{} class=\"ink\" style=\"{}\"{}>", element, style, more));
  }

  void enter(std::size_t i) {
    const Node& node = document_[i];
    if (i < skip_until_) return;
    switch (node.kind) {
      case NodeKind::heading:
        return open(node.level <= 2 ? "h2" : "h3", node.level <= 2 ? mail_style::kH2 : mail_style::kH3);
      case NodeKind::paragraph:
        return open("p", mail_style::kParagraph);
      case NodeKind::quote:
        add("<blockquote style=\"margin:0 0 12px 16px\">");
        return;
      case NodeKind::list:
        return open_list(i);
      case NodeKind::item:
        return open_item(i);
      case NodeKind::rule:
        add("<hr style=\"border:0;border-top:1px solid #DDD8CF;margin:16px 0\">");
        return;
      case NodeKind::code:
        return code(node.text);
      case NodeKind::code_span:
        add("<code style=\"font-size:14px\">"), text(node.text), add("</code>");
        return;
      case NodeKind::table:
        return table(i);
      case NodeKind::chart:
        return chart(i);
      case NodeKind::figures:
        return figures(i);
      case NodeKind::text:
        return text(node.text);
      case NodeKind::link:
        return open_link(node);
      case NodeKind::emphasis:
        return add("<em class=\"muted\" style=\"font-style:normal;color:#51606E\">");
      case NodeKind::strong:
        return add("<strong>");
      case NodeKind::strike:
        return add("<s>");
      case NodeKind::line_break:
        return add("<br>");
      default:
        return;
    }
  }

  void leave(std::size_t i) {
    const Node& node = document_[i];
    if (i < skip_until_) return;
    switch (node.kind) {
      case NodeKind::heading:
        add(node.level <= 2 ? "</h2>\n" : "</h3>\n");
        return;
      case NodeKind::paragraph:
        return add("</p>\n");
      case NodeKind::quote:
        return add("</blockquote>\n");
      case NodeKind::list:
        return add(node.ordered ? "</ol>\n" : "</ul>\n");
      case NodeKind::item:
        return add("</li>\n");
      case NodeKind::link:
        return close_link(node);
      case NodeKind::emphasis:
        return add("</em>");
      case NodeKind::strong:
        return add("</strong>");
      case NodeKind::strike:
        return add("</s>");
      default:
        return;
    }
  }

  void open_list(std::size_t i) {
    const Node& node = document_[i];
    const std::string start =
        node.ordered && node.start != 1 ? fmt::format(" start=\"{}\"", node.start) : std::string();
    open(node.ordered ? "ol" : "ul", mail_style::kList, start);
    const std::vector<std::size_t> items = document_.children(i);
    if (items.size() <= cut_.rows) return;
    for (std::size_t n = 0; n < cut_.rows; ++n) block(items[n]);
    add(fmt::format("<li style=\"{}\">and {} more in the archive copy</li>", mail_style::kItem,
                    items.size() - cut_.rows));
    add(node.ordered ? "</ol>\n" : "</ul>\n");
    skip_until_ = node.end;
  }

  void open_item(std::size_t) { add(fmt::format("<li style=\"{}\">", mail_style::kItem)); }

  void code(std::string_view content) {
    add("<pre class=\"ink\" style=\"font-size:14px;line-height:20px;white-space:pre-wrap;margin:0 0 12px\">");
    text(content);
    add("</pre>\n");
  }

  /// Figures lead to the dashboard where it has an address, and are plain text otherwise.
  [[nodiscard]] bool is_linked(const Node& link) const {
    if (link.target.starts_with("qd:")) return !options_.dashboard.empty();
    return !link.target.starts_with('#');
  }

  void open_link(const Node& link) {
    if (!is_linked(link)) return;
    add("<a class=\"link\" style=\"color:#0B5CAD\" href=\"");
    if (link.target.starts_with("qd:")) {
      text(fmt::format("{}/explain/{}", options_.dashboard, report::encode_ref(link.target.substr(3))));
    } else {
      text(link.target);
    }
    add("\">");
  }

  void close_link(const Node& link) {
    if (is_linked(link)) add("</a>");
  }

  void table(std::size_t i) {
    const std::vector<std::size_t> rows = document_.children(i);
    labels_.clear();
    for (const std::size_t cell : document_.children(rows.front())) labels_.push_back(document_.plain_text(cell));
    const bool wide = labels_.size() > kNarrowTable;
    if (!wide) labels_.clear();
    add(wide ? mail_style::kWideTable : mail_style::kTable);
    for (std::size_t r = 0; r < rows.size() && r <= cut_.rows; ++r) {
      add("<tr>");
      const std::vector<std::size_t> cells = document_.children(rows[r]);
      for (std::size_t c = 0; c < cells.size(); ++c) table_cell(cells[c], c);
      add("</tr>\n");
    }
    if (rows.size() > cut_.rows + 1) {
      add(fmt::format("<tr><td colspan=\"{}\" class=\"muted\" style=\"{}\">and {} more in the archive copy</td></tr>\n",
                      document_.children(rows.front()).size(), mail_style::kHeaderCell, rows.size() - cut_.rows - 1));
    }
    add("</table>\n");
    skip_until_ = document_[i].end;
  }

  void table_cell(std::size_t i, std::size_t column) {
    const Node& cell = document_[i];
    if (cell.header) {
      add(fmt::format("<th scope=\"col\" class=\"muted line\" style=\"{}{}\">", mail_style::kHeaderCell,
                      align_style(cell.align)));
    } else {
      add(fmt::format("<td class=\"ink line\" style=\"{}{}{}\">", mail_style::kCell, align_style(cell.align),
                      cell.align == Align::right ? "white-space:nowrap;" : ""));
      if (column > 0 && column < labels_.size()) {
        out_.pop_back();
        add(" data-label=\"");
        text(labels_[column]);
        add("\">");
      }
    }
    inside(i);
    add(cell.header ? "</th>" : "</td>");
  }

  void chart(std::size_t i) {
    if (!document_[i].text.empty()) {
      open("p", mail_style::kChartTitle);
      text(document_[i].text);
      add("</p>\n");
    }
    add(mail_style::kTable);
    for (const Bar& bar : bars_of(document_, i)) {
      add(fmt::format("<tr><th scope=\"row\" class=\"ink\" style=\"{}font-weight:normal;width:34%\">",
                      mail_style::kBarCell));
      text(bar.label);
      add(fmt::format("</th><td style=\"{}width:36%\">", mail_style::kBarCell));
      bar_cells(bar);
      add(fmt::format("</td><td class=\"ink\" style=\"{}text-align:right\">", mail_style::kBarCell));
      text(bar.quantity);
      add("</td></tr>\n");
    }
    add("</table>\n");
    skip_until_ = document_[i].end;
  }

  /// Cells with a background are the one kind of bar that every mail reader draws.
  void bar_cells(const Bar& bar) {
    const int sure = static_cast<int>(bar.lo * 100 + 0.5);
    const int range = static_cast<int>(bar.hi * 100 + 0.5) - sure;
    add("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>");
    const auto cell = [this](int width, std::string_view colour) {
      if (width <= 0) return;
      const std::string fill = colour.empty() ? std::string() : fmt::format(" bgcolor=\"{}\"", colour);
      add(fmt::format("<td width=\"{}%\"{} style=\"height:10px;line-height:10px;font-size:1px\">&nbsp;</td>", width,
                      fill));
    };
    cell(sure, "#0B5CAD");
    cell(range, "#9DC0E4");
    cell(100 - sure - range, {});
    add("</tr></table>");
  }

  /// Cells in rows of three that stack on a phone.
  void figures(std::size_t i) {
    const std::vector<std::size_t> rows = document_.children(i);
    for (std::size_t begin = 0; begin < rows.size(); begin += kFiguresInRow) {
      add("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\n");
      for (std::size_t n = begin; n < begin + kFiguresInRow; ++n) {
        add(fmt::format("<td class=\"stack\" width=\"33%\" valign=\"top\" style=\"{}\">", mail_style::kFigureCell));
        if (n < rows.size()) one_figure(document_.children(rows[n]));
        add("</td>\n");
      }
      add("</tr></table>\n");
    }
    skip_until_ = document_[i].end;
  }

  void one_figure(const std::vector<std::size_t>& cells) {
    add(fmt::format("<p class=\"muted\" style=\"{}\">", mail_style::kSmall));
    inside(cells[0]);
    add(fmt::format("</p><p class=\"ink\" style=\"{}\">", mail_style::kFigure));
    inside(cells[1]);
    add("</p>");
    if (document_[cells[2]].end == cells[2] + 1) return;
    add(fmt::format("<p class=\"muted\" style=\"{}\">", mail_style::kSmall));
    inside(cells[2]);
    add("</p>");
  }

  void footer_row() {
    if (options_.footer.empty()) return;
    add(mail_style::kFooterRow);
    text(options_.footer);
    close_row();
  }

  const report::Report& report_;
  const Document& document_;
  const MailOptions& options_;
  Cut cut_;
  std::string out_;
  std::vector<std::string> labels_;  // of the columns of a table that is wide
  std::size_t sections_ = 0;
  bool summary_ = false;
  std::size_t skip_until_ = 0;  // nodes before it were rendered by their parent
};

}  // namespace

std::string mail_html(const report::Report& report, const MailOptions& options) {
  std::string out;
  for (const Cut& cut : kCuts) {
    out = MailRenderer(report, options, cut).run();
    if (out.size() <= options.limit) break;
  }
  return out;
}

}  // namespace qd::render
