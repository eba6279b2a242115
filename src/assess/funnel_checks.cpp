// Where a sales funnel loses nearly everybody from one stage to the next.
#include <algorithm>

#include "assess/checks.hpp"
#include "assess/funnels.hpp"
#include "assess/native_checks.hpp"
#include "assess/show.hpp"
#include "assess/subjects.hpp"

namespace qd::assess {

namespace {

using formula::Amount;
using model::FactIndex;
using model::Subject;

struct Cliff {
  FactIndex from{};
  FactIndex to{};
  Amount kept;  ///< share that goes on
};

/// Only a drop that is certain: the most that may have gone on, of the fewest that may have come.
std::optional<Cliff> cliff_between(const model::FactStore& facts, FactIndex from, FactIndex to, std::int64_t least) {
  const auto before = amount_of(facts, from);
  const auto after = amount_of(facts, to);
  if (!before || !after || before->open_lo || after->open_hi || before->lo < Rational(least)) return std::nullopt;
  if (before->unit == Unit::ratio || after->unit == Unit::ratio) return std::nullopt;
  const auto share = Rational::divide(after->hi, before->lo);
  if (!share) return std::nullopt;
  Amount kept{.lo = *share, .hi = *share, .unit = Unit::ratio};
  return Cliff{from, to, kept};
}

Answer ask(const NativeContext& context, const Subject& subject) {
  const model::FactStore& facts = context.facts;
  Answer answer{.subject = subject, .outcome = Outcome::not_applicable};
  const Rational limit = Rational::ratio(100 - std::min<std::int64_t>(context.setting("drop_percent"), 100), 100);
  std::optional<Cliff> worst;
  bool compared = false;
  bool unknown = false;
  for (const auto& funnel : funnels(facts, subject)) {
    for (std::size_t n = 1; n < funnel.size(); ++n) {
      const FactIndex from = funnel[n - 1].fact();
      const FactIndex to = funnel[n].fact();
      const auto cliff = cliff_between(facts, from, to, context.setting("least"));
      unknown = unknown || !amount_of(facts, from) || !amount_of(facts, to);
      compared = compared || cliff.has_value();
      if (cliff && cliff->kept.lo < limit && (!worst || cliff->kept.lo < worst->kept.lo)) worst = cliff;
    }
    answer.outcome = Outcome::unknown;
    for (const FunnelStage& stage : funnel) answer.evidence.push_back(stage.fact());
  }
  if (answer.outcome == Outcome::not_applicable) return answer;
  answer.reason = unknown ? "some stages of the funnel have no number" : "too few people are in the funnel to tell";
  if (compared && !unknown) answer.outcome = Outcome::pass;
  if (!worst) return answer;
  answer.outcome = Outcome::fail;
  answer.evidence = {worst->from, worst->to};
  Amount drop = worst->kept;
  drop.lo = drop.hi = Rational::subtract(Rational(1), worst->kept.lo).value_or(Rational());
  answer.values = {{"from", show(facts, worst->from, {.noun = false}) + " " + name_of(facts, worst->from)},
                   {"to", show(facts, worst->to, {.noun = false}) + " " + name_of(facts, worst->to)},
                   {"drop", show(drop)},
                   {"kept", show(worst->kept)}};
  return answer;
}

}  // namespace

std::vector<Answer> funnel_cliffs(const NativeContext& context) {
  std::vector<Answer> out;
  for (const Subject& entity : judged_entities(context.facts)) out.push_back(ask(context, entity));
  return out;
}

}  // namespace qd::assess
