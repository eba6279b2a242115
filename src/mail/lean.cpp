#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mail/mime.hpp"
#include "mail/mime_fields.hpp"
#include "mail/readdress.hpp"

namespace qd::mail {

namespace {

/// "2 pictures, ceo-actions.csv and ceo-figures.csv"
std::string left_out(const Message& message, bool without_html) {
  std::vector<std::string> things;
  if (without_html) things.emplace_back("the formatted version");
  if (!message.images.empty())
    things.push_back(message.images.size() == 1 ? "a picture" : fmt::format("{} pictures", message.images.size()));
  for (const Attachment& file : message.attachments) things.push_back(file.name);
  if (things.size() < 2) return things.empty() ? std::string("nothing but its size") : things.front();
  const std::string last = std::move(things.back());
  things.pop_back();
  return fmt::format("{} and {}", fmt::join(things, ", "), last);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// Behind the `>` that ends the tag which begins at `at`; one inside quotes ends nothing.
std::size_t end_of_tag(std::string_view html, std::size_t at) {
  char quote = 0;
  for (std::size_t i = at; i < html.size(); ++i) {
    if (quote != 0) {
      if (html[i] == quote) quote = 0;
    } else if (html[i] == '"' || html[i] == '\'') {
      quote = html[i];
    } else if (html[i] == '>') {
      return i + 1;
    }
  }
  return html.size();
}

/// The value of alt="…" as it stands there, which as HTML text means the same.
std::string_view alternative(std::string_view tag) {
  constexpr std::string_view kAlt = " alt=\"";
  const std::size_t at = tag.find(kAlt);
  if (at == tag.npos) return {};
  const std::size_t begin = at + kAlt.size();
  return tag.substr(begin, tag.find('"', begin) - begin);
}

/// Pictures become the words that stand for them.
std::string without_pictures(std::string_view html) {
  constexpr std::string_view kImage = "<img ";
  std::string out;
  while (true) {
    const std::size_t at = html.find(kImage);
    out += html.substr(0, at);
    if (at == html.npos) return out;
    const std::size_t end = end_of_tag(html, at);
    out += alternative(html.substr(at, end - at));
    html.remove_prefix(end);
  }
}

std::string with_notice(std::string_view html, std::string_view notice) {
  const std::size_t body = html.find("<body");
  const std::size_t at = body == html.npos ? 0 : end_of_tag(html, body);
  return fmt::format(
      "{}\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>"
      "<td class=\"ink\" lang=\"en\" dir=\"ltr\" style=\"padding:16px 24px;font-family:Arial,sans-serif;font-size:14px;"
      "line-height:20px;color:#16202A\">{}</td></tr></table>{}",
      html.substr(0, at), escaped(notice), html.substr(at));
}

}  // namespace

Result<std::string> lean(std::string_view bytes, bool without_html) {
  auto message = read_composed(bytes);
  if (!message) return fail(ErrorKind::invalid, "the frozen mail cannot be read; it is no message of ours");
  const std::string notice = fmt::format(
      "This is a smaller version, because your mail server did not take the whole mail. Left out: {}. The sender can "
      "give you what is missing.",
      left_out(*message, without_html));
  message->text = notice + "\n\n" + message->text;
  message->html =
      without_html || message->html.empty() ? std::string() : with_notice(without_pictures(message->html), notice);
  message->images.clear();
  message->attachments.clear();
  return compose(*message);
}

}  // namespace qd::mail
