#include "render/mail_body.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "render/html.hpp"
#include "render/mail_style.hpp"
#include "report/link_ref.hpp"

namespace qd::render {

using report::Node;
using report::NodeKind;

namespace {

enum class Direction : std::uint8_t { none, left_to_right, right_to_left };

/// Hebrew, Arabic, Syriac and their neighbours, and their presentation forms; letters of everything else.
Direction direction_of(char32_t c) {
  if ((c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF))
    return Direction::right_to_left;
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000) || c >= 0x2C00;
  return letter ? Direction::left_to_right : Direction::none;
}

/// npos when there is none.
std::size_t first_right_to_left(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    if (static_cast<unsigned char>(words[at]) < 0x80) {
      ++at;
      continue;
    }
    const utf8::Decoded one = utf8::decode_one(words.substr(at));
    if (direction_of(one.character) == Direction::right_to_left) return at;
    at += one.length;
  }
  return std::string_view::npos;
}

/// Bytes up to the last letter of the right-to-left words that `words` begins with: blanks and signs between them
/// belong to them, those behind them do not.
std::size_t run_length(std::string_view words) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < words.size();) {
    const utf8::Decoded one = utf8::decode_one(words.substr(at));
    const Direction direction = direction_of(one.character);
    if (direction == Direction::left_to_right) break;
    at += one.length;
    if (direction == Direction::right_to_left) length = at;
  }
  return length;
}

}  // namespace

std::string_view direction_of(std::string_view words) {
  std::size_t right = 0, left = 0;
  for (std::string_view rest = words; !rest.empty();) {
    const utf8::Decoded one = utf8::decode_one(rest);
    const Direction direction = direction_of(one.character);
    right += direction == Direction::right_to_left;
    left += direction == Direction::left_to_right;
    rest.remove_prefix(one.length);
  }
  return right > left ? " dir=\"rtl\"" : "";
}

void MailBody::attribute(std::string_view value) { append_html(out_.html, value); }

void MailBody::text(std::string_view words) {
  while (!words.empty()) {
    const std::size_t begin = std::min(first_right_to_left(words), words.size());
    append_html(out_.html, words.substr(0, begin));
    words.remove_prefix(begin);
    if (words.empty()) return;
    const std::size_t length = run_length(words);
    add("<span dir=\"rtl\">");
    append_html(out_.html, words.substr(0, length));
    add("</span>");
    words.remove_prefix(length);
  }
}

std::string MailBody::place_of_the_rest() const { return fmt::format("in the archived report, {}.md", report_.id); }

std::string MailBody::more(std::size_t count, std::string_view what) const {
  return fmt::format("and {} more{}{}, {}", count, what.empty() ? "" : " ", what, place_of_the_rest());
}

void MailBody::walk(std::size_t begin, std::size_t end) {
  document_.walk(begin, end, [this](std::size_t n) { enter(n); }, [this](std::size_t n) { leave(n); });
}

void MailBody::block(std::size_t node) { walk(node, document_[node].end); }
void MailBody::inside(std::size_t parent) { walk(parent + 1, document_[parent].end); }

std::string_view MailBody::direction(std::size_t node) const { return direction_of(document_.plain_text(node)); }

void MailBody::open(std::string_view element, std::string_view style, std::size_t node, std::string_view more) {
  add(fmt::format("<{} class=\"ink\"{} style=\"{}\"{}>", element, direction(node), style, more));
}

void MailBody::enter(std::size_t i) {
  const Node& node = document_[i];
  if (i < skip_until_) return;
  switch (node.kind) {
    case NodeKind::heading:
      return open_heading(i);
    case NodeKind::paragraph:
      return open("p", mail_style::kParagraph, i);
    case NodeKind::quote:
      return add("<blockquote style=\"margin:0 0 12px 16px\">");
    case NodeKind::list:
      return open_list(i);
    case NodeKind::item:
      return add(fmt::format("<li{} style=\"{}\">", direction(i), mail_style::kItem));
    case NodeKind::rule:
      return add("<hr style=\"border:0;border-top:1px solid #DDD8CF;margin:16px 0\">");
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
    case NodeKind::spark:
      return spark(i);
    default:
      return;
  }
}

void MailBody::leave(std::size_t i) {
  const Node& node = document_[i];
  if (i < skip_until_) return;
  switch (node.kind) {
    case NodeKind::heading:
      return add(fmt::format("</{}>\n", heading_));
    case NodeKind::paragraph:
      return add("</p>\n");
    case NodeKind::quote:
      return add("</blockquote>\n");
    case NodeKind::list:
      return add(node.ordered ? "</ol>\n" : "</ul>\n");
    case NodeKind::item:
      return add("</li>\n");
    case NodeKind::link:
      if (is_linked(node)) add("</a>");
      return;
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

/// Below the title's <h1> come <h2> and <h3>, no level left out: readers of headings count on that.
void MailBody::open_heading(std::size_t i) {
  const bool section = document_[i].level <= 2 || heading_.empty();
  heading_ = section ? "h2" : "h3";
  open(heading_, section ? mail_style::kH2 : mail_style::kH3, i);
}

void MailBody::open_list(std::size_t i) {
  const Node& node = document_[i];
  const std::string start = node.ordered && node.start != 1 ? fmt::format(" start=\"{}\"", node.start) : std::string();
  add(fmt::format("<{} class=\"ink\" style=\"{}\"{}>", node.ordered ? "ol" : "ul", mail_style::kList, start));
  const std::vector<std::size_t> items = document_.children(i);
  if (items.size() <= rows_) return;
  for (std::size_t n = 0; n < rows_; ++n) block(items[n]);
  add(fmt::format("<li class=\"muted note\" style=\"{};color:#51606E\">", mail_style::kItem));
  text(more(items.size() - rows_, {}));
  add(node.ordered ? "</li>\n</ol>\n" : "</li>\n</ul>\n");
  skip_until_ = node.end;
}

void MailBody::code(std::string_view content) {
  add("<pre class=\"ink\" style=\"font-size:14px;line-height:20px;white-space:pre-wrap;margin:0 0 12px\">");
  text(content);
  add("</pre>\n");
}

/// Figures lead to the dashboard where it has an address, and are plain text otherwise.
bool MailBody::is_linked(const Node& link) const {
  if (link.target.starts_with("qd:")) return !options_.dashboard.empty();
  return !link.target.starts_with('#');
}

void MailBody::open_link(const Node& link) {
  if (!is_linked(link)) return;
  add("<a class=\"link\" style=\"color:#0B5CAD\" href=\"");
  if (link.target.starts_with("qd:")) {
    attribute(fmt::format("{}/explain/{}", options_.dashboard, report::encode_ref(link.target.substr(3))));
  } else {
    attribute(link.target);
  }
  add("\">");
}

}  // namespace qd::render
