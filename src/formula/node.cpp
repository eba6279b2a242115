#include "formula/node.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::formula {

namespace {

constexpr auto kBuiltIn = std::to_array<std::pair<std::string_view, FieldKind>>({
    {"value", FieldKind::value},
    {"basis", FieldKind::basis},
    {"kind", FieldKind::kind},
    {"as_of", FieldKind::as_of},
    {"per", FieldKind::per},
    {"cadence", FieldKind::per},
    {"entity", FieldKind::entity},
    {"project", FieldKind::project},
    {"subject", FieldKind::subject},
    {"section", FieldKind::section},
    {"unit", FieldKind::unit},
    {"of", FieldKind::of},
    {"currency", FieldKind::currency},
    {"month", FieldKind::month},
    {"quarter", FieldKind::quarter},
    {"category", FieldKind::category},
    {"open", FieldKind::open},
});

}  // namespace

std::optional<Field> parse_field(std::string_view name) {
  for (const auto& [word, kind] : kBuiltIn) {
    if (word == name) return Field{kind};
  }
  if (const auto key = model::parse_attribute_key(name)) return Field{FieldKind::attribute, *key};
  return std::nullopt;
}

std::optional<GroupField> parse_group_field(std::string_view text) {
  constexpr std::string_view kOf = " of ";
  const std::size_t of = text.find(kOf);
  const auto field = parse_field(text.substr(0, of));
  if (!field) return std::nullopt;
  return GroupField{*field, std::string(of == std::string_view::npos ? "" : text.substr(of + kOf.size()))};
}

std::string_view to_string(const Field& field) {
  if (field.kind == FieldKind::attribute) return model::to_string(field.key);
  for (const auto& [word, kind] : kBuiltIn) {
    if (kind == field.kind) return word;
  }
  return "value";
}

std::vector<std::string> field_names() {
  std::vector<std::string> out;
  for (const auto& entry : kBuiltIn) out.emplace_back(entry.first);
  for (std::size_t i = 0; i < model::kAttributeKeys; ++i)
    out.emplace_back(model::to_string(static_cast<model::AttributeKey>(i)));
  return out;
}

const std::string* required_word(const std::optional<Condition>& where, FieldKind kind) {
  if (!where) return nullptr;
  const auto asks = [kind](const Condition& one) {
    return one.op == Condition::Op::compare && one.comparison == Comparison::equal && one.field.kind == kind &&
           one.constants.size() == 1;
  };
  const Condition* found = asks(*where) ? &*where : nullptr;
  if (where->op == Condition::Op::both) {
    const auto child = std::ranges::find_if(where->children, asks);
    if (child != where->children.end()) found = &*child;
  }
  return found == nullptr ? nullptr : std::get_if<std::string>(&found->constants.front().value);
}

}  // namespace qd::formula
