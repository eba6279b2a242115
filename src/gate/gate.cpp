#include "gate/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "gate/pattern_set.hpp"
#include "gate/patterns.hpp"
#include "gate/views.hpp"
#include "mail/mime.hpp"

namespace qd::gate {

namespace {

/// Encodings inside encodings: JSON in an HTML attribute in a quoted-printable part.
constexpr int kDeepestView = 3;
constexpr std::size_t kLongestLine = 998;

std::unexpected<Error> refuse(std::string what) { return fail(ErrorKind::refused, std::move(what)); }

}  // namespace

struct Gate::Patterns {
  std::vector<Pattern> patterns;
  std::vector<std::string> names;
  PatternSet set;
  bool blanks = false;  ///< whether any pattern holds one

  /// How the bytes leak, as a person would say it; nothing when they don't.
  [[nodiscard]] std::optional<std::string> leak(std::string_view bytes, int depth = 0) const {
    if (patterns.empty()) return std::nullopt;
    if (const auto found = set.find(bytes)) {
      const Pattern& pattern = patterns[found->pattern];
      return fmt::format("the value of {} as {}", names[pattern.secret], pattern.form);
    }
    if (depth == kDeepestView) return std::nullopt;
    for (const View& view : views()) {
      if (view.puts_blanks && !blanks) continue;
      const auto decoded = view.decode(bytes);
      if (!decoded) continue;
      if (auto found = leak(*decoded, depth + 1)) return fmt::format("{}, in {}", *found, view.name);
    }
    return std::nullopt;
  }

  [[nodiscard]] Result<void> check_parts(std::string_view bytes, std::string_view place) const;
};

namespace {

std::string too_large(std::size_t size, std::string_view place) {
  return fmt::format("{} is {} bytes long and a mail may have {}", place, size, kMessageLimit);
}

Result<void> check_message_form(std::string_view bytes, std::string_view place) {
  if (bytes.size() > kMessageLimit) return refuse(too_large(bytes.size(), place));
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string_view line = bytes.substr(begin, end - begin);
    if (line.size() > kLongestLine + 1) return refuse(fmt::format("{} has a line of more than 998 bytes", place));
    if (end < bytes.size() && !line.ends_with('\r'))
      return refuse(fmt::format("{} has a line that does not end in CR LF", place));
    begin = end + 1;
  }
  if (std::ranges::any_of(bytes, [](char c) { return static_cast<unsigned char>(c) >= 0x80 || c == '\0'; }))
    return refuse(fmt::format("{} is not plain ASCII", place));
  return {};
}

Result<void> check_html(std::string_view html, std::size_t encoded, std::string_view place) {
  const std::size_t size = std::max(html.size(), encoded);
  if (size > kMailHtmlLimit)
    return refuse(
        fmt::format("the HTML of {} is {} bytes long; mail readers cut it after {}", place, size, kMailHtmlLimit));
  if (html.find("{{") != std::string_view::npos)
    return refuse(fmt::format("the HTML of {} holds a template's tag that was not filled in", place));
  return {};
}

}  // namespace

Result<void> Gate::Patterns::check_parts(std::string_view bytes, std::string_view place) const {
  for (const mail::Part& part : mail::decode_parts(bytes)) {
    if (part.type == "text/html") {
      if (auto checked = check_html(part.body, part.encoded_size, place); !checked) return checked;
    }
    if (const auto found = leak(part.body)) {
      return refuse(
          fmt::format("{} would give away {}, in its part {}; nothing was written", place, *found, part.type));
    }
  }
  return {};
}

Gate::Gate(std::span<const KnownSecret> secrets) : patterns_(std::make_unique<Patterns>()) {
  patterns_->patterns = patterns_of(secrets);
  for (const KnownSecret& secret : secrets) patterns_->names.push_back(secret.name);
  std::vector<std::string_view> texts;
  for (const Pattern& pattern : patterns_->patterns) texts.push_back(pattern.text.reveal());
  patterns_->blanks = std::ranges::any_of(texts, [](std::string_view text) { return text.find(' ') != text.npos; });
  patterns_->set = PatternSet(texts);
}

Gate::Gate(Gate&&) noexcept = default;
Gate::~Gate() = default;

Result<Outgoing> Gate::pass(std::string bytes, Form form, std::string_view place) const {
  if (const auto found = patterns_->leak(bytes))
    return refuse(fmt::format("{} would give away {}; nothing was written", place, *found));
  Result<void> checked;
  if (form == Form::mail_html) checked = check_html(bytes, 0, place);
  if (form == Form::message) {
    checked = check_message_form(bytes, place);
    if (checked) checked = patterns_->check_parts(bytes, place);
  }
  if (!checked) return std::unexpected(checked.error());
  return Outgoing(std::move(bytes));
}

Result<Outgoing> Gate::readdressed(const Outgoing& passed, const mail::HeaderChange& change) const {
  constexpr std::string_view kPlace = "the header of a mail";
  auto message = mail::readdress(passed.bytes(), change);
  if (!message) return std::unexpected(std::move(message.error()));
  const std::size_t size = message->header.size() + message->body.size();
  if (size > kMessageLimit) return refuse(too_large(size, "a mail"));
  auto header = pass(std::move(message->header), Form::message, kPlace);
  if (!header) return header;
  header->bytes_ += message->body;
  return header;
}

}  // namespace qd::gate
