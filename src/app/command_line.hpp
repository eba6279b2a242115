// What was typed, as values. The only place that knows CLI11.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/history_span.hpp"

namespace qd::app {

/// What every command takes.
struct CommonOptions {
  std::filesystem::path workspace = ".";
  std::optional<std::string> as_of;  ///< as typed: a date or an RFC 3339 instant
  std::string format = "text";
  bool log_json = false;
  unsigned threads = 0;  ///< 0: as many as the machine has, at most 8
};

struct InitOptions {
  std::filesystem::path folder;
};

struct CheckOptions {
  bool all = false;  ///< every diagnostic, not the first few of each kind
};

struct FactsOptions {
  std::optional<std::filesystem::path> sqlite;
  std::vector<std::string> predicates;  ///< only these; "money.*" is a family
  std::optional<std::string> entity;
};

struct AssessOptions {
  std::vector<std::string> kpis;       ///< text only: show just these
  std::optional<HistorySpan> history;  ///< nothing, or a span of 0: none
};

struct ExplainOptions {
  std::string reference;
  bool all = false;  ///< every input, not the first few
};

struct RunOptions {
  std::vector<std::string> roles;
  std::optional<std::filesystem::path> out;
  bool dry_run = false;
  bool pdf = false;                    ///< of every report
  std::string variant = "full";        ///< of the templates
  std::optional<HistorySpan> history;  ///< nothing: the usual span, within bounds
};

struct CommandLine {
  CommonOptions common;
  std::variant<InitOptions, CheckOptions, FactsOptions, AssessOptions, ExplainOptions, RunOptions> command;
};

/// Either what to do, or what to print and the exit code: 0 for --help and --version, 2 for a mistake.
struct CommandLineAnswer {
  std::string text;
  int exit = 0;
};
[[nodiscard]] std::variant<CommandLine, CommandLineAnswer> parse_command_line(int argc, const char* const* argv);

}  // namespace qd::app
