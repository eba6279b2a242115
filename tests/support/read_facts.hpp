// What the reader takes from a hand-off, one fact a line, as docs/handoff-format.md writes it:
//   money.expense  300–500 USD/month  label="Slip fee"  account=6010  kind=estimated
// Predicate, value, attributes; kind and basis where they are not "stated" and "actual".
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/handoff.hpp"

namespace qd::test {

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

inline std::string in_quotes(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" ,\"'()") == std::string_view::npos;
  return plain ? std::string(text) : '"' + std::string(text) + '"';
}

inline std::string show(const Quantity& q, std::string_view of) {
  const auto bound = [&](bool open, std::int64_t value) { return open ? std::string() : to_decimal(value, q.unit); };
  std::string out = bound(q.open_lo, q.lo);
  if (!q.is_point()) out += "–" + bound(q.open_hi, q.hi);
  if (q.unit == Unit::money) out += q.currency.stated() ? " " + q.currency.code() : " of unknown currency";
  if (q.unit == Unit::days) out += " days";
  if (q.unit == Unit::ratio) out += " ratio";
  if (!of.empty()) out += " " + std::string(of);
  if (q.per == Cadence::once)
    out += " once";
  else if (q.per != Cadence::unstated)
    out += "/" + std::string(to_string(q.per));
  return out;
}

inline std::string show_value(const model::FactTable& table, const model::Fact& fact) {
  switch (fact.value) {
    case model::ValueKind::quantity:
      return show(fact.quantity(), table.text(fact.text));
    case model::ValueKind::text:
      return '\'' + std::string(table.text(fact.text)) + '\'';
    case model::ValueKind::date:
      return to_string(Date{static_cast<std::int32_t>(fact.lo)});
    case model::ValueKind::boolean:
      return fact.lo != 0 ? "true" : "false";
    case model::ValueKind::missing:
      return "missing";
  }
  return {};
}

inline std::string show_attribute(const model::FactTable& table, const model::Attribute& attribute) {
  switch (attribute.kind) {
    case model::AttributeKind::text:
      return in_quotes(table.text(attribute.text()));
    case model::AttributeKind::date:
      return to_string(attribute.date());
    case model::AttributeKind::number:
      return std::to_string(attribute.payload);
    case model::AttributeKind::boolean:
      return attribute.payload != 0 ? "true" : "false";
    case model::AttributeKind::quantity:
      return in_quotes(show(table.quantity(attribute), {}));
  }
  return {};
}

inline std::string show_fact(const model::FactTable& table, const model::Fact& fact) {
  std::string out(table.text(fact.predicate));
  out += "  " + show_value(table, fact);
  for (std::size_t i = 0; i < fact.attribute_count; ++i) {
    const model::Attribute attribute = table.attribute(fact, i);
    out += "  " + std::string(to_string(attribute.key)) + "=" + show_attribute(table, attribute);
  }
  if (fact.kind != model::Kind::stated) out += "  kind=" + std::string(to_string(fact.kind));
  if (fact.basis != model::Basis::actual) out += "  basis=" + std::string(to_string(fact.basis));
  return out;
}

/// The vocabulary that is built into the program.
inline const ingest::Vocabulary& built_in_vocabulary() {
  static const ingest::Vocabulary kVocabulary = [] {
    const std::string text = file_text(std::string(QD_SOURCE_DIR) + "/definitions/vocabulary.toml");
    const ingest::Vocabulary::Text file{"definitions/vocabulary.toml", text};
    Diagnostics diagnostics;
    return ingest::Vocabulary::load({&file, 1}, diagnostics);
  }();
  return kVocabulary;
}

/// One document read by itself.
class ReadDocument {
 public:
  explicit ReadDocument(std::string_view markdown, std::vector<model::Entity> declared = {},
                        std::string_view path = "agent_handoffs/projects/plan.md")
      : entities(std::move(declared)) {
    const ingest::HandoffContext context{built_in_vocabulary(), entities, Currency("USD")};
    ingest::HandoffReader reader(context);
    reader.read({path, markdown, parse_iso_date("2026-05-21").value(), {}}, table, diagnostics);
  }

  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < table.size(); ++i) out.push_back(show_fact(table, table[i]));
    return out;
  }
  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const Diagnostic& one : diagnostics) out.emplace_back(one.code);
    return out;
  }
  [[nodiscard]] const model::Document& document() const { return table.documents().front(); }
  [[nodiscard]] std::string_view text(model::Symbol symbol) const { return table.text(symbol); }

  std::vector<model::Entity> entities;
  model::FactTable table;
  Diagnostics diagnostics;
};

inline std::vector<std::string> read_facts(std::string_view markdown) { return ReadDocument(markdown).lines(); }

/// An example of a document: a block "markdown example" followed by a block "facts".
struct Example {
  std::string title;  ///< of the heading above
  std::string markdown;
  std::vector<std::string> facts;
  std::uint32_t line = 0;
};

inline std::vector<Example> examples_of(const std::string& path) {
  std::vector<Example> out;
  std::istringstream file(file_text(path));
  std::string line, title, fence, *into = nullptr;
  std::vector<std::string>* facts = nullptr;
  for (std::uint32_t number = 1; std::getline(file, line); ++number) {
    if (!fence.empty()) {
      if (line == fence) {
        fence.clear();
        into = nullptr;
        facts = nullptr;
      } else if (into != nullptr) {
        *into += line + "\n";
      } else if (facts != nullptr && !line.empty()) {
        facts->push_back(line);
      }
      continue;
    }
    if (line.starts_with('#')) title = line.substr(line.find_first_not_of("# "));
    if (!line.starts_with("```")) continue;
    fence = line.substr(0, line.find_first_not_of('`'));
    const std::string kind = line.substr(fence.size());
    if (kind == "markdown example") {
      out.push_back({title, {}, {}, number});
      into = &out.back().markdown;
    } else if (kind == "facts") {
      facts = &out.back().facts;
    }
  }
  return out;
}

}  // namespace qd::test
