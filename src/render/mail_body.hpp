// The nodes of a document as the HTML of a mail: what stands inside the frame that mail_html.cpp makes.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "render/bars.hpp"
#include "render/mail_html.hpp"
#include "report/report.hpp"

namespace qd::render {

/// A chart as a picture of its true size.
struct MailPicture {
  std::string png;
  int width = 0;  ///< as shown; the file may have more pixels
  int height = 0;
  std::string alt;
};

/// The pictures of a report by their node: a mail that was too long is made again, and its pictures are not.
using MailPictures = std::map<std::size_t, std::optional<MailPicture>>;

/// ` dir="rtl"` for words that are mostly of a script written from right to left, else nothing.
[[nodiscard]] std::string_view direction_of(std::string_view words);

class MailBody {
 public:
  /// Shows at most `rows` rows of each table and items of each list. Everything must outlive it.
  MailBody(const report::Report& report, const MailOptions& options, MailPictures& pictures, std::size_t rows)
      : report_(report), document_(report.document), options_(options), pictures_(pictures), rows_(rows) {}

  void add(std::string_view markup) { out_.html += markup; }
  /// Words of the other direction stand in an element of their own, so that they do not drag their neighbours along.
  void text(std::string_view words);
  void attribute(std::string_view value);
  void block(std::size_t node);
  /// "in the archived report, ceo.md": where a reader finds what is not shown.
  [[nodiscard]] std::string place_of_the_rest() const;

  [[nodiscard]] MailHtml take() && { return std::move(out_); }

 private:
  // mail_body.cpp
  void inside(std::size_t parent);
  void walk(std::size_t begin, std::size_t end);
  void enter(std::size_t i);
  void leave(std::size_t i);
  void open(std::string_view element, std::string_view style, std::size_t node, std::string_view more = {});
  void open_heading(std::size_t i);
  void open_list(std::size_t i);
  void code(std::string_view content);
  [[nodiscard]] bool is_linked(const report::Node& link) const;
  void open_link(const report::Node& link);
  [[nodiscard]] std::string_view direction(std::size_t node) const;
  [[nodiscard]] std::string more(std::size_t count, std::string_view what) const;

  // mail_body_data.cpp
  struct TableFit {
    std::size_t columns = 0;  ///< that are shown
    bool roomy = false;       ///< letters of full size
    std::size_t whole = 0;    ///< letters of a number up to which it is not broken
    bool stacked = false;     ///< on a phone each row becomes a list of its cells
  };
  [[nodiscard]] std::size_t letters_of(std::span<const std::size_t> rows, std::size_t columns_shown,
                                       std::size_t whole) const;
  [[nodiscard]] TableFit fit_of(std::span<const std::size_t> rows, std::size_t columns_shown) const;
  [[nodiscard]] static std::size_t gutter_of(const TableFit& fit);
  void table(std::size_t i);
  void table_row(std::size_t row, const TableFit& fit);
  void table_cell(std::size_t i, std::size_t column, const TableFit& fit);
  void chart(std::size_t i);
  void spark(std::size_t i);
  [[nodiscard]] const std::optional<MailPicture>& picture_of(std::size_t node);
  void picture(const MailPicture& picture);
  void bars(std::size_t i);
  void bar_cells(const Bar& bar);
  void figures(std::size_t i);
  void one_figure(const std::vector<std::size_t>& cells);

  const report::Report& report_;
  const report::Document& document_;
  const MailOptions& options_;
  MailPictures& pictures_;
  std::size_t rows_;
  MailHtml out_;
  std::vector<std::string> labels_;  // of the columns of a stacked table
  std::string_view heading_;         // element of the last heading
  std::size_t skip_until_ = 0;       // nodes before it were rendered by their parent
};

}  // namespace qd::render
