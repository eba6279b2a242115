#include <fmt/format.h>

#include <algorithm>

#include "mail/gmime.hpp"
#include "mail/mime.hpp"

namespace qd::mail {

namespace {

Part decoded_headers(GMimeObject* object) {
  Part out{.type = "headers"};
  GMimeHeaderList* headers = g_mime_object_get_header_list(object);
  for (int i = 0; i < g_mime_header_list_get_count(headers); ++i) {
    GMimeHeader* header = g_mime_header_list_get_header_at(headers, i);
    const char* value = g_mime_header_get_value(header);
    out.body += fmt::format("{}: {}\n", g_mime_header_get_name(header), value == nullptr ? "" : value);
  }
  return out;
}

Part decoded_part(GMimePart* part) {
  Part out;
  const GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
  out.type = lower(fmt::format("{}/{}", g_mime_content_type_get_media_type(const_cast<GMimeContentType*>(type)),
                               g_mime_content_type_get_media_subtype(const_cast<GMimeContentType*>(type))));
  if (const char* id = g_mime_object_get_content_id(GMIME_OBJECT(part))) out.id = id;
  if (const char* name = g_mime_part_get_filename(part)) out.name = name;
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (content == nullptr) return out;
  const Ref<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, stream.get());
  out.body = bytes_of(stream.get());
  out.encoded_size =
      static_cast<std::size_t>(std::max<gint64>(0, g_mime_stream_length(g_mime_data_wrapper_get_stream(content))));
  return out;
}

}  // namespace

std::vector<Part> decode_parts(std::string_view bytes) {
  start_library();
  std::vector<Part> out;
  const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Ref<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (message == nullptr) return out;
  out.push_back(decoded_headers(GMIME_OBJECT(message.get())));
  g_mime_message_foreach(
      message.get(),
      [](GMimeObject*, GMimeObject* part, gpointer parts) {
        if (GMIME_IS_PART(part)) static_cast<std::vector<Part>*>(parts)->push_back(decoded_part(GMIME_PART(part)));
      },
      &out);
  return out;
}

}  // namespace qd::mail
