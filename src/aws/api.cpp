#include "aws/api.hpp"

#include "aws/protocol.hpp"
#include "base/utf8.hpp"
#include "text/xml.hpp"

namespace qd::aws {

namespace {

/// "com.amazon.coral.service#ThrottlingException:http://internal/…" → "ThrottlingException"
std::string_view bare_type(std::string_view type) {
  type = type.substr(type.find('#') + 1);
  return type.substr(0, type.find_first_of(":;, "));
}

/// One line of a few hundred characters, without what some refusals of a signature quote: the request itself, with the
/// session token and the id of the key in it.
std::string one_line(std::string_view text) {
  for (const std::string_view quoting :
       {"The Canonical String", "The canonical string", "The String-to-Sign", "Authorization="})
    text = text.substr(0, text.find(quoting));
  std::string out;
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  constexpr std::size_t kLongest = 400;
  if (const std::size_t size = utf8::prefix(out, kLongest).size(); size < out.size()) out.replace(size, out.npos, "…");
  return out;
}

/// The first of these that is a text.
std::string_view first_text(text::JsonValue object, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const text::JsonValue value = object[key]; value.kind() == text::JsonKind::string && !value.text().empty())
      return value.text();
  return {};
}

void read_json(text::JsonValue root, ApiError& error) {
  if (const text::JsonValue inner = root["Error"]; inner.kind() == text::JsonKind::object) root = inner;
  if (error.type.empty()) error.type = bare_type(first_text(root, {"__type", "code", "Code", "errorType"}));
  error.text = one_line(first_text(root, {"message", "Message", "errorMessage", "error_description"}));
}

/// ErrorResponse/Error of most, Error alone of S3, Response/Errors/Error of EC2.
void read_xml(text::XmlElement root, ApiError& error) {
  text::XmlElement at = root["Error"];
  if (!at) at = root["Errors"]["Error"];
  if (!at && root.name() == "Error") at = root;
  if (error.type.empty()) error.type = bare_type(at["Code"].text());
  error.text = one_line(at["Message"].text());
}

/// Of a page that something in between wrote.
std::string_view title(std::string_view page) {
  const std::size_t begin = page.find("<title>");
  if (begin == std::string_view::npos) return {};
  page.remove_prefix(begin + 7);
  return page.substr(0, page.find("</title>"));
}

}  // namespace

HttpResult perform(Api& api, Call call) {
  ensure(api.under_way() == 0, "perform() has the API for itself");
  const Api::Ticket ticket = api.start(std::move(call));
  for (;;) {
    for (Api::Done& done : api.wait(std::chrono::seconds(1))) {
      if (done.ticket == ticket) return std::move(done.result);
    }
  }
}

ApiError error_of(const HttpResponse& response) {
  ApiError out{.status = response.status, .type = std::string(bare_type(response.header("x-amzn-errortype")))};
  const std::string_view body = std::string_view(response.body).substr(0, std::size_t{1} << 20);
  const std::size_t start = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (start == std::string_view::npos) return out;
  if (body[start] == '{') {
    if (const auto document = json_body(response)) read_json(document->root(), out);
  } else if (body[start] != '<') {
    out.text = one_line(body);
  } else if (const auto document = text::parse_xml(body); document && document->root().name() != "html") {
    read_xml(document->root(), out);
  } else {
    out.text = one_line(title(body));
  }
  return out;
}

}  // namespace qd::aws
