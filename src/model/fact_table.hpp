// Facts in the order in which files say them. A worker fills a table of its own; appending the tables in the order of
// the files gives the same rows and the same symbols whatever the number of workers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/document.hpp"
#include "model/fact.hpp"

namespace qd::model {

/// A vector that grows in blocks: no reallocation, so the peak is what it holds.
template <class T, std::size_t kBlock>
class BlockVector {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return blocks_[i / kBlock][i % kBlock]; }
  [[nodiscard]] T& operator[](std::size_t i) { return blocks_[i / kBlock][i % kBlock]; }
  void push_back(const T& element) {
    if (size_ % kBlock == 0) blocks_.emplace_back().reserve(kBlock);
    blocks_.back().push_back(element);
    ++size_;
  }

 private:
  std::vector<std::vector<T>> blocks_;  // each full but the last, and never grown beyond what it reserved
  std::size_t size_ = 0;
};

/// One attribute before it is stored: what `FactTable::add` takes.
struct NewAttribute {
  AttributeKey key;
  AttributeKind kind;
  std::uint32_t payload = 0;
  Quantity quantity = {};  ///< for AttributeKind::quantity

  static NewAttribute of(AttributeKey key, Symbol text) {
    return {key, AttributeKind::text, static_cast<std::uint32_t>(text)};
  }
  static NewAttribute of(AttributeKey key, Date date) {
    return {key, AttributeKind::date, static_cast<std::uint32_t>(date.days)};
  }
  static NewAttribute of(AttributeKey key, bool truth) { return {key, AttributeKind::boolean, truth}; }
  static NewAttribute number(AttributeKey key, std::uint32_t n) { return {key, AttributeKind::number, n}; }
  static NewAttribute of(AttributeKey key, const Quantity& quantity) {
    return {key, AttributeKind::quantity, 0, quantity};
  }
};

class FactTable {
 public:
  [[nodiscard]] Symbols& symbols() { return symbols_; }
  [[nodiscard]] const Symbols& symbols() const { return symbols_; }
  [[nodiscard]] Symbol intern(std::string_view text) { return symbols_.intern(text); }
  [[nodiscard]] std::string_view text(Symbol symbol) const { return symbols_.text(symbol); }

  /// Starts a file; the facts added until the next call are its facts.
  FileId begin_document(std::string_view path);
  [[nodiscard]] Document& document(FileId file) { return documents_[static_cast<std::uint32_t>(file)]; }
  [[nodiscard]] std::span<const Document> documents() const { return documents_; }
  [[nodiscard]] const Document& document(FileId file) const { return documents_[static_cast<std::uint32_t>(file)]; }

  /// Fills in file, ordinal and attributes; all else comes with `fact`. The current document must have been begun.
  void add(Fact fact, std::span<const NewAttribute> attributes = {});

  [[nodiscard]] std::size_t size() const { return facts_.size(); }
  [[nodiscard]] const Fact& operator[](std::size_t i) const { return facts_[i]; }
  /// For the entity that is found out after the whole workspace was read.
  [[nodiscard]] Fact& mutable_fact(std::size_t i) { return facts_[i]; }

  [[nodiscard]] Attribute attribute(const Fact& fact, std::size_t n) const {
    return attributes_[fact.first_attribute + n];
  }
  [[nodiscard]] std::optional<Attribute> attribute(const Fact& fact, AttributeKey key) const;
  [[nodiscard]] const Quantity& quantity(const Attribute& attribute) const { return quantities_[attribute.payload]; }

  /// Appends the documents and facts of `chunk` and gives them symbols of this table.
  void append(const FactTable& chunk);

 private:
  Symbols symbols_;
  std::vector<Document> documents_;
  std::vector<std::uint16_t> facts_of_line_;  // of the current document, by line: tables are not read line by line
  BlockVector<Fact, 8192> facts_;
  BlockVector<Attribute, 16384> attributes_;
  BlockVector<Quantity, 1024> quantities_;
};

}  // namespace qd::model
