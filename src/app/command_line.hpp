// What was typed, as values. The only place that knows CLI11.
#pragma once

#include <chrono>
#include <cstdint>
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

/// How reports are handed out: of `run --send` and of `send`.
struct DeliveryOptions {
  bool dry_run = false;                      ///< say what would be sent, and send nothing
  bool retry_failed = false;                 ///< what failed, bounced or came too late, once more
  bool adopt = false;                        ///< the ledger of a copied or restored folder becomes ours
  std::optional<int> revision;               ///< 0: the next one, where the content has changed
  std::optional<std::string> simulator;      ///< the outcome to try: success, bounce, …
  std::chrono::seconds patience{60};         ///< how long to go on while nothing moves
  std::optional<std::filesystem::path> out;  ///< dry run: where the exact messages are written
};

struct RunOptions {
  std::vector<std::string> roles;
  std::optional<std::filesystem::path> out;
  bool dry_run = false;
  bool pdf = false;                    ///< of every report
  std::string variant = "full";        ///< of the templates
  std::optional<HistorySpan> history;  ///< nothing: the usual span, within bounds
  bool send = false;
  DeliveryOptions delivery;
};

struct SendOptions {
  std::string run;                 ///< name of its folder; empty: the latest
  std::vector<std::string> roles;  ///< only these reports; all when empty
  DeliveryOptions delivery;
};

struct DeliveriesOptions {
  enum class What : std::uint8_t { list, show, resolve };
  What what = What::list;
  std::string id;      ///< of one delivery, to show or to resolve
  bool sent = false;   ///< what became of the one to resolve
  std::string report;  ///< of the list: only this report
  std::string period;  ///< only this period, a date
  std::vector<std::string> states;
  bool all = false;  ///< every period, not the newest of each report
};

struct EventsOptions {
  std::chrono::seconds wait{0};  ///< for more, when the queue is empty
  bool adopt = false;            ///< as in DeliveryOptions
};

struct DoctorOptions {
  bool offline = false;  ///< asks neither AWS nor a mail server
};

struct CommandLine {
  CommonOptions common;
  std::variant<InitOptions, CheckOptions, FactsOptions, AssessOptions, ExplainOptions, RunOptions, SendOptions,
               DeliveriesOptions, EventsOptions, DoctorOptions>
      command;
};

/// Either what to do, or what to print and the exit code: 0 for --help and --version, 2 for a mistake.
struct CommandLineAnswer {
  std::string text;
  int exit = 0;
};
[[nodiscard]] std::variant<CommandLine, CommandLineAnswer> parse_command_line(int argc, const char* const* argv);

}  // namespace qd::app
