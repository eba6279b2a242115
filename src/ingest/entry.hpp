// A key and its value become a fact.
#pragma once

#include "ingest/page.hpp"

namespace qd::ingest {

/// Reads the pair in the innermost section. False when it says nothing that can be kept. `prefix` is the key above a
/// nested one ("Boat" of "Boat: / Length: 42 ft").
bool read_pair(Page& page, const Pair& pair, std::uint32_t line, std::string_view prefix = {});

/// A list item without a key in a section of money: "Hosting $25/mo", "$25/mo for hosting", "Hosting ($25/mo)".
bool read_statement(Page& page, std::string_view text, std::uint32_t line);

/// Whether what follows an amount is a note and not more of a word: "9 M" is not 9, "256 MB" is not 256.
[[nodiscard]] bool ends_there(std::string_view text, std::size_t end);

/// "$X", "{name}", "<AMOUNT>", "[Your Company]": a template that nobody has filled in.
[[nodiscard]] bool is_placeholder(std::string_view text);

/// The fact "other.<slug>" of a key that the vocabulary does not know.
bool read_other(Page& page, std::string_view key, std::string_view prefix, std::string_view value, std::uint32_t line);

}  // namespace qd::ingest
