#include "app/reading_manifest.hpp"

#include <string_view>
#include <unordered_map>

namespace qd::app {

std::vector<store::RunInput> run_inputs(const Reading& reading) {
  std::unordered_map<std::string_view, const model::Document*> documents;
  for (const model::Document& document : reading.facts.documents()) documents.emplace(document.path, &document);
  std::vector<store::RunInput> out;
  out.reserve(reading.inputs.size());
  for (const InputFile& input : reading.inputs) {
    store::RunInput& one = out.emplace_back(store::RunInput{.path = input.path,
                                                            .size = input.size,
                                                            .sha256 = input.sha256,
                                                            .commit = input.commit,
                                                            .as_of = {},
                                                            .as_of_source = {}});
    const auto document = documents.find(input.path);
    if (document == documents.end()) continue;
    one.as_of = document->second->as_of;
    one.as_of_source = model::to_string(document->second->as_of_source);
  }
  return out;
}

}  // namespace qd::app
