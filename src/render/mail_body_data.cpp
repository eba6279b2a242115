// Tables, charts and figures of a mail.
#include <fmt/format.h>

#include <algorithm>

#include "render/bars.hpp"
#include "render/mail_body.hpp"
#include "render/mail_chart.hpp"
#include "render/mail_style.hpp"

namespace qd::render {

using report::Align;
using report::Node;

namespace {

constexpr std::size_t kMostColumns = 10;
constexpr std::size_t kNarrowTable = 3;   // columns that a phone has room for
constexpr std::size_t kRoomyTable = 5;    // columns whose numbers stay on one line at full size
constexpr std::size_t kFiguresInRow = 3;  // "at least $3.1–5.1K" needs a third of the width
constexpr std::size_t kMostFigures = 5;
constexpr std::size_t kMostPictures = 20;

std::string_view align_style(Align align) {
  return align == Align::right ? "text-align:right;" : align == Align::center ? "text-align:center;" : "";
}

bool has_long_word(std::string_view text) {
  constexpr std::size_t kLongest = 20;
  while (text.size() > kLongest) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space > kLongest) return true;
    text.remove_prefix(space + 1);
  }
  return false;
}

}  // namespace

void MailBody::table(std::size_t i) {
  const std::vector<std::size_t> rows = document_.children(i);
  labels_.clear();
  for (const std::size_t cell : document_.children(rows.front())) labels_.push_back(document_.plain_text(cell));
  const std::size_t all = labels_.size();
  const std::size_t columns = std::min(all, kMostColumns);
  if (columns <= kNarrowTable) labels_.clear();
  add(labels_.empty() ? mail_style::kTable : mail_style::kWideTable);
  for (std::size_t r = 0; r < rows.size() && r <= rows_; ++r) table_row(rows[r], columns);
  const auto note = [&](std::size_t count, std::string_view what) {
    add(fmt::format("<tr><td colspan=\"{}\" class=\"muted note\" style=\"{}padding:6px 0\">", columns,
                    mail_style::kHeaderCell));
    text(more(count, what));
    add("</td></tr>\n");
  };
  if (rows.size() > rows_ + 1) note(rows.size() - rows_ - 1, {});
  if (all > columns) note(all - columns, "columns");
  add("</table>\n");
  skip_until_ = document_[i].end;
}

void MailBody::table_row(std::size_t row, std::size_t columns) {
  add("<tr>");
  const std::vector<std::size_t> cells = document_.children(row);
  for (std::size_t c = 0; c < cells.size() && c < columns; ++c) table_cell(cells[c], c, columns);
  add("</tr>\n");
}

void MailBody::table_cell(std::size_t i, std::size_t column, std::size_t columns) {
  const Node& cell = document_[i];
  const std::string_view element = cell.header ? "th" : "td";
  const bool roomy = columns <= kRoomyTable;
  // The last column ends where the text does.
  const int gutter = column + 1 == columns ? 0 : roomy ? 12 : 8;
  if (cell.header) {
    add(fmt::format("<th scope=\"col\" class=\"muted line\"{} style=\"{}padding:6px {}px 6px 0;{}\">", direction(i),
                    mail_style::kHeaderCell, gutter, align_style(cell.align)));
  } else {
    const bool labelled = column > 0 && column < labels_.size();
    add(fmt::format("<td class=\"ink line\"{} style=\"{}padding:8px {}px 8px 0;{}{}{}\"", direction(i),
                    mail_style::kCell, gutter, align_style(cell.align), roomy ? "" : "font-size:14px;line-height:20px;",
                    has_long_word(document_.plain_text(i)) ? "word-break:break-word;"
                    : roomy && cell.align == Align::right  ? "white-space:nowrap;"
                                                           : ""));
    if (labelled) add(" data-label=\""), text(labels_[column]), add("\"");
    add(">");
  }
  inside(i);
  add(fmt::format("</{}>", element));
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
  text(id);
  add(fmt::format("\" width=\"{0}\" height=\"{1}\" style=\"max-width:100%;height:auto\" alt=\"", picture.width,
                  picture.height));
  text(picture.alt);
  add("\">");
  out_.images.push_back({id, picture.png});
}

void MailBody::bars(std::size_t i) {
  const std::vector<Bar> all = bars_of(document_, i);
  add(mail_style::kTable);
  for (std::size_t n = 0; n < all.size() && n < rows_; ++n) {
    const Bar& bar = all[n];
    add(fmt::format("<tr><th scope=\"row\" class=\"ink\"{} style=\"{}font-weight:normal;width:34%\">",
                    direction_of(bar.label), mail_style::kBarCell));
    text(bar.label);
    add(fmt::format("</th><td style=\"{}width:36%\">", mail_style::kBarCell));
    bar_cells(bar);
    add(fmt::format("</td><td class=\"ink\" style=\"{}text-align:right\">", mail_style::kBarCell));
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
