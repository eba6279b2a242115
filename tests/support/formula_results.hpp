// Results as short text, so that tests are tables: "7000–9000 USD/month", "yes", "missing: reason".
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string>

#include "formula/formula.hpp"
#include "formula/unit_algebra.hpp"
#include "support/fact_lines.hpp"

namespace qd::formula {

inline std::string show(const Value& value) {
  if (const auto* missing = std::get_if<Missing>(&value)) return "missing: " + missing->reason;
  if (const auto* truth = std::get_if<Truth>(&value))
    return *truth == Truth::yes ? "yes" : *truth == Truth::no ? "no" : "unknown";
  if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
  const Amount& amount = std::get<Amount>(value);
  const auto bound = [](const Rational& rational, bool open, std::string_view infinity) {
    return open ? std::string(infinity) : to_decimal(rational, 6);
  };
  std::string out = bound(amount.lo, amount.open_lo, "-∞");
  if (amount.open_lo || amount.open_hi || amount.lo != amount.hi) out += "–" + bound(amount.hi, amount.open_hi, "∞");
  if (amount.unit == Unit::money) out += " " + (amount.currency.stated() ? amount.currency.code() : "money");
  if (amount.unit == Unit::ratio) out += " ratio";
  if (amount.unit == Unit::days) out += " days";
  if (!amount.of.empty()) out += " " + amount.of;
  if (amount.per != Cadence::unstated) out += fmt::format("/{}", to_string(amount.per));
  return out;
}

struct AskOptions {
  model::Subject subject = {model::SubjectKind::entity, "jada"};
  std::string today = "2026-05-21";
  std::vector<std::string> by = {};
  std::vector<std::pair<std::string, Amount>> parameters = {};
  std::function<std::span<const Evaluated>(std::string_view, bool)> kpi = {};
  std::string needs = {};
  Session* session = nullptr;
};

inline std::vector<Evaluated> ask(const model::FactStore& facts, std::string_view text,
                                  const AskOptions& options = {}) {
  const auto expression = parse(text);
  if (!expression) {
    ADD_FAILURE() << text << ": " << expression.error().message;
    return {};
  }
  return evaluate(*expression, {.facts = facts,
                                .subject = options.subject,
                                .today = parse_iso_date(options.today).value(),
                                .kpi = options.kpi,
                                .by = options.by,
                                .parameters = options.parameters,
                                .needs = options.needs,
                                .session = options.session});
}

/// One line for each result; groups as "group: value"; "(at least, 2 of 3)" after a partial one.
inline std::string result(const model::FactStore& facts, std::string_view text, const AskOptions& options = {}) {
  std::string out;
  for (const Evaluated& one : ask(facts, text, options)) {
    if (!out.empty()) out += "; ";
    if (!one.group.empty()) out += one.group + ": ";
    out += show(one.value);
    if (one.partial) out += fmt::format(" (at least, {} of {})", one.partial->known, one.partial->of);
  }
  return out;
}

}  // namespace qd::formula
