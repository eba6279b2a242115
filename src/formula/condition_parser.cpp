#include "formula/condition_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace qd::formula {

namespace {

constexpr int kMaxDepth = 32;

constexpr auto kComparisons = std::to_array<std::pair<std::string_view, Comparison>>({
    {"=", Comparison::equal},
    {"!=", Comparison::unequal},
    {"<", Comparison::less},
    {"<=", Comparison::less_equal},
    {">", Comparison::greater},
    {">=", Comparison::greater_equal},
    {"contains", Comparison::contains},
});

/// The same comparison seen from the other side.
Comparison mirrored(Comparison comparison) {
  switch (comparison) {
    case Comparison::less:
      return Comparison::greater;
    case Comparison::less_equal:
      return Comparison::greater_equal;
    case Comparison::greater:
      return Comparison::less;
    case Comparison::greater_equal:
      return Comparison::less_equal;
    default:
      return comparison;
  }
}

class ConditionParser {
 public:
  explicit ConditionParser(TokenStream& tokens) : tokens_(tokens) {}

  Condition either() {
    Condition left = both();
    while (tokens_.accept("or")) left = joined(Condition::Op::either, std::move(left), both());
    return left;
  }

 private:
  Condition both() {
    Condition left = negation();
    while (tokens_.accept("and")) left = joined(Condition::Op::both, std::move(left), negation());
    return left;
  }

  static Condition joined(Condition::Op op, Condition left, Condition right) {
    Condition out;
    out.op = op;
    out.begin = left.begin;
    out.end = right.end;
    if (left.op == op) {  // a chain stays flat, so that its length costs no depth
      out.children = std::move(left.children);
    } else {
      out.children.push_back(std::move(left));
    }
    out.children.push_back(std::move(right));
    return out;
  }

  Condition negation() {
    const std::size_t begin = tokens_.peek().begin;
    if (++depth_ > kMaxDepth) tokens_.fail("this condition is nested too deeply", tokens_.peek());
    Condition out;
    if (tokens_.accept("not")) {
      out.op = Condition::Op::negation;
      out.children.push_back(negation());
    } else {
      out = primary();
    }
    --depth_;
    out.begin = begin;
    out.end = tokens_.last_end();
    return out;
  }

  Condition primary() {
    if (tokens_.accept("(")) {
      Condition inner = either();
      tokens_.expect(")");
      return inner;
    }
    if (tokens_.at("missing") && tokens_.at("(", 1)) return missing();
    return comparison();
  }

  Condition missing() {
    Condition out;
    out.op = Condition::Op::missing;
    tokens_.take();
    tokens_.expect("(");
    out.field = parse_field(tokens_);
    tokens_.expect(")");
    return out;
  }

  Condition comparison() {
    Condition out;
    if (starts_constant()) {
      out.constants.push_back(constant());
      if (const auto found = operation()) out.comparison = mirrored(*found);
      if (out.comparison == Comparison::contains) tokens_.fail("the field comes before 'contains'", tokens_.peek());
      if (starts_constant())
        tokens_.fail("a comparison needs a field of the fact on one side", tokens_.peek(),
                     "write the field alone, as in as_of < today - 45d");
      out.field = parse_field(tokens_);
      return out;
    }
    out.field = parse_field(tokens_);
    const bool negated = tokens_.at("not") && tokens_.at("in", 1);
    if (negated) tokens_.take();
    if (tokens_.accept("in")) return member(std::move(out), negated);
    if (const auto found = operation()) out.comparison = *found;
    out.constants.push_back(constant());
    return out;
  }

  Condition member(Condition out, bool negated) {
    tokens_.expect("(", "write in ('high', 'critical')");
    do {
      out.constants.push_back(constant());
    } while (tokens_.accept(","));
    tokens_.expect(")");
    if (!negated) return out;
    Condition outer;
    outer.op = Condition::Op::negation;
    outer.children.push_back(std::move(out));
    return outer;
  }

  std::optional<Comparison> operation() {
    const Token& token = tokens_.peek();
    for (const auto& [word, comparison] : kComparisons) {
      if (tokens_.accept(word)) return comparison;
    }
    tokens_.fail(fmt::format("expected a comparison before {}", shown(token)), token,
                 "one of = != < <= > >= contains in");
    return std::nullopt;
  }

  [[nodiscard]] bool starts_constant() const {
    const TokenKind kind = tokens_.peek().kind;
    return kind == TokenKind::number || kind == TokenKind::text || kind == TokenKind::date || tokens_.at("today") ||
           tokens_.at("true") || tokens_.at("false") || tokens_.at("-");
  }

  Constant constant() {
    const Token first = tokens_.peek();
    Constant out{.value = {}, .spelling = first.text, .begin = first.begin};
    if (!starts_constant()) {
      tokens_.fail(
          fmt::format("expected a value before {}", shown(first)), first,
          first.kind == TokenKind::name ? fmt::format("text stands in quotation marks: '{}'", first.text) : "");
      return out;
    }
    const bool negative = tokens_.accept("-");
    const Token token = tokens_.take();
    if (token.kind == TokenKind::number) {
      out.spelling = (negative ? "-" : "") + (token.plain ? token.text : std::string());
      out.value = token.amount;
      if (negative) negate(std::get<Amount>(out.value));
    } else if (negative) {
      tokens_.fail(fmt::format("expected a number before {}", shown(token)), token);
    } else if (token.kind == TokenKind::text) {
      out.value = token.text;
    } else if (token.kind == TokenKind::date) {
      out.value = token.day + day_offset();
    } else if (token.text == "today") {
      out.value = RelativeDay{day_offset()};
    } else {
      out.value = token.text == "true";
    }
    out.end = tokens_.last_end();
    return out;
  }

  static void negate(Amount& amount) { amount.lo = amount.hi = amount.lo.negated(); }

  /// "- 90d" after a day.
  int day_offset() {
    if (!tokens_.at("-") && !tokens_.at("+")) return 0;
    const bool back = tokens_.take().text == "-";
    const Token token = tokens_.take();
    const Amount& amount = token.amount;
    if (token.kind != TokenKind::number || amount.unit != Unit::days || amount.per != Cadence::unstated ||
        amount.lo.denominator() != 1 || amount.lo > Rational(3'000'000)) {
      tokens_.fail(
          fmt::format("expected a number of days before {}", shown(token)), token,
          token.kind == TokenKind::name ? "compare the field alone: as_of < today - 45d" : "as in today - 90d");
      return 0;
    }
    const int days = static_cast<int>(amount.lo.numerator());
    return back ? -days : days;
  }

  TokenStream& tokens_;
  int depth_ = 0;
};

}  // namespace

Condition parse_condition(TokenStream& tokens) { return ConditionParser(tokens).either(); }

Field parse_field(TokenStream& tokens) {
  const Token token = tokens.take();
  if (token.kind != TokenKind::name) {
    tokens.fail(fmt::format("expected a field of the fact before {}", shown(token)), token);
    return {};
  }
  if (const auto field = parse_field(token.text)) return *field;
  tokens.fail(fmt::format("facts have no field '{}'", token.text), token, did_you_mean(token.text, field_names()));
  return {};
}

}  // namespace qd::formula
