// Tasks, debt, risks and milestones: one line, with its attributes wherever in the line they stand.
#pragma once

#include <string_view>

#include "ingest/page.hpp"

namespace qd::ingest {

struct TaskLine {
  std::string_view text;    ///< without its box
  std::string_view struck;  ///< what was struck out of it
  char box = 0;             ///< between the brackets; 0 when there is none
  std::uint32_t line = 0;
};

/// The box that md4c does not know ("[~]", "[!]", "[-]", "[/]", "[>]") comes off the text.
[[nodiscard]] TaskLine task_line(const Line& line, char box);

/// The predicate of a list item or row in the innermost section: "debt.item", "milestone.item", else "action.item".
[[nodiscard]] std::string_view task_predicate(const Section& section);

/// Starts the fact and reads what the line says; the caller may add attributes from sub-bullets and keeps the draft
/// with `keep_task`. Null when the line is none ("None.", empty).
[[nodiscard]] Draft* start_task(Page& page, const TaskLine& task, std::string_view predicate);

/// Adds what the section says where the line does not.
void keep_task(Page& page, Draft& draft);

/// Sub-bullets and lines that say more about the task above: "Owner: cto", "Effort: 2d".
[[nodiscard]] bool is_task_attribute(Page& page, const Pair& pair);
/// "Write one contract (owner: cfo, effort: 3d)" is a task wherever it stands.
[[nodiscard]] bool has_task_attributes(Page& page, std::string_view text);

/// Whether the list item is a task by its box.
[[nodiscard]] bool is_boxed(const Page& page, std::uint32_t item);
/// Whether block `i` belongs to a boxed item inside `item`.
[[nodiscard]] bool inside_boxed_item(const Page& page, std::uint32_t i, std::uint32_t item);

}  // namespace qd::ingest
