// A page as PDF, made by WeasyPrint when it is installed: nothing of ours lays out paper.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gate/gate.hpp"

namespace qd::app {

/// PATH as the process has it.
[[nodiscard]] std::string_view search_path();

class PdfMaker {
 public:
  /// The first `weasyprint` of the folders in `path`; nothing when there is none.
  [[nodiscard]] static std::optional<PdfMaker> find(std::string_view path = search_path());

  /// The page in its print style. The program gets the page on its standard input, no shell and nothing of our
  /// environment but where it finds fonts and itself; after a minute it is ended. Same page, same bytes.
  [[nodiscard]] Result<std::string> make(const gate::Outgoing& page) const;

 private:
  explicit PdfMaker(std::filesystem::path program) : program_(std::move(program)) {}
  std::filesystem::path program_;
};

/// What to say where there is none.
inline constexpr std::string_view kNoPdfMaker =
    "no PDF was made, because WeasyPrint is not installed; `apt install weasyprint` or `pipx install weasyprint`";

}  // namespace qd::app
