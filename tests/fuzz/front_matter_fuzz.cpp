// The quick reader of simple lines says what libfyaml says, or leaves the work to it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "text/front_matter.hpp"

/// libfyaml 0.7 forgets some buffers of documents that it refuses.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfyaml"; }

namespace {

using namespace qd;
using namespace qd::text;

std::string shape(const FrontMatterReader& reader) {
  std::string out;
  const auto add = [&out](std::string_view text, Position at) {
    out += std::to_string(at.line) + ":" + std::to_string(at.column) + "+" + std::to_string(at.length) + " ";
    out.append(text).append("\n");
  };
  for (const FrontMatterEntry& entry : reader.entries()) {
    add(entry.key, entry.at);
    out += entry.list ? "list\n" : "";
    for (const FrontMatterValue& value : reader.values(entry)) add(value.text, value.at);
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string document = "---\n" + std::string(reinterpret_cast<const char*>(data), size) + "\n---\ntext\n";
  const SourceText source(document);
  static FrontMatterReader quick;
  static FrontMatterReader library;
  Diagnostics said_quick;
  Diagnostics said_library;
  const std::size_t body = quick.read(source, "a.md", said_quick);
  ensure(body == library.read(source, "a.md", said_library, FrontMatterReader::Way::library_only), "one body");
  ensure(body <= source.text().size(), "the body lies in the document");
  ensure(shape(quick) == shape(library), "both ways read the same");
  ensure(said_quick.size() == said_library.size(), "both ways say the same");
  return 0;
}
