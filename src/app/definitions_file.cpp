#include "app/definitions_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/embedded.hpp"
#include "base/utf8.hpp"
#include "text/source_text.hpp"
#include "text/toml.hpp"

namespace qd::app {

namespace {

using assess::NamedText;
using assess::RawCheck;
using assess::RawKpi;
using assess::Written;
using text::TomlKind;
using text::TomlMember;
using text::TomlValue;

class DefinitionsReader {
 public:
  DefinitionsReader(const text::SourceText& source, std::uint32_t file, assess::RawDefinitions& out,
                    Diagnostics& diagnostics)
      : source_(source), file_(file), out_(out), diagnostics_(diagnostics) {}

  void read(const TomlValue& root) {
    for (const TomlMember& family : root.members) {
      if (family.key != "kpi" && family.key != "check") {
        complain("definition-key", family.at, fmt::format("`{}` is neither a kpi nor a check", family.key),
                 "start a table with [kpi.<id>] or [check.<id>]");
        continue;
      }
      if (!is(family.value, TomlKind::table, family.key)) continue;
      for (const TomlMember& definition : family.value.members) {
        if (!is(definition.value, TomlKind::table, family.key + "." + definition.key)) continue;
        if (family.key == "kpi")
          read_kpi(definition);
        else
          read_check(definition);
      }
    }
  }

 private:
  /// What may stand under a key.
  using Setter = std::function<void(const TomlMember&)>;
  using Keys = std::vector<std::pair<std::string_view, Setter>>;

  void read_kpi(const TomlMember& definition) {
    RawKpi kpi;
    kpi.id = written(definition);
    read_keys(definition, {{"title", text_into(kpi.title)},
                           {"for", list_into(kpi.subjects)},
                           {"formula", text_into(kpi.formula)},
                           {"applies", text_into(kpi.applies)},
                           {"by", list_into(kpi.by)},
                           {"cases", pairs_into(kpi.cases, TomlKind::string)},
                           {"native", text_into(kpi.native)},
                           {"grid", [&](const TomlMember& m) { read_grid(m, kpi); }},
                           {"unit", text_into(kpi.unit)},
                           {"better", text_into(kpi.better)},
                           {"group", text_into(kpi.group)},
                           {"roles", list_into(kpi.roles)},
                           {"claims", list_into(kpi.claims)},
                           {"mistake", text_into(kpi.mistake)},
                           {"forgets", list_into(kpi.forgets)},
                           {"needs", text_into(kpi.needs)},
                           {"material", number_or_text_into(kpi.material)},
                           {"decimals", [&](const TomlMember& m) { read_decimals(m, kpi); }},
                           {"hidden", [&](const TomlMember& m) { truth_into(kpi.hidden.emplace())(m); }},
                           {"disabled", truth_into(kpi.disabled)}});
    out_.kpis.push_back(std::move(kpi));
  }

  void read_check(const TomlMember& definition) {
    RawCheck check;
    check.id = written(definition);
    read_keys(definition, {{"question", text_into(check.question)},
                           {"for", list_into(check.subjects)},
                           {"applies", text_into(check.applies)},
                           {"passes", text_into(check.passes)},
                           {"native", text_into(check.native)},
                           {"settings", pairs_into(check.settings, TomlKind::integer)},
                           {"values", pairs_into(check.values, TomlKind::string)},
                           {"severity", text_into(check.severity)},
                           {"group", text_into(check.group)},
                           {"roles", list_into(check.roles)},
                           {"evidence", list_into(check.evidence)},
                           {"says", text_into(check.says)},
                           {"remedy", text_into(check.remedy)},
                           {"needs", text_into(check.needs)},
                           {"disabled", truth_into(check.disabled)}});
    out_.checks.push_back(std::move(check));
  }

  void read_keys(const TomlMember& definition, const Keys& keys) {
    for (const TomlMember& member : definition.value.members) {
      const auto found = std::ranges::find(keys, std::string_view(member.key), &Keys::value_type::first);
      if (found != keys.end()) {
        found->second(member);
        continue;
      }
      std::vector<std::string> names;
      for (const auto& [name, setter] : keys) names.emplace_back(name);
      std::string hint = assess::did_you_mean(member.key, names);
      if (hint.empty()) hint = fmt::format("known keys: {}", fmt::join(names, ", "));
      complain("definition-key", member.at, fmt::format("`{}` is no key of a definition", member.key), std::move(hint));
    }
  }

  Setter text_into(Written& to) {
    return [this, &to](const TomlMember& member) {
      if (is(member.value, TomlKind::string, member.key)) to = written(member.value);
    };
  }

  Setter number_or_text_into(Written& to) {
    return [this, &to](const TomlMember& member) {
      const bool number = member.value.kind == TomlKind::integer || member.value.kind == TomlKind::decimal;
      if (number || is(member.value, TomlKind::string, member.key)) to = written(member.value);
    };
  }

