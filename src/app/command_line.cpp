#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <sstream>

#include "app/duration.hpp"
#include "base/slug.hpp"

namespace qd::app {

namespace {

constexpr const char* kVersion = "quarterdeck 0.1.0";

constexpr const char* kDescription =
    "Turns the documents and accounts that a small group of companies keeps into reports\n"
    "that each officer can act on. Start with `quarterdeck init`, then `check`, then `run`.";

constexpr const char* kFooter =
    "\nA workspace is a folder with agent_handoffs/projects/**/*.md; everything else in it is optional.\n"
    "Exit: 0 done, 1 problems found, 2 usage, 3 the gate refused, 4 delivery incomplete,\n"
    "5 the environment refused.";

class Parser {
 public:
  Parser() : app_(kDescription, "quarterdeck") {
    app_.footer(kFooter);
    app_.require_subcommand(1);
    app_.set_version_flag("--version", kVersion);
    app_.add_option("-w,--workspace", line_.common.workspace, "The folder to work on")
        ->type_name("DIR")
        ->capture_default_str();
    add_init();
    add_check();
    add_facts();
    add_assess();
    add_explain();
    add_run();
    add_send();
    add_deliveries();
    add_events();
    add_doctor();
  }

  std::variant<CommandLine, CommandLineAnswer> parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
      for (const auto& [command, options] : options_) {
        if (command->parsed()) line_.command = options();
      }
    } catch (const CLI::ParseError& error) {
      std::ostringstream out, err;
      const int code = app_.exit(error, out, err);
      if (code == 0) return CommandLineAnswer{out.str(), 0};
      return CommandLineAnswer{
          "quarterdeck: " + std::string(error.what()) + suggestion(argc, argv) + "\nTry `quarterdeck --help`.\n", 2};
    }
    return line_;
  }

 private:
  /// A sub-command with the options that all have.
  CLI::App* add(const std::string& name, const std::string& description, std::vector<std::string> formats) {
    CLI::App* const command = app_.add_subcommand(name, description);
    command->add_option("-w,--workspace", line_.common.workspace, "The folder to work on")->type_name("DIR");
    command
        ->add_option("--as-of", line_.common.as_of,
                     "The moment that the answer is about: 2026-05-21 (the end of that day) or 2026-05-21T09:00:00Z")
        ->type_name("WHEN");
    command->add_option("--format", line_.common.format, "How to print")
        ->check(CLI::IsMember(std::move(formats)))
        ->capture_default_str();
    command->add_option("--threads", line_.common.threads, "Threads that read; 0 takes what the machine has")
        ->capture_default_str();
    command
        ->add_option_function<std::string>(
            "--log", [this](const std::string& kind) { line_.common.log_json = kind == "json"; },
            "How events are written to standard error")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("text|json");
    return command;
  }

  template <class Options>
  void remember(CLI::App* command, Options& options) {
    options_.emplace_back(command, [&options] { return options; });
  }

  static void add_history(CLI::App* command, std::optional<HistorySpan>& out, const std::string& description) {
    const auto read = [&out](const std::string& text) {
      out = parse_history_span(text);
      if (!out)
        throw CLI::ValidationError("--history", text + " is no span such as 26w, 12m, 90d or 0 (at most ten years)");
    };
    command->add_option_function<std::string>("--history", read, description)->type_name("SPAN");
  }

