#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "assess/compiler.hpp"
#include "assess/native_checks.hpp"

namespace qd::assess {

namespace {

constexpr std::array<std::string_view, 3> kSubjects = {"entity", "project", "portfolio"};
constexpr std::array<std::string_view, 4> kSeverities = {"critical", "high", "medium", "low"};

class CheckCompiler {
 public:
  CheckCompiler(Compiler& compiler, const KnownKpis& known) : compiler_(compiler), known_(known) {}

  std::optional<Check> compile(const RawCheck& raw) {
    const auto rests = [this](const Written& formula) { return Compiler::rests_on_switched_off(formula, known_); };
    if (rests(raw.applies) || rests(raw.passes) ||
        std::ranges::any_of(raw.values, [&](const NamedText& value) { return rests(value.text); }))
      return std::nullopt;
    const std::size_t before = compiler_.mistakes();
    Check check;
    check.id = raw.id.text;
    check.question = raw.question.text;
    check.group = raw.group.given() ? raw.group.text : "other";
    check.needs = raw.needs.text;
    require_keys(raw);
    read_subjects(raw, check);
    read_formulas(raw, check);
    if (raw.native.given()) read_native(raw, check);
    if (raw.severity.given()) {
      if (const auto level = compiler_.choice(raw.severity, "severity", kSeverities))
        check.severity = static_cast<Level>(*level);
    }
    check.roles = compiler_.roles(raw.roles);
    check.evidence = compiler_.predicates(raw.evidence);
    check.says = message(raw.says, raw, check);
    check.remedy = message(raw.remedy, raw, check);
    if (compiler_.mistakes() != before) return std::nullopt;
    return check;
  }

 private:
  void require_keys(const RawCheck& raw) {
    compiler_.check_id(raw.id, "check");
    compiler_.require(raw.id, "check", raw.question, "question", "\"Is …?\"");
    compiler_.require(raw.id, "check", raw.says, "says", "\"what follows when the answer is no\"");
    compiler_.require(raw.id, "check", raw.remedy, "remedy", "\"what to do\"");
    if (!raw.native.given())
      compiler_.require(raw.id, "check", raw.passes, "passes", "\"a formula that is true when all is well\"");
    else if (raw.passes.given())
      compiler_.problems().add("definition-value", raw.passes, "a check has either `passes` or `native`");
  }

  void read_subjects(const RawCheck& raw, Check& check) {
    if (raw.subjects.empty())
      compiler_.problems().add("definition-incomplete", raw.id, fmt::format("check.{} has no `for`", check.id),
                               "add for = \"entity\"");
    for (const Written& subject : raw.subjects) {
      const auto at = compiler_.choice(subject, "for", kSubjects);
      if (!at) continue;
      (*at == 0 ? check.for_entities : *at == 1 ? check.for_projects : check.for_portfolio) = true;
    }
  }

  std::optional<formula::Expression> truth(const Written& written, const Check& check, std::string_view key) {
    auto expression = compiler_.parse(written);
    if (!expression) return std::nullopt;
    const auto type = compiler_.check_units(written, *expression, known_);
    if (!type) return std::nullopt;
    if (type->sort != formula::Sort::truth && type->sort != formula::Sort::any)
      compiler_.problems().add("formula-units", written,
                               fmt::format("`{}` has to be true or false, and this gives {}", key, to_string(*type)));
    forbid_project_kpis(written, *expression, check);
    return expression;
  }

  void forbid_project_kpis(const Written& written, const formula::Expression& expression, const Check& check) {
    if (!check.for_projects) return;
    for (const auto& reference : expression.kpis()) {
      if (!reference.portfolio)
        compiler_.problems().add("formula-kpi", written, reference.begin, reference.end,
                                 "KPIs are worked out for entities and the portfolio, not for a project",
                                 fmt::format("write kpi.{}@portfolio, or for = \"entity\"", reference.id));
    }
  }

  void read_formulas(const RawCheck& raw, Check& check) {
    if (raw.applies.given()) check.applies = truth(raw.applies, check, "applies");
    if (raw.passes.given()) check.passes = truth(raw.passes, check, "passes");
    for (const NamedText& value : raw.values) {
      auto expression = compiler_.parse(value.text);
      if (!expression || !compiler_.check_units(value.text, *expression, known_)) continue;
      forbid_project_kpis(value.text, *expression, check);
      check.values.push_back({value.name.text, std::move(*expression)});
    }
    if (raw.native.given()) return;
    for (const NamedText& setting : raw.settings)
      compiler_.problems().add("definition-key", setting.name, "`settings` belong to a native check");
  }

  void read_native(const RawCheck& raw, Check& check) {
    std::vector<std::string_view> names;
    for (const NativeCheck& native : native_checks()) names.push_back(native.name);
    const auto at = compiler_.choice(raw.native, "native", names);
    if (!at) return;
    check.native = &native_checks()[*at];
    check.native_name = raw.native.text;
    for (const Written& subject : raw.subjects) std::ignore = compiler_.choice(subject, "for", check.native->subjects);
    for (const NamedText& setting : raw.settings) read_setting(setting, check);
  }

  void read_setting(const NamedText& setting, Check& check) {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : check.native->settings) names.push_back(name);
    if (!compiler_.choice(setting.name, "settings", names)) return;
    const std::string& text = setting.text.text;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
      compiler_.problems().add("definition-value", setting.text,
                               fmt::format("`{}` has to be a whole number", setting.name.text));
    else
      check.settings.emplace_back(setting.name.text, number);
  }

  Message message(const Written& written, const RawCheck& raw, const Check& check) {
    std::vector<std::string> known = {"entity.name", "entity.id", "subject.name", "items", "today"};
    for (const NamedText& value : raw.values) known.push_back(value.name.text);
    if (check.native)
      for (const std::string_view name : check.native->variables) known.emplace_back(name);
    Message out(written.text);
    for (const Message::Name& name : out.names()) {
      if (std::ranges::find(known, name.text) != known.end()) continue;
      std::string hint = did_you_mean(name.text, known);
      if (hint.empty()) hint = fmt::format("one of: {}", fmt::join(known, ", "));
      compiler_.problems().add("definition-text", written, name.begin, name.end,
                               fmt::format("nothing is called `{}` here", name.text), std::move(hint));
    }
    return out;
  }

  Compiler& compiler_;
  const KnownKpis& known_;
};

}  // namespace

std::vector<Check> compile_checks(Compiler& compiler, const std::vector<RawCheck>& raw, const KnownKpis& known) {
  CheckCompiler checks(compiler, known);
  std::vector<Check> out;
  for (const RawCheck& one : raw) {
    if (auto check = checks.compile(one)) out.push_back(std::move(*check));
  }
  return out;
}

}  // namespace qd::assess
