// Charts as elements of a page: a picture that follows the page's colours, and its figures as a table.
#pragma once

#include <string>

#include "report/document.hpp"

namespace qd::render {

/// Appends a figure with the chart's title, its picture and its figures. Bars are the table itself, which is read,
/// copied and narrowed better than a picture.
void append_web_chart(std::string& out, const report::Document& document, std::size_t chart);

/// Appends the picture of a chart or a spark; nothing where no point is known.
void append_web_picture(std::string& out, const report::Document& document, std::size_t node);

}  // namespace qd::render
