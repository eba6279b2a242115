// List items of sections that consist of things: assets, channels, funnel stages, clients, invoices, people…
#pragma once

#include <span>

#include "ingest/page.hpp"

namespace qd::ingest {

/// Reads one line of a list in such a section. False when it is none of the section's things; then it may still be a
/// key with a value.
bool read_item(Page& page, const Line& line, std::span<const Pair> pairs);

/// "Visits → Quotes → Jobs", with or without numbers. False when the text is no such line.
bool read_arrows(Page& page, std::string_view text, std::uint32_t line);

struct AssetName {
  AssetSort sort = AssetSort::none;
  std::string_view name;
  std::string_view purpose;
  std::string_view region;
};
/// Keeps the fact of an asset; the draft's attributes are taken from the caller's line by `attributes`.
void keep_asset(Page& page, const AssetName& asset, std::string_view attributes, std::uint32_t line);

/// The status of a channel and what else the line says about it: spend, leads, bookings.
void keep_channel(Page& page, std::string_view channel, std::string_view status, std::uint32_t line);
/// A figure of a channel: "channel.spend", "channel.leads", "channel.bookings".
bool keep_channel_figure(Page& page, std::string_view predicate, std::string_view channel, std::string_view value,
                         Cadence per, std::uint32_t line);

void keep_stage(Page& page, std::string_view stage, std::string_view value, std::uint32_t line);

/// What stands in front of a dash or parenthesis, and what stands behind.
struct NameAndRest {
  std::string_view name;
  std::string_view rest;
};
[[nodiscard]] NameAndRest split_name(std::string_view text);

}  // namespace qd::ingest
