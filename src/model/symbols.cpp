#include "model/symbols.hpp"

#include <algorithm>
#include <cstring>

#include "base/result.hpp"
#include "base/text_hash.hpp"

namespace qd::model {

namespace {

constexpr std::size_t kFirstSlots = 256;
constexpr std::size_t kFirstBlock = 4 * 1024;
constexpr std::size_t kLargestBlock = 256 * 1024;

std::uint32_t hash_of(std::string_view text) {
  return static_cast<std::uint32_t>(text_hash(text) >> 32) | 1;  // never 0, so that 0 marks a free slot
}

}  // namespace

Symbols::Symbols() : slots_(kFirstSlots) { texts_.emplace_back(); }

std::size_t Symbols::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].hash != 0 &&
         (slots_[at].hash != hash || texts_[static_cast<std::uint32_t>(slots_[at].symbol)] != text))
    at = (at + 1) & mask;
  return at;
}

Symbol Symbols::intern(std::string_view text) {
  if (text.empty()) return Symbol::none;
  const std::uint32_t hash = hash_of(text);
  std::size_t at = slot_of(text, hash);
  if (slots_[at].hash != 0) return slots_[at].symbol;
  ensure(texts_.size() < UINT32_MAX, "more than four billion different texts");
  if (4 * texts_.size() >= 3 * slots_.size()) {
    grow();
    at = slot_of(text, hash);
  }
  const auto symbol = static_cast<Symbol>(texts_.size());
  texts_.push_back(store(text));
  slots_[at] = {hash, symbol};
  return symbol;
}

Symbol Symbols::find(std::string_view text) const {
  if (text.empty()) return Symbol::none;
  return slots_[slot_of(text, hash_of(text))].symbol;
}

std::string_view Symbols::store(std::string_view text) {
  if (block_size_ - block_used_ < text.size()) {
    block_size_ = std::max(text.size(), std::min(kLargestBlock, std::max(kFirstBlock, 2 * block_size_)));
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
    block_used_ = 0;
  }
  char* const at = blocks_.back().get() + block_used_;
  std::memcpy(at, text.data(), text.size());
  block_used_ += text.size();
  return {at, text.size()};
}

void Symbols::grow() {
  std::vector<Slot> larger(2 * slots_.size());
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.hash == 0) continue;
    std::size_t at = slot.hash & mask;
    while (larger[at].hash != 0) at = (at + 1) & mask;
    larger[at] = slot;
  }
  slots_ = std::move(larger);
}

}  // namespace qd::model
