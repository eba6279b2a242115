#include "render/mail_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/html.hpp"
#include "render/mail_body.hpp"
#include "render/mail_style.hpp"

namespace qd::render {

namespace {

using report::Node;
using report::NodeKind;

/// What Gmail takes of the encoded part, less what a mail service adds to links.
constexpr std::size_t kEncodedLimit = 100'000;

struct Cut {
  std::size_t rows;      ///< of one table, items of one list
  std::size_t sections;  ///< of the second level
};

/// Tried one after the other until the mail is small enough.
constexpr auto kCuts =
    std::to_array<Cut>({{20, 1000}, {10, 1000}, {5, 1000}, {5, 8}, {5, 6}, {5, 4}, {5, 3}, {5, 2}, {3, 1}, {0, 0}});

/// Bytes in the message: quoted-printable, or Base64 where much is beyond ASCII, as mail::compose() chooses.
std::size_t encoded_size(std::string_view html) {
  const auto beyond = static_cast<std::size_t>(
      std::ranges::count_if(html, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
  if (beyond * 6 > html.size()) return html.size() * 4 / 3 * 78 / 76;
  const auto special = beyond + static_cast<std::size_t>(std::ranges::count(html, '='));
  const std::size_t bytes = html.size() + 2 * special;
  return bytes + bytes / 73 * 3 + static_cast<std::size_t>(std::ranges::count(html, '\n'));
}

class MailRenderer {
 public:
  MailRenderer(const report::Report& report, const MailOptions& options, MailPictures& pictures, Cut cut)
      : report_(report), options_(options), cut_(cut), body_(report, options, pictures, cut.rows) {}

  MailHtml run() {
    add(mail_style::kHead);
    body_.text(report_.subject);
    add(mail_style::kAfterTitle);
    body_.text(report_.preheader);
    // Without filler a mail reader would show the beginning of the body behind the preheader.
    for (int i = 0; i < 40; ++i) add("&#847;&zwnj;&nbsp;");
    add(mail_style::kPage);
    title_row();
    add(mail_style::kSummaryRow);
    for (std::size_t i = 1; i < report_.document.size(); i = report_.document[i].end) top_level(i);
    add("</td></tr>\n");
    footer_row();
    add(mail_style::kEnd);
    return std::move(body_).take();
  }

 private:
  void add(std::string_view markup) { body_.add(markup); }

  void paragraph(std::string_view element, std::string_view sort, std::string_view style, std::string_view words) {
    add(fmt::format("<{} class=\"{}\"{} style=\"{}\">", element, sort, direction_of(words), style));
    body_.text(words);
    add(fmt::format("</{}>", element));
  }

  void title_row() {
    add(mail_style::kTitleRow);
    paragraph("p", "muted", mail_style::kSmall, report_.portfolio);
    paragraph("h1", "ink", mail_style::kH1, report_.title);
    paragraph("p", "muted", mail_style::kSmall, fmt::format("As of {}", report_.as_of_text));
    add("</td></tr>\n");
  }

  /// The summary is what stands before the first heading.
  void top_level(std::size_t i) {
    const Node& node = report_.document[i];
    if (node.kind == NodeKind::heading && node.level <= 2) {
      if (sections_++ == 0) {
        add("</td></tr>\n");
        add(mail_style::kBodyRow);
      }
      if (sections_ == cut_.sections + 1)
        paragraph("p", "muted note", mail_style::kParagraph,
                  fmt::format("The mail ends here, because mail readers cut longer ones. The whole report is {}.",
                              body_.place_of_the_rest()));
    }
    if (sections_ <= cut_.sections) body_.block(i);
  }

  void footer_row() {
    if (options_.footer.empty()) return;
    add(mail_style::kFooterRow);
    std::string_view rest = options_.footer;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      paragraph("p", "muted", mail_style::kFooter, rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    add("</td></tr>\n");
  }

  const report::Report& report_;
  const MailOptions& options_;
  Cut cut_;
  MailBody body_;
  std::size_t sections_ = 0;
};

}  // namespace

MailHtml mail_html(const report::Report& report, const MailOptions& options) {
  MailPictures pictures;
  MailHtml out;
  for (const Cut& cut : kCuts) {
    out = MailRenderer(report, options, pictures, cut).run();
    if (out.html.size() <= options.limit && encoded_size(out.html) <= kEncodedLimit) break;
  }
  return out;
}

}  // namespace qd::render