  void add_init() {
    CLI::App* const command = add("init", "Write a workspace with comments to start from", {"text", "json"});
    command->add_option("folder", init_.folder, "Where; the present folder when not given")->type_name("DIR");
    remember(command, init_);
  }
  void add_check() {
    CLI::App* const command =
        add("check", "Read everything and say what was not understood; exit 1 on errors", {"text", "json", "sarif"});
    command->add_flag("--all", check_.all, "Every diagnostic, not only the first few of each kind");
    remember(command, check_);
  }
  void add_facts() {
    CLI::App* const command = add("facts", "Print what was read, one fact per occurrence", {"text", "json", "csv"});
    command->add_option("--predicate", facts_.predicates, "Only these; money.* is a whole family")->type_name("NAME");
    command->add_option("--entity", facts_.entity, "Only this entity")->type_name("ID");
    command->add_option("--sqlite", facts_.sqlite, "Write a database to query with SQL instead")->type_name("FILE");
    remember(command, facts_);
  }
  void add_assess() {
    CLI::App* const command = add("assess", "Work out figures, findings, actions and what changed", {"text", "json"});
    command->add_option("--kpi", assess_.kpis, "Only these figures (text)")->type_name("ID");
    add_history(command, assess_.history, "Figures on earlier days too, from git: 26w, 12m, 90d");
    remember(command, assess_);
  }
  void add_explain() {
    CLI::App* const command =
        add("explain", "Show how a figure was made, down to the lines of the files", {"text", "json"});
    command
        ->add_option("reference", explain_.reference,
                     "KPI[@ENTITY], or the id of a finding, an action, a check or a fact, or an alias such as F-3")
        ->required()
        ->type_name("REF");
    command->add_flag("--all", explain_.all, "Every input, not only the first few");
    remember(command, explain_);
  }
  void add_run() {
    CLI::App* const command =
        add("run", "Assess, render the reports, pass the gate, archive to a run folder", {"text", "json"});
    command->add_option("--role", run_.roles, "Only these reports; all when not given")->type_name("ROLE");
    command->add_option("--out", run_.out, "Write the run's files flat into this folder as well")->type_name("DIR");
    command->add_option("--variant", run_.variant, "Which set of templates: full, brief, or a folder of your roles/")
        ->type_name("NAME")
        ->capture_default_str();
    command->add_flag("--pdf", run_.pdf, "Every report as PDF as well, with WeasyPrint");
    command->add_flag("--dry-run", run_.dry_run, "Do everything, write and send nothing");
    add_history(command, run_.history, "How far trends go back in git: 26w, 12m, 90d; 0 for none (default 13w)");
    command->add_flag("--send", run_.send, "Deliver the reports to their readers as well");
    add_delivery(command, run_.delivery);
    remember(command, run_);
  }

