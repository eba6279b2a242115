// KPIs and checks as TOML: those built into the binary and those of a workspace.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/definitions.hpp"
#include "base/diagnostic.hpp"

namespace qd::app {

/// Files of definitions on their way to being compiled. A later file wins over an earlier one, id by id.
class DefinitionFiles {
 public:
  DefinitionFiles();
  ~DefinitionFiles();

  /// Unknown keys and values of a wrong type are diagnostics, and the rest of the file is read. A file whose TOML is
  /// broken adds nothing.
  void read(std::string_view path, std::string bytes, Diagnostics& diagnostics);
  /// To be called first, so that a workspace's own definitions win.
  void read_built_in(Diagnostics& diagnostics);
  /// A role that definitions may name beside those built in.
  void allow_role(std::string_view role);

  [[nodiscard]] assess::Definitions compile(Diagnostics& diagnostics) const;

 private:
  struct File;
  std::vector<std::unique_ptr<File>> files_;
  assess::RawDefinitions raw_;
};

/// Whether a file of a `definitions/` folder holds KPIs and checks; vocabulary.toml is for the readers of documents.
[[nodiscard]] bool holds_definitions(std::string_view path);

}  // namespace qd::app
