#include "transports/ses/ses.hpp"

#include "aws/ses.hpp"
#include "base/result.hpp"
#include "mail/error_class.hpp"

namespace qd::transports {

namespace {

using mail::Answer;
using mail::AnswerKind;

Answer answer_of(const HttpResult& result) {
  if (!result)
    return {.kind = result.error().may_have_arrived ? AnswerKind::unknown : AnswerKind::put_off,
            .text = result.error().what};
  aws::ApiError error = aws::error_of(*result);
  const AnswerKind kind = mail::classify_ses(result->status, error.type, error.text);
  // Accepted is accepted, also without a name for it.
  if (kind == AnswerKind::accepted)
    return {
        .kind = kind, .status = result->status, .message_id = aws::sent_message_id(*result).value_or(std::string())};
  return {.kind = kind, .status = result->status, .code = std::move(error.type), .text = std::move(error.text)};
}

}  // namespace

void Ses::start(ports::Envelope envelope) {
  ensure(envelope.to.size() + envelope.bcc.size() <= kMostSesRecipients, "a message of SES has at most 50 readers");
  if (envelope.message.bytes().size() > kLargeSesMessage) {
    large_.push_back(std::move(envelope));
    start_waiting();
  } else {
    send(std::move(envelope));
  }
}

void Ses::start_waiting() {
  while (!large_.empty() && large_under_way_ < kMostLargeSesMessages) {
    ++large_under_way_;
    send(std::move(large_.front()));
    large_.pop_front();
  }
}

void Ses::send(ports::Envelope envelope) {
  const std::string_view raw = envelope.message.bytes();
  UnderWay call{.attempted = {.ticket = envelope.ticket, .answers = {}}, .large = raw.size() > kLargeSesMessage};
  for (const auto* recipients : {&envelope.to, &envelope.bcc})
    for (const std::string& recipient : *recipients) call.attempted.answers.push_back({recipient, {}});
  const aws::Api::Ticket ticket = api_.start(aws::send_email({.from = std::move(envelope.from),
                                                              .to = std::move(envelope.to),
                                                              .bcc = std::move(envelope.bcc),
                                                              .raw = raw,
                                                              .tags = std::move(envelope.tags),
                                                              .configuration_set = configuration_set_}));
  calls_.emplace(ticket, std::move(call));
}

std::vector<ports::Attempted> Ses::wait(std::chrono::milliseconds longest) {
  std::vector<ports::Attempted> attempted;
  for (const aws::Api::Done& done : api_.wait(longest)) {
    const auto call = calls_.find(done.ticket);
    ensure(call != calls_.end(), "a call is answered once");
    const Answer answer = answer_of(done.result);
    for (ports::RecipientAnswer& one : call->second.attempted.answers) one.answer = answer;
    if (call->second.large) --large_under_way_;
    attempted.push_back(std::move(call->second.attempted));
    calls_.erase(call);
  }
  start_waiting();
  return attempted;
}

}  // namespace qd::transports
