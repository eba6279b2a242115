#include "model/fact.hpp"

#include <algorithm>
#include <array>

namespace qd::model {

namespace {

constexpr std::array<std::string_view, 4> kKinds = {"measured", "stated", "estimated", "computed"};
constexpr std::array<std::string_view, 5> kBases = {"actual", "planned", "target", "budget", "historical"};
constexpr std::array<std::string_view, 4> kSubjects = {"portfolio", "entity", "project", "asset"};
constexpr std::array<std::string_view, kAttributeKeys> kAttributes = {
    "label",  "account", "date",  "period",   "customer", "channel", "product", "done", "severity", "impact",
    "effort", "owner",   "due",   "order",    "state",    "note",    "id",      "role", "source",   "purpose",
    "region", "count",   "total", "currency", "contact",  "stage",   "start",   "end",  "alias"};

template <std::size_t N>
std::optional<std::size_t> index_of(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::string_view to_string(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Basis basis) { return kBases[static_cast<std::size_t>(basis)]; }
std::string_view to_string(SubjectKind kind) { return kSubjects[static_cast<std::size_t>(kind)]; }
std::string_view to_string(AttributeKey key) { return kAttributes[static_cast<std::size_t>(key)]; }

std::optional<Basis> parse_basis(std::string_view text) {
  const auto at = index_of(kBases, text);
  return at ? std::optional(static_cast<Basis>(*at)) : std::nullopt;
}

std::optional<AttributeKey> parse_attribute_key(std::string_view text) {
  const auto at = index_of(kAttributes, text);
  return at ? std::optional(static_cast<AttributeKey>(*at)) : std::nullopt;
}

void Fact::set(const Quantity& q, Symbol of) {
  value = ValueKind::quantity;
  lo = q.lo, hi = q.hi, open_lo = q.open_lo, open_hi = q.open_hi;
  unit = q.unit, per = q.per, currency = q.currency;
  text = of;
}

}  // namespace qd::model
