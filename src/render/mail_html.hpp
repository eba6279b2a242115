// A report as the HTML part of a mail: tables and inline styles only, so that Outlook and Gmail show what we mean.
// docs/mail.md says what it may use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.hpp"

namespace qd::render {

struct MailOptions {
  std::string dashboard;  ///< its address: figures become links to their explanation; empty: plain text
  std::string footer;     ///< plain text, a paragraph a line: coverage, sources, how to stop the mail; may be empty
  /// Of the HTML. A longer report loses the rows of its longest tables and lists, then whole sections from the end,
  /// and says so. What it takes in the message, encoded, is kept below Gmail's limit in the same way.
  std::size_t limit = 80 * 1024;
};

/// A picture that the HTML shows by `cid:` and its id.
struct MailImage {
  std::string id;  ///< unique in the mail
  std::string png;
};

struct MailHtml {
  std::string html;
  std::vector<MailImage> images;  ///< in the order in which they are shown
};

[[nodiscard]] MailHtml mail_html(const report::Report& report, const MailOptions& options = {});

}  // namespace qd::render
