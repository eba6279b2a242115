#include <string>

#include "base/json_writer.hpp"
#include "render/check_output.hpp"

namespace qd::render {

namespace {

constexpr std::size_t kPiece = 64 << 10;

void write_diagnostic(JsonWriter& json, const Diagnostic& diagnostic) {
  json.begin_object();
  json.member("severity", to_string(diagnostic.severity));
  json.member("code", diagnostic.code);
  json.member("message", diagnostic.message);
  json.member("file", diagnostic.file);
  json.member("line", diagnostic.at.line);
  json.member("column", diagnostic.at.column);
  json.member("length", diagnostic.at.length);
  json.member("text", diagnostic.line);
  json.member("hint", diagnostic.hint);
  json.end_object();
}

void write_file(JsonWriter& json, const model::FactStore& facts, const model::Document& document) {
  json.begin_object();
  json.member("file", document.path);
  json.member("entity", facts.text(document.entity));
  json.member("project", facts.text(document.project));
  json.member("as_of", to_string(document.as_of));
  json.member("as_of_source", model::to_string(document.as_of_source));
  json.member("lines", document.lines);
  json.member("understood", document.understood);
  json.member("facts", document.fact_count);
  json.end_object();
}

}  // namespace

void write_check_json(const CheckInput& input, const Sink& sink) {
  std::string out;
  JsonWriter json(out);
  const auto flush = [&](bool always) {
    if (out.size() < kPiece && !always) return;
    sink(out);
    out.clear();
  };
  json.begin_object();
  json.key("diagnostics").begin_array();
  for (const Diagnostic& diagnostic : input.diagnostics) {
    out += '\n';
    write_diagnostic(json, diagnostic);
    flush(false);
  }
  json.end_array();

  std::uint64_t lines = 0;
  std::uint64_t understood = 0;
  for (const model::Document& document : input.facts.documents())
    lines += document.lines, understood += document.understood;
  json.key("coverage").begin_object();
  json.member("lines", lines);
  json.member("understood", understood);
  json.key("files").begin_array();
  for (const model::Document& document : input.facts.documents()) {
    out += '\n';
    write_file(json, input.facts, document);
    flush(false);
  }
  json.end_array().end_object();

  const CheckCounts counts = count(input.diagnostics);
  json.key("summary").begin_object();
  json.member("errors", std::uint64_t{counts.errors});
  json.member("warnings", std::uint64_t{counts.warnings});
  json.member("notes", std::uint64_t{counts.notes});
  json.member("files", std::uint64_t{input.facts.documents().size()});
  json.member("facts", std::uint64_t{input.facts.size()});
  json.end_object().end_object();
  out += '\n';
  flush(true);
}

}  // namespace qd::render