  /// What `run --send` and `send` have in common.
  static void add_delivery(CLI::App* command, DeliveryOptions& out) {
    command
        ->add_option("--revision", out.revision,
                     "Send a changed report of a period that was sent already, as this revision; without a number: "
                     "the next")
        ->expected(0, 1)
        ->default_str("0")
        ->check(CLI::Range(0, 1'000))
        ->type_name("N");
    command->add_option("--simulator", out.simulator, "Send to Amazon's mailbox simulator instead of the readers")
        ->expected(0, 1)
        ->default_str("success")
        ->check(CLI::IsMember({"success", "bounce", "complaint", "ooto", "suppressionlist"}))
        ->type_name("OUTCOME");
    command->add_flag("--adopt", out.adopt, "This folder is a copy or a backup, and shall be the one that sends");
    const auto read = [&out](const std::string& text) {
      const auto span = parse_duration(text);
      if (!span) throw CLI::ValidationError("--patience", text + " is no span such as 90s, 10m or 2h");
      out.patience = *span;
    };
    command
        ->add_option_function<std::string>("--patience", read,
                                           "How long to go on while the service takes nothing; what is left then goes "
                                           "with the next `send` (default 60s)")
        ->type_name("SPAN");
  }

  void add_send() {
    CLI::App* const command =
        add("send", "Deliver what a run still owes its readers; exit 4 when something is left", {"text", "json"});
    command->add_option("run", send_.run, "Name of the run's folder; the latest when not given")->type_name("RUN");
    command->add_option("--role", send_.roles, "Only these reports; all when not given")->type_name("ROLE");
    command->add_flag("--retry-failed", send_.delivery.retry_failed,
                      "Once more what failed, bounced or came too late; what may have arrived stays as it is");
    command->add_flag("--dry-run", send_.delivery.dry_run, "Say what would be sent, send nothing, write no ledger");
    command->add_option("--out", send_.delivery.out, "With --dry-run: write the exact messages into this folder")
        ->type_name("DIR");
    add_delivery(command, send_.delivery);
    remember(command, send_);
  }

  void add_deliveries() {
    CLI::App* const command = add("deliveries",
                                  "The ledger: report, period, recipient, state\n"
                                  "  deliveries ID                        the timeline of one\n"
                                  "  deliveries resolve ID --sent         it did arrive, as somebody found out\n"
                                  "  deliveries resolve ID --not-sent     it did not, and will be sent again",
                                  {"text", "json"});
    command->add_option("words", delivery_words_, "An ID, or `resolve` and an ID")
        ->expected(0, 2)
        ->type_name("[resolve] [ID]");
    CLI::Option* const sent = command->add_flag("--sent", resolved_sent_, "With resolve: the mail did arrive");
    command->add_flag("--not-sent", resolved_not_sent_, "With resolve: it did not")->excludes(sent);
    command->add_option("--report", deliveries_.report, "Only this report")->type_name("ID");
    command->add_option("--period", deliveries_.period, "Only this period")->type_name("DATE");
    command->add_option("--state", deliveries_.states, "Only these states, such as unknown or failed")
        ->type_name("STATE");
    command->add_flag("--all", deliveries_.all,
                      "Every period, not only the newest of each report (JSON always has all)");
    options_.emplace_back(command, [this] { return deliveries(); });
  }

  void add_events() {
    CLI::App* const command =
        add("events", "Read what SES reports from the queue and apply it; exit 4 when something needs a person",
            {"text", "json"});
    const auto read = [this](const std::string& text) {
      const auto span = parse_duration(text);
      if (!span) throw CLI::ValidationError("--wait", text + " is no span such as 90s, 10m or 2h");
      events_.wait = *span;
    };
    command->add_option_function<std::string>("--wait", read, "How long to wait for more when the queue is empty")
        ->type_name("SPAN");
    command->add_flag("--adopt", events_.adopt, "This folder is a copy or a backup, and shall be the one that sends");
    remember(command, events_);
  }
  void add_doctor() {
    CLI::App* const command =
        add("doctor", "What is configured, by which spelling, and what is wrong, each with the fix", {"text", "json"});
    command->add_flag("--offline", doctor_.offline, "Ask neither AWS nor a mail server");
    remember(command, doctor_);
  }

  /// The words of `deliveries`, which CLI11 cannot tell apart from a sub-command of its own.
  DeliveriesOptions deliveries() {
    DeliveriesOptions out = deliveries_;
    const bool resolves = !delivery_words_.empty() && delivery_words_.front() == "resolve";
    if (resolves) {
      if (delivery_words_.size() != 2 || resolved_sent_ == resolved_not_sent_)
        throw CLI::ValidationError("deliveries resolve", "write `deliveries resolve ID --sent` or `--not-sent`");
      out.what = DeliveriesOptions::What::resolve;
      out.id = delivery_words_[1];
      out.sent = resolved_sent_;
      return out;
    }
    if (resolved_sent_ || resolved_not_sent_)
      throw CLI::ValidationError("deliveries", "--sent and --not-sent stand with `deliveries resolve ID`");
    if (delivery_words_.size() > 1) throw CLI::ValidationError("deliveries", "one ID at a time");
    if (!delivery_words_.empty()) {
      out.what = DeliveriesOptions::What::show;
      out.id = delivery_words_.front();
    }
    return out;
  }

  /// "did you mean" for a command that does not exist.
  [[nodiscard]] std::string suggestion(int argc, const char* const* argv) const {
    if (!app_.get_subcommands().empty()) return {};
    for (int i = 1; i < argc; ++i) {
      const std::string word = argv[i];
      if (word.starts_with('-')) continue;
      for (const auto& [command, options] : options_) {
        if (edit_distance(word, command->get_name(), 2) <= 2) return "; did you mean `" + command->get_name() + "`?";
      }
    }
    return {};
  }

  CLI::App app_;
  CommandLine line_;
  InitOptions init_;
  CheckOptions check_;
  FactsOptions facts_;
  AssessOptions assess_;
  ExplainOptions explain_;
  RunOptions run_;
  SendOptions send_;
  DeliveriesOptions deliveries_;
  EventsOptions events_;
  DoctorOptions doctor_;
  std::vector<std::string> delivery_words_;
  bool resolved_sent_ = false;
  bool resolved_not_sent_ = false;
  std::vector<std::pair<CLI::App*, std::function<decltype(CommandLine::command)()>>> options_;
};

}  // namespace

std::variant<CommandLine, CommandLineAnswer> parse_command_line(int argc, const char* const* argv) {
  return Parser().parse(argc, argv);
}

}  // namespace qd::app
