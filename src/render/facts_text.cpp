#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "render/facts_output.hpp"
#include "render/facts_value.hpp"
#include "render/printable.hpp"

namespace qd::render {

namespace {

constexpr std::size_t kPiece = 64 << 10;
constexpr std::size_t kWidestValue = 44;  ///< characters; longer values push the rest of their line to the right

struct Line {
  std::string number, predicate, value, rest;
};

std::string remainder(const model::FactStore& facts, const model::Fact& fact, const model::Document& document) {
  std::string out;
  const auto add = [&out](std::string_view text) { out.append(out.empty() ? "" : "; ").append(text); };
  const bool whole = fact.subject_kind == model::SubjectKind::portfolio;
  if (whole || fact.subject != document.project)
    add(fmt::format("{}{}{}", model::to_string(fact.subject_kind), whole ? "" : " ", facts.text(fact.subject)));
  if (fact.entity != document.entity && fact.subject_kind != model::SubjectKind::entity)
    add(fmt::format("entity {}", facts.text(fact.entity)));
  for (std::size_t i = 0; i < fact.attribute_count; ++i) {
    const model::Attribute attribute = facts.table().attribute(fact, i);
    const std::string text = attribute_text(facts, attribute);
    add(attribute.key == model::AttributeKey::label ? text
                                                    : fmt::format("{} {}", model::to_string(attribute.key), text));
  }
  if (fact.kind != model::Kind::stated) add(model::to_string(fact.kind));
  if (fact.basis != model::Basis::actual) add(model::to_string(fact.basis));
  if (fact.as_of != document.as_of) add("as of " + to_string(fact.as_of));
  return out;
}

/// The rows of one file, because their columns are aligned with one another.
class FilePart {
 public:
  FilePart(const model::FactStore& facts, std::string& out) : facts_(facts), out_(out) {}

  void add(const model::Fact& fact) {
    lines_.push_back({std::to_string(fact.line), printable(facts_.text(fact.predicate)),
                      printable(value_text(facts_, fact)),
                      printable(remainder(facts_, fact, facts_.table().document(fact.file)))});
  }

  void finish(const model::Document& document) {
    if (lines_.empty()) return;
    fmt::format_to(std::back_inserter(out_), "{}  ({}, as of {}", printable(document.path),
                   printable(facts_.text(document.entity)), to_string(document.as_of));
    if (document.as_of_source != model::AsOfSource::document)
      fmt::format_to(std::back_inserter(out_), ", date of the {}",
                     document.as_of_source == model::AsOfSource::commit ? "last commit" : "file");
    out_ += ")\n";
    std::size_t number = 0, predicate = 0, value = 0;
    for (const Line& line : lines_) {
      number = std::max(number, line.number.size());
      predicate = std::max(predicate, utf8::length(line.predicate));
      value = std::max(value, std::min(utf8::length(line.value), kWidestValue));
    }
    for (const Line& line : lines_) {
      out_.append(2 + number - line.number.size(), ' ').append(line.number).append("  ");
      append_padded(line.predicate, predicate);
      if (line.rest.empty()) {
        out_ += line.value;
      } else {
        append_padded(line.value, value);
        out_ += line.rest;
      }
      out_ += '\n';
    }
    out_ += '\n';
    lines_.clear();
  }

 private:
  void append_padded(std::string_view text, std::size_t width) {
    const std::size_t length = utf8::length(text);
    out_.append(text).append(width > length ? width - length : 0, ' ').append("  ");
  }

  const model::FactStore& facts_;
  std::string& out_;
  std::vector<Line> lines_;
};

}  // namespace

void write_facts_text(const model::FactStore& facts, const FactSelection& selection, const Sink& sink) {
  std::string out;
  FilePart part(facts, out);
  std::optional<model::FileId> file;
  std::size_t count = 0;
  SelectedFacts(facts, selection).for_each([&](model::FactIndex, const model::Fact& fact) {
    if (file && *file != fact.file) {
      part.finish(facts.table().document(*file));
      if (out.size() >= kPiece) {
        sink(out);
        out.clear();
      }
    }
    file = fact.file;
    part.add(fact);
    ++count;
  });
  if (file) part.finish(facts.table().document(*file));
  fmt::format_to(std::back_inserter(out), "{} fact{}\n", count, count == 1 ? "" : "s");
  sink(out);
}

}  // namespace qd::render
