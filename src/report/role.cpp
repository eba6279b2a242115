#include "report/role.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/slug.hpp"
#include "text/toml.hpp"

namespace qd::report {

namespace {

constexpr std::string_view kDefaultSubject = "{{portfolio.name}}: {{role.title}}, {{period}}";

constexpr auto kLimits =
    std::to_array<std::pair<std::string_view, std::size_t Limits::*>>({{"entities", &Limits::entities},
                                                                       {"assets", &Limits::assets},
                                                                       {"findings", &Limits::findings},
                                                                       {"actions", &Limits::actions},
                                                                       {"changes", &Limits::changes},
                                                                       {"missing", &Limits::missing},
                                                                       {"files", &Limits::files},
                                                                       {"items", &Limits::items}});

constexpr auto kKeys = std::to_array<std::string_view>(
    {"title", "subject", "about", "reads", "headline", "actions", "sections", "limits"});

constexpr auto kAbout = std::to_array<std::string_view>({"portfolio", "auxiliary", "unit"});  // as About has them

/// `*` stands for any characters.
bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t at = star; at <= name.size(); ++at) {
    if (matches(rest, name.substr(at))) return true;
  }
  return false;
}

template <class Names>
std::string did_you_mean(std::string_view name, const Names& names) {
  for (const auto& candidate : names) {
    const std::string_view text(candidate);
    if (edit_distance(name, text, 2) <= 2) return fmt::format("did you mean `{}`?", text);
  }
  constexpr std::size_t kReadable = 20;
  if (std::size(names) > kReadable) return {};
  return fmt::format("one of {}", fmt::join(names, ", "));
}

struct Parts {
  std::string_view front;
  std::string_view body;
  std::uint32_t body_line = 1;
};

/// TOML between two lines "+++" (or "---"), then the template.
std::optional<Parts> split(std::string_view text) {
  const std::string_view fence = text.substr(0, 3);
  if (fence != "+++" && fence != "---") return std::nullopt;
  const std::size_t front = text.find('\n');
  if (front == std::string_view::npos) return std::nullopt;
  std::uint32_t line = 2;
  for (std::size_t begin = front + 1; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view content = text.substr(begin, end - begin);
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (content == fence)
      return Parts{text.substr(front + 1, begin - front - 1), text.substr(std::min(end + 1, text.size())), line + 1};
    begin = end + 1;
  }
  return std::nullopt;
}

/// Reads one file. Everything it complains about has a place in the file.
class RoleReader {
 public:
  /// `base` is what holds for keys that the file does not give; null: it has to give what every role needs.
  RoleReader(const RoleFile& file, std::string_view id, const Role* base, const Partials& partials,
             const assess::Definitions& definitions, Diagnostics& diagnostics)
      : file_(file),
        base_(base),
        partials_(partials),
        definitions_(definitions),
        diagnostics_(diagnostics),
        source_(file.bytes) {
    if (base != nullptr) role_ = *base;
    role_.id = id;
    role_.file = file.path;
  }

  std::optional<Role> read() {
    const std::size_t before = diagnostics_.size();
    const auto parts = split(source_.text());
    if (!parts && base_ == nullptr) {
      complain({}, "role-front-matter", "the role has no front matter",
               "begin the file with a line +++, then title = \"…\", then a line +++");
      return std::nullopt;
    }
    role_.body = parts ? Template::compile(parts->body, file_.path, diagnostics_, parts->body_line)
                       : Template::compile(source_.text(), file_.path, diagnostics_);
    role_.asked = role_.body.members_of("show");
    for (const auto& [name, partial] : partials_)
      std::ranges::move(partial.members_of("show"), std::back_inserter(role_.asked));
    std::ranges::sort(role_.asked);
    const auto repeated = std::ranges::unique(role_.asked);
    role_.asked.erase(repeated.begin(), repeated.end());
    role_.sections = role_.asked;
    if (parts) read_front(parts->front);
    const bool broken = std::any_of(diagnostics_.begin() + static_cast<long>(before), diagnostics_.end(),
                                    [](const Diagnostic& d) { return d.severity == Severity::error; });
    if (broken) return std::nullopt;
    return std::move(role_);
  }

 private:
  using Toml = text::TomlValue;

  void complain(Position at, std::string_view code, std::string message, std::string hint = {},
                Severity severity = Severity::error) {
    Diagnostic out{severity, code, std::move(message), file_.path, at, {}, std::move(hint)};
    if (at.line > 0 && at.line <= source_.lines()) out.line = source_.line(at.line);
    diagnostics_.push_back(std::move(out));
  }

  /// The front matter begins on the second line of the file.
  static Position in_file(Position at) { return {at.line + 1, at.column, at.length}; }

