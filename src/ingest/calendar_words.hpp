// Names of months and of stretches of time, in the languages that hand-offs are written in.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "ingest/when.hpp"

namespace qd::ingest {

struct MonthName {
  int month = 0;        ///< 1…12
  bool common = false;  ///< also an ordinary word when it is not capitalised: "may", "march"
  std::size_t end = 0;  ///< behind the name and its abbreviation dot
};
/// The name of a month exactly at `at`.
[[nodiscard]] std::optional<MonthName> match_month(std::string_view text, std::size_t at);
/// A quick no for most words.
[[nodiscard]] bool may_start_month(std::string_view text, std::size_t at);

struct StretchName {
  Period::Length length;
  std::size_t end = 0;
};
/// "Month", "Semaine", "KW", "квартал" exactly at `at`, and in scripts without spaces "月", "年", "週目".
[[nodiscard]] std::optional<StretchName> match_stretch(std::string_view text, std::size_t at);

}  // namespace qd::ingest
