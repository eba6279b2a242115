#include "assess/action_words.hpp"

#include <gtest/gtest.h>

#include "assess/action_verbs.hpp"

namespace qd::assess {
namespace {

TEST(ActionWords, AreTheSameHoweverTheyAreSpelled) {
  const std::vector<std::vector<std::string>> same = {
      {"Publish the Sailo listing", "publish Sailo listing", "PUBLISH SAILO LISTING!", "Publishing the Sailo listing.",
       "Published the **Sailo** listing", "Please publish the Sailo listing", "TODO: publish the Sailo listing",
       "Publish a “Sailo” listing", "✅ Published the Sailo listing"},
      {"Set up the phone line", "Setup phone line", "Set-up the phone line", "Setting up the phone line"},
      {"Follow up with Ana", "Follow-up with Ana", "Followed up with Ana"},
      {"Organise the guest list", "Organizing guest list", "Organised a guest list", "organize guest list"},
      {"Plan the summer", "Planning the summer", "Planned the summer"},
      {"Move the deposits", "Moving the deposits", "Moved the deposits"},
      {"Copy the keys", "Copied the keys", "Copying keys"},
      {"Send the invoice", "Sent the invoice", "Sending invoice"},
      {"Cancel the lease", "Cancelled the lease", "Canceling the lease"},
      {"Call the captain's wife", "Call captain’s wife", "Calling the captains wife"},
      {"Order 2–3 lines", "Order 2-3 lines"},
      {"Das Boot streichen", "Boot streichen"},
      {"ÉCRIRE à Zoé", "écrire à Zoé"},
      {"Позвонить Анне", "ПОЗВОНИТЬ анне!"},
  };
  for (const auto& group : same) {
    for (const std::string& one : group) EXPECT_EQ(plain_words(one), plain_words(group[0])) << one;
  }
}

TEST(ActionWords, DifferByANumberANameASignOrAnObject) {
  const std::vector<std::pair<std::string, std::string>> different = {
      {"Send invoice 2026-001", "Send invoice 2026-002"},
      {"Send invoice 2026-001", "Send invoice 2026001"},
      {"Cut the budget to 1.5K", "Cut the budget to 15K"},
      {"Raise the price by 5%", "Raise the price by -5%"},
      {"Raise the price by 5%", "Raise the price by 5"},
      {"Pay $1,200", "Pay $1,200.50"},
      {"Call Bob", "Call Ann"},
      {"Call Bob", "Call Bob and Ann"},
      {"Publish the Sailo listing", "Publish the GetMyBoat listing"},
      {"Publish the listing", "Unpublish the listing"},
      {"Publish the listing", "Publish the listings"},
      {"Learn C++", "Learn C#"},
      {"Learn C++", "Learn C"},
      {"Try plan A", "Try plan B"},
      {"Try plan A", "Try plan"},
      {"Try option A first", "Try option first"},
      {"Ship to LA", "Ship to"},
      {"Fix checkout.html", "Fix checkout.css"},
      {"Move A to B", "Move B to A"},
      {"Test the boat", "Tests of the boat"},
      {"Car wash", "Care wash"},
      {"Write to Zoé", "Write to Zoe"},
      {"船を塗る", "船を売る"},
  };
  for (const auto& [one, other] : different) EXPECT_NE(plain_words(one), plain_words(other)) << one << " / " << other;
}

TEST(ActionWords, ReadWell) {
  EXPECT_EQ(plain_words("Publishing the Sailo listing (again)!"), "publish sailo listing again");
  EXPECT_EQ(plain_words("Set up an account"), "setup account");
  EXPECT_EQ(plain_words("The"), "the");
  EXPECT_EQ(plain_words("Todo"), "todo");
  EXPECT_EQ(plain_words(""), "");
  EXPECT_EQ(plain_words("!!!"), "");
}

TEST(ActionWords, KnowFormsOfVerbsOnly) {
  for (const auto& [form, base] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{{"publishing", "publish"},
                                                                            {"planned", "plan"},
                                                                            {"analysed", "analyze"},
                                                                            {"applied", "apply"},
                                                                            {"added", "add"},
                                                                            {"calling", "call"},
                                                                            {"built", "build"},
                                                                            {"speed", "speed"},
                                                                            {"king", "king"},
                                                                            {"hundred", "hundred"},
                                                                            {"caring", "caring"},
                                                                            {"raise", "raise"},
                                                                            {"revise", "revise"},
                                                                            {"revised", "revise"},
                                                                            {"promise", "promise"}})
    EXPECT_EQ(base_of_verb(form), base) << form;
}

TEST(ActionWords, LeaveOutTheMarkOfWhatIsFinished) {
  struct Case {
    std::string_view title, rest, on;
  };
  for (const Case& one :
       std::initializer_list<Case>{{"Paint the hull ✅ DONE 2026-05-03", "Paint the hull", "2026-05-03"},
                                   {"Paint the hull — DONE", "Paint the hull", ""},
                                   {"Paint the hull (FIXED on 2026-05-03)", "Paint the hull", "2026-05-03"},
                                   {"Paint the hull by 2026-05-03", "Paint the hull by 2026-05-03", ""},
                                   {"Get it done", "Get it done", ""},
                                   {"UNDONE", "UNDONE", ""},
                                   {"DONE", "DONE", ""}}) {
    const Finished finished = without_done_mark(one.title);
    EXPECT_EQ(finished.title, one.rest) << one.title;
    EXPECT_EQ(finished.on ? to_string(*finished.on) : "", one.on) << one.title;
  }
}

}  // namespace
}  // namespace qd::assess
