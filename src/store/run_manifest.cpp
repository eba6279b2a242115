#include "store/run_manifest.hpp"

#include "base/json_writer.hpp"

namespace qd::store {

namespace {

void text_or_null(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

void write_input(JsonWriter& json, const RunInput& input) {
  json.begin_object();
  json.member("file", input.path);
  json.member("size", input.size);
  json.member("sha256", hex(input.sha256));
  text_or_null(json, "commit", input.commit);
  if (input.as_of) {
    json.member("as_of", to_string(*input.as_of));
    json.member("as_of_source", input.as_of_source);
  }
  json.end_object();
}

}  // namespace

std::string manifest_json(const RunManifest& manifest, std::span<const RunFile> files) {
  constexpr std::size_t kInputSize = 260;  // about
  std::string out;
  out.reserve(kInputSize * manifest.inputs.size());
  JsonWriter json(out);
  Digester digester;
  json.begin_object();
  json.member("format", "quarterdeck-run/1");
  json.member("as_of", to_string(manifest.as_of));
  json.member("today", to_string(manifest.today));
  json.member("portfolio", manifest.portfolio);
  text_or_null(json, "commit", manifest.head);
  json.member("variant", manifest.variant.empty() ? std::string("full") : manifest.variant);
  text_or_null(json, "predecessor", manifest.predecessor);
  json.key("outputs").begin_array();
  for (const RunFile& file : files) {
    out += '\n';
    json.begin_object();
    json.member("file", file.name);
    json.member("size", std::uint64_t{file.content.bytes().size()});
    json.member("sha256", hex(digester.sha256(file.content.bytes())));
    json.end_object();
  }
  json.end_array();
  json.key("inputs").begin_array();
  for (const RunInput& input : manifest.inputs) {
    out += '\n';
    write_input(json, input);
  }
  json.end_array().end_object();
  out += '\n';
  return out;
}

}  // namespace qd::store
