#include "report/aliases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace qd::report {

namespace {

std::string key_of(std::string_view kind, std::string_view name) { return fmt::format("{}/{}", kind, name); }

/// Different kinds that begin alike get letters of their own, so that one ordinal means one thing.
std::string letter_of(std::string_view kind) {
  if (kind == "distribution") return "D";
  if (kind == "domain") return "N";
  if (kind == "certificate") return "C";
  if (kind == "rule") return "R";
  if (kind == "log_group") return "L";
  if (kind == "address") return "IP";
  if (kind == "api") return "A";
  if (kind == "site") return "S";
  if (kind.empty()) return "X";
  return {static_cast<char>(std::toupper(static_cast<unsigned char>(kind.front())))};
}

}  // namespace

bool goes_by_name(std::string_view kind) {
  return kind == "domain" || kind == "site" || kind == "zone" || kind == "other";
}

Aliases::Aliases(Entries entries) : entries_(std::move(entries)) {
  for (const auto& [key, alias] : entries_) {
    const std::size_t dash = alias.rfind('-');
    unsigned ordinal = 0;
    if (dash != std::string::npos) std::from_chars(alias.data() + dash + 1, alias.data() + alias.size(), ordinal);
    unsigned& last = last_[alias.substr(0, dash)];
    last = std::max(last, ordinal);
  }
}

std::string_view Aliases::of(std::string_view kind, std::string_view name) {
  const auto [entry, fresh] = entries_.try_emplace(key_of(kind, name));
  if (fresh) {
    const std::string letter = letter_of(kind);
    entry->second = fmt::format("{}-{}", letter, ++last_[letter]);
  }
  return entry->second;
}

std::string_view Aliases::find(std::string_view kind, std::string_view name) const {
  const auto found = entries_.find(key_of(kind, name));
  return found == entries_.end() ? std::string_view() : found->second;
}

std::string_view Aliases::resolve(std::string_view alias) const {
  const auto found = std::ranges::find(entries_, alias, &Entries::value_type::second);
  return found == entries_.end() ? std::string_view() : found->first;
}

}  // namespace qd::report
