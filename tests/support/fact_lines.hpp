// Facts for tests, one a line, as docs/formulas.md writes them:
//   money.expense  $300–500/month  label=Slip  account=6010  entity=jada
// predicate, value, then attributes. A value is money, a number, "18 %", "3 days", a day, 'text', true, or "missing".
// Of the names, entity, project, kind, basis, as_of, per and of belong to the fact; the others are attributes. Words
// with spaces stand in quotation marks. A line "entity jada" alone makes an entity.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/slug.hpp"
#include "model/fact_store.hpp"

namespace qd::test {

class FactLines {
 public:
  FactLines& add(std::string_view lines) {
    while (!lines.empty()) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      add_line(lines.substr(0, end));
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return *this;
  }

  [[nodiscard]] model::FactStore store() {
    model::FactTable table;
    std::string open_file;
    for (const Line& line : lines_) {
      const std::string file = line.entity + "/" + line.project + ".md";
      if (file != open_file) begin(table, line, file);
      open_file = file;
      put(table, line);
    }
    std::vector<model::Entity> entities;
    for (const std::string& id : entities_) entities.push_back({.id = id, .name = id});
    return model::FactStore(std::move(table), std::move(entities));
  }

 private:
  struct Line {
    std::string predicate, value, entity = "jada", project = "plan", as_of = "2026-05-01";
    std::vector<std::pair<std::string, std::string>> fields;
    std::uint32_t number = 0;
  };

  static std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    char quote = 0;
    for (const char c : text) {
      if (quote == 0 && (c == ' ' || c == '\t')) {
        if (!word.empty()) out.push_back(std::exchange(word, {}));
        continue;
      }
      if (c == '\'' || c == '"') {
        quote = quote == 0 ? c : quote == c ? 0 : quote;
        word += c;
      } else {
        word += c;
      }
    }
    if (!word.empty()) out.push_back(word);
    return out;
  }

  static std::string unquoted(std::string text) {
    std::erase_if(text, [](char c) { return c == '\'' || c == '"'; });
    return text;
  }

  void know(const std::string& entity) {
    if (std::ranges::find(entities_, entity) == entities_.end()) entities_.push_back(entity);
  }

  void add_line(std::string_view text) {
    const auto parts = words(text);
    if (parts.empty() || parts[0].starts_with('#')) return;
    if (parts[0] == "entity") return know(parts[1]);
    Line line{.predicate = parts[0], .value = parts[1]};
    line.number = static_cast<std::uint32_t>(lines_.size() + 1);
    for (std::size_t i = 2; i < parts.size(); ++i) {
      const std::size_t equals = parts[i].find('=');
      if (equals == std::string::npos) {
        line.value += " " + parts[i];
        continue;
      }
      const std::string name = parts[i].substr(0, equals), value = parts[i].substr(equals + 1);
      if (name == "entity")
        line.entity = value;
      else if (name == "project")
        line.project = value;
      else if (name == "as_of")
        line.as_of = value;
      else
        line.fields.emplace_back(name, value);
    }
    know(line.entity);
    lines_.push_back(std::move(line));
  }

  static void begin(model::FactTable& table, const Line& line, const std::string& file) {
    table.begin_document(file);
    model::Document& document = table.document(model::FileId(table.documents().size() - 1));
    document.project = table.intern(line.project);
    document.entity = table.intern(line.entity);
    document.as_of = parse_iso_date(line.as_of).value();
  }

  static void put(model::FactTable& table, const Line& line) {
    model::Fact fact;
    fact.predicate = table.intern(line.predicate);
    fact.entity = table.intern(line.entity);
    fact.subject = table.intern(line.project);
    fact.as_of = parse_iso_date(line.as_of).value();
    fact.line = line.number;
    if (line.value == "missing")
      fact.set_missing(table.intern("not filled in"), table.intern("write the figure"));
    else if (line.value == "true" || line.value == "false")
      fact.set_boolean(line.value == "true");
    else if (const auto date = parse_iso_date(line.value))
      fact.set_date(*date);
    else if (line.value.starts_with('\''))
      fact.set_text(table.intern(unquoted(line.value)));
    else
      fact.set(quantity(line.value));
    std::vector<model::NewAttribute> attributes;
    for (const auto& [name, value] : line.fields) field(table, fact, attributes, name, value);
    table.add(fact, attributes);
  }

  static void field(model::FactTable& table, model::Fact& fact, std::vector<model::NewAttribute>& attributes,
                    const std::string& name, const std::string& value) {
    if (name == "kind") {
      for (const auto kind : {model::Kind::measured, model::Kind::stated, model::Kind::estimated})
        if (to_string(kind) == value) fact.kind = kind;
    } else if (name == "basis") {
      fact.basis = model::parse_basis(value).value();
    } else if (name == "per") {
      fact.per = parse_cadence(value).value();
    } else if (name == "of") {
      fact.text = table.intern(value);
    } else {
      const auto key = model::parse_attribute_key(name);
      ASSERT_TRUE(key) << "no attribute " << name;
      attributes.push_back(attribute(table, *key, value));
    }
  }

  static model::NewAttribute attribute(model::FactTable& table, model::AttributeKey key, const std::string& value) {
    if (const auto date = parse_iso_date(value)) return model::NewAttribute::of(key, *date);
    if (value == "true" || value == "false") return model::NewAttribute::of(key, value == "true");
    if (value.starts_with('$') || value.ends_with('d')) {
      if (value[0] == '$' || std::isdigit(value[0])) return model::NewAttribute::of(key, quantity(value));
    }
    if (key == model::AttributeKey::order)
      return model::NewAttribute::number(key, static_cast<std::uint32_t>(std::stoul(value)));
    return model::NewAttribute::of(key, table.intern(unquoted(value)));
  }

  /// "$300–500/month", "€20", "12 days", "18 %", "7/month", "$999+".
  static Quantity quantity(std::string text) {
    Quantity out;
    const auto take = [&text](std::string_view prefix) {
      if (!text.starts_with(prefix)) return false;
      text.erase(0, prefix.size());
      return true;
    };
    for (const auto& [sign, code] : {std::pair{"$", "USD"}, {"€", "EUR"}, {"¤", ""}}) {
      if (take(sign)) out.unit = Unit::money, out.currency = Currency(code);
    }
    if (const std::size_t slash = text.find('/'); slash != std::string::npos) {
      out.per = parse_cadence(text.substr(slash + 1)).value();
      text.erase(slash);
    }
    std::int64_t divisor = 1;
    if (text.ends_with(" %")) out.unit = Unit::ratio, divisor = 100, text.erase(text.size() - 2);
    if (text.ends_with(" days")) out.unit = Unit::days, text.erase(text.size() - 5);
    if (text.ends_with("d")) out.unit = Unit::days, text.erase(text.size() - 1);
    if (text.ends_with("+")) out.open_hi = true, text.erase(text.size() - 1);
    const std::size_t dash = text.find("–");
    const auto read = [&](const std::string& digits) { return parse_decimal(digits, out.unit).value() / divisor; };
    out.lo = read(text.substr(0, dash));
    out.hi = out.open_hi ? 0 : dash == std::string::npos ? out.lo : read(text.substr(dash + std::string("–").size()));
    return out;
  }

  std::vector<Line> lines_;
  std::vector<std::string> entities_;
};

}  // namespace qd::test
