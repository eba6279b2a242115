// What amounts one reader has already read: cells, prices and the words in their place come again and again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/amount.hpp"

namespace qd::ingest {

/// A new text takes the place of an old one, so the memory is bounded.
class AmountMemo {
 public:
  AmountMemo() : slots_(kSlots) {}

  /// As read_amount, of which the result depends on nothing but the text and the context.
  [[nodiscard]] std::optional<Amount> read(std::string_view text, const AmountContext& context);

 private:
  static constexpr std::size_t kSlots = 4096;  // a power of two
  static constexpr std::size_t kLongest = 31;  // bytes of a text that is remembered

  struct Slot {
    std::uint32_t hash = 0;
    std::uint8_t size = 0xFF;  // of the text; of a free slot none that a text has
    std::array<char, kLongest> text;
    AmountContext context;
    std::optional<Amount> amount;
  };

  std::vector<Slot> slots_;
};

}  // namespace qd::ingest
