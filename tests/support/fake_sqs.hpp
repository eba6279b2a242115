// An SQS queue in memory, as far as reading it goes: messages come again until they are deleted.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "aws/api.hpp"
#include "base/json_writer.hpp"
#include "ports/clock.hpp"
#include "text/json.hpp"

namespace qd::test {

/// Time passes while it waits for messages. Each message is handed out once until `show_again`.
class FakeSqs final : public aws::Api {
 public:
  struct Message {
    std::string id, body;
    Moment sent;
    unsigned received = 0;
    bool hidden = false;
  };

  explicit FakeSqs(ports::Clock& clock) : clock_(clock) {}

  void put(std::string body, std::optional<Moment> sent = std::nullopt) {
    messages.push_back({"m" + std::to_string(++last_), std::move(body), sent.value_or(clock_.now())});
  }
  void show_again() {
    for (Message& message : messages) message.hidden = false;
  }

  Ticket start(aws::Call call) override {
    calls_.push_back(std::move(call));
    return calls_.size();
  }
  std::vector<Done> wait(std::chrono::milliseconds) override {
    std::vector<Done> out;
    while (!calls_.empty()) {
      out.push_back({calls_.size(), answer(calls_.back())});
      calls_.pop_back();
    }
    return out;
  }
  std::size_t under_way() const override { return calls_.size(); }

  std::deque<Message> messages;
  std::deque<HttpResult> answers;  ///< given first, whatever is asked
  std::vector<std::string> asked;  ///< names of the actions

 private:
  HttpResult answer(const aws::Call& call) {
    for (const auto& [name, value] : call.headers) {
      if (value.starts_with("AmazonSQS.")) asked.push_back(value.substr(10));
    }
    if (!answers.empty()) {
      HttpResult out = std::move(answers.front());
      answers.pop_front();
      return out;
    }
    const text::SourceText source(call.body);
    Diagnostics diagnostics;
    const auto body = text::parse_json(source, "call", diagnostics);
    if (asked.back() == "ReceiveMessage") return receive(body->root());
    if (asked.back() == "DeleteMessageBatch") return remove(body->root());
    return HttpResponse{200, {}, R"({"QueueUrl":"https://sqs.us-west-2.amazonaws.com/123456789012/events"})"};
  }

  HttpResult receive(text::JsonValue body) {
    HttpResponse out{200, {}, {}};
    JsonWriter json(out.body);
    json.begin_object().key("Messages").begin_array();
    std::size_t count = 0;
    for (Message& message : messages) {
      if (message.hidden || count == 10) continue;
      ++count;
      message.hidden = true;
      json.begin_object()
          .member("MessageId", message.id)
          .member("ReceiptHandle", message.id)
          .member("Body", message.body);
      json.key("Attributes").begin_object().member("SentTimestamp", std::to_string(message.sent.ms));
      json.member("ApproximateReceiveCount", std::to_string(++message.received)).end_object().end_object();
    }
    json.end_array().end_object();
    if (count == 0)
      clock_.sleep_until(clock_.now() + std::chrono::seconds(body["WaitTimeSeconds"].integer().value_or(0)));
    return out;
  }

  HttpResult remove(text::JsonValue body) {
    for (const text::JsonValue entry : body["Entries"])
      std::erase_if(messages, [&](const Message& message) { return message.id == entry["ReceiptHandle"].text(); });
    return HttpResponse{200, {}, R"({"Successful":[],"Failed":[]})"};
  }

  ports::Clock& clock_;
  std::deque<aws::Call> calls_;
  int last_ = 0;
};

}  // namespace qd::test
