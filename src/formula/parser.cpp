#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formula/condition_parser.hpp"
#include "formula/formula.hpp"
#include "formula/node.hpp"
#include "formula/token_stream.hpp"
#include "model/predicates.hpp"

namespace qd::formula {

namespace {

constexpr std::size_t kMaxLength = 4096;
constexpr int kMaxDepth = 64;
constexpr int kMaxOperations = 256;
constexpr std::int64_t kMaxMonths = 120;

constexpr auto kAggregations = std::to_array<std::pair<std::string_view, Aggregation>>({
    {"sum", Aggregation::sum},
    {"count", Aggregation::count},
    {"min", Aggregation::min},
    {"max", Aggregation::max},
    {"avg", Aggregation::avg},
    {"latest", Aggregation::latest},
    {"first", Aggregation::first},
    {"exists", Aggregation::exists},
    {"monthly", Aggregation::monthly},
    {"total", Aggregation::total},
    {"largest", Aggregation::largest},
    {"claim", Aggregation::claim},
});

struct Function {
  std::string_view name;
  Op op;
  std::size_t least;
  std::size_t most;
};
constexpr auto kFunctions = std::to_array<Function>({
    {"missing", Op::missing, 1, 1},
    {"if", Op::choose, 3, 3},
    {"first_known", Op::first_known, 2, 16},
    {"complete", Op::complete, 1, 1},
    {"unknown", Op::unknown, 1, 1},
    {"ceil", Op::ceil, 1, 1},
    {"floor", Op::floor, 1, 1},
    {"abs", Op::abs, 1, 1},
    {"min", Op::least, 2, 16},
    {"max", Op::greatest, 2, 16},
});

constexpr auto kComparisons = std::to_array<std::pair<std::string_view, Op>>({
    {"=", Op::equal},
    {"!=", Op::unequal},
    {"<", Op::less},
    {"<=", Op::less_equal},
    {">", Op::greater},
    {">=", Op::greater_equal},
});

std::vector<std::string> callable_names() {
  std::vector<std::string> out;
  for (const auto& entry : kAggregations) out.emplace_back(entry.first);
  for (const Function& function : kFunctions) out.emplace_back(function.name);
  return out;
}

bool is_predicate(std::string_view name) {
  return name.find('.') != std::string_view::npos && !name.starts_with("kpi.");
}

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::expected<Node, FormulaError> run() {
    Node root = either();
    const Token& rest = tokens_.peek();
    if (!tokens_.failed() && rest.kind != TokenKind::end)
      tokens_.fail(fmt::format("expected an operator before {}", shown(rest)), rest,
                   rest.text == "where" ? "where belongs inside an aggregate: sum(money.expense where …)" : "");
    if (tokens_.failed()) return std::unexpected(*tokens_.error());
    return root;
  }

 private:
  Node either() {
    Node left = both();
    while (tokens_.accept("or")) left = binary(Op::either, std::move(left), both());
    return left;
  }

  Node both() {
    Node left = negation();
    while (tokens_.accept("and")) left = binary(Op::both, std::move(left), negation());
    return left;
  }

  Node negation() {
    const std::size_t begin = tokens_.peek().begin;
    if (!tokens_.accept("not")) return comparison();
    Deeper deeper(*this);
    Node inner = negation();
    return unary(Op::negation, begin, std::move(inner));
  }

  Node comparison() {
    Node left = sum();
    const auto operation = comparison_here();
    if (!operation) return left;
    tokens_.take();
    Node out = binary(*operation, std::move(left), sum());
    if (comparison_here()) tokens_.fail("comparisons are not chained", tokens_.peek(), "write a < b and b < c");
    return out;
  }

  [[nodiscard]] std::optional<Op> comparison_here() const {
    for (const auto& [symbol, op] : kComparisons) {
      if (tokens_.at(symbol)) return op;
    }
    return std::nullopt;
  }

  Node sum() {
    Node left = product();
    while (tokens_.at("+") || tokens_.at("-")) {
      const Op op = tokens_.take().text == "+" ? Op::add : Op::subtract;
      left = binary(op, std::move(left), product());
    }
    return left;
  }

  Node product() {
    Node left = signed_operand();
    while (tokens_.at("*") || tokens_.at("/")) {
      const Op op = tokens_.take().text == "*" ? Op::multiply : Op::divide;
      left = binary(op, std::move(left), signed_operand());
    }
    return left;
  }

  Node signed_operand() {
    const std::size_t begin = tokens_.peek().begin;
    if (!tokens_.accept("-")) return operand();
    Deeper deeper(*this);
    Node inner = signed_operand();
    return unary(Op::negate, begin, std::move(inner));
  }

