#include "sources/aws_inventory/schema.hpp"

#include <algorithm>

namespace qd::sources {

namespace {

using enum MemberKind;

constexpr InventoryMember kCommon[] = {{"created", date}, {"modified", date}, {"cost", amount}};

constexpr InventoryMember kFunction[] = {{"runtime", text},
                                         {"url_auth", text},
                                         {"log_group", text},
                                         {"public_policy", truth},
                                         {"dead_letter", truth},
                                         {"tracing", truth},
                                         {"variables", names, "variable"},
                                         {"secret_variables", names, "secret_variable"},
                                         {"memory_mb", count},
                                         {"timeout_s", count},
                                         {"versions", count},
                                         {"aliases", count},
                                         {"updates_30d", count},
                                         {"invocations_30d", count},
                                         {"errors_30d", count}};
constexpr InventoryMember kBucket[] = {{"encryption", text}, {"public", truth},         {"versioning", truth},
                                       {"website", truth},   {"error_document", truth}, {"access_logs", truth},
                                       {"lifecycle", truth}, {"objects", count},        {"size_bytes", count}};
constexpr InventoryMember kTable[] = {{"billing", text},         {"backups", truth},    {"deletion_protection", truth},
                                      {"items", count},          {"size_bytes", count}, {"read_capacity", count},
                                      {"write_capacity", count}, {"reads_30d", count},  {"writes_30d", count}};
constexpr InventoryMember kDistribution[] = {
    {"minimum_tls", text},        {"price_class", text},      {"waf", truth},
    {"https_only", truth},        {"access_logs", truth},     {"domains", names, "domain"},
    {"origins", names, "origin"}, {"error_responses", count}, {"requests_30d", count}};
constexpr InventoryMember kZone[] = {{"private", truth}, {"records", count}, {"queries_30d", count}};
constexpr InventoryMember kDomain[] = {{"auto_renew", truth}, {"locked", truth}, {"expires", date}};
constexpr InventoryMember kCertificate[] = {
    {"status", text}, {"in_use", truth}, {"domains", names, "domain"}, {"expires", date}};
constexpr InventoryMember kApi[] = {{"protocol", text},
                                    {"throttled", truth},
                                    {"default_host", truth},
                                    {"open_routes", names, "open_route"},
                                    {"stages", names, "stage"},
                                    {"stage_variables", names, "stage_variable"},
                                    {"secret_variables", names, "secret_variable"},
                                    {"requests_30d", count}};
constexpr InventoryMember kRule[] = {{"schedule", text}, {"target", text}, {"enabled", truth}};
constexpr InventoryMember kQueue[] = {{"dead_letter", truth}, {"messages", count}};
constexpr InventoryMember kLogGroup[] = {{"expires", truth}, {"retention_days", days}, {"size_bytes", count}};
constexpr InventoryMember kAddress[] = {{"service", text}, {"in_use", truth}};
constexpr InventoryMember kIdentity[] = {{"status", text},    {"dkim", truth},        {"production_access", truth},
                                         {"sent_30d", count}, {"bounces_30d", count}, {"complaints_30d", count}};

constexpr InventoryKind kKinds[] = {
    {"functions", "function", kFunction},
    {"buckets", "bucket", kBucket},
    {"tables", "table", kTable},
    {"distributions", "distribution", kDistribution},
    {"zones", "zone", kZone},
    {"domains", "domain", kDomain},
    {"certificates", "certificate", kCertificate},
    {"apis", "api", kApi},
    {"rules", "rule", kRule},
    {"queues", "queue", kQueue},
    {"log_groups", "log_group", kLogGroup},
    {"addresses", "address", kAddress},
    {"identities", "identity", kIdentity},
};

}  // namespace

std::span<const InventoryKind> inventory_kinds() { return kKinds; }
std::span<const InventoryMember> common_members() { return kCommon; }

const InventoryKind* find_inventory_kind(std::string_view kind) {
  const auto* const found = std::ranges::find(kKinds, kind, &InventoryKind::kind);
  return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace qd::sources
