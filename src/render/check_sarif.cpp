#include <fmt/format.h>

#include <map>
#include <string>

#include "base/json_writer.hpp"
#include "render/check_output.hpp"
#include "render/check_rules.hpp"

namespace qd::render {

namespace {

constexpr std::size_t kPiece = 64 << 10;

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "none";
}

/// A relative URI reference. A first part with a colon would be read as a scheme.
std::string uri(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

/// The same finding on a line that only moved has the same fingerprint. FNV-1a, because it must be the same everywhere.
std::string fingerprint(const Diagnostic& diagnostic, std::size_t repetition) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  const auto add = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    hash = (hash ^ 0xFF) * 0x100000001B3ull;
  };
  add(diagnostic.code);
  add(diagnostic.file);
  add(diagnostic.line);
  add(std::to_string(repetition));
  return fmt::format("{:016x}", hash);
}

using RuleNumbers = std::map<std::string_view, unsigned>;

RuleNumbers number_rules(std::span<const Diagnostic> diagnostics) {
  RuleNumbers out;
  for (const Diagnostic& diagnostic : diagnostics) out.try_emplace(diagnostic.code, 0);
  unsigned n = 0;
  for (auto& [code, number] : out) number = n++;
  return out;
}

JsonWriter& text_object(JsonWriter& json, std::string_view key, std::string_view text) {
  return json.key(key).begin_object().member("text", text).end_object();
}

void write_rule(JsonWriter& json, std::string_view code) {
  json.begin_object();
  json.member("id", code);
  const CheckRule& rule = check_rule(code);
  text_object(json, "shortDescription", rule.title);
  text_object(json, "help", rule.help);
  json.end_object();
}

void write_region(JsonWriter& json, Position at) {
  json.key("region").begin_object();
  json.member("startLine", at.line);
  if (at.column > 0) {
    json.member("startColumn", at.column);
    json.member("endColumn", at.column + (at.length > 0 ? at.length : 1));
  }
  json.end_object();
}

void write_result(JsonWriter& json, const Diagnostic& diagnostic, unsigned rule, std::size_t repetition) {
  json.begin_object();
  json.member("ruleId", diagnostic.code);
  json.member("ruleIndex", rule);
  json.member("level", level(diagnostic.severity));
  text_object(
      json, "message",
      diagnostic.hint.empty() ? diagnostic.message : fmt::format("{}; {}", diagnostic.message, diagnostic.hint));
  if (!diagnostic.file.empty()) {
    json.key("locations").begin_array().begin_object().key("physicalLocation").begin_object();
    json.key("artifactLocation").begin_object();
    json.member("uri", uri(diagnostic.file));
    json.member("uriBaseId", "%SRCROOT%");
    json.end_object();
    if (diagnostic.at.line > 0) write_region(json, diagnostic.at);
    json.end_object().end_object().end_array();
  }
  json.key("partialFingerprints").begin_object();
  json.member("codeAndLine/v1", fingerprint(diagnostic, repetition));
  json.end_object();
  json.end_object();
}

}  // namespace

void write_check_sarif(const CheckInput& input, const Sink& sink) {
  const RuleNumbers rules = number_rules(input.diagnostics);
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.member("version", "2.1.0");
  json.key("runs").begin_array().begin_object();
  json.key("tool").begin_object().key("driver").begin_object();
  json.member("name", "Quarterdeck");
  json.key("rules").begin_array();
  for (const auto& [code, number] : rules) write_rule(json, code);
  json.end_array().end_object().end_object();
  json.member("columnKind", "unicodeCodePoints");
  json.key("results").begin_array();
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::size_t> met;
  for (const Diagnostic& diagnostic : input.diagnostics) {
    const std::size_t repetition = met[{diagnostic.code, diagnostic.file, diagnostic.line}]++;
    out += '\n';
    write_result(json, diagnostic, rules.at(diagnostic.code), repetition);
    if (out.size() < kPiece) continue;
    sink(out);
    out.clear();
  }
  json.end_array();
  json.end_object().end_array().end_object();
  out += '\n';
  sink(out);
}

}  // namespace qd::render
