// Tables, charts and figures of a mail.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "render/bars.hpp"
#include "render/columns.hpp"
#include "render/mail_body.hpp"
#include "render/mail_chart.hpp"
#include "render/mail_style.hpp"

namespace qd::render {

using report::Align;
using report::Node;

namespace {

constexpr std::size_t kMostColumns = 10;
constexpr std::size_t kRoomyTable = 5;    // columns that stay apart at full size
constexpr std::size_t kFiguresInRow = 3;  // "at least $3.1–5.1K" needs a third of the width
constexpr std::size_t kMostFigures = 5;
constexpr std::size_t kMostPictures = 20;

std::string_view align_style(Align align) {
  return align == Align::right ? "text-align:right;" : align == Align::center ? "text-align:center;" : "";
}

constexpr std::size_t kLongestWord = 20;  // longer ones may break

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    longest = std::max(longest, columns(text.substr(0, space)));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return longest;
}

}  // namespace

/// How many letters the columns need together, when numbers of at most `whole` letters are not broken at their blanks.
std::size_t MailBody::letters_of(std::span<const std::size_t> rows, std::size_t columns_shown,
                                 std::size_t whole) const {
  std::vector<std::size_t> widest(columns_shown);
  for (const std::size_t row : rows) {
    const std::vector<std::size_t> cells = document_.children(row);
    for (std::size_t c = 0; c < std::min(cells.size(), columns_shown); ++c) {
      const Node& cell = document_[cells[c]];
      const std::string text = document_.plain_text(cells[c]);
      const std::size_t line = columns(text);
      const bool number = cell.align == Align::right && !cell.header;
      widest[c] = std::max(widest[c], number && line <= whole ? line : std::min(longest_word(text), kLongestWord));
    }
  }
  return std::accumulate(widest.begin(), widest.end(), std::size_t{0});
}

/// Whether a mail and a phone have room for the table.
MailBody::TableFit MailBody::fit_of(std::span<const std::size_t> rows, std::size_t columns_shown) const {
  // Of a phone's 288 px a tenth is kept for fonts with wide letters.
  constexpr double kMailWidth = 552, kPhoneWidth = 258, kLetter = 8, kSmallLetter = 7.4;
  constexpr std::size_t kWhole[] = {40, 12, 9, 0};
  TableFit fit{.columns = columns_shown, .roomy = columns_shown <= kRoomyTable};
  double width = 0;
  for (const std::size_t whole : kWhole) {
    fit.whole = whole;
    width = static_cast<double>(letters_of(rows, columns_shown, whole)) * (fit.roomy ? kLetter : kSmallLetter) +
            static_cast<double>(gutter_of(fit) * columns_shown);
    if (width <= kMailWidth) break;
  }
  fit.stacked = width > kPhoneWidth;
  return fit;
}

std::size_t MailBody::gutter_of(const TableFit& fit) { return fit.roomy ? 14 : 8; }

void MailBody::table(std::size_t i) {
  const std::vector<std::size_t> all = document_.children(i);
  const std::vector<std::size_t> head = document_.children(all.front());
  const std::span<const std::size_t> rows(all.data(), std::min(all.size(), rows_ + 1));
  const TableFit fit = fit_of(rows, std::min(head.size(), kMostColumns));
  labels_.clear();
  if (fit.stacked) {
    for (const std::size_t cell : head) labels_.push_back(document_.plain_text(cell));
  }
  add(fit.stacked ? mail_style::kStackedTable : mail_style::kTable);
  for (const std::size_t row : rows) table_row(row, fit);
  const auto note = [&](std::size_t count, std::string_view what) {
    add(fmt::format("<tr><td colspan=\"{}\" class=\"muted note\" style=\"{}padding:6px 0\">", fit.columns,
                    mail_style::kHeaderCell));
    text(more(count, what));
    add("</td></tr>\n");
  };
  if (all.size() > rows.size()) note(all.size() - rows.size(), {});
  if (head.size() > fit.columns) note(head.size() - fit.columns, "columns");
  add("</table>\n");
  skip_until_ = document_[i].end;
}

void MailBody::table_row(std::size_t row, const TableFit& fit) {
  add("<tr>");
  const std::vector<std::size_t> cells = document_.children(row);
  for (std::size_t c = 0; c < cells.size() && c < fit.columns; ++c) table_cell(cells[c], c, fit);
  add("</tr>\n");
}

void MailBody::table_cell(std::size_t i, std::size_t column, const TableFit& fit) {
  const Node& cell = document_[i];
  // The last column ends where the text does.
  const std::size_t gutter = column + 1 == fit.columns ? 0 : gutter_of(fit);
  const std::string style =
      fmt::format("padding:{0}px {1}px {0}px 0;{2}", cell.header ? 6 : 8, gutter, align_style(cell.align));
  if (cell.header) {
    add(fmt::format("<th scope=\"col\" class=\"muted line\"{} style=\"{}{}\">", direction(i), mail_style::kHeaderCell,
                    style));
    inside(i);
    return add("</th>");
  }
  const bool breaks = longest_word(document_.plain_text(i)) > kLongestWord;
  const bool whole = cell.align == Align::right && columns(document_.plain_text(i)) <= fit.whole;
  add(fmt::format("<td class=\"ink line\"{} style=\"{}{}{}\"", direction(i),
                  fit.roomy ? mail_style::kCell : mail_style::kSmallCell, style,
                  breaks  ? "word-break:break-word;"
                  : whole ? "white-space:nowrap;"
                          : ""));
  if (column > 0 && column < labels_.size()) add(" data-label=\""), attribute(labels_[column]), add("\"");
  add(">");
  inside(i);
  add("</td>");
}

