#include "mail/mime.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "mail/address.hpp"
#include "mail/mime_fields.hpp"
#include "mail/mime_rules.hpp"

// The adapter to GMime. It lets CR LF through into a Message-ID, encodes a long List-Unsubscribe so that it no longer
// works, and makes a random boundary: hence the checks, the raw header and the boundary made of the content.

namespace qd::mail {

namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

void start_library() { [[maybe_unused]] static const bool started = (g_mime_init(), true); }

std::string bytes_of(GMimeStream* memory) {
  const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  return {reinterpret_cast<const char*>(array->data), array->len};
}

struct FreeOptions {
  void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};

std::string digest(std::string_view bytes) {
  const std::unique_ptr<char, decltype(&g_free)> hex(
      g_compute_checksum_for_data(G_CHECKSUM_SHA256, reinterpret_cast<const guchar*>(bytes.data()), bytes.size()),
      g_free);
  return hex.get();
}

/// Everything that the message says, so that two different messages have different ids.
std::string content_digest(const Message& message) {
  std::string all = fmt::format("{}\n{}\n{}\n", message.from.address, message.subject, message.date.seconds);
  for (const Address& to : message.to) all += to.address + "\n";
  for (const auto& [name, value] : message.headers) all += name + ": " + value + "\n";
  all += digest(message.text);
  all += digest(message.html);
  for (const InlineImage& image : message.images) all += image.id + " " + digest(image.bytes);
  for (const Attachment& file : message.attachments) all += file.name + " " + digest(file.bytes);
  return digest(all);
}

/// Lines end with LF alone here; they become CR LF when the message is written.
std::string with_plain_line_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string with_mail_line_ends(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

/// Quoted-printable triples each byte beyond ASCII; above a sixth of them Base64 is shorter.
bool base64_fits(std::string_view text) {
  const auto beyond = std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return static_cast<std::size_t>(beyond) * 6 > text.size();
}

void set_content(GMimePart* part, std::string_view content, GMimeContentEncoding encoding) {
  const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(content.data(), content.size()));
  const Ref<GMimeDataWrapper> wrapper(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part, wrapper.get());
  g_mime_part_set_content_encoding(part, encoding);
}

Ref<GMimeObject> text_part(const char* subtype, std::string_view body) {
  const bool base64 = base64_fits(body);
  std::string content = with_plain_line_ends(body);
  if (base64) content = with_mail_line_ends(content);
  GMimePart* const part = g_mime_part_new_with_type("text", subtype);
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
  set_content(part, content, base64 ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return Ref<GMimeObject>(GMIME_OBJECT(part));
}

/// `type` is "major/minor", as check() made sure.
GMimePart* file_part(std::string_view type, std::string_view bytes, const char* disposition) {
  const std::size_t slash = type.find('/');
  GMimePart* const part = g_mime_part_new_with_type(std::string(type.substr(0, slash)).c_str(),
                                                    std::string(type.substr(slash + 1)).c_str());
  g_mime_object_set_disposition(GMIME_OBJECT(part), disposition);
  set_content(part, bytes, GMIME_CONTENT_ENCODING_BASE64);
  return part;
}

Ref<GMimeObject> image_part(const InlineImage& image) {
  GMimePart* const part = file_part(image.type, image.bytes, GMIME_DISPOSITION_INLINE);
  g_mime_object_set_content_id(GMIME_OBJECT(part), image.id.c_str());
  return Ref<GMimeObject>(GMIME_OBJECT(part));
}

Ref<GMimeObject> attachment_part(const Attachment& file) {
  GMimePart* const part = file_part(file.type, file.bytes, GMIME_DISPOSITION_ATTACHMENT);
  if (file.type.starts_with("text/")) g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
  g_mime_part_set_filename(part, file.name.c_str());
  return Ref<GMimeObject>(GMIME_OBJECT(part));
}

/// No encoding of ours can produce a line that begins as the boundary does.
Ref<GMimeObject> multipart(const char* subtype, std::string_view id, std::span<const Ref<GMimeObject>> parts) {
  GMimeMultipart* const out = g_mime_multipart_new_with_subtype(subtype);
  g_mime_multipart_set_boundary(out, fmt::format("=_{}-{}", subtype, id.substr(0, 32)).c_str());
  for (const Ref<GMimeObject>& part : parts) g_mime_multipart_add(out, part.get());
  return Ref<GMimeObject>(GMIME_OBJECT(out));
}

Ref<GMimeObject> body_of(const Message& message, std::string_view id) {
  if (message.html.empty()) return text_part("plain", message.text);
  std::vector<Ref<GMimeObject>> shown;
  shown.push_back(text_part("html", message.html));
  for (const InlineImage& image : message.images) shown.push_back(image_part(image));
  std::vector<Ref<GMimeObject>> bodies;
  bodies.push_back(text_part("plain", message.text));
  if (message.images.empty()) {
    bodies.push_back(std::move(shown.front()));
  } else {
    bodies.push_back(multipart("related", id, shown));
    g_mime_object_set_content_type_parameter(bodies.back().get(), "type", "text/html");
  }
  auto alternative = multipart("alternative", id, bodies);
  if (message.attachments.empty()) return alternative;
  std::vector<Ref<GMimeObject>> all;
  all.push_back(std::move(alternative));
  for (const Attachment& file : message.attachments) all.push_back(attachment_part(file));
  return multipart("mixed", id, all);
}

/// GMime decodes a domain that stands as xn--… and encodes it again by the rules of 2003, which make another domain of
/// straße.example: then we write the field ourselves, a mailbox on each line.
void write_plainly(GMimeHeader* header, std::span<const Address> addresses) {
  std::string raw;
  for (const Address& one : addresses) {
    raw += raw.empty() ? " " : ",\n ";
    if (one.name.empty()) {
      raw += one.address;
    } else {
      const std::unique_ptr<char, decltype(&g_free)> name(
          g_mime_utils_header_encode_phrase(nullptr, one.name.c_str(), "utf-8"), g_free);
      raw += fmt::format("{} <{}>", name.get(), one.address);
    }
  }
  g_mime_header_set_raw_value(header, (raw + "\n").c_str());
}

void set_addresses(GMimeMessage* message, GMimeAddressType type, const char* field,
                   std::span<const Address> addresses) {
  for (const Address& one : addresses)
    g_mime_message_add_mailbox(message, type, one.name.empty() ? nullptr : one.name.c_str(), one.address.c_str());
  const bool international =
      std::ranges::any_of(addresses, [](const Address& one) { return one.address.find("xn--") != std::string::npos; });
  if (international)
    write_plainly(g_mime_header_list_get_header(g_mime_object_get_header_list(GMIME_OBJECT(message)), field),
                  addresses);
}

void append_headers(GMimeObject* object, const Headers& headers) {
  for (const auto& [name, value] : headers) {
    g_mime_object_append_header(object, name.c_str(), value.c_str(), "utf-8");
    if (g_ascii_strncasecmp(name.c_str(), "list-", 5) != 0) continue;
    GMimeHeaderList* all = g_mime_object_get_header_list(object);
    GMimeHeader* header = g_mime_header_list_get_header_at(all, g_mime_header_list_get_count(all) - 1);
    g_mime_header_set_raw_value(header, fmt::format(" {}\n", value).c_str());
  }
}

void set_headers(GMimeMessage* to, const Message& message, std::string_view id) {
  GMimeObject* object = GMIME_OBJECT(to);
  set_addresses(to, GMIME_ADDRESS_TYPE_FROM, "From", {&message.from, 1});
  set_addresses(to, GMIME_ADDRESS_TYPE_TO, "To", message.to);
  g_mime_message_set_subject(to, message.subject.c_str(), "utf-8");
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date(
      g_date_time_new_from_unix_utc(message.date.seconds), g_date_time_unref);
  g_mime_message_set_date(to, date.get());
  const std::string_view domain = std::string_view(message.from.address).substr(message.from.address.rfind('@') + 1);
  g_mime_message_set_message_id(to, fmt::format("{}@{}", id.substr(0, 32), domain).c_str());
  // So that no machine answers: RFC 3834, and Exchange, which does not know that.
  g_mime_object_append_header(object, "Auto-Submitted", "auto-generated", nullptr);
  g_mime_object_append_header(object, "X-Auto-Response-Suppress", "All", nullptr);
  append_headers(object, message.headers);
}

using Options = std::unique_ptr<GMimeFormatOptions, FreeOptions>;
Options mail_line_ends() {
  Options options(g_mime_format_options_new());
  g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
  return options;
}

std::string written(GMimeMessage* message) {
  const Ref<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_object_write_to_stream(GMIME_OBJECT(message), mail_line_ends().get(), stream.get());
  return bytes_of(stream.get());
}

}  // namespace

Result<std::string> compose(const Message& message) {
  if (auto checked = check(message); !checked) return std::unexpected(checked.error());
  start_library();
  const std::string id = content_digest(message);
  const Ref<GMimeMessage> out(g_mime_message_new(FALSE));
  set_headers(out.get(), message, id);
  g_mime_message_set_mime_part(out.get(), body_of(message, id).get());
  std::string bytes = written(out.get());
  if (bytes.size() > kLargestMessage)
    return fail(ErrorKind::invalid,
                fmt::format("the mail is {} bytes long and may have {}", bytes.size(), kLargestMessage));
  return bytes;
}

std::string header_fields(const std::vector<Address>& to, const Headers& headers) {
  start_library();
  const Ref<GMimeMessage> message(g_mime_message_new(FALSE));
  set_addresses(message.get(), GMIME_ADDRESS_TYPE_TO, "To", to);
  append_headers(GMIME_OBJECT(message.get()), headers);
  const Ref<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_header_list_write_to_stream(g_mime_object_get_header_list(GMIME_OBJECT(message.get())), mail_line_ends().get(),
                                     stream.get());
  return bytes_of(stream.get());
}

}  // namespace qd::mail
