// Charts as pictures: small, calm, readable without colour. The title is no part of a picture: it stands above as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "report/document.hpp"

namespace qd::render {

struct ChartImage {
  std::string svg;  ///< one element, without references to anything; draws at `width` by `height` and scales
  int width = 0;    ///< CSS pixels
  int height = 0;
  std::string alt;  ///< plain text: the message and the key figure
};

enum class ChartScheme : std::uint8_t {
  light,  ///< fixed colours: mail and files
  dark,
  web,  ///< custom properties of web/report.css, for an element of the page
};

/// The picture of a chart or a spark; nothing for other nodes, for a chart without rows and for a spark without a
/// point that can be read. Charts are as wide as a mail's column. What is too much to draw is counted below the chart.
[[nodiscard]] std::optional<ChartImage> chart_image(const report::Document& document, std::size_t node,
                                                    ChartScheme scheme);

/// What a chart says in one or two sentences: "Slip rental is half of the burn. Largest: JADA $2,350 a month, of 7."
[[nodiscard]] std::string chart_alt(const report::Document& document, std::size_t node);

}  // namespace qd::render
