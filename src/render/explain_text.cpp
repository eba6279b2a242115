#include "render/explain_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "base/utf8.hpp"

namespace qd::render {

namespace {

using assess::ExplainedInput;
using assess::ExplainedResult;
using assess::Explanation;

constexpr std::size_t kShownInputs = 60;
constexpr std::size_t kWidestColumn = 60;

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const utf8::Decoded one = utf8::decode_one(text);
    width += utf8::width(one.character);
    text.remove_prefix(one.length);
  }
  return width;
}

/// Documents are other people's text: nothing in it may steer the terminal or start a line of its own.
std::string plain(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return out;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.append(width - std::min(width, width_of(text)), ' ');
  return out;
}

class TextWriter {
 public:
  TextWriter(const Explanation& explanation, const ExplainTextOptions& options)
      : explanation_(explanation), options_(options) {}

  std::string run() {
    print("{}  [{}]\n", plain(explanation_.title), explanation_.reference);
    if (!explanation_.formula.empty()) write_formula("  = ", explanation_.formula);
    for (const auto& [label, text] : explanation_.details) print("  {}: {}\n", label, plain(text));
    for (const ExplainedResult& result : explanation_.results) write_result(result);
    if (const std::size_t more = explanation_.result_count - explanation_.results.size(); more > 0)
      print("\n  and {} more: quarterdeck explain {}\n", more, explanation_.reference);
    if (!explanation_.references.empty()) out_ += "\n  where\n";
    for (const auto& reference : explanation_.references)
      write_formula(fmt::format("    kpi.{} = ", reference.id), reference.formula);
    if (!explanation_.inputs.empty()) {
      out_ += "\n";
      write_inputs(explanation_.inputs, "  ");
    }
    if (!explanation_.evidence.empty()) out_ += "\n  evidence\n";
    for (const assess::Evidence& place : explanation_.evidence) print("    {}:{}\n", plain(place.file), place.line);
    return std::move(out_);
  }

 private:
  template <class... Arguments>
  void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
  }

  /// Formulas may have several lines; the later ones stand under the first.
  void write_formula(std::string_view lead, std::string_view formula) {
    out_ += lead;
    const std::string indent(width_of(lead), ' ');
    for (const char c : formula) {
      out_ += c;
      if (c == '\n') out_ += indent;
    }
    out_ += '\n';
  }

  void write_result(const ExplainedResult& result) {
    const std::string subject = result.subject.kind == model::SubjectKind::portfolio ? "portfolio" : result.subject.id;
    print("\n  {}{}: {}", subject, result.group.empty() ? "" : fmt::format(" ({})", plain(result.group)),
          plain(result.shown));
    const bool known = !std::holds_alternative<formula::Missing>(result.value);
    if (known) print("  ({}; weakest input {})", to_string(result.kind), to_string(result.weakest));
    out_ += '\n';
    if (!result.remark.empty()) print("    {}\n", plain(result.remark));
    if (!result.needs.empty()) print("    write: {}\n", plain(result.needs));
    write_parts(result);
    if (!result.inputs.empty()) write_new_inputs(result);
  }

  void write_parts(const ExplainedResult& result) {
    std::size_t width = 0;
    std::vector<std::string> texts;
    for (const assess::ExplainedPart& part : result.parts) {
      std::string text(2 * part.depth, ' ');
      for (const char c : part.text) {
        if (c != '\n')
          text += c;
        else if (!text.ends_with(' '))
          text += ' ';
      }
      width = std::max(width, std::min(width_of(text), kWidestColumn));
      texts.push_back(std::move(text));
    }
    for (std::size_t n = 0; n < texts.size(); ++n)
      print("  {}  {}\n", padded(texts[n], width), plain(result.parts[n].value));
  }

  /// What stands under an earlier group already is not printed again.
  void write_new_inputs(const ExplainedResult& result) {
    const std::vector<ExplainedInput>& inputs = result.inputs;
    std::vector<ExplainedInput> fresh;
    for (const ExplainedInput& input : inputs) {
      if (printed_.insert(input.fact).second) fresh.push_back(input);
    }
    // Which of those that were left out stand above, nobody can say.
    const std::size_t left_out = result.input_count - inputs.size();
    const std::size_t again = left_out > 0 ? 0 : inputs.size() - fresh.size();
    print("    {} input{}{}\n", result.input_count, result.input_count == 1 ? "" : "s",
          again == 0 ? "" : fmt::format(", {} of them above", again));
    write_inputs(fresh, "      ", left_out);
  }

  void write_inputs(const std::vector<ExplainedInput>& inputs, std::string_view indent, std::size_t left_out = 0) {
    const std::size_t shown = options_.all ? inputs.size() : std::min(inputs.size(), kShownInputs);
    std::size_t places = 0;
    std::size_t labels = 0;
    for (std::size_t n = 0; n < shown; ++n) {
      places = std::max(places, std::min(width_of(place_of(inputs[n])), kWidestColumn));
      labels = std::max(labels, std::min(width_of(plain(inputs[n].label)), kWidestColumn));
    }
    for (std::size_t n = 0; n < shown; ++n) {
      const ExplainedInput& input = inputs[n];
      print("{}{}  {}  {}{}\n", indent, padded(place_of(input), places), padded(plain(input.label), labels),
            plain(input.value), input.kind == model::Kind::stated ? "" : fmt::format("  {}", to_string(input.kind)));
    }
    const std::size_t more = inputs.size() - shown + left_out;
    if (more > 0) print("{}+{} more; --all shows them\n", indent, more);
  }

  static std::string place_of(const ExplainedInput& input) {
    return fmt::format("{}:{}", plain(input.file), input.line);
  }

  const Explanation& explanation_;
  const ExplainTextOptions& options_;
  std::string out_;
  std::unordered_set<std::string> printed_;
};

}  // namespace

std::string explain_text(const Explanation& explanation, const ExplainTextOptions& options) {
  return TextWriter(explanation, options).run();
}

}  // namespace qd::render
