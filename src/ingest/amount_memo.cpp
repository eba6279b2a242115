#include "ingest/amount_memo.hpp"

#include "base/text_hash.hpp"

namespace qd::ingest {

std::optional<Amount> AmountMemo::read(std::string_view text, const AmountContext& context) {
  if (text.size() > kLongest || is_plain_amount(text)) return read_amount(text, context);
  const auto hash = static_cast<std::uint32_t>(text_hash(text) >> 32);
  Slot& slot = slots_[hash % kSlots];
  const bool known = slot.hash == hash && std::string_view(slot.text.data(), slot.size) == text;
  if (known && slot.context == context) return slot.amount;
  slot.amount = read_amount(text, context);
  slot.hash = hash;
  slot.size = static_cast<std::uint8_t>(text.size());
  text.copy(slot.text.data(), text.size());
  slot.context = context;
  return slot.amount;
}

}  // namespace qd::ingest
