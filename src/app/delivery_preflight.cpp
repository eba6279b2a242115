#include "app/delivery_preflight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "app/preflight.hpp"
#include "aws/sts.hpp"
#include "store/rate_file.hpp"

namespace qd::app {

namespace {

using Messages = std::map<std::int64_t, std::vector<const store::Delivery*>>;

std::vector<mail::ForecastMessage> forecast(const Messages& messages) {
  std::vector<mail::ForecastMessage> out;
  for (const auto& [id, rows] : messages) {
    mail::ForecastMessage& message = out.emplace_back();
    message.report = rows.front()->report;
    for (const store::Delivery* row : rows) (row->copy_of ? message.copies : message.readers).push_back(row->recipient);
  }
  return out;
}

/// Which account it is, so that all processes that use it share one rate. Asked once a day; STS needs no permission for
/// it. Where it cannot be told, the region alone decides.
std::string account_of(aws::Api& api, store::Outbox& outbox, Moment now) {
  constexpr std::string_view kNote = "aws-account";
  constexpr std::chrono::hours kFresh{24};
  if (const auto note = outbox.note(kNote); note && *note && now - (*note)->at < kFresh) return (*note)->value;
  const HttpResult answer = aws::perform(api, aws::get_caller_identity());
  if (!answer) return {};
  const auto identity = aws::read_caller_identity(*answer);
  if (!identity) return {};
  static_cast<void>(outbox.set_note(kNote, identity->account, now));  // only saves a question
  return identity->account;
}

/// The shared bucket as the runner's pace.
Result<Pace> shared_pace(const mail::RateLimit& limit, std::string_view account, std::string_view region) {
  auto opened = store::RateFile::open(store::rate_folder(), account, region);
  if (!opened) return std::unexpected(opened.error());
  auto file = std::make_shared<store::RateFile>(std::move(*opened));
  return Pace{.take = [file, limit](unsigned recipients, Moment now) { return file->take(limit, recipients, now); },
              .answered = [file, limit](unsigned recipients, bool throttled,
                                        Moment now) { return file->answered(limit, recipients, throttled, now); }};
}

/// Messages that the quota has no room for, the last planned first.
Result<void> hold_back(const Messages& messages, std::int64_t room, Moment now, store::Outbox& outbox, Cleared& out) {
  std::vector<store::Move> moves;
  for (const auto& [id, rows] : messages) {
    const auto size = static_cast<std::int64_t>(rows.size());
    if (size <= room) {
      room -= size;  // a smaller one may fit after a larger one that does not
      continue;
    }
    for (const store::Delivery* row : rows) {
      out.held.insert(row->id);
      const auto step = mail::advance(row->state, mail::event::NoRoom{}, now, row->useful_until);
      if (!step) continue;  // held already
      moves.push_back({.delivery = row->id,
                       .from = row->state,
                       .step = *step,
                       .at = now,
                       .not_before = {},
                       .what = "held",
                       .detail = out.held_because,
                       .answer = {},
                       .useful_until = {}});
    }
  }
  if (moves.empty()) return {};
  if (auto applied = outbox.apply(moves); !applied) return std::unexpected(applied.error());
  return {};
}

std::string reason_of(const Clearance& clearance, mail::Verdict verdict) {
  std::string out;
  for (const mail::PreflightFinding& finding : clearance.findings) {
    if (finding.verdict != verdict) continue;
    if (!out.empty()) out += "; ";
    out += finding.fix.empty() ? finding.text : fmt::format("{}: {}", finding.text, finding.fix);
  }
  return out;
}

}  // namespace

Result<Cleared> clear_for_sending(const Session& session, aws::Api* api, store::Outbox& outbox,
                                  std::span<const store::Delivery> rows, ports::Clock& clock, Console& console) {
  Cleared out;
  if (api == nullptr) return out;
  Messages messages;
  for (const store::Delivery& row : rows) messages[row.message].push_back(&row);
  const auto clearance = preflight(session, *api, outbox, forecast(messages), clock, console);
  if (!clearance) return std::unexpected(clearance.error());
  if (clearance->verdict == mail::Verdict::refuse) {
    out.stopped = reason_of(*clearance, mail::Verdict::refuse);
    return out;
  }
  if (clearance->verdict == mail::Verdict::hold && clearance->room) {
    out.held_because = reason_of(*clearance, mail::Verdict::hold);
    if (auto held = hold_back(messages, *clearance->room, clock.now(), outbox, out); !held)
      return std::unexpected(held.error());
  }
  const std::string region =
      session.workspace.settings.region ? session.workspace.settings.region->value : std::string();
  auto pace = shared_pace(clearance->rate, account_of(*api, outbox, clock.now()), region);
  if (!pace) return std::unexpected(pace.error());
  out.pace = std::move(*pace);
  return out;
}

}  // namespace qd::app