  Node operand() {
    Deeper deeper(*this);
    const Token token = tokens_.take();
    Node out{.begin = token.begin, .end = token.end};
    switch (token.kind) {
      case TokenKind::number:
        out.op = Op::number, out.amount = token.amount, out.plain = token.plain;
        return out;
      case TokenKind::text:
        out.op = Op::text, out.name = token.text;
        return out;
      case TokenKind::date:
        out.op = Op::date, out.day = token.day;
        return out;
      case TokenKind::name:
        return name(token);
      case TokenKind::symbol:
        if (token.text == "(") {
          out = either();
          tokens_.expect(")");
          out.begin = token.begin;
          out.end = tokens_.last_end();
          return out;
        }
        [[fallthrough]];
      case TokenKind::end:
        break;
    }
    tokens_.fail(fmt::format("expected a value before {}", shown(token)), token);
    return out;
  }

  Node name(const Token& token) {
    if (tokens_.at("(")) return call(token);
    Node out{.begin = token.begin, .end = token.end};
    if (token.text == "today") {
      out.op = Op::today;
    } else if (token.text == "as_of") {
      out.op = Op::as_of;
    } else if (token.text == "true" || token.text == "false") {
      out.op = Op::truth;
      out.yes = token.text == "true";
    } else if (token.text.starts_with("kpi.")) {
      return kpi(token);
    } else if (is_predicate(token.text)) {
      tokens_.fail(fmt::format("'{}' stands for many facts, so it needs an aggregate around it", token.text), token,
                   fmt::format("write sum({0}), count({0}) or latest({0})", token.text));
    } else if (is_keyword(token.text)) {
      tokens_.fail(fmt::format("expected a value before '{}'", token.text), token);
    } else {
      out.op = Op::parameter;
      out.name = token.text;
    }
    return out;
  }

  static bool is_keyword(std::string_view word) {
    return word == "and" || word == "or" || word == "not" || word == "where" || word == "of" || word == "in" ||
           word == "contains" || word == "by" || word == "distinct";
  }

  Node kpi(const Token& token) {
    Node out{.op = Op::kpi, .begin = token.begin, .name = token.text.substr(4)};
    if (tokens_.accept("@")) {
      const Token& where = tokens_.peek();
      if (!tokens_.accept("portfolio"))
        tokens_.fail(fmt::format("a KPI is taken of the same subject or '@portfolio', not {}", shown(where)), where);
      out.portfolio = true;
    }
    out.end = tokens_.last_end();
    return out;
  }

  /// sum(kpi.<id>): of all groups.
  Node sum_of_groups(const Token& token) {
    tokens_.expect("(");
    Node out = kpi(tokens_.take());
    tokens_.expect(")");
    out.every = true;
    out.begin = token.begin;
    out.end = tokens_.last_end();
    return out;
  }

  Node call(const Token& token) {
    if (token.text == "sum" && tokens_.peek(1).kind == TokenKind::name && tokens_.peek(1).text.starts_with("kpi."))
      return sum_of_groups(token);
    const auto aggregation =
        std::ranges::find(kAggregations, token.text, &std::pair<std::string_view, Aggregation>::first);
    if (aggregation != kAggregations.end() && starts_aggregate(aggregation->second))
      return aggregate(token, aggregation->second);
    const auto function = std::ranges::find(kFunctions, token.text, &Function::name);
    if (function != kFunctions.end()) return function_call(token, *function);
    if (aggregation != kAggregations.end()) {
      tokens_.take();
      tokens_.fail(
          fmt::format("'{}' aggregates facts, so a predicate must follow, not {}", token.text, shown(tokens_.peek())),
          tokens_.peek(), fmt::format("as in {}(money.expense)", token.text));
    } else {
      tokens_.fail(fmt::format("there is no function '{}'", token.text), token,
                   did_you_mean(token.text, callable_names()));
    }
    return {};
  }

  /// `max(money.cash)` aggregates; `max(kpi.a, 0)` compares two amounts.
  [[nodiscard]] bool starts_aggregate(Aggregation how) const {
    const Token& next = tokens_.peek(1);
    if (next.kind != TokenKind::name) return false;
    return is_predicate(next.text) || how == Aggregation::claim || tokens_.at("of", 2) ||
           (how == Aggregation::count && next.text == "distinct");
  }

  Node function_call(const Token& token, const Function& function) {
    Node out{.op = function.op, .begin = token.begin};
    tokens_.expect("(");
    do {
      out.children.push_back(either());
    } while (tokens_.accept(","));
    tokens_.expect(")");
    out.end = tokens_.last_end();
    const std::size_t count = out.children.size();
    if (count < function.least || count > function.most)
      tokens_.fail(function.least == function.most ? fmt::format("'{}' takes {} value{}, not {}", function.name,
                                                                 function.least, function.least == 1 ? "" : "s", count)
                                                   : fmt::format("'{}' takes {} to {} values, not {}", function.name,
                                                                 function.least, function.most, count),
                   out.begin, out.end);
    return out;
  }

