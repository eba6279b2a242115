#include "app/workspace_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <span>

#include "app/toml_reading.hpp"
#include "app/workspace_zone.hpp"
#include "base/slug.hpp"
#include "text/source_text.hpp"
#include "text/toml.hpp"

namespace qd::app {

namespace {

using text::TomlKind;
using text::TomlMember;
using text::TomlValue;

constexpr std::string_view kTopKeys[] = {"portfolio", "entity", "report", "delivery", "dashboard", "changes"};
constexpr std::string_view kPortfolioKeys[] = {"name", "currency", "timezone"};
constexpr std::string_view kEntityKeys[] = {"id", "name", "kind", "aliases", "report"};
constexpr std::string_view kDashboardKeys[] = {"listen", "address"};
constexpr std::string_view kChangesKeys[] = {"material"};
constexpr std::string_view kEntityKinds[] = {"operating", "auxiliary"};
constexpr std::string_view kUnitReports[] = {"rental", "yacht-delivery", "clients"};
class ConfigReader : private TomlReading {
 public:
  using TomlReading::TomlReading;

  WorkspaceConfig read(const TomlValue& root) {
    check_keys(root, kTopKeys, "quarterdeck.toml");
    read_portfolio(table(root, "portfolio"));
    read_entities(root.find("entity"));
    // Who gets a report, when and how must not be guessed: with an error there nothing is sent.
    const std::size_t said_before = said().size();
    out_.reports = read_reports(*this, table(root, "report"));
    out_.delivery = read_delivery(*this, table(root, "delivery"));
    for (const Diagnostic& one : said().subspan(said_before)) note_sending_error(one);
    read_dashboard(table(root, "dashboard"));
    read_changes(table(root, "changes"));
    return std::move(out_);
  }

 private:
  void read_portfolio(const TomlValue* portfolio) {
    if (portfolio == nullptr) return;
    check_keys(*portfolio, kPortfolioKeys, "[portfolio]");
    read_string(portfolio, "name", "Harbor Group", out_.name);
    if (const TomlValue* value = string(portfolio, "timezone", "America/Los_Angeles")) {
      if (const auto zone = Zone::find(value->text)) {
        out_.timezone = value->text;
      } else {
        say(Severity::error, "config-timezone", value->at, zone.error().what, "days are counted in UTC until then");
        note_sending_error(said().back());
      }
    }
    if (const TomlValue* value = string(portfolio, "currency", "USD")) {
      const Currency currency(value->text);
      if (currency.stated()) {
        out_.currency = currency;
      } else {
        say(Severity::error, "config-value", value->at, fmt::format("`{}` is no ISO 4217 currency code", value->text),
            "three capital letters, such as USD or EUR");
      }
    }
  }

  void read_entities(const TomlValue* entities) {
    if (entities == nullptr) return;
    if (entities->kind != TomlKind::array) {
      return say(Severity::error, "config-type", entities->at, "entities are a list of tables",
                 "write [[entity]] with two brackets, once for each entity");
    }
    for (const TomlValue& entity : entities->elements) {
      if (entity.kind == TomlKind::table) {
        read_entity(entity);
      } else {
        say(Severity::error, "config-type", entity.at, "an entity is a table", "write [[entity]], then id = \"…\"");
      }
    }
  }

  void read_entity(const TomlValue& table) {
    check_keys(table, kEntityKeys, "[[entity]]");
    model::Entity entity;
    const TomlValue* id = string(&table, "id", "jada");
    read_string(&table, "name", "JADA", entity.name);
    entity.id = id == nullptr ? slug(entity.name) : id->text;
    const Position at = id == nullptr ? table.at : id->at;
    if (entity.id.empty()) return say(Severity::error, "config-entity", at, "an entity needs an id", "add id = \"…\"");
    if (slug(entity.id) != entity.id) {
      say(Severity::error, "config-entity", at, fmt::format("the id \"{}\" is not a slug", entity.id),
          fmt::format("write id = \"{}\"; the name may be written as you like", slug(entity.id)));
      entity.id = slug(entity.id);
      if (entity.id.empty()) return;
    }
    if (entity.id == model::kUnassigned)
      return say(Severity::error, "config-entity", at, "\"unassigned\" stands for documents that belong to no entity",
                 "take another id");
    if (entity.name.empty()) entity.name = entity.id;
    entity.auxiliary = choice(&table, "kind", kEntityKinds) == std::size_t{1};
    for (const TomlValue* alias : strings(&table, "aliases", "JADA Charters")) entity.aliases.push_back(alias->text);
    if (const auto report = choice(&table, "report", kUnitReports)) entity.report = kUnitReports[*report];
    if (is_free(entity, at)) out_.entities.push_back(std::move(entity));
  }