  void read_front(std::string_view front) {
    const text::SourceText front_source(front);
    const std::size_t before = diagnostics_.size();
    const auto root = text::parse_toml(front_source, file_.path, diagnostics_);
    for (std::size_t i = before; i < diagnostics_.size(); ++i) diagnostics_[i].at = in_file(diagnostics_[i].at);
    if (!root) return;
    for (const text::TomlMember& member : root->members) read_member(member);
    if (base_ != nullptr) return;
    if (role_.title.empty() && root->find("title") == nullptr)
      complain({1, 0, 0}, "role-title", "the role has no title", "add title = \"CEO report\"");
    if (root->find("subject") == nullptr) role_.subject = Template::compile(kDefaultSubject, file_.path, diagnostics_);
    if (root->find("reads") == nullptr)
      complain({1, 0, 0}, "role-reads", "the role does not say what it may read",
               "add reads = [\"kpi.*\", \"check.*\"]");
  }

  void read_member(const text::TomlMember& member) {
    if (member.key == "title") {
      role_.title = text_of(member);
    } else if (member.key == "subject") {
      const std::string subject = text_of(member);
      role_.subject = Template::compile(subject, file_.path, diagnostics_, in_file(member.value.at).line);
    } else if (member.key == "about") {
      read_about(member);
    } else if (member.key == "reads") {
      role_.reads = texts_of(member);
    } else if (member.key == "sections") {
      role_.sections = texts_of(member);
      for (const std::string& section : role_.sections) {
        if (std::ranges::find(role_.asked, section) == role_.asked.end())
          complain(in_file(member.at), "role-section", fmt::format("the template has no section `{}`", section),
                   did_you_mean(section, role_.asked), Severity::warning);
      }
    } else if (member.key == "actions") {
      const std::string word = text_of(member);
      role_.own_actions = word == "own";
      if (word != "own" && word != "all")
        complain(in_file(member.value.at), "role-actions", fmt::format("`{}` actions are not known", word),
                 "\"own\": what the reader is to do; \"all\": everybody's");
    } else if (member.key == "headline") {
      read_headline(member);
    } else if (member.key == "limits") {
      read_limits(member);
    } else {
      complain(in_file(member.at), "role-key", fmt::format("`{}` is no key of a role", member.key),
               did_you_mean(member.key, kKeys), Severity::warning);
    }
  }

  void read_headline(const text::TomlMember& member) {
    role_.headline = texts_of(member);
    std::vector<std::string_view> known;
    for (const assess::Kpi& kpi : definitions_.kpis()) known.push_back(kpi.id);
    for (const std::string& id : role_.headline) {
      if (definitions_.kpi(id) != nullptr) continue;
      complain(in_file(member.value.at), "role-headline", fmt::format("there is no KPI `{}`", id),
               did_you_mean(id, known), Severity::warning);
    }
  }

  void read_about(const text::TomlMember& member) {
    const std::string word = text_of(member);
    const auto* const found = std::ranges::find(kAbout, std::string_view(word));
    if (found != kAbout.end()) {
      role_.about = static_cast<About>(found - kAbout.begin());
    } else if (!word.empty()) {
      complain(in_file(member.value.at), "role-about", fmt::format("a report is about no `{}`", word),
               did_you_mean(word, kAbout));
    }
  }

  void read_limits(const text::TomlMember& member) {
    if (member.value.kind != text::TomlKind::table) return wrong_type(member, "a table such as { actions = 10 }");
    for (const text::TomlMember& limit : member.value.members) {
      const auto* const known =
          std::ranges::find(kLimits, std::string_view(limit.key), [](const auto& l) { return l.first; });
      if (known == kLimits.end()) {
        std::array<std::string_view, kLimits.size()> names;
        std::ranges::transform(kLimits, names.begin(), [](const auto& l) { return l.first; });
        complain(in_file(limit.at), "role-limit", fmt::format("there is no limit `{}`", limit.key),
                 did_you_mean(limit.key, names), Severity::warning);
      } else if (limit.value.kind != text::TomlKind::integer || limit.value.integer < 0) {
        wrong_type(limit, "a whole number");
      } else {
        role_.limits.*(known->second) = static_cast<std::size_t>(limit.value.integer);
      }
    }
  }

  void wrong_type(const text::TomlMember& member, std::string_view wanted) {
    complain(in_file(member.value.at), "role-type", fmt::format("`{}` must be {}", member.key, wanted));
  }

  std::string text_of(const text::TomlMember& member) {
    if (member.value.kind == text::TomlKind::string) return member.value.text;
    wrong_type(member, "a text in quotation marks");
    return {};
  }

