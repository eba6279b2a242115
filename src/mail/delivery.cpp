#include "mail/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace qd::mail {

namespace {

constexpr auto kStateNames =
    std::to_array<std::string_view>({"planned", "rendered", "sending", "accepted", "delivered", "delayed", "bounced",
                                     "complained", "suppressed", "failed", "held", "skipped_stale", "unknown"});
static_assert(kStateNames.size() == kStates);

// ---- what an answer to the attempt under way means ----

struct AnswerRow {
  AnswerKind kind;
  Step step;
};
constexpr AnswerRow kAnswers[] = {
    {AnswerKind::accepted, {.next = State::accepted}},
    {AnswerKind::throttled, {.next = State::rendered, .wait_before_next = true}},
    {AnswerKind::put_off, {.next = State::rendered, .wait_before_next = true}},
    {AnswerKind::quota, {.next = State::held, .tell_operator = true}},
    {AnswerKind::refused, {.next = State::failed, .tell_operator = true}},
    {AnswerKind::misconfigured, {.next = State::failed, .tell_operator = true}},
    {AnswerKind::account_closed, {.next = State::failed, .tell_operator = true}},
    {AnswerKind::unknown, {.next = State::unknown, .tell_operator = true}},
};

// ---- what the service reports ----

/// How much a state says, by the service's word: bounce > suppression (SES reports it as a bounce) > complaint >
/// delivery > delay > acceptance. 0: only we said so, and any report says more.
constexpr int weight(State state) {
  switch (state) {
    case State::bounced:
      return 6;
    case State::suppressed:
      return 5;
    case State::complained:
      return 4;
    case State::delivered:
      return 3;
    case State::delayed:
      return 2;
    case State::accepted:
      return 1;
    default:
      return 0;
  }
}

constexpr State reported_state(const event::Reported& report) {
  switch (report.what) {
    case ReportKind::sent:
      return State::accepted;
    case ReportKind::delivered:
      return State::delivered;
    case ReportKind::delayed:
      return State::delayed;
    case ReportKind::complained:
      return State::complained;
    case ReportKind::bounced:
      return report.bounce == BounceKind::suppressed ? State::suppressed : State::bounced;
    // Accepted and then not sent. `failed` would be our word, which a late "sent" overrides; this is final.
    case ReportKind::rejected:
    case ReportKind::rendering_failed:
      return State::bounced;
  }
  return State::accepted;
}

// ---- the policy: one function for each kind of event, nothing where it cannot happen ----

struct Policy {
  State state;
  bool late;

  using Answer = std::optional<Step>;

  Answer operator()(const event::Rendered&) const {
    if (state != State::planned) return std::nullopt;
    return Step{.next = State::rendered};
  }

  // Staleness is looked at here only: once a request may have left, being late changes nothing.
  Answer operator()(const event::Begin&) const {
    if (!is_owed(state)) return std::nullopt;
    if (late) return Step{.next = State::skipped_stale, .tell_operator = true};
    if (state != State::rendered) return std::nullopt;
    return Step{.next = State::sending, .counts_attempt = true};
  }

  // The service's report may overtake its answer; then the report stands.
  Answer operator()(const event::Answered& event) const {
    if (weight(state) > 0) return Step{.next = state};
    if (state != State::sending) return std::nullopt;
    return std::ranges::find(kAnswers, event.answer.kind, &AnswerRow::kind)->step;
  }

  Answer operator()(const event::OwnerDied& event) const {
    if (state != State::sending) return std::nullopt;
    if (event.harmless) return Step{.next = State::rendered};
    return Step{.next = State::unknown, .tell_operator = true};
  }

  Answer operator()(const event::QuotaFreed&) const {
    if (state != State::held) return std::nullopt;
    return Step{.next = State::rendered};
  }

  Answer operator()(const event::Reported& event) const {
    const State next = reported_state(event);
    if (weight(next) <= weight(state)) return Step{.next = state};
    const bool bad = weight(next) >= weight(State::complained);
    const bool lean = next == State::bounced && event.bounce == BounceKind::content && !late;
    return Step{.next = next, .resend_lean = lean, .tell_operator = bad && !lean};
  }

  Answer operator()(const event::Resolved& event) const {
    if (state != State::unknown) return std::nullopt;
    return Step{.next = event.sent ? State::accepted : State::rendered};
  }

  Answer operator()(const event::NoRoom&) const {
    if (state != State::planned && state != State::rendered) return std::nullopt;
    return Step{.next = State::held, .tell_operator = true};
  }

  Answer operator()(const event::Withdrawn&) const {
    if (!is_owed(state)) return std::nullopt;
    return Step{.next = State::failed};
  }

  Answer operator()(const event::Retry&) const {
    switch (state) {
      case State::failed:
      case State::bounced:
      case State::suppressed:
      case State::skipped_stale:
      case State::held:
        return Step{.next = State::planned};
      default:
        return std::nullopt;
    }
  }
};

constexpr std::string_view kEventNames[] = {
    "that it was rendered",      "the beginning of an attempt", "an answer",  "the death of its sender",
    "room in the quota",         "a report of the service",     "a decision", "another attempt",
    "that the quota is used up", "the withdrawal of its reader"};
static_assert(std::size(kEventNames) == std::variant_size_v<Event>);

}  // namespace

std::string_view to_string(State state) { return kStateNames[static_cast<std::size_t>(state)]; }

std::optional<State> parse_state(std::string_view text) {
  const auto found = std::ranges::find(kStateNames, text);
  if (found == kStateNames.end()) return std::nullopt;
  return static_cast<State>(found - kStateNames.begin());
}

bool is_settled_well(State state) {
  return state == State::accepted || state == State::delivered || state == State::delayed || state == State::complained;
}

bool is_owed(State state) { return state == State::planned || state == State::rendered || state == State::held; }

Result<Step> advance(State state, const Event& event, Moment now, Moment useful_until) {
  const auto step = std::visit(Policy{.state = state, .late = now > useful_until}, event);
  if (step) return *step;
  return fail(ErrorKind::invalid,
              fmt::format("a delivery that is {} cannot take {}", to_string(state), kEventNames[event.index()]));
}

}  // namespace qd::mail
