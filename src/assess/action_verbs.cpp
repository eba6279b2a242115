#include "assess/action_verbs.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::assess {

namespace {

using Form = std::pair<std::string_view, std::string_view>;

/// Verbs whose forms follow the rules. A closed list, because without one "caring" might be of "car".
constexpr auto kRegular = std::to_array<std::string_view>(
    {"add",         "adjust",      "advertise", "agree",     "align",      "allocate",  "analyze",   "announce",
     "answer",      "apply",       "approve",   "archive",   "arrange",    "ask",       "assign",    "attach",
     "audit",       "automate",    "back",      "backup",    "balance",    "bill",      "block",     "book",
     "call",        "cancel",      "cap",       "change",    "charge",     "check",     "claim",     "clarify",
     "clean",       "close",       "collect",   "compare",   "complete",   "configure", "confirm",   "connect",
     "consolidate", "contact",     "convert",   "copy",      "correct",    "count",     "cover",     "create",
     "deactivate",  "decide",      "define",    "delete",    "deliver",    "deploy",    "design",    "develop",
     "disable",     "discuss",     "document",  "double",    "download",   "draft",     "drop",      "email",
     "enable",      "encrypt",     "enter",     "estimate",  "evaluate",   "expand",    "explain",   "export",
     "extend",      "file",        "fill",      "finalize",  "finish",     "fix",       "follow",    "hire",
     "identify",    "implement",   "import",    "improve",   "increase",   "inspect",   "install",   "integrate",
     "introduce",   "investigate", "invite",    "invoice",   "join",       "launch",    "list",      "load",
     "log",         "look",        "lower",     "mail",      "measure",    "merge",     "migrate",   "monitor",
     "move",        "name",        "negotiate", "note",      "notify",     "open",      "optimize",  "order",
     "organize",    "pack",        "paint",     "patch",     "phone",      "pick",      "place",     "plan",
     "post",        "prepare",     "present",   "print",     "prioritize", "program",   "promote",   "protect",
     "provide",     "publish",     "raise",     "reconcile", "record",     "recruit",   "reduce",    "refactor",
     "refresh",     "refund",      "register",  "reject",    "remind",     "remove",    "rename",    "renew",
     "rent",        "repair",      "replace",   "reply",     "report",     "request",   "research",  "reserve",
     "resolve",     "restart",     "restore",   "retire",    "review",     "revise",    "roll",      "rotate",
     "save",        "schedule",    "secure",    "separate",  "settle",     "share",     "ship",      "sign",
     "simplify",    "sort",        "specify",   "start",     "stop",       "store",     "submit",    "summarize",
     "switch",      "test",        "tick",      "track",     "train",      "transfer",  "translate", "update",
     "upgrade",     "upload",      "use",       "validate",  "verify",     "visit",     "walk",      "wash",
     "watch",       "wire"});

/// Forms that follow no rule, among them "set up" written as one word. By form.
constexpr auto kIrregular = std::to_array<Form>(
    {{"began", "begin"},     {"beginning", "begin"}, {"bought", "buy"},      {"brought", "bring"},
     {"building", "build"},  {"built", "build"},     {"buying", "buy"},      {"chose", "choose"},
     {"chosen", "choose"},   {"cutting", "cut"},     {"did", "do"},          {"doing", "do"},
     {"drawing", "draw"},    {"drew", "draw"},       {"finding", "find"},    {"found", "find"},
     {"gave", "give"},       {"getting", "get"},     {"giving", "give"},     {"got", "get"},
     {"held", "hold"},       {"keeping", "keep"},    {"kept", "keep"},       {"leaving", "leave"},
     {"left", "leave"},      {"made", "make"},       {"making", "make"},     {"meeting", "meet"},
     {"met", "meet"},        {"paid", "pay"},        {"paying", "pay"},      {"putting", "put"},
     {"ran", "run"},         {"rebuilt", "rebuild"}, {"resetting", "reset"}, {"rewriting", "rewrite"},
     {"rewrote", "rewrite"}, {"running", "run"},     {"selling", "sell"},    {"sending", "send"},
     {"sent", "send"},       {"setting", "set"},     {"shutting", "shut"},   {"sold", "sell"},
     {"speaking", "speak"},  {"splitting", "split"}, {"spoke", "speak"},     {"taking", "take"},
     {"teaching", "teach"},  {"telling", "tell"},    {"told", "tell"},       {"took", "take"},
     {"winning", "win"},     {"won", "win"},         {"writing", "write"},   {"wrote", "write"}});

/// Two words that are also written as one or with a hyphen.
constexpr auto kSplit = std::to_array<Form>({{"back", "up"},
                                             {"check", "in"},
                                             {"clean", "up"},
                                             {"cut", "over"},
                                             {"follow", "up"},
                                             {"log", "in"},
                                             {"roll", "out"},
                                             {"set", "up"},
                                             {"shut", "down"},
                                             {"sign", "up"},
                                             {"start", "up"}});

static_assert(std::ranges::is_sorted(kRegular) && std::ranges::is_sorted(kIrregular) && std::ranges::is_sorted(kSplit));

std::string_view regular(std::string_view word) {
  const auto* const found = std::ranges::lower_bound(kRegular, word);
  return found != kRegular.end() && *found == word ? *found : std::string_view();
}

/// "organise" is "organize", "analyse" is "analyze".
std::string_view in_either_spelling(std::string& word) {
  if (const std::string_view found = regular(word); !found.empty()) return found;
  const bool british = word.ends_with("ise") || word.ends_with("yse");
  if (!british) return {};
  word[word.size() - 2] = 'z';
  return regular(word);
}

/// The verb that, with the rules of English, has `stem` before "ing" or "ed".
std::string_view verb_with_stem(std::string_view stem) {
  std::string candidate(stem);
  if (const std::string_view found = in_either_spelling(candidate); !found.empty()) return found;
  candidate.assign(stem).append("e");
  if (const std::string_view found = in_either_spelling(candidate); !found.empty()) return found;
  const std::size_t n = stem.size();
  if (n < 3 || stem[n - 1] != stem[n - 2]) return {};
  return regular(stem.substr(0, n - 1));
}

}  // namespace

std::string_view base_of_verb(std::string_view word) {
  const auto* const irregular = std::ranges::lower_bound(kIrregular, word, {}, &Form::first);
  if (irregular != kIrregular.end() && irregular->first == word) return irregular->second;
  std::string_view found;
  if (word.ends_with("ing"))
    found = verb_with_stem(word.substr(0, word.size() - 3));
  else if (word.ends_with("ied"))
    found = regular(std::string(word.substr(0, word.size() - 3)) + "y");
  else if (word.ends_with("ed"))
    found = verb_with_stem(word.substr(0, word.size() - 2));
  else if (std::string spelled(word); word.ends_with("se"))
    found = in_either_spelling(spelled);
  return found.empty() ? word : found;
}

bool is_split_verb(std::string_view first, std::string_view second) {
  return std::ranges::binary_search(kSplit, Form(first, second));
}

}  // namespace qd::assess
