// Dates and periods as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace qd::ingest {

/// What the document as a whole says about dates.
struct DateContext {
  std::optional<int> year;  ///< of the nearest dated ancestor, for "Apr 11" and "Q3"
  enum class Order : std::uint8_t { unknown, day_first, month_first };
  Order order = Order::unknown;  ///< of 03/04/2026: from values above 12 elsewhere in the document
};

struct FoundDate {
  Date date;
  std::size_t begin = 0;  ///< bytes
  std::size_t end = 0;
};

/// ISO, "May 21, 2026", "21 May 2026", "21.5.2026", "21/05/2026", "2026年5月21日", month names of the survey's
/// languages. A day that could be two days gives nothing.
[[nodiscard]] std::optional<FoundDate> find_date(std::string_view text, const DateContext& context);

/// A stretch of time: a month, quarter, half, year, week or day.
struct Period {
  enum class Length : std::uint8_t { day, week, month, quarter, half, year, relative };
  Length length = Length::month;
  Date begin;
  Date end;           ///< the day after the last
  std::string label;  ///< canonical: "2026-05", "2026-Q4", "2026-H1", "2026", "2026-W23", "month 3" for relative ones
};

/// The period that a whole cell or heading names: "Q1 2027", "2026-Q4", "May 2026", "2026年4月", "FY2027", "Month 3",
/// "Week 9-10", "Year 1". Nothing when the text is more or less than a period.
[[nodiscard]] std::optional<Period> read_period(std::string_view text, const DateContext& context);

/// When a due text falls: the date, or the last day of the period ("2026-Q3", "end of May 2026"). Conditions and
/// relative times ("post-launch", "next week") give nothing.
[[nodiscard]] std::optional<Date> read_due(std::string_view text, const DateContext& context);

/// Counts what "03/04/2026"-like dates of a document tell.
class DateEvidence {
 public:
  void add(std::string_view text);
  [[nodiscard]] DateContext::Order order() const;

 private:
  bool day_first_ = false;
  bool month_first_ = false;
};

}  // namespace qd::ingest
