#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "mail/mime.hpp"
#include "mail/mime_fields.hpp"

// The adapter to GMime for reading: a message as parts, and one of ours back into what it was composed of.

namespace qd::mail {

namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

Ref<GMimeMessage> parsed(std::string_view bytes) {
  [[maybe_unused]] static const bool started = (g_mime_init(), true);
  const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  return Ref<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

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
  out.type = fmt::format("{}/{}", g_mime_content_type_get_media_type(const_cast<GMimeContentType*>(type)),
                         g_mime_content_type_get_media_subtype(const_cast<GMimeContentType*>(type)));
  for (char& c : out.type) c = g_ascii_tolower(c);
  if (const char* id = g_mime_object_get_content_id(GMIME_OBJECT(part))) out.id = id;
  if (const char* name = g_mime_part_get_filename(part)) out.name = name;
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (content == nullptr) return out;
  const Ref<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, stream.get());
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  out.body.assign(reinterpret_cast<const char*>(bytes->data), bytes->len);
  out.encoded_size =
      static_cast<std::size_t>(std::max<gint64>(0, g_mime_stream_length(g_mime_data_wrapper_get_stream(content))));
  return out;
}

std::vector<Address> addresses(GMimeMessage* message, GMimeAddressType type) {
  std::vector<Address> out;
  InternetAddressList* const list = g_mime_message_get_addresses(message, type);
  for (int i = 0; i < internet_address_list_length(list); ++i) {
    InternetAddress* const one = internet_address_list_get_address(list, i);
    if (!INTERNET_ADDRESS_IS_MAILBOX(one)) continue;
    // GMime gives an international domain back as it is read.
    auto address = read_address(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
    if (!address) continue;
    if (const char* const name = internet_address_get_name(one)) address->name = name;
    out.push_back(std::move(*address));
  }
  return out;
}

/// Those that compose() makes itself.
bool is_composed(std::string_view name) {
  constexpr std::string_view kComposed[] = {"from",       "to",           "subject",        "date",
                                            "message-id", "mime-version", "auto-submitted", "x-auto-response-suppress"};
  std::string small(name);
  for (char& c : small) c = g_ascii_tolower(c);
  return small.starts_with("content-") || std::ranges::find(kComposed, small) != std::end(kComposed);
}

Headers other_headers(GMimeMessage* message) {
  Headers out;
  GMimeHeaderList* const headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
  for (int i = 0; i < g_mime_header_list_get_count(headers); ++i) {
    GMimeHeader* const header = g_mime_header_list_get_header_at(headers, i);
    const char* const value = g_mime_header_get_value(header);
    if (value != nullptr && !is_composed(g_mime_header_get_name(header)))
      out.emplace_back(g_mime_header_get_name(header), value);
  }
  return out;
}

}  // namespace

std::vector<Part> decode_parts(std::string_view bytes) {
  std::vector<Part> out;
  const Ref<GMimeMessage> message = parsed(bytes);
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

std::optional<Message> read_composed(std::string_view bytes) {
  const Ref<GMimeMessage> message = parsed(bytes);
  if (message == nullptr) return std::nullopt;
  const std::vector<Address> from = addresses(message.get(), GMIME_ADDRESS_TYPE_FROM);
  GDateTime* const date = g_mime_message_get_date(message.get());
  const char* const subject = g_mime_message_get_subject(message.get());
  if (from.size() != 1 || date == nullptr || subject == nullptr) return std::nullopt;
  Message out{.from = from.front(),
              .to = addresses(message.get(), GMIME_ADDRESS_TYPE_TO),
              .subject = subject,
              .date = {g_date_time_to_unix(date)},
              .text = {},
              .html = {},
              .images = {},
              .attachments = {},
              .headers = other_headers(message.get())};
  for (Part& part : decode_parts(bytes)) {
    if (part.type == "headers") continue;
    if (!part.name.empty()) {
      out.attachments.push_back({part.name, part.type, std::move(part.body)});
    } else if (!part.id.empty()) {
      out.images.push_back({part.id, part.type, std::move(part.body)});
    } else if (part.type == "text/plain") {
      out.text = std::move(part.body);
    } else if (part.type == "text/html") {
      out.html = std::move(part.body);
    }
  }
  return out;
}

}  // namespace qd::mail
