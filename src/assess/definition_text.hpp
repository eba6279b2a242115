// Definitions as they were written: the strings of a definitions file and where they stand in it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace qd::assess {

/// A key or a string of a definitions file. One that was not given has line 0.
struct Written {
  std::string text;
  std::uint32_t file = 0;  ///< among the files that were read together
  Position at;             ///< of its first character, the quotation mark included

  [[nodiscard]] bool given() const { return at.line != 0; }
};

/// A formula is checked long after its file was read, so whoever read it finds the place of the bytes [begin, end) of a
/// string again: a diagnostic of which file, position and line are filled in.
using Locator = std::function<Diagnostic(const Written& where, std::size_t begin, std::size_t end)>;

/// Collects what is wrong with definitions.
class DefinitionProblems {
 public:
  DefinitionProblems(const Locator& locate, Diagnostics& out) : locate_(locate), out_(out) {}

  /// Points at the whole string or key.
  void add(std::string_view code, const Written& where, std::string message, std::string hint = {});
  /// Points at a part of the string.
  void add(std::string_view code, const Written& where, std::size_t begin, std::size_t end, std::string message,
           std::string hint = {});
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  const Locator& locate_;
  Diagnostics& out_;
  std::size_t count_ = 0;
};

/// "did you mean `x`?", or nothing when no candidate is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace qd::assess
