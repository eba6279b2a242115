// A role: who reads a report, what they may see of the facts, and the template that says it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/definitions.hpp"
#include "base/diagnostic.hpp"
#include "report/mustache.hpp"

namespace qd::report {

/// Whom a report is about. The figures of `kpi` are those of the whole group, of nobody, or of the one business.
enum class About : std::uint8_t {
  portfolio,
  auxiliary,  ///< the auxiliary businesses
  unit,       ///< one business: a report for each whose `report` is the role's id
};

/// How much of each list a report shows; the rest is "+n more".
struct Limits {
  std::size_t entities = 20;
  std::size_t assets = 12;  ///< of one kind of one entity
  std::size_t findings = 12;
  std::size_t actions = 10;
  std::size_t changes = 8;
  std::size_t missing = 20;
  std::size_t files = 10;
  std::size_t items = 20;  ///< facts of one predicate
};

struct Role {
  std::string id;    ///< the file's name: "ceo"
  std::string file;  ///< as given, for diagnostics
  std::string title;
  Template subject;
  Template body;
  std::vector<std::string> reads;     ///< patterns: "money.*", "kpi.runway_months", "group.sales", "action.item"
  std::vector<std::string> headline;  ///< ids of the KPIs that stand above all others
  std::vector<std::string> sections;  ///< those that are shown
  std::vector<std::string> asked;     ///< the sections that the template asks about with {{#show.<section>}}
  Limits limits;
  About about = About::portfolio;
  /// Only what the reader is to do: the actions whose owner is the role, and what follows from checks that it reads.
  bool own_actions = false;
  /// Whether any definition names the role among its readers. One that nobody thought of is ruled by `reads` alone.
  bool listed = true;

  /// Whether the role may see a predicate, "action.item". `*` in a pattern stands for anything.
  [[nodiscard]] bool may_read(std::string_view name) const;
  /// By "kpi.<id>", "check.<id>" or "group.<group>" among `reads`, and if the definition's own roles name this one (or
  /// no definition's do).
  [[nodiscard]] bool may_read(const assess::Kpi& kpi) const;
  [[nodiscard]] bool may_read(const assess::Check& check) const;
};

struct RoleFile {
  std::string path;  ///< "roles/ceo.md", "roles/brief/ceo.md"; a name that begins with "_" is a partial
  std::string_view bytes;
};

/// The variant that roles/<id>.md itself is.
inline constexpr std::string_view kFullVariant = "full";

/// The roles and partials of a workspace, in one variant.
///
/// roles/<variant>/<id>.md is a role as that variant has it: what its front matter leaves out is as in roles/<id>.md.
/// roles/<variant>/every.md stands for each role that has no file of its own there. Of two files of one path the later
/// holds, so the built-in ones come first. A role that cannot be read is left out, with diagnostics.
class Roles {
 public:
  static Roles load(std::span<const RoleFile> files, const assess::Definitions& definitions, Diagnostics& diagnostics,
                    std::string_view variant = kFullVariant);
  /// "full" and every folder that holds templates, sorted.
  [[nodiscard]] static std::vector<std::string> variants(std::span<const RoleFile> files);

  [[nodiscard]] const Role* find(std::string_view id) const;
  [[nodiscard]] std::span<const Role> all() const { return roles_; }  ///< by id
  [[nodiscard]] const Partials& partials() const { return partials_; }

 private:
  std::vector<Role> roles_;
  Partials partials_;
};

}  // namespace qd::report
