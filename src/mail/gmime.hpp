// What the two halves of the adapter to GMime share. Nobody else includes it.
#pragma once

#include <gmime/gmime.h>

#include <cctype>
#include <memory>
#include <string>
#include <string_view>

namespace qd::mail {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

inline void start_library() { [[maybe_unused]] static const bool started = (g_mime_init(), true); }

inline std::string bytes_of(GMimeStream* memory) {
  const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  return {reinterpret_cast<const char*>(array->data), array->len};
}

inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace qd::mail
