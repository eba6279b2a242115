// What is read as an address is ASCII, one line, and is read again as itself; a list loses nothing that it splits.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "mail/address.hpp"
#include "mail/mime.hpp"
#include "mail/readdress.hpp"

namespace {

using namespace qd;
using namespace qd::mail;

const std::string& frozen() {
  static const std::string bytes = compose({.from = {"", "reports@example.com"},
                                            .to = {{"", "ceo@example.com"}},
                                            .subject = "Report",
                                            .date = {},
                                            .text = "Text\n",
                                            .html = "<p>Text</p>\n",
                                            .images = {},
                                            .attachments = {},
                                            .headers = {}})
                                       .value();
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2000) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string_view one : split_addresses(text)) {
    const auto address = read_address(one);
    if (!address) {
      ensure(!address.error().empty(), "a refusal says why");
      continue;
    }
    ensure(std::ranges::all_of(address->address, [](char c) { return c > ' ' && c < 0x7F; }), "an address is plain");
    ensure(check_address(*address).has_value(), "what was read can be written");
    const auto again = read_address(address->address);
    ensure(again && again->address == address->address, "an address is read as itself");
    const auto sent = readdress(frozen(), {.to = {*address}, .headers = {}});
    ensure(sent.has_value(), "who can be read can be written to");
    const auto parts = decode_parts(sent->header + std::string(sent->body));
    ensure(parts.size() == 3, "the message stays whole");
    ensure(parts.front().body.find("\nBcc:") == std::string::npos, "nobody else is written to");
    ensure(sent->header.find(address->address) != std::string::npos, "the address stands in the header");
  }
  return 0;
}