  /// A list of strings; one string alone is a list of one.
  Setter list_into(std::vector<Written>& to) {
    return [this, &to](const TomlMember& member) {
      if (member.value.kind == TomlKind::string) {
        to = {written(member.value)};
        return;
      }
      if (!is(member.value, TomlKind::array, member.key)) return;
      to.clear();
      for (const TomlValue& element : member.value.elements) {
        if (is(element, TomlKind::string, member.key)) to.push_back(written(element));
      }
    };
  }

  Setter pairs_into(std::vector<NamedText>& to, TomlKind kind) {
    return [this, &to, kind](const TomlMember& member) {
      if (!is(member.value, TomlKind::table, member.key)) return;
      for (const TomlMember& pair : member.value.members) {
        if (is(pair.value, kind, pair.key)) to.push_back({written(pair), written(pair.value)});
      }
    };
  }

  Setter truth_into(bool& to) {
    return [this, &to](const TomlMember& member) {
      if (is(member.value, TomlKind::boolean, member.key)) to = member.value.boolean;
    };
  }

  void read_grid(const TomlMember& member, RawKpi& kpi) {
    if (!is(member.value, TomlKind::table, member.key)) return;
    for (const TomlMember& axis : member.value.members) {
      assess::GridAxis& out = kpi.grid.emplace_back();
      out.name = written(axis);
      if (!is(axis.value, TomlKind::array, axis.key)) continue;
      for (const TomlValue& element : axis.value.elements) {
        const bool number = element.kind == TomlKind::integer || element.kind == TomlKind::decimal;
        if (number || is(element, TomlKind::string, axis.key)) out.values.push_back(written(element));
      }
    }
  }

  void read_decimals(const TomlMember& member, RawKpi& kpi) {
    if (!is(member.value, TomlKind::integer, member.key)) return;
    if (member.value.integer < 0 || member.value.integer > 6)
      complain("definition-value", member.value.at, "`decimals` is a number from 0 to 6");
    else
      kpi.decimals = static_cast<int>(member.value.integer);
  }

  [[nodiscard]] Written written(const TomlMember& member) const { return {member.key, file_, member.at}; }
  [[nodiscard]] Written written(const TomlValue& value) const {
    return {value.kind == TomlKind::integer ? std::to_string(value.integer) : value.text, file_, value.at};
  }

  bool is(const TomlValue& value, TomlKind kind, std::string_view name) {
    if (value.kind == kind) return true;
    complain("definition-type", value.at,
             fmt::format("`{}` has to be a {}, and this is a {}", name, to_string(kind), to_string(value.kind)));
    return false;
  }

  void complain(std::string_view code, Position at, std::string message, std::string hint = {}) {
    diagnostics_.push_back(
        placed({.severity = Severity::error, .code = code, .message = std::move(message), .hint = std::move(hint)},
               out_.files[file_], source_, at));
  }

  const text::SourceText& source_;
  std::uint32_t file_;
  assess::RawDefinitions& out_;
  Diagnostics& diagnostics_;
};

}  // namespace

struct DefinitionFiles::File {
  File(std::string_view name, std::string content) : path(name), bytes(std::move(content)), source(bytes) {}

  std::string path;
  std::string bytes;
  text::SourceText source;
};

DefinitionFiles::DefinitionFiles() {
  raw_.locate = [this](const Written& where, std::size_t begin, std::size_t end) {
    if (!where.given()) return Diagnostic{};
    const File& file = *files_[where.file];
    const std::string_view line = file.source.line(where.at.line);
    const std::size_t start = utf8::prefix(line, where.at.column - 1).size();
    Position at = where.at;
    if (start < line.size() && (line[start] == '"' || line[start] == '\'')) {
      const TomlValue value{.kind = TomlKind::string, .text = where.text, .at = where.at};
      at = place_in_string(file.source, value, begin, end);
    }
    return placed({}, file.path, file.source, at);
  };
}

DefinitionFiles::~DefinitionFiles() = default;

void DefinitionFiles::read(std::string_view path, std::string bytes, Diagnostics& diagnostics) {
  const File& file = *files_.emplace_back(std::make_unique<File>(path, std::move(bytes)));
  raw_.files.emplace_back(path);
  if (const auto root = text::parse_toml(file.source, path, diagnostics))
    DefinitionsReader(file.source, static_cast<std::uint32_t>(files_.size() - 1), raw_, diagnostics).read(*root);
}

void DefinitionFiles::read_built_in(Diagnostics& diagnostics) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.starts_with("definitions/") && holds_definitions(file.path))
      read(file.path, std::string(file.bytes), diagnostics);
  }
}

void DefinitionFiles::allow_role(std::string_view role) {
  if (std::ranges::find(raw_.roles, role) == raw_.roles.end()) raw_.roles.emplace_back(role);
}

assess::Definitions DefinitionFiles::compile(Diagnostics& diagnostics) const {
  return assess::compile(raw_, diagnostics);
}

bool holds_definitions(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.ends_with(".toml") && !name.starts_with("vocabulary");
}

}  // namespace qd::app
