#include "mail/readdress.hpp"

#include <algorithm>
#include <optional>

#include "mail/mime.hpp"
#include "mail/mime_fields.hpp"
#include "mail/mime_rules.hpp"

namespace qd::mail {

namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

struct Field {
  std::string_view name;
  std::string_view bytes;  ///< name, value and folded lines, with the CRLF that ends it
  bool used = false;
};

bool same_name(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

/// The fields of a header block, or nothing when it is none.
std::optional<std::vector<Field>> fields_of(std::string_view block) {
  std::vector<Field> out;
  while (!block.empty()) {
    std::size_t end = block.find("\r\n");
    while (end != block.npos && end + 2 < block.size() && (block[end + 2] == ' ' || block[end + 2] == '\t'))
      end = block.find("\r\n", end + 2);
    const std::size_t colon = block.find(':');
    if (end == block.npos || colon == block.npos || colon == 0 || colon > block.find_first_of(" \t\r"))
      return std::nullopt;
    out.push_back({.name = block.substr(0, colon), .bytes = block.substr(0, end + 2)});
    block.remove_prefix(end + 2);
  }
  return out;
}

/// The old block with each of `fresh` in the place of the first of its name; what had no place follows at the end.
std::string merged(std::span<const Field> old, std::vector<Field>& fresh) {
  std::string out;
  for (const Field& field : old) {
    const auto instead = std::ranges::find_if(fresh, [&](const Field& one) { return same_name(one.name, field.name); });
    if (instead == fresh.end()) {
      out += field.bytes;
    } else if (!instead->used) {
      out += instead->bytes;
      instead->used = true;
    }
  }
  for (const Field& field : fresh) {
    if (!field.used) out += field.bytes;
  }
  return out;
}

}  // namespace

Result<Readdressed> readdress(std::string_view message, const HeaderChange& change) {
  if (auto checked = check_readers(change.to); !checked) return std::unexpected(checked.error());
  if (auto checked = check_headers(change.headers); !checked) return std::unexpected(checked.error());
  constexpr std::string_view kEnd = "\r\n\r\n";
  const std::size_t end = message.find(kEnd);
  const auto old = end == message.npos ? std::nullopt : fields_of(message.substr(0, end + 2));
  if (!old) return fail(ErrorKind::invalid, "the frozen mail has no header block; it is no message of ours");
  const std::string written = header_fields(change.to, change.headers);
  auto fresh = fields_of(written);
  ensure(fresh.has_value(), "what compose writes can be read");
  return Readdressed{.header = merged(*old, *fresh) + "\r\n", .body = message.substr(end + kEnd.size())};
}

std::string frozen_content(std::string_view message) {
  std::string out;
  // Lengths go before the bytes, so that no part can pretend to be two.
  const auto add = [&out](std::string_view piece) {
    out.append(std::to_string(piece.size())).append(":").append(piece);
  };
  for (const Part& part : decode_parts(message)) {
    if (part.type != "headers") {
      for (const std::string_view piece : {std::string_view(part.type), std::string_view(part.id),
                                           std::string_view(part.name), std::string_view(part.body)})
        add(piece);
      continue;
    }
    constexpr std::string_view kSubject = "\nSubject: ";
    const std::string headers = "\n" + part.body;
    const std::size_t at = headers.find(kSubject);
    if (at == headers.npos) continue;
    const std::size_t begin = at + kSubject.size();
    add(std::string_view(headers).substr(begin, headers.find('\n', begin) - begin));
  }
  return out;
}

}  // namespace qd::mail
