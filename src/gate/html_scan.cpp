#include "gate/html_scan.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "text/entities.hpp"

namespace qd::gate {

namespace {

constexpr auto kVoid = std::to_array<std::string_view>(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"});

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

const std::string* HtmlToken::find(std::string_view attribute) const {
  const auto found = std::ranges::find(attributes, attribute, &HtmlAttribute::name);
  return found == attributes.end() ? nullptr : &found->value;
}

bool HtmlToken::is_void() const { return std::ranges::find(kVoid, name) != kVoid.end(); }

bool HtmlToken::has_class(std::string_view one) const {
  const std::string* classes = find("class");
  if (classes == nullptr) return false;
  std::string_view rest = *classes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == one) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

bool HtmlScanner::begins_markup(std::size_t at) const {
  if (at + 1 >= html_.size()) return false;
  const char c = html_[at + 1];
  return is_letter(c) || c == '!' || (c == '/' && at + 2 < html_.size() && is_letter(html_[at + 2]));
}

bool HtmlScanner::next(HtmlToken& token) {
  if (at_ >= html_.size()) return false;
  token = HtmlToken{.at = at_};
  if (raw_) {
    const std::size_t end = std::min(html_.find("</style", at_), html_.size());
    token.text = html_.substr(at_, end - at_);
    at_ = end;
    raw_ = false;
    if (!token.text.empty()) return true;
  }
  if (html_[at_] == '<' && begins_markup(at_)) {
    read_markup(token);
  } else {
    read_text(token);
  }
  return true;
}

void HtmlScanner::read_text(HtmlToken& token) {
  std::size_t end = at_ + 1;
  while (end < html_.size() && !(html_[end] == '<' && begins_markup(end))) ++end;
  token.text = decoded_html(html_.substr(at_, end - at_));
  at_ = end;
}

void HtmlScanner::read_markup(HtmlToken& token) {
  if (html_.substr(at_).starts_with("<!--")) {
    token.kind = HtmlKind::comment;
    const std::size_t end = html_.find("-->", at_ + 4);
    token.text = html_.substr(at_ + 4, end == std::string_view::npos ? end : end - at_ - 4);
    at_ = end == std::string_view::npos ? html_.size() : end + 3;
  } else if (html_[at_ + 1] == '!') {
    token.kind = HtmlKind::doctype;
    const std::size_t end = std::min(html_.find('>', at_), html_.size() - 1);
    token.text = html_.substr(at_ + 2, end - at_ - 2);
    at_ = end + 1;
  } else {
    read_tag(token);
  }
}

void HtmlScanner::read_tag(HtmlToken& token) {
  const bool close = html_[at_ + 1] == '/';
  token.kind = close ? HtmlKind::close : HtmlKind::open;
  at_ += close ? 2 : 1;
  const std::size_t begin = at_;
  while (at_ < html_.size() && !is_blank(html_[at_]) && html_[at_] != '>' && html_[at_] != '/') ++at_;
  token.name = lower(html_.substr(begin, at_ - begin));
  read_attributes(token);
  raw_ = !close && token.name == "style";
}

void HtmlScanner::skip_blanks() {
  while (at_ < html_.size() && (is_blank(html_[at_]) || html_[at_] == '/')) ++at_;
}

void HtmlScanner::read_attributes(HtmlToken& token) {
  for (skip_blanks(); at_ < html_.size() && html_[at_] != '>'; skip_blanks()) {
    const std::size_t begin = at_++;
    while (at_ < html_.size() && !is_blank(html_[at_]) && html_[at_] != '=' && html_[at_] != '>' && html_[at_] != '/')
      ++at_;
    HtmlAttribute& attribute = token.attributes.emplace_back(lower(html_.substr(begin, at_ - begin)), std::string());
    std::size_t sign = at_;
    while (sign < html_.size() && is_blank(html_[sign])) ++sign;
    if (sign >= html_.size() || html_[sign] != '=') continue;
    at_ = sign + 1;
    attribute.value = decoded_html(attribute_value());
  }
  at_ = std::min(at_ + 1, html_.size());
}

std::string_view HtmlScanner::attribute_value() {
  while (at_ < html_.size() && is_blank(html_[at_])) ++at_;
  if (at_ >= html_.size()) return {};
  const char quote = html_[at_];
  if (quote == '"' || quote == '\'') {
    const std::size_t begin = ++at_;
    const std::size_t end = std::min(html_.find(quote, begin), html_.size());
    at_ = std::min(end + 1, html_.size());
    return html_.substr(begin, end - begin);
  }
  const std::size_t begin = at_;
  while (at_ < html_.size() && !is_blank(html_[at_]) && html_[at_] != '>') ++at_;
  return html_.substr(begin, at_ - begin);
}

std::string decoded_html(std::string_view text) {
  constexpr std::size_t kLongestReference = 40;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t sign = std::min(text.find('&', at), text.size());
    out += text.substr(at, sign - at);
    at = sign;
    if (at == text.size()) break;
    const std::size_t end = text.substr(at, kLongestReference).find(';');
    if (end == std::string_view::npos) {
      out += text[at++];
    } else {
      text::append_entity(out, text.substr(at, end + 1));
      at += end + 1;
    }
  }
  return out;
}

}  // namespace qd::gate
