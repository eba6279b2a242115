// What one reader has already asked the vocabulary: hand-offs repeat their headings, labels and status words.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/vocabulary.hpp"

namespace qd::ingest {

class Meanings {
 public:
  explicit Meanings(const Vocabulary& vocabulary) : vocabulary_(vocabulary), slots_(kSlots) {}

  /// Valid until the next document (see `forget_some`).
  [[nodiscard]] const Meaning& of(std::string_view text) { return find(text).meaning; }
  /// Whether read_currency finds a currency in the text, whatever the signs of the document mean.
  [[nodiscard]] bool names_currency(std::string_view text);
  // As the functions read_… of amount.hpp.
  [[nodiscard]] std::int64_t multiplier_of(std::string_view text);
  [[nodiscard]] std::optional<Quantity> effort_of(std::string_view text);
  [[nodiscard]] std::optional<Cadence> cadence_of(std::string_view text);
  /// See Vocabulary::may_be_status.
  [[nodiscard]] bool may_be_status(std::string_view text) { return vocabulary_.may_be_status(text, scratch_); }
  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }

  /// Drops everything when much is remembered, so that a workspace of endless different words stays bounded. To be
  /// called between documents.
  void forget_some();

 private:
  struct Known {
    std::string_view text;
    Meaning meaning;
    std::uint32_t readings = 0;  // index + 1; 0: none was asked for
  };
  /// What few texts are asked for; apart, so that what all are asked for stays together in the cache.
  struct Readings {
    std::int64_t multiplier = 0;  // 0: not asked yet, as nothing in the next
    std::optional<bool> names_currency;
    std::optional<Cadence> cadence;
    std::optional<Quantity> effort;
    bool cadence_asked = false;
    bool effort_asked = false;
  };
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t size = 0;  // of the text
    Known* known = nullptr;
  };
  static constexpr std::size_t kSlots = 1 << 12;
  static constexpr std::size_t kMost = 1 << 15;
  static constexpr std::size_t kBlock = 256;

  Known& find(std::string_view text);
  /// Valid until the next call.
  Readings& readings_of(std::string_view text);
  Known& remember(std::string_view text, std::uint32_t hash, std::size_t slot);
  std::string_view keep(std::string_view text);
  void grow();

  const Vocabulary& vocabulary_;
  Vocabulary::Scratch scratch_;
  std::vector<Slot> slots_;  // open addressing; the size is a power of two
  std::vector<std::unique_ptr<Known[]>> blocks_;
  std::size_t size_ = 0;
  std::vector<Readings> readings_;
  std::vector<std::unique_ptr<char[]>> texts_;
  std::size_t text_used_ = 0;
  std::size_t text_size_ = 0;
};

}  // namespace qd::ingest
