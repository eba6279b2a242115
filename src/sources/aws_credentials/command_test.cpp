#include "sources/aws_credentials/command.hpp"

#include <gtest/gtest.h>

namespace qd::sources {
namespace {

using Words = std::vector<std::string>;

TEST(CommandWords, AreThoseOfAShell) {
  EXPECT_EQ(command_words(R"(/opt/tool --a "b c" 'd "e' f\ g "h\"i\n" '' x"y"'z')"),
            (Words{"/opt/tool", "--a", "b c", "d \"e", "f g", "h\"i\\n", "", "xyz"}));
  EXPECT_EQ(command_words("  a\t b  "), (Words{"a", "b"}));
  EXPECT_EQ(command_words("$HOME/x `y` > z"), (Words{"$HOME/x", "`y`", ">", "z"}));
  EXPECT_EQ(command_words(""), Words{});
  EXPECT_EQ(command_words("a\\"), Words{"a\\"});
  EXPECT_EQ(command_words("a 'b"), std::nullopt);
  EXPECT_EQ(command_words("a \"b"), std::nullopt);
}

TEST(OutputOf, IsWhatTheCommandPrints) {
  EXPECT_EQ(output_of({"printf", "%s|%s", "a b", "*"}, std::chrono::seconds(20))->reveal(), "a b|*");
  EXPECT_EQ(output_of({"/bin/sh", "-c", "cat; echo hidden >&2; head -c 100000 /dev/zero"}, std::chrono::seconds(20))
                ->reveal()
                .size(),
            100'000u);
}

TEST(OutputOf, SaysWhatWentWrongWithoutTheCommand) {
  EXPECT_EQ(output_of({"/no/such/command"}, std::chrono::seconds(20)).error().what,
            "the command cannot be started: No such file or directory");
  EXPECT_EQ(output_of({"/bin/sh", "-c", "echo SECRET; exit 3"}, std::chrono::seconds(20)).error().what,
            "the command failed (3); run it by hand to see why");
  EXPECT_EQ(output_of({"/bin/sh", "-c", "kill -9 $$"}, std::chrono::seconds(20)).error().what,
            "the command failed (-1); run it by hand to see why");
  EXPECT_EQ(output_of({"head", "-c", "3000000", "/dev/zero"}, std::chrono::seconds(20)).error().what,
            "the command printed more than credentials");
}

TEST(OutputOf, EndsWhatTakesTooLong) {
  for (const char* script : {"sleep 100", "sleep 100 & wait", "exec >&-; sleep 100"})
    EXPECT_EQ(output_of({"/bin/sh", "-c", script}, std::chrono::milliseconds(50)).error().what,
              "the command did not end within 0 s");
}

}  // namespace
}  // namespace qd::sources
