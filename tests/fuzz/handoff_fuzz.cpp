// Any bytes can be read as a hand-off: facts stand on lines that exist, and two readings are the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/embedded.hpp"
#include "base/result.hpp"
#include "ingest/handoff.hpp"

namespace {

using namespace qd;

const ingest::Vocabulary& vocabulary() {
  static const ingest::Vocabulary kVocabulary = [] {
    Diagnostics diagnostics;
    for (const app::EmbeddedFile& file : app::embedded_files()) {
      if (file.path != "definitions/vocabulary.toml") continue;
      const ingest::Vocabulary::Text text{file.path, file.bytes};
      return ingest::Vocabulary::load({&text, 1}, diagnostics);
    }
    broken_promise("the vocabulary is built in");
  }();
  return kVocabulary;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const ingest::HandoffContext context{vocabulary(), {}, Currency("USD")};
  ingest::HandoffReader reader(context);
  model::FactTable table;
  Diagnostics diagnostics;
  const Date today = parse_iso_date("2026-05-21").value();
  for (int i = 0; i < 2; ++i) reader.read({"agent_handoffs/projects/a.md", bytes, today, {}}, table, diagnostics);
  ensure(table.size() % 2 == 0, "two readings give the same number of facts");
  const std::size_t half = table.size() / 2;
  for (std::size_t i = 0; i < half; ++i) {
    const model::Fact& a = table[i];
    const model::Fact& b = table[half + i];
    ensure(a.line >= 1 && a.line <= size + 1, "a fact stands on a line of the file");
    ensure(a.predicate == b.predicate && a.value == b.value && a.lo == b.lo && a.hi == b.hi && a.text == b.text &&
               a.line == b.line && a.basis == b.basis,
           "two readings give the same facts");
  }
  std::vector<model::Entity> entities;
  ingest::assign_entities(table, entities, diagnostics);
  return 0;
}