  Node aggregate(const Token& token, Aggregation how) {
    Node out{.op = Op::aggregate, .begin = token.begin};
    Aggregate& data = out.aggregate;
    data.how = how;
    tokens_.expect("(");
    data.distinct = how == Aggregation::count && tokens_.accept("distinct");
    if (tokens_.at("of", 1)) {
      data.field = parse_field(tokens_);
      tokens_.take();
    }
    if (data.distinct && !data.field)
      tokens_.fail("'distinct' needs the field whose values are counted", tokens_.peek(),
                   "as in count(distinct customer of money.revenue)");
    predicate(data);
    if (how == Aggregation::largest) {
      tokens_.expect("by", "as in largest(money.revenue by customer)");
      data.by = parse_field(tokens_);
    }
    if (tokens_.accept("where")) data.where = parse_condition(tokens_);
    if (how == Aggregation::monthly) months(data);
    tokens_.expect(")");
    out.end = tokens_.last_end();
    return out;
  }

  void predicate(Aggregate& data) {
    const Token token = tokens_.take();
    data.predicate = (data.how == Aggregation::claim ? "claim." : "") + token.text;
    data.predicate_begin = token.begin;
    data.predicate_end = token.end;
    if (token.kind == TokenKind::name && (is_predicate(token.text) || data.how == Aggregation::claim)) return;
    tokens_.fail(fmt::format("expected a predicate before {}", shown(token)), token, "as in money.expense");
  }

  void months(Aggregate& data) {
    tokens_.expect(",", "the number of months follows: monthly(money.expense, 3)");
    const Token token = tokens_.take();
    const bool whole = token.kind == TokenKind::number && token.plain && token.amount.lo.denominator() == 1;
    if (!whole || token.amount.lo < Rational(1) || token.amount.lo > Rational(kMaxMonths)) {
      tokens_.fail(fmt::format("expected a number of months from 1 to {}", kMaxMonths), token);
      return;
    }
    data.months = static_cast<int>(token.amount.lo.numerator());
  }

  Node binary(Op op, Node left, Node right) {
    // Chains are trees that lean left: their length is depth for whoever walks them.
    if (++operations_ > kMaxOperations) tokens_.fail("this formula has too many operations", right.begin, right.end);
    Node out{.op = op, .begin = left.begin, .end = right.end};
    out.children.push_back(std::move(left));
    out.children.push_back(std::move(right));
    return out;
  }

  static Node unary(Op op, std::size_t begin, Node inner) {
    Node out{.op = op, .begin = begin, .end = inner.end};
    out.children.push_back(std::move(inner));
    return out;
  }

  /// Counts how deep the parser is inside itself.
  struct Deeper {
    explicit Deeper(Parser& owner) : parser(owner) {
      if (++parser.depth_ > kMaxDepth) parser.tokens_.fail("this formula is nested too deeply", parser.tokens_.peek());
    }
    ~Deeper() { --parser.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    Parser& parser;
  };

  TokenStream tokens_;
  int depth_ = 0;
  int operations_ = 0;
};

/// Numbers the atoms; equal ones get the same number.
bool number_atoms(Node& node, ParsedFormula& formula) {
  std::vector<const Node*>& atoms = formula.atoms;
  if (node.op == Op::aggregate || node.op == Op::kpi) {
    const auto same = [&node](const Node* other) {
      if (other->op != node.op) return false;
      return node.op == Op::kpi
                 ? other->name == node.name && other->portfolio == node.portfolio && other->every == node.every
                 : other->aggregate == node.aggregate;
    };
    const auto found = std::ranges::find_if(atoms, same);
    if (found == atoms.end() && atoms.size() == kMaxAtoms) return false;
    node.atom = static_cast<std::uint8_t>(found - atoms.begin());
    if (found == atoms.end()) atoms.push_back(&node);
    ++formula.reads;
  }
  return std::ranges::all_of(node.children, [&formula](Node& child) { return number_atoms(child, formula); });
}

}  // namespace

std::expected<Expression, FormulaError> parse(std::string_view text) {
  const auto fail = [&](std::string message) {
    return std::unexpected(FormulaError{std::move(message), 0, std::min(text.size(), kMaxLength), ""});
  };
  if (text.size() > kMaxLength) return fail(fmt::format("a formula has at most {} characters", kMaxLength));
  auto tokens = tokenize(text);
  if (!tokens) return std::unexpected(tokens.error());
  auto root = Parser(std::move(*tokens)).run();
  if (!root) return std::unexpected(root.error());
  auto parsed = std::make_shared<ParsedFormula>();
  parsed->text = text;
  parsed->root = std::move(*root);
  if (!number_atoms(parsed->root, *parsed))
    return fail(fmt::format("a formula has at most {} aggregates and KPIs", kMaxAtoms));
  Expression out;
  out.parsed_ = std::move(parsed);
  return out;
}

}  // namespace qd::formula