  std::vector<std::string> texts_of(const text::TomlMember& member) {
    const bool texts =
        member.value.kind == text::TomlKind::array &&
        std::ranges::all_of(member.value.elements, [](const Toml& e) { return e.kind == text::TomlKind::string; });
    if (!texts) return wrong_type(member, "a list of texts"), std::vector<std::string>();
    std::vector<std::string> out;
    for (const Toml& element : member.value.elements) out.push_back(element.text);
    return out;
  }

  const RoleFile& file_;
  const Role* base_;
  const Partials& partials_;
  const assess::Definitions& definitions_;
  Diagnostics& diagnostics_;
  text::SourceText source_;
  Role role_;
};

bool names(const std::vector<std::string>& roles, std::string_view id) {
  return std::ranges::find(roles, id) != roles.end();
}

bool is_listed(const assess::Definitions& definitions, std::string_view id) {
  const auto named = [id](const auto& definition) { return names(definition.roles, id); };
  return std::ranges::any_of(definitions.kpis(), named) || std::ranges::any_of(definitions.checks(), named);
}

/// "roles/ceo.md" → "ceo".
std::string_view stem(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  std::string_view name = path.substr(slash == std::string_view::npos ? 0 : slash + 1);
  return name.substr(0, name.rfind('.'));
}

/// Files by their place under roles/, the later of two winning: "ceo.md", "brief/ceo.md".
std::map<std::string, const RoleFile*, std::less<>> by_place(std::span<const RoleFile> files) {
  std::map<std::string, const RoleFile*, std::less<>> out;
  for (const RoleFile& file : files) {
    const std::string_view path = file.path;
    out.insert_or_assign(std::string(path.substr(path.find('/') + 1)), &file);
  }
  return out;
}

/// The folder of "brief/ceo.md", "full" where there is none.
std::string_view variant_of(std::string_view place) {
  const std::size_t slash = place.rfind('/');
  return slash == std::string_view::npos ? kFullVariant : place.substr(0, slash);
}

}  // namespace

bool Role::may_read(std::string_view name) const {
  return std::ranges::any_of(reads, [&](const std::string& pattern) { return matches(pattern, name); });
}

bool Role::may_read(const assess::Kpi& kpi) const {
  return (!listed || kpi.roles.empty() || names(kpi.roles, id)) &&
         (may_read("kpi." + kpi.id) || (!kpi.group.empty() && may_read("group." + kpi.group)));
}

bool Role::may_read(const assess::Check& check) const {
  return (!listed || check.roles.empty() || names(check.roles, id)) &&
         (may_read("check." + check.id) || (!check.group.empty() && may_read("group." + check.group)));
}

std::vector<std::string> Roles::variants(std::span<const RoleFile> files) {
  std::set<std::string> out{std::string(kFullVariant)};
  for (const auto& [place, file] : by_place(files)) out.emplace(variant_of(place));
  return {out.begin(), out.end()};
}

Roles Roles::load(std::span<const RoleFile> files, const assess::Definitions& definitions, Diagnostics& diagnostics,
                  std::string_view variant) {
  Roles out;
  const auto places = by_place(files);
  const auto each_of = [&places](std::string_view of_variant, bool partials, auto&& use) {
    for (const auto& [place, file] : places) {
      const std::string_view name = stem(place);
      if (variant_of(place) == of_variant && name.starts_with('_') == partials) use(name, *file);
    }
  };
  const auto add_partial = [&](std::string_view name, const RoleFile& file) {
    out.partials_.insert_or_assign(std::string(name.substr(1)), Template::compile(file.bytes, file.path, diagnostics));
  };
  each_of(kFullVariant, true, add_partial);
  if (variant != kFullVariant) each_of(variant, true, add_partial);
  each_of(kFullVariant, false, [&](std::string_view name, const RoleFile& file) {
    auto role = RoleReader(file, name, nullptr, out.partials_, definitions, diagnostics).read();
    if (!role) return;
    role->listed = is_listed(definitions, role->id);
    out.roles_.push_back(std::move(*role));
  });
  if (variant != kFullVariant) {
    for (Role& role : out.roles_) {
      auto own = places.find(fmt::format("{}/{}.md", variant, role.id));
      if (own == places.end()) own = places.find(fmt::format("{}/every.md", variant));
      if (own == places.end()) continue;
      if (auto changed = RoleReader(*own->second, role.id, &role, out.partials_, definitions, diagnostics).read())
        role = std::move(*changed);
    }
  }
  std::ranges::sort(out.roles_, {}, &Role::id);
  return out;
}

const Role* Roles::find(std::string_view id) const {
  const auto found = std::ranges::find(roles_, id, &Role::id);
  return found == roles_.end() ? nullptr : &*found;
}

}  // namespace qd::report
