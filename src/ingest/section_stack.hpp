// The headings above the line that is being read: Page::sections, kept up to date from heading to heading.
#pragma once

#include "ingest/page.hpp"

namespace qd::ingest {

/// Ends the sections of this level and deeper ones, and opens one.
void open_heading(Page& page, std::string_view title, std::uint8_t level);

/// The title is a section too, but only where it consists of nothing else: "Monthly costs", not "Cost Plus Charters".
void open_title(Page& page, std::string_view title);

/// "Pros:" below the innermost section: what it was read to cost is taken back, and nothing more is read from it.
void note_evaluation(Page& page);

/// Ends what a line such as "Boat:" above a list has opened.
void end_label(Page& page);

/// "## Phase 3 — Setup (~€12,000 one-time)" states what its section adds up to; `line` is that of the heading.
void note_heading_total(Page& page, std::uint32_t line);
/// Compares what the innermost heading states with the items below it. At the end of the section.
void check_heading_total(Page& page);

}  // namespace qd::ingest
