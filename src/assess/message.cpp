#include "assess/message.hpp"

namespace qd::assess {

namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

Message::Message(std::string_view text) : text_(text) {
  std::size_t at = 0;
  while ((at = text_.find("{{", at)) != std::string::npos) {
    const std::size_t close = text_.find("}}", at);
    if (close == std::string::npos) return;
    const std::string_view name = trimmed(text.substr(at + 2, close - at - 2));
    if (!name.empty()) names_.push_back({std::string(name), at, close + 2});
    at = close + 2;
  }
}

std::string Message::fill(const std::function<std::string(std::string_view name)>& value_of) const {
  std::string out;
  std::size_t at = 0;
  for (const Name& name : names_) {
    out.append(text_, at, name.begin - at);
    out += value_of(name.text);
    at = name.end;
  }
  return out.append(text_, at);
}

}  // namespace qd::assess
