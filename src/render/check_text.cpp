#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "render/check_output.hpp"
#include "render/printable.hpp"

namespace qd::render {

namespace {

constexpr std::size_t kPiece = 64 << 10;
constexpr std::size_t kShownOfACode = 10;
constexpr std::size_t kShownFiles = 10;

std::string plural(std::size_t n, std::string_view word) { return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s"); }

/// Rounded down, so that 100 % means all.
std::uint64_t percent(std::uint64_t part, std::uint64_t whole) { return whole == 0 ? 100 : part * 100 / whole; }

/// Gives the sink whole pieces, not single lines.
class Output {
 public:
  explicit Output(const Sink& sink) : sink_(sink) {}
  ~Output() { sink_(text_); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void add(std::string_view text) {
    text_ += text;
    if (text_.size() < kPiece) return;
    sink_(text_);
    text_.clear();
  }

 private:
  const Sink& sink_;
  std::string text_;
};

std::string shown(Diagnostic diagnostic) {
  for (std::string* part : {&diagnostic.file, &diagnostic.message, &diagnostic.line, &diagnostic.hint})
    *part = printable(*part);
  return format(diagnostic);
}

void write_diagnostics(std::span<const Diagnostic> diagnostics, bool all, Output& out) {
  std::map<std::string_view, std::size_t> met;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (++met[diagnostic.code] <= kShownOfACode || all) out.add(shown(diagnostic));
  }
  if (all) return;
  bool any = false;
  for (const auto& [code, n] : met) {
    if (n <= kShownOfACode) continue;
    out.add(fmt::format("+{} more [{}]\n", n - kShownOfACode, code));
    any = true;
  }
  if (any) out.add("see them with --all\n");
}

/// Files without a line under a known heading have nothing to understand, and are not listed.
void write_coverage(const model::FactStore& facts, bool all, Output& out) {
  std::vector<const model::Document*> files;
  for (const model::Document& document : facts.documents()) {
    if (all ? document.lines > 0 : document.understood < document.lines) files.push_back(&document);
  }
  if (files.empty()) return;
  std::ranges::stable_sort(
      files, {}, [](const model::Document* one) { return static_cast<double>(one->understood) / one->lines; });
  if (!all && files.size() > kShownFiles) files.resize(kShownFiles);
  out.add(all ? "\nunderstood, of the lines under known headings:\n"
              : "\nunderstood least, of the lines under known headings:\n");
  for (const model::Document* file : files) {
    out.add(fmt::format("  {:>3} %  {:>4}/{:<4}  {}\n", percent(file->understood, file->lines), file->understood,
                        file->lines, file->path));
  }
}

}  // namespace

CheckCounts count(std::span<const Diagnostic> diagnostics) {
  CheckCounts out;
  for (const Diagnostic& diagnostic : diagnostics) {
    switch (diagnostic.severity) {
      case Severity::error:
        ++out.errors;
        break;
      case Severity::warning:
        ++out.warnings;
        break;
      case Severity::note:
        ++out.notes;
        break;
    }
  }
  return out;
}

void write_check_text(const CheckInput& input, bool all, const Sink& sink) {
  Output out(sink);
  write_diagnostics(input.diagnostics, all, out);
  write_coverage(input.facts, all, out);
  std::uint64_t lines = 0;
  std::uint64_t understood = 0;
  for (const model::Document& document : input.facts.documents())
    lines += document.lines, understood += document.understood;
  const CheckCounts counts = count(input.diagnostics);
  if (!input.diagnostics.empty() || lines > understood) out.add("\n");
  out.add(fmt::format("{}, {}; {} of {} understood ({} %)\n", plural(input.facts.documents().size(), "file"),
                      plural(input.facts.size(), "fact"), understood, plural(lines, "line"),
                      percent(understood, lines)));
  out.add(fmt::format("{}, {}, {}\n", plural(counts.errors, "error"), plural(counts.warnings, "warning"),
                      plural(counts.notes, "note")));
}

}  // namespace qd::render
