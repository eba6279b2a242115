#include "transports/smtp/smtp.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "mail/address.hpp"
#include "mail/error_class.hpp"

namespace qd::transports {

namespace {

constexpr std::string_view kDigits = "0123456789";

/// "5.1.1" at the beginning of a reply, or empty.
std::string_view enhanced_status(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t begin = at;
    while (at < text.size() && kDigits.contains(text[at])) ++at;
    if (at == begin || at - begin > 3) return {};
    if (part == 2) break;
    if (at >= text.size() || text[at] != '.') return {};
    ++at;
  }
  return at == text.size() || text[at] == ' ' ? text.substr(0, at) : std::string_view();
}

/// What the server calls the mail from now on, where it says so the way most do: "Ok: queued as 4F5A", "OK id=1rX-0",
/// "Ok 0100018c" (SES, whose events bear that name).
std::string_view queue_name(std::string_view text) {
  for (const std::string_view mark : {"queued as ", "id=", "Ok ", "OK "}) {
    const std::size_t at = text.rfind(mark);
    if (at == std::string_view::npos) continue;
    const std::string_view name = text.substr(at + mark.size());
    if (!name.empty() && name.find(' ') == std::string_view::npos) return name;
  }
  return {};
}

mail::Answer answer_of(const ports::SmtpDone& done) {
  const mail::AnswerKind kind = mail::classify_smtp(done.stage, done.status, done.text);
  return {.kind = kind,
          .status = done.status,
          .code = std::string(enhanced_status(done.text)),
          .text = done.text,
          .message_id = std::string(kind == mail::AnswerKind::accepted ? queue_name(done.text) : "")};
}

}  // namespace

void Smtp::start(ports::Envelope envelope) {
  const auto sender = mail::parse_address(envelope.from);
  ensure(sender.has_value(), "the sender of an envelope is checked");
  const std::uint64_t number = ++last_;
  UnderWay& message =
      messages_.emplace(number, UnderWay{std::move(envelope.message), {envelope.ticket, {}}}).first->second;
  for (auto* recipients : {&envelope.to, &envelope.bcc})
    for (std::string& recipient : *recipients) message.attempted.answers.push_back({std::move(recipient), {}});
  message.missing = message.attempted.answers.size();
  if (message.missing == 0) {
    done_.push_back(std::move(message.attempted));
    messages_.erase(number);
    return;
  }
  for (std::size_t i = 0; i < message.missing; ++i) {
    const std::uint64_t ticket = ++last_;
    mails_.emplace(ticket, Place{number, i});
    client_.start({.ticket = ticket,
                   .sender = sender->address,
                   .recipient = message.attempted.answers[i].recipient,
                   .content = message.message.bytes()});
  }
}

std::vector<ports::Attempted> Smtp::wait(std::chrono::milliseconds longest) {
  if (!done_.empty()) longest = {};
  for (const ports::SmtpDone& done : client_.wait(longest)) {
    const auto place = mails_.find(done.ticket);
    ensure(place != mails_.end(), "a mail is answered once");
    const auto message = messages_.find(place->second.message);
    message->second.attempted.answers[place->second.recipient].answer = answer_of(done);
    mails_.erase(place);
    if (--message->second.missing > 0) continue;
    done_.push_back(std::move(message->second.attempted));
    messages_.erase(message);
  }
  return std::exchange(done_, {});
}

}  // namespace qd::transports
