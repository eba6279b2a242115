// The definitions that are built in, and what they make of facts written one a line.
#pragma once

#include <gtest/gtest.h>

#include "app/definitions_file.hpp"
#include "assess/assess.hpp"
#include "support/written_facts.hpp"

namespace qd::test {

inline const Date kToday = *make_date(2026, 5, 21);

inline const assess::Definitions& built_in() {
  static const assess::Definitions kDefinitions = [] {
    app::DefinitionFiles files;
    Diagnostics diagnostics;
    files.read_built_in(diagnostics);
    assess::Definitions out = files.compile(diagnostics);
    for (const Diagnostic& diagnostic : diagnostics) ADD_FAILURE() << format(diagnostic);
    return out;
  }();
  return kDefinitions;
}

inline assess::Assessment assess_lines(const std::vector<std::string>& lines, std::vector<std::string> entities = {}) {
  return assess::assess(written_facts(lines, std::move(entities)), built_in(), {.as_of = {}, .today = kToday});
}

}  // namespace qd::test
