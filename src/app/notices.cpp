#include "app/notices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/json_writer.hpp"
#include "render/printable.hpp"
#include "store/durable_file.hpp"

namespace qd::app {

namespace {

using mail::State;

struct StateRow {
  State state;
  std::string_view text;
  std::string_view next;
};
constexpr StateRow kStates[] = {
    {State::bounced, "the server of {recipient} refused the {report} report of {period}",
     "correct the address, or ask the reader; then `quarterdeck send --retry-failed`"},
    {State::complained, "{recipient} called the {report} report of {period} spam",
     "speak with the reader before the next report; take them out of `to` if they do not want it"},
    {State::suppressed,
     "{recipient} received nothing: the address is on the suppression list, so the {report} report of "
     "{period} was accepted and dropped",
     "find out why it bounced, then: aws sesv2 delete-suppressed-destination --email-address {recipient}"},
    {State::failed, "the {report} report of {period} was not sent to {recipient}",
     "put right what the answer says, then `quarterdeck send --retry-failed`"},
    {State::unknown, "whether {recipient} has the {report} report of {period} is not known: the reply was lost",
     "wait for an event, or ask the reader; then `quarterdeck deliveries resolve {id} --sent` or `--not-sent`"},
    {State::held, "the {report} report of {period} waits for the day's quota before it goes to {recipient}",
     "`quarterdeck send` when the quota has room, or ask Amazon for more"},
    {State::skipped_stale, "the {report} report of {period} came too late for {recipient} and was not sent",
     "`quarterdeck send --retry-failed` sends it all the same"},
};

std::string filled(std::string_view pattern, const store::Delivery& row) {
  return fmt::format(fmt::runtime(pattern), fmt::arg("recipient", row.recipient), fmt::arg("report", row.report),
                     fmt::arg("period", to_string(row.period)), fmt::arg("id", row.id));
}

Notice about(const store::Delivery& row, std::string code) {
  return {.code = std::move(code),
          .subject = fmt::format("{} {}", row.id, row.attempts),
          .report = row.report,
          .period = to_string(row.period),
          .recipient = row.recipient,
          .delivery = row.id,
          .text = {},
          .next = {}};
}

std::string note_name(const Notice& notice) { return fmt::format("told {} {}", notice.code, notice.subject); }

std::string as_text(std::span<const Notice> notices) {
  std::string out;
  for (const Notice& notice : notices)
    out += fmt::format("- {}\n  {}\n", render::printable(notice.text), render::printable(notice.next));
  return out;
}

std::string as_json(std::span<const Notice> notices, Moment now) {
  std::string out;
  JsonWriter json(out, true);
  const auto text_or_null = [&json](std::string_view key, const std::string& text) {
    json.key(key);
    text.empty() ? json.null() : json.value(text);
  };
  json.begin_object().member("at", to_string(now)).key("notices").begin_array();
  for (const Notice& notice : notices) {
    json.begin_object().member("code", notice.code);
    text_or_null("report", notice.report);
    text_or_null("period", notice.period);
    text_or_null("recipient", notice.recipient);
    json.key("delivery");
    notice.delivery == 0 ? json.null() : json.value(notice.delivery);
    json.member("text", notice.text).member("next", notice.next).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

/// "2026-05-21T093005.123Z", which is a file name everywhere.
std::string file_stem(Moment now) {
  std::string out = to_string(now);
  std::erase(out, ':');
  return out;
}

Result<void> write(const Session& session, const std::filesystem::path& path, std::string content) {
  const auto outgoing = session.gate.pass(std::move(content), gate::Form::file, path.filename().string());
  if (!outgoing) return std::unexpected(outgoing.error());
  return store::write_file(path, *outgoing);
}

Result<std::filesystem::path> write_files(const Session& session, std::span<const Notice> notices, Moment now) {
  const std::filesystem::path folder = session.workspace.root / ".quarterdeck" / "notices";
  if (auto made = store::make_folders(folder); !made) return std::unexpected(made.error());
  const std::filesystem::path text = folder / (file_stem(now) + ".txt");
  if (auto done = write(session, folder / (file_stem(now) + ".json"), as_json(notices, now)); !done)
    return std::unexpected(done.error());
  if (auto done = write(session, text, as_text(notices)); !done) return std::unexpected(done.error());
  return text;
}

/// Those that the ledger does not remember, each once.
Result<std::vector<Notice>> untold(const store::Outbox& outbox, std::span<const Notice> notices) {
  std::vector<Notice> out;
  for (const Notice& notice : notices) {
    const auto known = outbox.note(note_name(notice));
    if (!known) return std::unexpected(known.error());
    const bool repeated = std::ranges::any_of(
        out, [&](const Notice& other) { return other.code == notice.code && other.subject == notice.subject; });
    if (!*known && !repeated) out.push_back(notice);
  }
  return out;
}

}  // namespace

Notice notice_of(const store::Delivery& row, std::string_view answer) {
  Notice out = about(row, std::string(mail::to_string(row.state)));
  const auto found = std::ranges::find(kStates, row.state, &StateRow::state);
  if (found == std::end(kStates)) {
    out.text = filled("the {report} report of {period} to {recipient} needs a look", row);
    out.next = filled("`quarterdeck deliveries {id}` shows what happened", row);
  } else {
    out.text = filled(found->text, row);
    out.next = filled(found->next, row);
  }
  if (!answer.empty()) out.text += fmt::format(" ({})", answer);
  return out;
}

Notice overdue_notice(const store::Delivery& row, Moment now) {
  Notice out = about(row, "overdue");
  const auto minutes =
      row.accepted_at ? std::chrono::duration_cast<std::chrono::minutes>(now - *row.accepted_at).count() : 0;
  out.text = filled("the {report} report of {period} to {recipient} was accepted", row) +
             fmt::format(" {} minutes ago, and nothing was heard of it since", minutes);
  out.next = filled("see whether events reach the queue (`quarterdeck doctor`), and ask the reader", row);
  return out;
}

Result<std::size_t> tell_operator(const Session& session, store::Outbox& outbox, std::span<const Notice> notices,
                                  Moment now, Console& console, const MailOperator& mail) {
  const auto fresh = untold(outbox, notices);
  if (!fresh) return std::unexpected(fresh.error());
  if (fresh->empty()) return 0;
  for (const Notice& notice : *fresh) console.warning(fmt::format("{}; {}", notice.text, notice.next));
  const auto file = write_files(session, *fresh, now);
  if (!file) return std::unexpected(file.error());
  console.note(fmt::format("told in {}", file->string()));
  if (mail) {
    const std::string subject = fmt::format("{}: {} {} in the delivery of reports", session.workspace.config.name,
                                            fresh->size(), fresh->size() == 1 ? "problem" : "problems");
    if (auto sent = mail(subject, as_text(*fresh)); !sent)
      console.warning(fmt::format("the operator could not be told by mail: {}", sent.error().what));
  }
  auto kept = outbox.together([&]() -> Result<void> {
    for (const Notice& notice : *fresh) {
      if (auto done = outbox.set_note(note_name(notice), {}, now); !done) return done;
    }
    return {};
  });
  if (!kept) return std::unexpected(kept.error());
  return fresh->size();
}

}  // namespace qd::app
