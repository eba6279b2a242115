// A clock that is turned, and a transport that answers as it is told: for tests of sending.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace qd::test {

class FakeClock final : public ports::Clock {
 public:
  explicit FakeClock(Moment now) : now_(now) {}
  [[nodiscard]] Moment now() override { return now_; }
  void sleep_until(Moment moment) override { now_ = std::max(now_, moment); }
  void set(Moment now) { now_ = now; }

 private:
  Moment now_;
};

/// Answers `accepted` unless a script for the recipient says otherwise; each script entry answers one attempt.
class FakeTransport final : public ports::Transport {
 public:
  explicit FakeTransport(FakeClock& clock) : clock_(clock) {}

  std::map<std::string, std::deque<mail::AnswerKind>> script;
  std::function<void(const ports::Envelope&)> on_start = [](const ports::Envelope&) {};
  std::vector<std::string> started;  ///< recipients, one entry each
  std::size_t most_at_once = 0;

  void start(ports::Envelope envelope) override {
    on_start(envelope);
    ports::Attempted done{.ticket = envelope.ticket, .answers = {}};
    for (const auto* list : {&envelope.to, &envelope.bcc}) {
      for (const std::string& recipient : *list) {
        started.push_back(recipient);
        done.answers.push_back({recipient, answer_for(recipient)});
      }
    }
    flying_.push_back(std::move(done));
    most_at_once = std::max(most_at_once, flying_.size());
  }
  [[nodiscard]] std::vector<ports::Attempted> wait(std::chrono::milliseconds) override {
    clock_.set(clock_.now() + std::chrono::milliseconds(5));
    if (flying_.empty()) return {};
    std::vector<ports::Attempted> out;
    out.push_back(std::move(flying_.front()));
    flying_.pop_front();
    return out;
  }
  [[nodiscard]] std::size_t most_recipients() const override { return 50; }

 private:
  mail::Answer answer_for(const std::string& recipient) {
    mail::Answer out{.kind = mail::AnswerKind::accepted, .status = 200, .code = {}, .text = "ok", .message_id = "m-1"};
    auto& answers = script[recipient];
    if (answers.empty()) return out;
    out.kind = answers.front();
    answers.pop_front();
    if (out.kind != mail::AnswerKind::accepted)
      out = {.kind = out.kind, .status = 400, .code = "Code", .text = "why", .message_id = {}};
    return out;
  }

  FakeClock& clock_;
  std::deque<ports::Attempted> flying_;
};

}  // namespace qd::test
