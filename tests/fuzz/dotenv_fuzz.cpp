// Any bytes are survived, names are names, and no diagnostic shows a line.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "base/result.hpp"
#include "text/dotenv.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qd;
  const text::SourceText source({reinterpret_cast<const char*>(data), size});
  Diagnostics diagnostics;
  const auto entries = text::parse_env(source, "repos.env", diagnostics);
  std::set<std::string_view> names;
  for (const text::EnvEntry& entry : entries) {
    ensure(names.insert(entry.name).second, "each name is there once");
    ensure(entry.at.line >= 1 && entry.at.line <= source.lines(), "names have their line");
    ensure(source.line(entry.at.line).substr(entry.at.column - 1, entry.at.length) == entry.name, "and their column");
  }
  for (const Diagnostic& diagnostic : diagnostics) ensure(diagnostic.line.empty(), "no line is shown");
  return 0;
}
