#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/read_facts.hpp"

namespace qd::ingest {
namespace {

Vocabulary load(std::string_view text, Diagnostics& diagnostics) {
  const Vocabulary::Text file{"definitions/vocabulary.toml", text};
  return Vocabulary::load({&file, 1}, diagnostics);
}

Meaning meaning(std::string_view text) {
  Vocabulary::Scratch scratch;
  return test::built_in_vocabulary().meaning(text, scratch);
}

std::string_view label(std::string_view text) { return test::built_in_vocabulary().predicate(meaning(text).label); }

TEST(BuiltInVocabulary, HasNoMistakes) {
  Diagnostics diagnostics;
  const std::string text = test::file_text(std::string(QD_SOURCE_DIR) + "/definitions/vocabulary.toml");
  (void)load(text, diagnostics);
  for (const Diagnostic& one : diagnostics) ADD_FAILURE() << format(one);
}

TEST(BuiltInVocabulary, KnowsLabelsWholeWithTheirFillers) {
  EXPECT_EQ(label("Cash on hand"), "money.cash");
  EXPECT_EQ(label("our current cash"), "money.cash");
  EXPECT_EQ(label("Break-even"), "claim.break_even_units");
  EXPECT_EQ(label("Price per charter"), "unit.price");
  EXPECT_EQ(label("Cash register repairs"), "");
}

TEST(BuiltInVocabulary, TakesTheLongerPhrase) {
  EXPECT_EQ(meaning("not started").state, State::open);
  EXPECT_EQ(meaning("started").state, State::in_progress);
  EXPECT_TRUE(meaning("Technical debt").has(Topic::debt));
  EXPECT_FALSE(meaning("Fixed costs").has(Topic::done));
  EXPECT_TRUE(meaning("Fixed").has(Topic::done));
}

TEST(BuiltInVocabulary, FoldsAccentsCaseAndWidth) {
  EXPECT_TRUE(meaning("DÉPENSES").has(Topic::expenses));
  EXPECT_TRUE(meaning("Depenses").has(Topic::expenses));
  EXPECT_TRUE(meaning("РАСХОДЫ").has(Topic::expenses));
  EXPECT_TRUE(meaning("今年のコスト構造").has(Topic::expenses));
}

TEST(Vocabulary, SaysWhatItDoesNotKnow) {
  Diagnostics diagnostics;
  (void)load(
      "[sections.expenses]\nwords = [\"a\"]\n[section.expense]\nwords = [\"a\"]\n[section.revenue]\nword = [\"a\"]\n"
      "[label.\"money.expens\"]\nwords = [\"a\"]\n[state.done]\nwords = \"a\"\n[hint.fee]\nwords = [1, \"—\"]\n",
      diagnostics);
  std::vector<std::string> said;
  for (const Diagnostic& one : diagnostics) said.push_back(std::to_string(one.at.line) + " " + one.hint);
  EXPECT_THAT(said, testing::ElementsAre("1 did you mean \"section\"?", "3 did you mean \"expenses\"?",
                                         "6 did you mean \"words\"?", "7 did you mean \"money.expense\"?",
                                         "10 write words = [\"…\", \"…\"]", "12 put it in quotation marks",
                                         "12 write letters or digits"));
}

TEST(Vocabulary, LetsAWorkspaceAddAndOverrule) {
  Diagnostics diagnostics;
  const Vocabulary::Text files[] = {
      {"built-in", "[section.expenses]\nwords = [\"moorage\"]\n[section.revenue]\nwords = [\"charters\"]\n"},
      {"own", "[section.revenue]\nwords = [\"Moorage\"]\n[label.\"money.cash\"]\nwords = [\"tin box\"]\n"}};
  const Vocabulary vocabulary = Vocabulary::load(files, diagnostics);
  Vocabulary::Scratch scratch;
  EXPECT_TRUE(vocabulary.meaning("moorage", scratch).has(Topic::revenue));
  EXPECT_FALSE(vocabulary.meaning("moorage", scratch).has(Topic::expenses));
  EXPECT_TRUE(vocabulary.meaning("charters", scratch).has(Topic::revenue));
  EXPECT_EQ(vocabulary.predicate(vocabulary.meaning("Tin box", scratch).label), "money.cash");
  EXPECT_TRUE(diagnostics.empty());
}

TEST(BuiltInVocabulary, SuspectsEveryTextThatIsAStatusOrNone) {
  Vocabulary::Scratch scratch;
  const Vocabulary& vocabulary = test::built_in_vocabulary();
  for (const std::string_view text : {"Done", "done 2026-03-01", "in progress", "n/a", "None", "3 done", "all done",
                                      "**Blocked**", "- ✅ Shipped", "no open items", "完了"}) {
    const Meaning whole = vocabulary.meaning(text, scratch);
    const bool status = whole.state_whole || whole.has(Mark::none);
    EXPECT_TRUE(!status || vocabulary.may_be_status(text, scratch)) << text;
  }
  EXPECT_TRUE(vocabulary.may_be_status("Done", scratch));
  EXPECT_TRUE(vocabulary.may_be_status("None", scratch));
  EXPECT_FALSE(vocabulary.may_be_status("Varnish the mast before done is said", scratch));
  EXPECT_FALSE(vocabulary.may_be_status("", scratch));
}

}  // namespace
}  // namespace qd::ingest
