#include "mail/delivery_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "mail/delivery_headers.hpp"
#include "mail/tags.hpp"

namespace qd::mail {
namespace {

DeliveryId sample() { return {.report = "ceo", .period = {20'000}, .recipient = "ceo@example.com", .space = "mail"}; }

TEST(DeliveryKey, DependsOnEverythingThatMakesADelivery) {
  std::vector<DeliveryId> ids(9, sample());
  ids[1].report = "cfo";
  ids[2].period = {20'001};
  ids[3].recipient = "cfo@example.com";
  ids[4].revision = 2;
  ids[5].variant = "lean";
  ids[6].space = "maildir";
  ids[7].copy_of = "abc";
  ids[8].report = "ceo1";  // next to the period's own digits
  std::set<std::string> keys;
  for (const DeliveryId& id : ids) {
    keys.insert(delivery_key(id));
    EXPECT_THAT(delivery_key(id), testing::MatchesRegex("[0-9a-f]{64}"));
  }
  EXPECT_EQ(keys.size(), ids.size());
}

TEST(DeliveryKey, IsTheSameForTheSameReader) {
  DeliveryId shouted = sample();
  shouted.recipient = "ceo@Example.COM";
  EXPECT_EQ(delivery_key(shouted), delivery_key(sample()));
  shouted.recipient = "CEO@example.com";
  EXPECT_NE(delivery_key(shouted), delivery_key(sample()));
  // Written down: another key for what is in a ledger already would send it again.
  EXPECT_EQ(delivery_key(sample()), "ad74c01876696e3de8a594f0dc3e14d58138aa445d7bdf3aa49e5dae2f901886");
}

TEST(DeliveryKey, NoTextReachesIntoTheNext) {
  DeliveryId one = sample(), other = sample();
  one.variant = "a";
  one.space = "bc";
  other.variant = "ab";
  other.space = "c";
  EXPECT_NE(delivery_key(one), delivery_key(other));
}

TEST(MessageKey, DependsOnItsRowsAndNotOnTheirOrder) {
  const std::vector<std::string> ab = {"a", "b"}, ba = {"b", "a"}, a = {"a"};
  EXPECT_EQ(message_key(ab), message_key(ba));
  EXPECT_NE(message_key(ab), message_key(a));
  EXPECT_NE(message_key(a), "a");
  EXPECT_LE(message_key(a).size(), 64u);
}

TEST(Tags, HoldOnlyWhatSesTakesAndTellTextsApart) {
  std::set<std::string> values;
  const std::vector<std::string> texts = {"",
                                          "ceo",
                                          "2026-05-21",
                                          "ceo@example.com",
                                          "a_b",
                                          "a_5Fb",
                                          "a b",
                                          "予算",
                                          std::string(300, 'x'),
                                          "_",
                                          "yacht-delivery",
                                          std::string(301, 'x'),
                                          std::string(200, ' ')};
  for (const std::string& text : texts) {
    EXPECT_THAT(tag_value(text), testing::MatchesRegex("[A-Za-z0-9_-]+")) << text;
    EXPECT_LE(tag_value(text).size(), 256u);
    values.insert(tag_value(text));
  }
  EXPECT_EQ(values.size(), texts.size());
  EXPECT_EQ(tag_value("2026-05-21"), "2026-05-21");
  EXPECT_EQ(tag_value("yacht-delivery"), "yacht-delivery");
}

TEST(Tags, AreFour) {
  using testing::Pair;
  EXPECT_THAT(message_tags("ceo", "ceo", "2026-05-21", "abc"),
              testing::ElementsAre(Pair("report", "ceo"), Pair("role", "ceo"), Pair("period", "2026-05-21"),
                                   Pair("key", "abc")));
}

TEST(DeliveryHeaders, PromiseOneClickOnlyWhereThereIsSomethingToClick) {
  using testing::ElementsAre;
  using testing::Pair;
  DeliveryHeaders delivery{.key = "k", .report = "ceo", .sender = "reports@example.com", .unsubscribe = {}};
  const auto key = Pair("X-Quarterdeck-Key", "k");
  const auto thread = Pair("References", "<report-ceo.quarterdeck@example.com>");
  EXPECT_THAT(delivery_headers(delivery), ElementsAre(key, thread));
  delivery.unsubscribe.address = "stop@example.com";
  EXPECT_THAT(delivery_headers(delivery), ElementsAre(key, thread));
  delivery.unsubscribe.https = "https://example.com/stop?k=1";
  EXPECT_THAT(delivery_headers(delivery),
              ElementsAre(key, thread,
                          Pair("List-Unsubscribe",
                               "<https://example.com/stop?k=1>, <mailto:stop@example.com?subject=unsubscribe>"),
                          Pair("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")));
}

TEST(DeliveryHeaders, RefuseAnUnsubscribeAddressThatWouldNotWork) {
  EXPECT_TRUE(check_unsubscribe("https://example.com/stop?a=b"));
  for (const char* url :
       {"", "http://example.com/", "https://", "https:///x", "https://exa mple.com", "mailto:a@example.com",
        "https://example.com/<x>", "https://example.com/a,b", "https://example.com/\r\nBcc: x", "https://exämple.com"})
    EXPECT_FALSE(check_unsubscribe(url)) << url;
  EXPECT_FALSE(check_unsubscribe("https://example.com/" + std::string(900, 'x')));
}

}  // namespace
}  // namespace qd::mail
