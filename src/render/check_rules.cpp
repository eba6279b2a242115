#include "render/check_rules.hpp"

#include <algorithm>

namespace qd::render {

namespace {

constexpr CheckRule kRules[] = {
    {"amount-", "An amount leaves something open",
     "The amount is kept, but what is open (its period, currency or role) keeps it out of sums. Write the period and "
     "the "
     "currency beside the figure: $1,200/month."},
    {"amount-ambiguous", "An amount can be read two ways",
     "A figure that can be read two ways is never guessed and is in no sum. Write it so that it has one meaning: 1,500 "
     "or 1.50, 2026-05-06 for a date."},
    {"amount-currency", "An amount names no currency",
     "Amounts of unknown currency are in no sum. Write the currency beside the figure, or once for the file: Currency: "
     "USD."},
    {"amount-period", "An amount does not say how often it comes",
     "Without a period an amount is not counted as monthly. Write $1,200/month, $900/year or \"once\"."},
    {"config-", "quarterdeck.toml holds what cannot be used",
     "The default stands in its place until it is corrected. docs/workspace.md lists the keys and their values."},
    {"definition-", "A KPI or check is not defined as it must be",
     "The definition is left out, and no figure comes from it. docs/definitions.md describes what a definition holds."},
    {"encoding", "The file is not written in UTF-8", "What could be decoded was read. Save the file as UTF-8."},
    {"entity-", "It is not clear which entity a document speaks of",
     "Its facts are in no entity's figures. Write entity: ID in the front matter, or an Entity: line under the title."},
    {"env-", "The env file and the environment leave a setting open",
     "A setting that is given in two ways is not used. Keep one spelling in one place; no value was shown or kept."},
    {"file-", "A file or folder was not read",
     "What it says is missing from every figure. Make it a regular file that you may read, at most 64 MB large, or "
     "move "
     "it out of the workspace."},
    {"folder-", "A folder was not read",
     "What is in it is missing from every figure. Give yourself permission to list it, or move it out of the "
     "workspace."},
    {"formula-", "A formula has a mistake",
     "The definition is left out, and no figure comes from it. docs/formulas.md describes the language."},
    {"front-matter-", "The block between the --- lines cannot be read as it stands",
     "Entity, date and status of the document are lost. Write one key: value on each line between two lines of three "
     "hyphens."},
    {"git-", "The history of the workspace's repository cannot be read",
     "Documents without a date of their own take that of their file. Write as_of: in them, or let git read the "
     "folder."},
    {"inventory-", "The AWS inventory says something that is not understood",
     "What is not understood gives no fact. docs/inventory.md describes the file."},
    {"json-", "A JSON file cannot be read", "It gives no fact. Write it again with the tool that made it."},
    {"link-", "A link was not followed",
     "Links are followed inside the workspace only, and each file is read once. Copy what it points at, or remove it."},
    {"list-", "A list was not read",
     "Its items gave no facts. Put it under a heading that says what it lists: Actions, Milestones, Risks."},
    {"role-", "A report template has a mistake",
     "The report is made without that part. docs/role-templates.md describes templates."},
    {"sum-", "A total is not the sum of its items", "Quarterdeck uses the items. One of them, or the total, is wrong."},
    {"template-", "A report template has a mistake",
     "The report cannot be made. docs/role-templates.md describes templates."},
    {"toml-", "A TOML file cannot be read", "Nothing of the file is used until its syntax is right."},
    {"vocabulary-", "A word is not defined as it must be",
     "The entry is left out. docs/definitions.md describes the vocabulary."},
};
static_assert(std::ranges::is_sorted(kRules, {}, &CheckRule::code));

constexpr CheckRule kOther = {"", "Something was not understood",
                              "It gives no fact. The message says what to write instead."};

}  // namespace

std::span<const CheckRule> check_rules() { return kRules; }

const CheckRule& check_rule(std::string_view code) {
  const CheckRule* best = &kOther;
  for (const CheckRule& rule : kRules) {
    const bool family = rule.code.ends_with('-') && code.starts_with(rule.code);
    // A code itself is longer than the beginning of its family, so the last match is the closest.
    if (family || rule.code == code) best = &rule;
  }
  return *best;
}

}  // namespace qd::render
