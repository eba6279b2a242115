#include "render/mail_chart.hpp"

#include "render/chart_data.hpp"
#include "render/chart_svg.hpp"
#include "render/png.hpp"

namespace qd::render {

namespace {

/// Apple Mail shows a picture that comes with the mail at the size of its file, whatever the HTML says.
constexpr double kTrueSize = 1;

}  // namespace

std::optional<MailPicture> mail_picture(const report::Document& document, std::size_t node) {
  const bool chart = document[node].kind == report::NodeKind::chart;
  if (chart && chart_data(document, node).sort == ChartSort::bars) return std::nullopt;
  auto image = chart_image(document, node, ChartScheme::light);
  if (!image) return std::nullopt;
  auto png = png_of(image->svg, image->width, image->height, kTrueSize);
  if (!png) return std::nullopt;
  return MailPicture{
      .png = std::move(*png), .width = image->width, .height = image->height, .alt = std::move(image->alt)};
}

}  // namespace qd::render
