#include "app/workspace_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <span>

#include "app/duration.hpp"
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
constexpr std::string_view kReportKeys[] = {"to", "cron", "formats"};
constexpr std::string_view kDeliveryKeys[] = {"transport",       "addressing",    "archive",           "max_lateness",
                                              "useful_for",      "rate_share",    "configuration_set", "events_queue",
                                              "wait_for_events", "overdue_after", "operator"};
constexpr std::string_view kDashboardKeys[] = {"listen", "address"};
constexpr std::string_view kChangesKeys[] = {"material"};
constexpr std::string_view kEntityKinds[] = {"operating", "auxiliary"};
constexpr std::string_view kUnitReports[] = {"rental", "yacht-delivery", "clients"};
constexpr std::string_view kTransports[] = {"maildir", "ses", "smtp"};
constexpr std::string_view kAddressings[] = {"together", "each"};
constexpr std::string_view kArchives[] = {"bcc", "separate", "local"};
constexpr std::string_view kFormats[] = {"html", "text", "markdown", "eml", "pdf"};

std::string list(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out.append(out.empty() ? "" : ", ").append("\"").append(word).append("\"");
  return out;
}

class ConfigReader {
 public:
  ConfigReader(const text::SourceText& source, std::string_view path, Diagnostics& diagnostics)
      : source_(source), path_(path), diagnostics_(diagnostics) {}

  WorkspaceConfig read(const TomlValue& root) {
    check_keys(root, kTopKeys, "quarterdeck.toml");
    read_portfolio(table(root, "portfolio"));
    read_entities(root.find("entity"));
    read_reports(table(root, "report"));
    read_delivery(table(root, "delivery"));
    read_dashboard(table(root, "dashboard"));
    read_changes(table(root, "changes"));
    return std::move(out_);
  }

 private:
  void say(Severity severity, std::string_view code, Position at, std::string message, std::string hint = {}) {
    diagnostics_.push_back(
        {.severity = severity,
         .code = code,
         .message = std::move(message),
         .file = std::string(path_),
         .at = at,
         .line = std::string(at.line >= 1 && at.line <= source_.lines() ? source_.line(at.line) : ""),
         .hint = std::move(hint)});
  }

  void check_keys(const TomlValue& table, std::span<const std::string_view> known, std::string_view where) {
    for (const TomlMember& member : table.members) {
      if (std::ranges::find(known, member.key) != known.end()) continue;
      std::string hint = did_you_mean(member.key, known);
      if (hint.empty()) hint = fmt::format("there are {}", list(known));
      say(Severity::error, "config-unknown-key", member.at, fmt::format("{} has no key `{}`", where, member.key),
          std::move(hint));
    }
  }

  /// The value if it is there and of that kind; what is of another kind is said.
  const TomlValue* get(const TomlValue* table, std::string_view key, TomlKind kind, std::string_view example) {
    const TomlValue* value = table == nullptr ? nullptr : table->find(key);
    if (value == nullptr || value->kind == kind) return value;
    say(Severity::error, "config-type", value->at,
        fmt::format("`{}` must be a {}, and this is a {}", key, text::to_string(kind), text::to_string(value->kind)),
        fmt::format("write it as: {}", example));
    return nullptr;
  }

  const TomlValue* table(const TomlValue& root, std::string_view key) {
    return get(&root, key, TomlKind::table, fmt::format("[{}]", key));
  }

  const TomlValue* string(const TomlValue* table, std::string_view key, std::string_view example) {
    return get(table, key, TomlKind::string, fmt::format("{} = \"{}\"", key, example));
  }

  void read_string(const TomlValue* table, std::string_view key, std::string_view example, std::string& out) {
    if (const TomlValue* value = string(table, key, example)) out = value->text;
  }

  std::vector<std::string> strings(const TomlValue* table, std::string_view key, std::string_view example) {
    std::vector<std::string> out;
    const std::string whole = fmt::format("{} = [\"{}\"]", key, example);
    const TomlValue* array = get(table, key, TomlKind::array, whole);
    if (array == nullptr) return out;
    for (const TomlValue& element : array->elements) {
      if (element.kind == TomlKind::string) {
        out.push_back(element.text);
      } else {
        say(Severity::error, "config-type", element.at,
            fmt::format("`{}` holds strings, and this is a {}", key, text::to_string(element.kind)),
            "write it as: " + whole);
      }
    }
    return out;
  }

