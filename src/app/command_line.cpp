#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <sstream>

#include "base/slug.hpp"

namespace qd::app {

namespace {

constexpr const char* kVersion = "quarterdeck 0.1.0";

constexpr const char* kDescription =
    "Turns the documents and accounts that a small group of companies keeps into reports\n"
    "that each officer can act on. Start with `quarterdeck init`, then `check`, then `run`.";

constexpr const char* kFooter =
    "\nA workspace is a folder with agent_handoffs/projects/**/*.md; everything else in it is optional.\n"
    "Exit: 0 done, 1 problems found, 2 usage, 3 the gate refused, 5 the environment refused.";

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
  }

  std::variant<CommandLine, CommandLineAnswer> parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      std::ostringstream out, err;
      const int code = app_.exit(error, out, err);
      if (code == 0) return CommandLineAnswer{out.str(), 0};
      return CommandLineAnswer{
          "quarterdeck: " + std::string(error.what()) + suggestion(argc, argv) + "\nTry `quarterdeck --help`.\n", 2};
    }
    for (const auto& [command, options] : options_) {
      if (command->parsed()) line_.command = options();
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
    command->add_flag("--dry-run", run_.dry_run, "Do everything, write nothing");
    add_history(command, run_.history, "How far trends go back in git: 26w, 12m, 90d; 0 for none (default 13w)");
    remember(command, run_);
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
  std::vector<std::pair<CLI::App*, std::function<decltype(CommandLine::command)()>>> options_;
};

}  // namespace

std::variant<CommandLine, CommandLineAnswer> parse_command_line(int argc, const char* const* argv) {
  return Parser().parse(argc, argv);
}

}  // namespace qd::app
