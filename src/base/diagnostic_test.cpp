#include "base/diagnostic.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd {
namespace {

using testing::HasSubstr;
using testing::Not;

Diagnostic ambiguous() {
  return {.severity = Severity::warning,
          .code = "amount-ambiguous",
          .message = "1.500 can be read two ways",
          .file = "jada/charters.md",
          .at = {12, 13, 5},
          .line = "- **Burn:** 1.500",
          .hint = "write 1,500 or 1.50"};
}

TEST(Diagnostic, IsPrintedAsACompilerDoes) {
  EXPECT_EQ(format(ambiguous()),
            "jada/charters.md:12:13: warning: 1.500 can be read two ways [amount-ambiguous]\n"
            "  - **Burn:** 1.500\n"
            "              ^~~~~\n"
            "  hint: write 1,500 or 1.50\n");
}

TEST(Diagnostic, LeavesOutWhatItDoesNotHave) {
  EXPECT_EQ(format({.severity = Severity::error, .code = "c", .message = "m"}), "error: m [c]\n");
  EXPECT_EQ(format({.severity = Severity::note, .code = "c", .message = "m", .file = "f"}), "f: note: m [c]\n");
  EXPECT_EQ(format({.code = "c", .message = "m", .file = "f", .at = {3, 0, 0}, .line = "text"}),
            "f:3: warning: m [c]\n  text\n");
}

TEST(Diagnostic, CaretStandsUnderWideCharacters) {
  EXPECT_EQ(format({.code = "c", .message = "m", .file = "f", .at = {1, 4, 2}, .line = "月額:5円"}),
            "f:1:4: warning: m [c]\n  月額:5円\n       ^~~\n");
}

TEST(Diagnostic, CaretMayStandBehindTheLine) {
  EXPECT_EQ(format({.code = "c", .message = "m", .file = "f", .at = {1, 3, 0}, .line = "ab"}),
            "f:1:3: warning: m [c]\n  ab\n    ^\n");
}

TEST(Diagnostic, ControlCharactersAreSpaces) {
  const std::string out = format({.code = "c", .message = "m", .file = "f", .at = {1, 3, 1}, .line = "\ta\x1B[31mb"});
  EXPECT_EQ(out, "f:1:3: warning: m [c]\n   a [31mb\n    ^\n");
}

TEST(Diagnostic, LongLinesAreCutAroundTheCaret) {
  Diagnostic diagnostic = ambiguous();
  diagnostic.line = std::string(5000, 'x') + "1.500" + std::string(5000, 'y');
  diagnostic.at = {12, 5001, 5};
  const std::string out = format(diagnostic);
  EXPECT_LT(out.size(), 500u);
  EXPECT_THAT(out, HasSubstr("x1.500y"));
  const std::size_t excerpt = out.find('\n') + 1;
  const std::size_t caret_line = out.find('\n', excerpt) + 1;
  const std::size_t shown = out.find("1.500y") - excerpt;
  EXPECT_EQ(out.find('^') - caret_line, shown - 2) << "the ellipsis is three bytes and one column";
}

TEST(Diagnostic, UnderlineEndsWithTheExcerpt) {
  Diagnostic diagnostic = ambiguous();
  diagnostic.line = std::string(5000, 'x');
  diagnostic.at = {12, 1, 5000};
  EXPECT_LT(format(diagnostic).size(), 500u);
}

TEST(Diagnostic, InvalidBytesComeOutAsValidText) {
  EXPECT_THAT(format({.code = "c",
                      .message = "m",
                      .file = "f",
                      .at = {1, 2, 1},
                      .line = "\xFF"
                              "a"}),
              HasSubstr("  \uFFFDa\n   ^\n"));
}

}  // namespace
}  // namespace qd
