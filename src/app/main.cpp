// quarterdeck: read the command line, do one thing, say how it went.

#include <csignal>
#include <cstdio>
#include <ctime>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/console.hpp"

int main(int argc, char** argv) {
  using namespace qd;
  using namespace qd::app;

  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error of write(), not the end of the program
  umask_private();

  const auto parsed = parse_command_line(argc, argv);
  if (const auto* const answer = std::get_if<CommandLineAnswer>(&parsed)) {
    std::fputs(answer->text.c_str(), answer->exit == 0 ? stdout : stderr);
    return answer->exit;
  }

  Console console(stdout, stderr);
  const Exit exit = run_command_line(std::get<CommandLine>(parsed), Instant{std::time(nullptr)}, console);
  return static_cast<int>(exit);
}
