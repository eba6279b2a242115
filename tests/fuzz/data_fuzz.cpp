// TOML and JSON: any bytes are survived; a place inside a string lies in the file.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "text/json.hpp"
#include "text/toml.hpp"

namespace {

using namespace qd;
using namespace qd::text;

void check(const SourceText& source, const TomlValue& value) {
  if (value.kind == TomlKind::string) {
    const Position at = place_in_string(source, value, value.text.size() / 2, value.text.size());
    ensure(at.line >= value.at.line && at.line <= source.lines(), "a place in a string lies in the file");
  }
  for (const TomlValue& element : value.elements) check(source, element);
  for (const TomlMember& member : value.members) check(source, member.value);
}

std::size_t count(JsonValue value) {
  std::size_t out = 1;
  for (const JsonValue inside : value) out += count(inside);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SourceText source({reinterpret_cast<const char*>(data), size});
  Diagnostics diagnostics;
  if (const auto toml = parse_toml(source, "a.toml", diagnostics)) check(source, *toml);
  if (const auto json = parse_json(source, "a.json", diagnostics)) ensure(count(json->root()) >= 1, "a value is there");
  return 0;
}
