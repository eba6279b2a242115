#include "model/fact_table.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace qd::model {

std::string_view to_string(AsOfSource source) {
  switch (source) {
    case AsOfSource::document:
      return "document";
    case AsOfSource::commit:
      return "commit";
    case AsOfSource::modified:
      return "modified";
  }
  return "modified";
}

FileId FactTable::begin_document(std::string_view path) {
  facts_of_line_.clear();
  Document& document = documents_.emplace_back();
  document.path = path;
  document.first_fact = static_cast<std::uint32_t>(facts_.size());
  return static_cast<FileId>(documents_.size() - 1);
}

void FactTable::add(Fact fact, std::span<const NewAttribute> attributes) {
  ensure(!documents_.empty(), "a fact belongs to a document");
  ensure(facts_.size() < UINT32_MAX && attributes.size() <= UINT8_MAX,
         "a fact table holds 2^32 facts of 255 attributes");
  Document& document = documents_.back();
  fact.file = static_cast<FileId>(documents_.size() - 1);
  if (fact.line >= facts_of_line_.size()) facts_of_line_.resize(fact.line + std::size_t{64});
  std::uint16_t& before = facts_of_line_[fact.line];
  fact.ordinal = before;
  if (before < UINT16_MAX) ++before;
  fact.first_attribute = static_cast<std::uint32_t>(attributes_.size());
  fact.attribute_count = static_cast<std::uint8_t>(attributes.size());
  fact.timed = std::ranges::any_of(attributes, [](const NewAttribute& attribute) {
    return attribute.key == AttributeKey::date || attribute.key == AttributeKey::period;
  });
  for (const NewAttribute& attribute : attributes) {
    std::uint32_t payload = attribute.payload;
    if (attribute.kind == AttributeKind::quantity) {
      payload = static_cast<std::uint32_t>(quantities_.size());
      quantities_.push_back(attribute.quantity);
    }
    attributes_.push_back({attribute.key, attribute.kind, payload});
  }
  facts_.push_back(fact);
  ++document.fact_count;
}

std::optional<Attribute> FactTable::attribute(const Fact& fact, AttributeKey key) const {
  for (std::size_t i = 0; i < fact.attribute_count; ++i) {
    const Attribute one = attribute(fact, i);
    if (one.key == key) return one;
  }
  return std::nullopt;
}

void FactTable::append(const FactTable& chunk) {
  std::vector<Symbol> mine(chunk.symbols_.size());
  for (std::size_t i = 0; i < mine.size(); ++i) mine[i] = symbols_.intern(chunk.symbols_.text(static_cast<Symbol>(i)));
  const auto translate = [&mine](Symbol& symbol) { symbol = mine[static_cast<std::uint32_t>(symbol)]; };

  const auto first_file = static_cast<std::uint32_t>(documents_.size());
  const auto first_fact = static_cast<std::uint32_t>(facts_.size());
  const auto first_attribute = static_cast<std::uint32_t>(attributes_.size());
  const auto first_quantity = static_cast<std::uint32_t>(quantities_.size());

  for (Document document : chunk.documents_) {
    for (Symbol* symbol : {&document.project, &document.entity, &document.title}) translate(*symbol);
    document.first_fact += first_fact;
    documents_.push_back(std::move(document));
  }
  for (std::size_t i = 0; i < chunk.facts_.size(); ++i) {
    Fact fact = chunk.facts_[i];
    for (Symbol* symbol : {&fact.text, &fact.needs, &fact.subject, &fact.entity, &fact.predicate, &fact.section})
      translate(*symbol);
    fact.file = static_cast<FileId>(static_cast<std::uint32_t>(fact.file) + first_file);
    fact.first_attribute += first_attribute;
    facts_.push_back(fact);
  }
  for (std::size_t i = 0; i < chunk.attributes_.size(); ++i) {
    Attribute attribute = chunk.attributes_[i];
    if (attribute.kind == AttributeKind::text)
      attribute.payload = static_cast<std::uint32_t>(mine[attribute.payload]);
    else if (attribute.kind == AttributeKind::quantity)
      attribute.payload += first_quantity;
    attributes_.push_back(attribute);
  }
  for (std::size_t i = 0; i < chunk.quantities_.size(); ++i) quantities_.push_back(chunk.quantities_[i]);
}

}  // namespace qd::model
