// Interned text: equal text has equal symbols, and four million facts share their words.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace qd::model {

/// A piece of text by number; only meaningful together with the Symbols that gave it.
enum class Symbol : std::uint32_t { none = 0 };

/// Symbol::none is the empty text. Text stays where it is for the life of the table; moving the table keeps it valid.
class Symbols {
 public:
  Symbols();

  [[nodiscard]] Symbol intern(std::string_view text);
  /// The symbol of text that is already there, else Symbol::none.
  [[nodiscard]] Symbol find(std::string_view text) const;
  [[nodiscard]] std::string_view text(Symbol symbol) const { return texts_[static_cast<std::uint32_t>(symbol)]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Symbol symbol = Symbol::none;
  };

  [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  [[nodiscard]] std::string_view store(std::string_view text);
  void grow();

  std::vector<std::string_view> texts_;
  std::vector<Slot> slots_;  // open addressing; the size is a power of two
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_used_ = 0;
  std::size_t block_size_ = 0;
};

}  // namespace qd::model
