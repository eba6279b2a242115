#include "ingest/meanings.hpp"

#include <algorithm>

#include "base/text_hash.hpp"
#include "ingest/amount.hpp"

namespace qd::ingest {

namespace {

constexpr std::size_t kLongest = 200;  // of a longer text the beginning says what it means
constexpr std::size_t kLongestEffort = 16;
constexpr std::size_t kTextBlock = 1 << 16;

}  // namespace

bool Meanings::names_currency(std::string_view text) {
  if (text.size() > kLongest) return read_currency(text, CurrencySigns{}).has_value();
  Readings& known = readings_of(text);
  if (!known.names_currency) known.names_currency = read_currency(text, CurrencySigns{}).has_value();
  return *known.names_currency;
}

std::int64_t Meanings::multiplier_of(std::string_view text) {
  if (text.size() > kLongest) return read_multiplier(text);
  Readings& known = readings_of(text);
  if (known.multiplier == 0) known.multiplier = read_multiplier(text);
  return known.multiplier;
}

std::optional<Quantity> Meanings::effort_of(std::string_view text) {
  if (text.size() > kLongestEffort) return read_effort(text);
  Readings& known = readings_of(text);
  if (!known.effort_asked) known.effort = read_effort(text);
  known.effort_asked = true;
  return known.effort;
}

std::optional<Cadence> Meanings::cadence_of(std::string_view text) {
  if (text.size() > kLongest) return read_cadence(text);
  Readings& known = readings_of(text);
  if (!known.cadence_asked) known.cadence = read_cadence(text);
  known.cadence_asked = true;
  return known.cadence;
}

Meanings::Readings& Meanings::readings_of(std::string_view text) {
  Known& known = find(text);
  if (known.readings == 0) {
    readings_.emplace_back();
    known.readings = static_cast<std::uint32_t>(readings_.size());
  }
  return readings_[known.readings - 1];
}

Meanings::Known& Meanings::find(std::string_view text) {
  if (text.size() > kLongest) text = text.substr(0, kLongest);
  const auto hash = static_cast<std::uint32_t>(text_hash(text) >> 32);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.known == nullptr) return remember(text, hash, at);
    if (slot.hash == hash && slot.size == text.size() && slot.known->text == text) return *slot.known;
  }
}

Meanings::Known& Meanings::remember(std::string_view text, std::uint32_t hash, std::size_t slot) {
  if (size_ / kBlock == blocks_.size()) blocks_.push_back(std::make_unique<Known[]>(kBlock));
  Known& fresh = blocks_[size_ / kBlock][size_ % kBlock];
  ++size_;
  fresh = {keep(text), vocabulary_.meaning(text, scratch_)};
  slots_[slot] = {hash, static_cast<std::uint32_t>(text.size()), &fresh};
  if (size_ * 2 > slots_.size()) grow();
  return fresh;
}

std::string_view Meanings::keep(std::string_view text) {
  if (text.empty()) return {};  // there may be no block yet
  if (text_used_ + text.size() > text_size_) {
    text_size_ = std::max(kTextBlock, text.size());
    texts_.push_back(std::make_unique<char[]>(text_size_));
    text_used_ = 0;
  }
  char* const place = texts_.back().get() + text_used_;
  std::ranges::copy(text, place);
  text_used_ += text.size();
  return {place, text.size()};
}

void Meanings::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.known == nullptr) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].known != nullptr) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void Meanings::forget_some() {
  if (size_ < kMost) return;
  slots_.assign(kSlots, {});
  texts_.clear();
  readings_.clear();
  size_ = text_used_ = text_size_ = 0;
}

}  // namespace qd::ingest
