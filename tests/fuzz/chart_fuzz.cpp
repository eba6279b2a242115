// Any report becomes charts that can be drawn and letters that fit, and its archive copy reads back to the same.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "base/utf8.hpp"
#include "render/chart_quantity.hpp"
#include "render/chart_svg.hpp"
#include "render/chart_text.hpp"
#include "render/columns.hpp"
#include "render/markdown.hpp"
#include "render/web_html.hpp"

namespace {

using namespace qd;
using namespace qd::render;

void draw(const report::Document& document, std::size_t node) {
  for (const ChartScheme scheme : {ChartScheme::light, ChartScheme::dark, ChartScheme::web}) {
    const auto image = chart_image(document, node, scheme);
    if (!image) continue;
    ensure(utf8::valid(image->svg), "a picture is UTF-8");
    ensure(image->height > 0 && image->height < 4000, "a picture has a size");
    ensure(image->svg.find("<script") == std::string::npos, "words stay words");
    ensure(image->svg.find("\"nan") == std::string::npos && image->svg.find("\"inf") == std::string::npos,
           "coordinates are numbers");
  }
  if (document[node].kind != report::NodeKind::chart) return;
  for (const std::string& line : chart_lines(document, node, 60)) ensure(columns(line) <= 60, "letters fit");
}

std::string copy(const report::Document& document) {
  report::Report report;
  report.document = document;
  const std::string whole = markdown(report);
  return whole.substr(std::min(whole.find("as of") + 6, whole.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto quantity = chart_quantity(text)) {
    ensure(std::isfinite(quantity->lo) && std::isfinite(quantity->hi) && quantity->lo <= quantity->hi,
           "what is read can be drawn");
    ensure(text.ends_with(quantity->unit) || text.find(quantity->unit) != std::string::npos,
           "a unit is part of the text");
  }
  // The fence is there, so that what is tried is charts and not how to write a fence.
  constexpr const char* kSorts[] = {"bars", "lines", "waterfall", "heat"};
  const char* sort = kSorts[size % 4];
  const report::Document document =
      report::parse_document(std::string("````chart ") + sort + " T\n" + text + "\n````\n");
  for (std::size_t i = 0; i < document.size(); ++i) draw(document, i);
  const std::string once = copy(document);
  ensure(copy(report::parse_document(once)) == once, "the archive copy reads back");
  report::Report report;
  report.document = report::parse_document(text);
  for (std::size_t i = 0; i < report.document.size(); ++i) draw(report.document, i);
  (void)web_html(report, {});
  return 0;
}