  /// The place of the word among `words`; nothing when it is absent or none of them.
  std::optional<std::size_t> choice(const TomlValue* table, std::string_view key,
                                    std::span<const std::string_view> words) {
    const TomlValue* value = string(table, key, words.front());
    if (value == nullptr) return std::nullopt;
    return choice(*value, key, words);
  }
  std::optional<std::size_t> choice(const TomlValue& value, std::string_view key,
                                    std::span<const std::string_view> words) {
    const auto found = std::ranges::find(words, value.text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string hint = did_you_mean(value.text, words);
    if (hint.empty()) hint = fmt::format("write one of {}", list(words));
    say(Severity::error, "config-value", value.at, fmt::format("`{}` cannot be \"{}\"", key, value.text),
        std::move(hint));
    return std::nullopt;
  }

  void read_portfolio(const TomlValue* portfolio) {
    if (portfolio == nullptr) return;
    check_keys(*portfolio, kPortfolioKeys, "[portfolio]");
    read_string(portfolio, "name", "Harbor Group", out_.name);
    if (const TomlValue* value = string(portfolio, "timezone", "America/Los_Angeles")) {
      if (const auto zone = Zone::find(value->text)) {
        out_.timezone = value->text;
      } else {
        say(Severity::error, "config-timezone", value->at, zone.error().what, "days are counted in UTC until then");
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
    entity.aliases = strings(&table, "aliases", "JADA Charters");
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

  void read_reports(const TomlValue* reports) {
    if (reports == nullptr) return;
    for (const TomlMember& member : reports->members) {
      if (member.value.kind != TomlKind::table) {
        say(Severity::error, "config-type", member.value.at, "settings of a report are a table",
            fmt::format("write [report.{}] on a line of its own", member.key));
        continue;
      }
      const std::string name = fmt::format("[report.{}]", member.key);
      check_keys(member.value, kReportKeys, name);
      ReportConfig report{.id = member.key};
      report.to = addresses(member.value);
      if (const TomlValue* cron = string(&member.value, "cron", "0 7 * * 1")) read_cron(*cron, report);
      report.formats = formats(member.value);
      out_.reports.push_back(std::move(report));
    }
    std::ranges::sort(out_.reports, {}, &ReportConfig::id);
  }

  /// Strings are looked at one by one, so that the caret can stand under the wrong one.
  std::vector<std::string> addresses(const TomlValue& table) {
    std::vector<std::string> out = strings(&table, "to", "ceo@example.com");
    std::erase_if(out, [&](const std::string& address) {
      const std::size_t at = address.find('@');
      const bool right =
          at != std::string::npos && at > 0 && at + 1 < address.size() &&
          address.find('@', at + 1) == std::string::npos &&
          std::ranges::none_of(address, [](unsigned char c) { return c <= ' ' || c == ',' || c == 0x7F; });
      if (right) return false;
      const TomlValue& array = *table.find("to");
      const auto element = std::ranges::find(array.elements, address, &TomlValue::text);
      say(Severity::error, "config-address", element->at, fmt::format("\"{}\" is no mail address", address),
          "write one address in each string, without a name");
      return true;
    });
    return out;
  }

  std::vector<std::string> formats(const TomlValue& table) {
    std::vector<std::string> out;
    const TomlValue* array = get(&table, "formats", TomlKind::array, "formats = [\"html\", \"text\"]");
    if (array == nullptr) return out;
    for (const TomlValue& element : array->elements) {
      if (const auto format = choice(element, "formats", kFormats)) out.emplace_back(kFormats[*format]);
    }
    return out;
  }

  void read_cron(const TomlValue& value, ReportConfig& report) {
    std::size_t fields = 0;
    bool inside = false;
    for (const char c : value.text) {
      const bool space = c == ' ' || c == '\t';
      fields += !space && !inside ? 1 : 0;
      inside = !space;
    }
    if (fields == 5) {
      report.cron = value.text;
    } else {
      say(Severity::error, "config-cron", value.at, fmt::format("a cron line has five fields, and this has {}", fields),
          "minute hour day month weekday: \"0 7 * * 1\" is every Monday at seven");
    }
  }

  void read_duration(const TomlValue* table, std::string_view key, std::chrono::seconds& out) {
    const TomlValue* value = string(table, key, "6h");
    if (value == nullptr) return;
    if (const auto duration = parse_duration(value->text)) {
      out = *duration;
    } else {
      say(Severity::error, "config-duration", value->at, fmt::format("`{}` is no duration", value->text),
          "a whole number with s, m, h or d: \"90s\", \"6h\"");
    }
  }

  void read_delivery(const TomlValue* delivery) {
    if (delivery == nullptr) return;
    check_keys(*delivery, kDeliveryKeys, "[delivery]");
    DeliveryConfig& out = out_.delivery;
    if (const auto n = choice(delivery, "transport", kTransports)) out.transport = static_cast<TransportKind>(*n);
    if (const auto n = choice(delivery, "addressing", kAddressings)) out.addressing = static_cast<Addressing>(*n);
    if (const auto n = choice(delivery, "archive", kArchives)) out.archive = static_cast<ArchiveCopy>(*n);
    read_duration(delivery, "max_lateness", out.max_lateness);
    read_duration(delivery, "useful_for", out.useful_for);
    read_duration(delivery, "wait_for_events", out.wait_for_events);
    read_duration(delivery, "overdue_after", out.overdue_after);
    read_string(delivery, "operator", "ops@example.com", out.operator_address);
    read_string(delivery, "configuration_set", "reports", out.configuration_set);
    read_string(delivery, "events_queue", "https://sqs.us-west-2.amazonaws.com/123456789012/events", out.events_queue);
    read_rate_share(delivery->find("rate_share"), out);
  }

  void read_rate_share(const TomlValue* value, DeliveryConfig& out) {
    if (value == nullptr) return;
    double share = -1;
    if (value->kind == TomlKind::integer) share = static_cast<double>(value->integer);
    if (value->kind == TomlKind::decimal)
      std::from_chars(value->text.data(), value->text.data() + value->text.size(), share);
    if (share > 0 && share <= 1) {
      out.rate_share = share;
    } else {
      say(Severity::error, "config-value", value->at, "`rate_share` must be a number above 0 and at most 1",
          "0.8 leaves a fifth of the sending rate to others");
    }
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

  const text::SourceText& source_;
  std::string_view path_;
  Diagnostics& diagnostics_;
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
  return root ? ConfigReader(source, path, diagnostics).read(*root) : WorkspaceConfig();
}

}  // namespace qd::app
