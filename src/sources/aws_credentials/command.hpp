// Runs a command of a person's choosing for what it prints: `credential_process` of a profile.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace qd::sources {

/// Words as a shell makes them, with '…', "…" and backslash; nothing is expanded. Nothing when a quote is not closed.
[[nodiscard]] std::optional<std::vector<std::string>> command_words(std::string_view line);

/// Runs it without a shell and without input, and ends it (with what it started) when the time is over. What it says on
/// standard error is dropped, because it may hold secrets. Messages do not repeat the command for the same reason.
[[nodiscard]] Result<Secret> output_of(const std::vector<std::string>& words, std::chrono::milliseconds longest);

}  // namespace qd::sources
