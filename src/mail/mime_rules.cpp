#include "mail/mime_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "base/utf8.hpp"

namespace qd::mail {

namespace {

// SES's limits.
constexpr std::size_t kLongestId = 78;
constexpr std::size_t kLongestType = 78;
constexpr std::size_t kLongestName = 255;

constexpr auto kEndings =
    std::to_array<std::string_view>({"csv", "gif", "ics", "jpeg", "jpg", "json", "md", "pdf", "png", "txt", "xlsx"});

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

constexpr auto kOwnHeaders = std::to_array<std::string_view>(
    {"from", "to", "cc", "bcc", "sender", "reply-to", "return-path", "subject", "date", "message-id", "received",
     "mime-version", "auto-submitted", "x-auto-response-suppress"});

Result<void> check_header(std::string_view name, std::string_view value) {
  const bool valid_name = !name.empty() && name.size() <= 126 &&
                          std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7F && c != ':'; });
  if (!valid_name) return fail(ErrorKind::invalid, "a header has a name that is no header name");
  const std::string small = lower(name);
  if (std::ranges::find(kOwnHeaders, small) != kOwnHeaders.end() || small.starts_with("content-"))
    return fail(ErrorKind::invalid, fmt::format("the header {} cannot be set from outside", name));
  if (has_control(value))
    return fail(ErrorKind::invalid, fmt::format("the header {} holds a line end or another control character", name));
  if (value.empty() || name.size() + value.size() > 996)
    return fail(ErrorKind::invalid, fmt::format("the header {} is empty or too long", name));
  return {};
}

bool is_word(std::string_view text, std::string_view more) {
  return !text.empty() && std::ranges::all_of(text, [more](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || more.find(c) != std::string_view::npos;
  });
}

Result<void> check_type(std::string_view type, std::string_view of) {
  const std::size_t slash = type.find('/');
  if (type.size() > kLongestType || slash == std::string_view::npos || !is_word(type.substr(0, slash), "-") ||
      !is_word(type.substr(slash + 1), ".+-"))
    return fail(ErrorKind::invalid, fmt::format("{} has the type \"{}\", which is none", of, type));
  return {};
}

Result<void> check_image(const InlineImage& image, std::set<std::string_view>& ids) {
  if (image.id.size() > kLongestId || !is_word(image.id, "._-@"))
    return fail(ErrorKind::invalid, fmt::format("\"{}\" cannot be the id of a picture", image.id));
  if (!ids.insert(image.id).second)
    return fail(ErrorKind::invalid, fmt::format("two pictures have the id {}", image.id));
  return check_type(image.type, image.id);
}

Result<void> check_attachment(const Attachment& file, std::set<std::string_view>& names) {
  const auto refuse = [&file](std::string_view why) {
    return fail(ErrorKind::invalid, fmt::format("the attachment {} {}", file.name, why));
  };
  if (file.name.empty() || has_control(file.name))
    return fail(ErrorKind::invalid, "an attachment has no name, or one with a control character");
  if (file.name.size() > kLongestName) return refuse("has a name of more than 255 bytes");
  if (!utf8::valid(file.name)) return fail(ErrorKind::invalid, "the name of an attachment is no UTF-8");
  if (file.name.find_first_of("/\\:") != std::string::npos || file.name.starts_with('.'))
    return refuse("has a name that is none without a folder");
  const std::size_t dot = file.name.rfind('.');
  const std::string ending = dot == std::string::npos ? std::string() : lower(file.name.substr(dot + 1));
  if (std::ranges::find(kEndings, ending) == kEndings.end())
    return refuse(
        fmt::format("has an ending that mail services refuse; these are allowed: {}", fmt::join(kEndings, ", ")));
  if (!names.insert(file.name).second) return refuse("is there twice");
  return check_type(file.type, file.name);
}

Result<void> check_parts(const Message& message) {
  std::set<std::string_view> ids, names;
  std::size_t bytes = message.text.size() + message.html.size();
  for (const InlineImage& image : message.images) {
    if (auto checked = check_image(image, ids); !checked) return checked;
    bytes += image.bytes.size();
  }
  for (const Attachment& file : message.attachments) {
    if (auto checked = check_attachment(file, names); !checked) return checked;
    bytes += file.bytes.size();
  }
  // Encoded it is larger still, and compose() looks at that; this saves encoding what is far too large.
  if (bytes > kLargestMessage)
    return fail(ErrorKind::invalid,
                fmt::format("the mail with its attachments is {} bytes long and may have {}", bytes, kLargestMessage));
  return {};
}

}  // namespace

std::span<const std::string_view> attachment_endings() { return kEndings; }

Result<void> check_readers(std::span<const Address> to) {
  if (to.empty()) return fail(ErrorKind::invalid, "the mail has no recipient");
  for (const Address& one : to) {
    if (auto checked = check_address(one); !checked) return checked;
  }
  return {};
}

Result<void> check_headers(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (auto checked = check_header(name, value); !checked) return checked;
  }
  return {};
}

Result<void> check(const Message& message) {
  if (auto checked = check_readers(message.to); !checked) return checked;
  if (auto checked = check_address(message.from); !checked) return checked;
  if (has_control(message.subject))
    return fail(ErrorKind::invalid, "the subject holds a line end or another control character");
  if (auto checked = check_headers(message.headers); !checked) return checked;
  return check_parts(message);
}

}  // namespace qd::mail