  /// A name that two entities bear would give one's money to the other.
  bool is_free(const model::Entity& entity, Position at) {
    const auto names = [](const model::Entity& one) {
      std::vector<std::string> all = {one.id, slug(one.name)};
      for (const std::string& alias : one.aliases) all.push_back(slug(alias));
      return all;
    };
    const std::vector<std::string> mine = names(entity);
    for (const model::Entity& other : out_.entities) {
      for (const std::string& name : names(other)) {
        if (std::ranges::find(mine, name) == mine.end()) continue;
        say(Severity::error, "config-entity", at,
            fmt::format("\"{}\" is already a name of the entity \"{}\"", name, other.id),
            other.id == entity.id ? "each entity stands once; this one is left out"
                                  : "give each entity names of its own");
        if (other.id == entity.id) return false;
      }
    }
    return true;
  }

  void read_dashboard(const TomlValue* dashboard) {
    if (dashboard == nullptr) return;
    check_keys(*dashboard, kDashboardKeys, "[dashboard]");
    read_string(dashboard, "address", "https://deck.example.com", out_.dashboard.address);
    const TomlValue* listen = string(dashboard, "listen", "127.0.0.1:8642");
    if (listen == nullptr) return;
    const std::size_t colon = listen->text.rfind(':');
    unsigned port = 0;
    const char* const end = listen->text.data() + listen->text.size();
    const char* const begin = colon == std::string::npos ? end : listen->text.data() + colon + 1;
    const auto [stop, error] = std::from_chars(begin, end, port);
    if (colon == 0 || error != std::errc() || stop != end || port > 65'535) {
      say(Severity::error, "config-value", listen->at, fmt::format("\"{}\" is no address to listen on", listen->text),
          "write host and port: \"127.0.0.1:8642\"");
    } else {
      out_.dashboard.listen = listen->text;
    }
  }

  void read_changes(const TomlValue* changes) {
    if (changes == nullptr) return;
    check_keys(*changes, kChangesKeys, "[changes]");
    const TomlValue* value = string(changes, "material", "2%");
    if (value == nullptr) return;
    if (const auto material = assess::parse_materiality(value->text)) {
      out_.material = *material;
    } else {
      say(Severity::error, "config-value", value->at, fmt::format("`{}` is neither a share nor an amount", value->text),
          "write how far a figure has to move: \"2%\" or \"$100\"");
    }
  }

  void note_sending_error(const Diagnostic& diagnostic) {
    if (diagnostic.severity == Severity::error)
      out_.sending_errors.push_back(fmt::format("{}:{}: {}", diagnostic.file, diagnostic.at.line, diagnostic.message));
  }

  WorkspaceConfig out_;
};

}  // namespace

const ReportConfig* WorkspaceConfig::report(std::string_view id) const {
  const auto found = std::ranges::find(reports, id, &ReportConfig::id);
  return found == reports.end() ? nullptr : &*found;
}

WorkspaceConfig parse_workspace_config(std::string_view bytes, std::string_view path, Diagnostics& diagnostics) {
  const text::SourceText source(bytes);
  const auto root = text::parse_toml(source, path, diagnostics);
  if (root) return ConfigReader(source, path, diagnostics).read(*root);
  WorkspaceConfig out;
  out.sending_errors.push_back(fmt::format("{} cannot be read", path));
  return out;
}

}  // namespace qd::app
