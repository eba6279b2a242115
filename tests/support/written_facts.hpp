// Facts as one line each, for tests that judge them:
//   "jada | money.expense | 1650..1700 USD/month | label=Slip; account=6010 Slip; kind=estimated"
//
// Values: an amount ("7000..9000 USD/month", "12 count/month", "0.18 ratio", "2 days"), "text:…", "date:2026-05-21",
// "yes", "no", or "?" for one that is missing. Attributes: text, except dates (2026-05-21), done=yes|no, order=3,
// impact and effort (amounts); `kind`, `basis`, `of` (what is counted), `section`, `file`, `as_of` and `undated=yes`
// belong to the fact and its file.
#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "base/slug.hpp"
#include "model/fact_store.hpp"

namespace qd::test {

namespace detail {

inline std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

inline std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t end = std::min(text.find(at), text.size());
    out.push_back(trimmed(text.substr(0, end)));
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

/// "7000..9000 USD/month", "12 count/week", "2 days"
inline Quantity quantity(std::string_view text) {
  Quantity out;
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    out.per = parse_cadence(text.substr(slash + 1)).value();
    text = text.substr(0, slash);
  }
  const std::size_t space = text.find(' ');
  const std::string_view unit = trimmed(text.substr(space + 1));
  out.unit = unit == "count" ? Unit::count : unit == "ratio" ? Unit::ratio : unit == "days" ? Unit::days : Unit::money;
  if (out.unit == Unit::money) out.currency = Currency(unit);
  const std::string_view amount = text.substr(0, space);
  const std::size_t dots = amount.find("..");
  out.lo = parse_decimal(amount.substr(0, dots), out.unit).value();
  out.hi = dots == std::string_view::npos ? out.lo : parse_decimal(amount.substr(dots + 2), out.unit).value();
  return out;
}

class Writer {
 public:
  explicit Writer(std::vector<std::string> entities) : entities_(std::move(entities)) {}

  void add(std::string_view line) {
    const auto fields = split(line, '|');
    Row row{.entity = std::string(fields.at(0)), .file = std::string(fields.at(0)) + ".md"};
    model::Fact& fact = row.fact;
    fact.entity = table_.intern(fields[0]);
    fact.predicate = table_.intern(fields.at(1));
    set_value(fact, fields.at(2));
    if (fields.size() > 3) {
      for (const std::string_view pair : split(fields[3], ';')) set(row, pair);
    }
    if (std::ranges::find(entities_, row.entity) == entities_.end()) entities_.push_back(row.entity);
    rows_.push_back(std::move(row));
  }

  model::FactStore finish() {
    std::vector<std::string> files;
    for (const Row& row : rows_) {
      if (std::ranges::find(files, row.file) == files.end()) files.push_back(row.file);
    }
    for (const std::string& file : files) write_file(file);
    std::vector<model::Entity> out;
    for (const std::string& id : entities_) {
      std::string name = id;
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      out.push_back({.id = id, .name = std::move(name)});
    }
    return {std::move(table_), std::move(out)};
  }

 private:
  struct Row {
    std::string entity;
    std::string file;
    model::Fact fact;
    std::vector<model::NewAttribute> attributes;
    Date as_of = make_date(2026, 5, 20).value();
    bool undated = false;
  };

  void set_value(model::Fact& fact, std::string_view value) {
    fact.subject_kind = model::SubjectKind::project;
    if (value == "?")
      fact.set_missing(table_.intern("no figure is given"), table_.intern("write it down"));
    else if (value == "yes" || value == "no")
      fact.set_boolean(value == "yes");
    else if (value.starts_with("text:"))
      fact.set_text(table_.intern(value.substr(5)));
    else if (value.starts_with("date:"))
      fact.set_date(parse_iso_date(value.substr(5)).value());
    else
      fact.set(quantity(value));
  }

  void set(Row& row, std::string_view pair) {
    const std::size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const std::string_view value = pair.substr(equals + 1);
    model::Fact& fact = row.fact;
    if (name == "file") {
      row.file = value;
    } else if (name == "kind") {
      fact.kind = value == "measured" ? model::Kind::measured : model::Kind::estimated;
    } else if (name == "basis") {
      fact.basis = model::parse_basis(value).value();
    } else if (name == "of") {
      fact.text = table_.intern(value);
    } else if (name == "as_of") {
      row.as_of = parse_iso_date(value).value();
    } else if (name == "undated") {
      row.undated = value == "yes";
    } else if (name == "section") {
      fact.section = table_.intern(value);
    } else {
      row.attributes.push_back(attribute(model::parse_attribute_key(name).value(), value));
    }
  }

  model::NewAttribute attribute(model::AttributeKey key, std::string_view value) {
    using enum model::AttributeKey;
    if (key == done) return model::NewAttribute::of(key, value == "yes");
    if (key == impact || key == effort || key == total) return model::NewAttribute::of(key, quantity(value));
    if (key == order) return model::NewAttribute::number(key, static_cast<std::uint32_t>(value[0] - '0'));
    if (const auto day = parse_iso_date(value)) return model::NewAttribute::of(key, *day);
    return model::NewAttribute::of(key, table_.intern(value));
  }

  void write_file(const std::string& file) {
    const model::FileId id = table_.begin_document(file);
    std::uint32_t line = 0;
    for (Row& row : rows_) {
      if (row.file != file) continue;
      model::Document& document = table_.document(id);
      document.project = table_.intern(slug(file.substr(0, file.rfind('.'))));
      document.entity = row.fact.entity;
      document.title = table_.intern(file);
      document.as_of = row.as_of;
      document.as_of_source = row.undated ? model::AsOfSource::modified : model::AsOfSource::document;
      row.fact.subject = document.project;
      row.fact.as_of = row.as_of;
      row.fact.line = ++line;
      table_.add(row.fact, row.attributes);
    }
  }

  model::FactTable table_;
  std::vector<std::string> entities_;
  std::vector<Row> rows_;
};

}  // namespace detail

/// Every file is a hand-off of its own project of 2026-05-20; facts without `file` stand in <entity>.md. Lines count up
/// within a file. Entities in the order of first appearance, with their ids in capitals as names.
[[nodiscard]] inline model::FactStore written_facts(const std::vector<std::string>& lines,
                                                    std::vector<std::string> entities = {}) {
  detail::Writer writer(std::move(entities));
  for (const std::string& line : lines) writer.add(line);
  return writer.finish();
}

}  // namespace qd::test
