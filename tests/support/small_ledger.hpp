// A ledger in a folder of its own, with short words for what tests do to it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "store/outbox.hpp"

namespace qd::test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "qd-ledger-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr Moment kNow{1'779'300'000'000};

/// The content of one report with one message for each reader.
inline store::PlannedContent content_for(const std::vector<std::string>& readers, const std::string& archive = {},
                                         bool together = true) {
  store::PlannedContent out{.report = "ceo", .role = "ceo", .period = {20'594}};
  out.fingerprint = std::string(64, 'f');
  out.subject = "Harbor: CEO report";
  out.run = "20260521T235959Z-0123456789ab";
  out.useful_until = kNow + std::chrono::hours(12);
  if (together) {
    out.messages.push_back({.readers = readers, .archive = archive, .archive_apart = false});
  } else {
    for (const std::string& reader : readers)
      out.messages.push_back({.readers = {reader}, .archive = archive, .archive_apart = false});
  }
  return out;
}

inline store::Move move_to(std::int64_t delivery, mail::State from, mail::State next, Moment at = kNow) {
  return {.delivery = delivery,
          .from = from,
          .step = {.next = next, .counts_attempt = next == mail::State::sending},
          .at = at,
          .not_before = {},
          .what = std::string(mail::to_string(next)),
          .detail = {},
          .answer = std::nullopt,
          .useful_until = std::nullopt};
}

inline store::Move accepted(std::int64_t delivery, const std::string& provider_id, Moment at = kNow) {
  store::Move out = move_to(delivery, mail::State::sending, mail::State::accepted, at);
  out.what = "answer";
  out.answer = mail::Answer{
      .kind = mail::AnswerKind::accepted, .status = 200, .code = {}, .text = "OK", .message_id = provider_id};
  return out;
}

class Ledger : public ::testing::Test {
 protected:
  store::Outbox open() { return store::Outbox::open(folder_.path()).value(); }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / ".quarterdeck" / "quarterdeck.db"; }
  [[nodiscard]] const std::filesystem::path& workspace() const { return folder_.path(); }

  /// Readers planned, frozen under that file's name; all rows, in order.
  static std::vector<store::Delivery> rendered(store::Outbox& outbox, const store::PlannedContent& content) {
    const auto planned = outbox.plan({&content, 1}, kNow).value();
    EXPECT_TRUE(outbox.freeze(planned.front().content, std::string(64, 'a'), kNow).has_value());
    return outbox.deliveries({}).value();
  }
  static std::vector<std::string> recipients(const std::vector<store::Delivery>& rows) {
    std::vector<std::string> out;
    for (const store::Delivery& row : rows) out.push_back(row.recipient);
    return out;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace qd::test