const std::optional<MailPicture>& MailBody::picture_of(std::size_t node) {
  const auto [found, added] = pictures_.try_emplace(node);
  if (added) found->second = mail_picture(document_, node);
  return found->second;
}

/// Bars are cells, which are there with pictures off, too; other charts are pictures.
void MailBody::chart(std::size_t i) {
  if (!document_[i].text.empty()) {
    add(fmt::format("<p class=\"ink\"{} style=\"{}\">", direction_of(document_[i].text), mail_style::kChartTitle));
    text(document_[i].text);
    add("</p>\n");
  }
  if (const auto& drawn = picture_of(i)) {
    add("<p style=\"margin:0 0 16px\">");
    picture(*drawn);
    add("</p>\n");
  } else {
    bars(i);
  }
  skip_until_ = document_[i].end;
}

/// A trend in a line of text; where there are many pictures already it is only said.
void MailBody::spark(std::size_t i) {
  const bool room = out_.images.size() < kMostPictures;
  if (room && picture_of(i)) return picture(*picture_of(i));
  text(document_[i].text);
}

void MailBody::picture(const MailPicture& picture) {
  const std::string id = fmt::format("chart-{}@{}.quarterdeck", out_.images.size() + 1, report_.id.substr(0, 40));
  add("<img src=\"cid:");
  attribute(id);
  add(fmt::format("\" width=\"{0}\" height=\"{1}\" style=\"max-width:100%;height:auto\" alt=\"", picture.width,
                  picture.height));
  attribute(picture.alt);
  add("\">");
  out_.images.push_back({id, picture.png});
}

void MailBody::bars(std::size_t i) {
  const std::vector<Bar> all = bars_of(document_, i);
  add(mail_style::kTable);
  for (std::size_t n = 0; n < all.size() && n < rows_; ++n) {
    const Bar& bar = all[n];
    add(fmt::format("<tr><th scope=\"row\" class=\"ink\"{} style=\"{}font-weight:normal;width:32%{}\">",
                    direction_of(bar.label), mail_style::kBarCell,
                    longest_word(bar.label) > kLongestWord ? ";word-break:break-word" : ""));
    text(bar.label);
    add(fmt::format("</th><td style=\"{}width:34%\">", mail_style::kBarCell));
    bar_cells(bar);
    add(fmt::format("</td><td class=\"ink\" style=\"{}padding:4px 0;text-align:right\">", mail_style::kBarCell));
    text(bar.quantity);
    add("</td></tr>\n");
  }
  if (all.size() > rows_) {
    add(fmt::format("<tr><td colspan=\"3\" class=\"muted note\" style=\"{}padding:6px 0\">", mail_style::kHeaderCell));
    text(more(all.size() - rows_, {}));
    add("</td></tr>\n");
  }
  add("</table>\n");
}

/// Cells with a background are the one kind of bar that every mail reader draws.
void MailBody::bar_cells(const Bar& bar) {
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
void MailBody::figures(std::size_t i) {
  const std::vector<std::size_t> rows = document_.children(i);
  const std::size_t shown = std::min(rows.size(), kMostFigures);
  for (std::size_t begin = 0; begin < shown; begin += kFiguresInRow) {
    add("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\n");
    for (std::size_t n = begin; n < begin + kFiguresInRow; ++n) {
      add(fmt::format("<td class=\"stack\" width=\"33%\" valign=\"top\" style=\"{}\">", mail_style::kFigureCell));
      if (n < shown) one_figure(document_.children(rows[n]));
      add("</td>\n");
    }
    add("</tr></table>\n");
  }
  if (rows.size() > shown) {
    add(fmt::format("<p class=\"muted note\" style=\"{}\">", mail_style::kSmall));
    text(more(rows.size() - shown, "figures"));
    add("</p>\n");
  }
  skip_until_ = document_[i].end;
}

void MailBody::one_figure(const std::vector<std::size_t>& cells) {
  const auto line = [this](std::size_t cell, std::string_view sort, std::string_view style) {
    if (document_[cell].end == cell + 1) return;
    add(fmt::format("<p class=\"{}\"{} style=\"{}\">", sort, direction(cell), style));
    inside(cell);
    add("</p>");
  };
  line(cells[0], "muted", mail_style::kSmall);
  line(cells[1], "ink figure", mail_style::kFigure);
  line(cells[2], "muted", mail_style::kSmall);
  if (cells.size() > 3) line(cells[3], "muted", mail_style::kSmall);
}

}  // namespace qd::render
