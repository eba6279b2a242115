// A report as the HTML part of a mail: tables and inline styles only, so that Outlook and Gmail show what we mean.
#pragma once

#include <string>
#include <string_view>

#include "report/report.hpp"

namespace qd::render {

struct MailOptions {
  std::string dashboard;  ///< its address: figures become links to their explanation; empty: plain text
  std::string footer;     ///< how to stop or change the mail, one sentence of plain text; may be empty
  /// Of the result. A longer report loses the rows of its longest tables and lists, then whole sections from the end,
  /// and says so.
  std::size_t limit = 80 * 1024;
};

[[nodiscard]] std::string mail_html(const report::Report& report, const MailOptions& options = {});

}  // namespace qd::render
