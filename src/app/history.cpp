#include "app/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "app/history_facts.hpp"
#include "assess/trend.hpp"
#include "sources/git/past_states.hpp"

namespace qd::app {

namespace {

using sources::PastState;

constexpr int kComparedDays = 7;
constexpr unsigned kMostThreads = 8;
// What a run that was not asked for history spends on it: about as much as reading the files once more, and assessing
// them twice.
constexpr std::size_t kFewestVersions = 1'000;  // always read
constexpr std::size_t kMostDocuments = 40'000;  // in all points

/// A day to look at.
struct Day {
  Date day;
  bool shown = true;  ///< one of the points, not only looked at to compare with
  std::shared_ptr<const PastState> state;
};

std::vector<Day> days_to_see(HistorySpan span, Date today) {
  std::vector<Day> out;
  for (const Date day : history_days(span, today)) {
    if (day < today) out.push_back({day, true, nullptr});
  }
  const Date compared = today - kComparedDays;
  if (span.count != 0 && std::ranges::find(out, compared, &Day::day) == out.end()) out.push_back({compared, false, {}});
  std::ranges::sort(out, {}, &Day::day);
  return out;
}

std::vector<const PastState*> states_of(const std::vector<Day>& days) {
  std::vector<const PastState*> out;
  for (const Day& day : days) {
    if (out.empty() || out.back() != day.state.get()) out.push_back(day.state.get());
  }
  return out;
}

bool within_budget(const std::vector<Day>& days, const HistoryFacts& facts, std::size_t present) {
  std::size_t documents = 0;
  for (const Day& day : days) documents += day.state->files.size();
  return documents <= kMostDocuments && facts.unread(states_of(days)) <= std::max(kFewestVersions, present);
}

/// Leaves out every second day, counted from the newest, until the rest is little enough.
void thin_out(std::vector<Day>& days, const HistoryFacts& facts, std::size_t present) {
  while (!days.empty() && !within_budget(days, facts, present)) {
    std::vector<Day> kept;
    for (std::size_t back = 0; back < days.size() && days.size() > 1; back += 2)
      kept.push_back(days[days.size() - 1 - back]);
    std::ranges::reverse(kept);
    days = std::move(kept);
  }
}

/// The figures of each day; no commit where its files are not all there. Each thread takes the next state; days that
/// share one share its facts.
std::vector<assess::PastPoint> figures(const std::vector<Day>& days, HistoryFacts& facts,
                                       const assess::Definitions& definitions, const HistoryOptions& options) {
  std::vector<assess::PastPoint> out(days.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&](bool mine) {
    for (std::size_t first = next++; first < days.size(); first = next++) {
      if (mine && options.progress) options.progress(first, days.size());
      const PastState* const state = days[first].state.get();
      if (first > 0 && days[first - 1].state.get() == state) continue;  // done with the one before
      const std::optional<model::FactStore> store = facts.of(*state);
      if (!store) continue;
      for (std::size_t i = first; i < days.size() && days[i].state.get() == state; ++i)
        out[i] = {days[i].day, state->commit, assess::figures_on(*store, definitions, days[i].day)};
    }
  };
  unsigned threads = options.threads == 0 ? std::thread::hardware_concurrency() : options.threads;
  threads = std::clamp(threads, 1u, std::min(kMostThreads, static_cast<unsigned>(days.size()) + 1));
  std::vector<std::jthread> others;
  for (unsigned n = 1; n < threads; ++n) {
    try {
      others.emplace_back(work, false);
    } catch (const std::system_error&) {
      break;  // fewer do as well
    }
  }
  work(true);
  others.clear();
  return out;
}

}  // namespace

FigureHistory read_history_of_figures(const Session& session, const Reading& reading, const HistoryOptions& options) {
  FigureHistory out;
  const auto say = [&options](std::string_view text) {
    if (options.say) options.say(text);
  };
  if (options.span.count == 0 || !reading.git) return out;
  std::vector<Day> days = days_to_see(options.span, session.today);
  std::vector<Instant> moments;
  for (const Day& day : days) moments.push_back(session.workspace.zone.end_of(day.day));
  const auto past = sources::PastStates::read(session.workspace.root, moments);
  if (!past || !*past) {
    if (!past) say("no history of figures: " + past.error().what);
    return out;
  }
  for (std::size_t i = 0; i < days.size(); ++i) days[i].state = (*past)->states()[i];
  const bool all = std::ranges::all_of(days, [](const Day& day) { return day.state != nullptr; });
  std::erase_if(days, [](const Day& day) { return day.state == nullptr; });
  if ((*past)->cut_off() && !all)
    say(days.empty() ? "this is a shallow clone: it knows nothing of earlier figures (git fetch --unshallow gives them)"
                     : fmt::format("this is a shallow clone: it knows nothing of figures before {} "
                                   "(git fetch --unshallow gives them)",
                                   to_string(days.front().day)));
  HistoryFacts facts(session, reading, **past);
  if (options.bounded) {
    const std::size_t before = days.size();
    thin_out(days, facts, reading.inputs.size());
    if (days.size() < before)
      say(
          fmt::format("history of figures: {} of {} earlier points, because so many files changed; --history {}w takes "
                      "them all",
                      days.size(), before, options.span.count));
  }
  facts.read(states_of(days));
  std::vector<assess::PastPoint> points = figures(days, facts, session.definitions, options);
  const auto lost = std::ranges::count(points, std::string(), &assess::PastPoint::commit);
  if (lost > 0)
    say(fmt::format(
        "history of figures: {} of {} earlier points are left out, because the repository lacks their files", lost,
        points.size()));
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (points[i].commit.empty()) continue;
    if (days[i].day == session.today - kComparedDays) out.week_ago = points[i];
    if (days[i].shown) out.points.push_back(std::move(points[i]));
  }
  return out;
}

FigureHistory look_back(const Session& session, const Reading& reading, const CommonOptions& common, HistorySpan span,
                        bool bounded, Console& console) {
  FigureHistory out = read_history_of_figures(
      session, reading,
      {.span = span,
       .bounded = bounded,
       .threads = common.threads,
       .say = [&console](std::string_view text) { console.note(text); },
       .progress = [&console](std::size_t done, std::size_t of) { console.progress("looking back", done, of); }});
  console.end_progress();
  return out;
}

}  // namespace qd::app
