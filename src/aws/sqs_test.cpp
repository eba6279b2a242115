#include "aws/sqs.hpp"

#include <gtest/gtest.h>

namespace qd::aws {
namespace {

TEST(ParseQueueName, ReadsUrlArnAndName) {
  struct Row {
    std::string_view text, url, region, account, name;
  };
  for (const Row& row : {
           Row{"https://sqs.eu-west-1.amazonaws.com/123456789012/events",
               "https://sqs.eu-west-1.amazonaws.com/123456789012/events", "eu-west-1", "123456789012", "events"},
           Row{"https://eu-west-1.queue.amazonaws.com/1/q", "https://eu-west-1.queue.amazonaws.com/1/q", "eu-west-1",
               "1", "q"},
           Row{"http://localhost:5000/123456789012/q", "http://localhost:5000/123456789012/q", "", "123456789012", "q"},
           Row{"arn:aws-cn:sqs:cn-north-1:1:q.fifo", "", "cn-north-1", "1", "q.fifo"},
           Row{"ses-events_1", "", "", "", "ses-events_1"},
       }) {
    const auto name = parse_queue_name(row.text);
    ASSERT_TRUE(name) << row.text;
    EXPECT_EQ(name->url, row.url);
    EXPECT_EQ(name->region, row.region);
    EXPECT_EQ(name->account, row.account);
    EXPECT_EQ(name->name, row.name);
  }
}

TEST(ParseQueueName, RefusesWhatIsNone) {
  for (const std::string_view text : {"", "a b", "arn:aws:sns:eu-west-1:1:t", "arn:aws:sqs", "https://", "https://host",
                                      "https://host/", "q/q", "über"})
    EXPECT_FALSE(parse_queue_name(text)) << text;
}

TEST(ReceiveMessages, WaitsAtTheServerAndAsksForEverything) {
  const Call call =
      receive_messages({.url = "https://q", .region = "eu-west-1"},
                       {.most = 50, .wait = std::chrono::seconds(20), .hidden_for = std::chrono::seconds(30)});
  EXPECT_EQ(call.service, "sqs");
  EXPECT_EQ(call.region, "eu-west-1");
  EXPECT_EQ(call.headers, (HttpHeaders{{"Content-Type", "application/x-amz-json-1.0"},
                                       {"X-Amz-Target", "AmazonSQS.ReceiveMessage"}}));
  EXPECT_EQ(call.body,
            R"({"QueueUrl":"https://q","MaxNumberOfMessages":10,"WaitTimeSeconds":20,"VisibilityTimeout":30,)"
            R"("MessageSystemAttributeNames":["All"],"MessageAttributeNames":["All"]})");
  EXPECT_GT(call.timeout, std::chrono::seconds(20));
}

TEST(ReadMessages, GivesBodiesReceiptsAndAttributes) {
  const auto messages =
      read_messages({.status = 200,
                     .body = R"({"Messages":[{"MessageId":"m","ReceiptHandle":"r","Body":"{\"a\":1}","Attributes":)"
                             R"({"SentTimestamp":"1747819800000","ApproximateReceiveCount":"2"}}]})"});
  ASSERT_TRUE(messages);
  ASSERT_EQ(messages->size(), 1u);
  EXPECT_EQ((*messages)[0].id, "m");
  EXPECT_EQ((*messages)[0].receipt, "r");
  EXPECT_EQ((*messages)[0].body, R"({"a":1})");
  EXPECT_EQ((*messages)[0].attribute("ApproximateReceiveCount"), "2");
  EXPECT_EQ((*messages)[0].attribute("none"), "");
  EXPECT_TRUE(read_messages({.status = 200, .body = "{}"})->empty());
  EXPECT_FALSE(read_messages({.status = 200, .body = "<html>"}));
  EXPECT_FALSE(read_messages({.status = 400, .body = R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist"})"}));
}

TEST(DeleteMessages, SaysWhichAreStillThere) {
  const std::vector<std::string> receipts = {"r0", "r1"};
  EXPECT_EQ(delete_messages({.url = "u"}, receipts).body,
            R"({"QueueUrl":"u","Entries":[{"Id":"0","ReceiptHandle":"r0"},{"Id":"1","ReceiptHandle":"r1"}]})");
  EXPECT_EQ(
      *read_not_deleted({.status = 200, .body = R"({"Successful":[{"Id":"0"}],"Failed":[{"Id":"1","Code":"x"}]})"}),
      std::vector<std::size_t>{1});
  EXPECT_TRUE(read_not_deleted({.status = 200, .body = R"({"Successful":[]})"})->empty());
}

TEST(GetQueueUrl, AsksByNameAndOwner) {
  EXPECT_EQ(get_queue_url({.name = "q"}).body, R"({"QueueName":"q"})");
  EXPECT_EQ(get_queue_url({.region = "eu-west-1", .account = "1", .name = "q"}).body,
            R"({"QueueName":"q","QueueOwnerAWSAccountId":"1"})");
  EXPECT_EQ(*read_queue_url({.status = 200, .body = R"({"QueueUrl":"https://q"})"}), "https://q");
  EXPECT_FALSE(read_queue_url({.status = 200, .body = "{}"}));
}

TEST(HideMessage, GivesAMessageBack) {
  EXPECT_EQ(hide_message({.url = "u"}, "r", std::chrono::seconds(0)).body,
            R"({"QueueUrl":"u","ReceiptHandle":"r","VisibilityTimeout":0})");
  EXPECT_FALSE(read_hidden({.status = 200}));
  EXPECT_TRUE(read_hidden({.status = 400}));
}

}  // namespace
}  // namespace qd::aws
