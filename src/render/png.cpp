#include "render/png.hpp"

#include <cairo.h>
#include <fmt/format.h>
#include <librsvg/rsvg.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace qd::render {

namespace {

constexpr std::size_t kLargestText = std::size_t{2} << 20;
constexpr double kLongestSide = 8192;
constexpr double kMostPixels = 32e6;

template <auto release>
struct Release {
  void operator()(auto* held) const { release(held); }
};
using Handle = std::unique_ptr<RsvgHandle, Release<g_object_unref>>;
using Surface = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Release<cairo_destroy>>;

/// Takes the message out of the library's error.
std::unexpected<Error> failed(GError* error) {
  std::string what = fmt::format("cannot draw a chart: {}", error == nullptr ? "no reason is given" : error->message);
  g_clear_error(&error);
  return fail(ErrorKind::invalid, std::move(what));
}

/// A picture of at most 256 colours: a quarter of the bytes to compress, and half of the file.
struct Indexed {
  std::vector<unsigned char> pixels;
  std::vector<unsigned char> colours;  // red, green, blue, alpha of each
};

using Counts = std::unordered_map<std::uint32_t, std::uint32_t>;
using Index = std::unordered_map<std::uint32_t, unsigned char>;

constexpr std::size_t kColours = 256;
constexpr std::size_t kExact = 64;

template <class Use>
void each_pixel(cairo_surface_t* surface, Use use) {
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int width = cairo_image_surface_get_width(surface);
  const int height = cairo_image_surface_get_height(surface);
  for (int y = 0; y < height; ++y) {
    const auto* line = reinterpret_cast<const std::uint32_t*>(data);
    for (int x = 0; x < width; ++x) use(line[x]);
    data += cairo_image_surface_get_stride(surface);
  }
}

/// Pixels of one colour mostly stand side by side.
Counts counted(cairo_surface_t* surface) {
  Counts out;
  std::uint32_t last = 0;
  std::uint32_t* count = &out[0];
  each_pixel(surface, [&](std::uint32_t pixel) {
    if (pixel != last) count = &out[last = pixel];
    ++*count;
  });
  return out;
}

std::uint32_t coarse(std::uint32_t pixel, unsigned dropped) {
  const std::uint32_t most = 255U >> dropped;
  std::uint32_t out = 0;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out |= ((pixel >> shift & 255U) >> dropped) * 255U / most << shift;
  return out;
}

/// Cairo's colours are multiplied by their alpha.
void add_colour(std::vector<unsigned char>& out, std::uint32_t pixel) {
  const std::uint32_t alpha = pixel >> 24;
  for (const unsigned shift : {16U, 8U, 0U}) {
    const std::uint32_t value = alpha == 0 ? 0 : ((pixel >> shift & 255U) * 255U + alpha / 2) / alpha;
    out.push_back(static_cast<unsigned char>(std::min(value, 255U)));
  }
  out.push_back(static_cast<unsigned char>(alpha));
}

/// What covers an area keeps its colour; the edges of letters lose `dropped` bits. False if that is not enough.
bool index_colours(const std::vector<std::uint32_t>& by_count, unsigned dropped, Index& index,
                   std::vector<unsigned char>& colours) {
  Index merged;
  index.clear();
  colours.clear();
  for (std::size_t i = 0; i < by_count.size(); ++i) {
    const std::uint32_t colour = i < kExact ? by_count[i] : coarse(by_count[i], dropped);
    const std::size_t next = merged.size();
    const auto [found, added] = merged.try_emplace(colour, static_cast<unsigned char>(next));
    if (added && next == kColours) return false;
    if (added) add_colour(colours, colour);
    index.emplace(by_count[i], found->second);
  }
  return true;
}

Indexed indexed(cairo_surface_t* surface) {
  const Counts counts = counted(surface);
  std::vector<std::uint32_t> by_count;
  for (const auto& [colour, count] : counts) by_count.push_back(colour);
  std::ranges::sort(by_count, [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(counts.at(b), a) < std::pair(counts.at(a), b);
  });
  Indexed out;
  Index index;
  // With two bits left, what is multiplied by its alpha has a hundred colours at most: it ends.
  for (unsigned dropped = 0; !index_colours(by_count, dropped, index, out.colours); ++dropped) {
  }
  out.pixels.resize(static_cast<std::size_t>(cairo_image_surface_get_width(surface)) *
                    static_cast<std::size_t>(cairo_image_surface_get_height(surface)));
  unsigned char* next = out.pixels.data();
  std::uint32_t last = by_count.front();
  unsigned char last_index = index.at(last);
  each_pixel(surface, [&](std::uint32_t pixel) {
    if (pixel != last) last_index = index.at(last = pixel);
    *next++ = last_index;
  });
  return out;
}

Result<std::string> written(const Indexed& picture, int width, int height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGBA_COLORMAP;
  image.colormap_entries = static_cast<png_uint_32>(picture.colours.size() / 4);
  std::string out(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = out.size();
  if (png_image_write_to_memory(&image, out.data(), &size, 0, picture.pixels.data(), 0, picture.colours.data()) == 0)
    return fail(ErrorKind::invalid, fmt::format("cannot write a chart as PNG: {}", image.message));
  out.resize(size);
  return out;
}

}  // namespace

Result<std::string> png_of(std::string_view svg, int width, int height, double scale) {
  const double across = std::ceil(width * scale);
  const double down = std::ceil(height * scale);
  // Written so that what is no number is refused too.
  const bool drawable =
      across >= 1 && down >= 1 && across <= kLongestSide && down <= kLongestSide && across * down <= kMostPixels;
  if (!drawable || svg.size() > kLargestText)
    return fail(ErrorKind::invalid, fmt::format("cannot draw a chart of {} by {} pixels out of {} bytes: too large",
                                                across, down, svg.size()));
  GError* error = nullptr;
  const Handle handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), static_cast<gsize>(svg.size()), &error));
  if (handle == nullptr) return failed(error);
  const int columns = static_cast<int>(across);
  const int rows = static_cast<int>(down);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, columns, rows));
  const Context context(cairo_create(surface.get()));
  const RsvgRectangle whole{0, 0, across, down};
  if (rsvg_handle_render_document(handle.get(), context.get(), &whole, &error) == FALSE) return failed(error);
  cairo_surface_flush(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return fail(ErrorKind::invalid, "cannot draw a chart: there is no memory for its pixels");
  return written(indexed(surface.get()), columns, rows);
}

}  // namespace qd::render
