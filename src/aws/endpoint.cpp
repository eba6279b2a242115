#include "aws/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aws/percent.hpp"

namespace qd::aws {

namespace {

/// Services whose host begins with another word than their own.
struct Name {
  std::string_view service, host, signing;
};
constexpr Name kNames[] = {
    {"api_gateway", "apigateway", "apigateway"},
    {"apigatewayv2", "apigateway", "apigateway"},
    {"application_auto_scaling", "application-autoscaling", "application-autoscaling"},
    {"cloudwatch", "monitoring", "monitoring"},
    {"cloudwatch_logs", "logs", "logs"},
    {"cost_explorer", "ce", "ce"},
    {"cost_optimization_hub", "cost-optimization-hub", "cost-optimization-hub"},
    {"eventbridge", "events", "events"},
    {"pricing", "api.pricing", "pricing"},
    {"resource_groups_tagging_api", "tagging", "tagging"},
    {"route_53", "route53", "route53"},
    {"route_53_domains", "route53domains", "route53domains"},
    {"s3_control", "s3-control", "s3"},
    {"secrets_manager", "secretsmanager", "secretsmanager"},
    {"ses", "email", "ses"},
    {"sesv2", "email", "ses"},
    {"sso", "portal.sso", "awsssoportal"},
};

struct Partition {
  std::string_view id, prefix, suffix;
};
constexpr Partition kPartitions[] = {
    {"aws-cn", "cn-", "amazonaws.com.cn"},       {"aws-us-gov", "us-gov-", "amazonaws.com"},
    {"aws-eusc", "eusc-", "amazonaws.eu"},       {"aws-iso", "us-iso-", "c2s.ic.gov"},
    {"aws-iso-b", "us-isob-", "sc2s.sgov.gov"},  {"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk"},
    {"aws-iso-f", "us-isof-", "csp.hci.ic.gov"}, {"aws", "", "amazonaws.com"},
};

/// Services that have one place for a whole partition.
struct Everywhere {
  std::string_view service, partition, region;
  std::string_view host;  // empty: the usual one of that region
};
constexpr Everywhere kEverywhere[] = {
    {"budgets", "aws", "us-east-1", "budgets.amazonaws.com"},
    {"budgets", "aws-cn", "cn-northwest-1", "budgets.amazonaws.com.cn"},
    {"cloudfront", "aws", "us-east-1", "cloudfront.amazonaws.com"},
    {"cloudfront", "aws-cn", "cn-northwest-1", ""},
    {"cost_explorer", "aws", "us-east-1", ""},
    {"cost_explorer", "aws-cn", "cn-northwest-1", ""},
    {"cost_optimization_hub", "aws", "us-east-1", ""},
    {"freetier", "aws", "us-east-1", ""},
    {"iam", "aws", "us-east-1", "iam.amazonaws.com"},
    {"iam", "aws-cn", "cn-north-1", ""},
    {"iam", "aws-us-gov", "us-gov-west-1", "iam.us-gov.amazonaws.com"},
    {"organizations", "aws", "us-east-1", ""},
    {"organizations", "aws-cn", "cn-northwest-1", ""},
    {"organizations", "aws-us-gov", "us-gov-west-1", ""},
    {"pricing", "aws", "us-east-1", ""},
    {"route_53", "aws", "us-east-1", "route53.amazonaws.com"},
    {"route_53", "aws-cn", "cn-northwest-1", "route53.amazonaws.com.cn"},
    {"route_53", "aws-us-gov", "us-gov-west-1", "route53.us-gov.amazonaws.com"},
    {"route_53_domains", "aws", "us-east-1", ""},
};

const Partition& partition_of(std::string_view region) {
  return *std::ranges::find_if(kPartitions, [&](const Partition& row) { return region.starts_with(row.prefix); });
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

struct Override {
  std::string variable;
  std::string_view url;
};

Override override_of(std::string_view service, const EndpointOverrides& overrides) {
  const std::string_view twin = service == "ses" ? "sesv2" : service == "sesv2" ? "ses" : "";
  for (const std::string_view name : {service, twin, std::string_view()}) {
    const auto found = overrides.find(name);
    if (found != overrides.end() && !found->second.empty())
      return {name.empty() ? "AWS_ENDPOINT_URL" : fmt::format("AWS_ENDPOINT_URL_{}", upper(name)), found->second};
  }
  return {};
}

Result<std::string> checked_url(const Override& given) {
  std::string_view url = given.url;
  while (url.ends_with('/')) url.remove_suffix(1);
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  const std::string_view host = url.substr(scheme, url.find('/', scheme) - scheme);
  const bool clean = std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; });
  if (scheme == 0 || host.empty() || !clean || url.find_first_of("?#@") != std::string_view::npos)
    return fail(ErrorKind::invalid,
                fmt::format("{} is no URL of a service; write http://HOST:PORT or https://HOST", given.variable));
  return std::string(url);
}

/// A bucket that can be a label of a host under AWS's certificate.
std::string_view bucket_for_host(std::string_view path) {
  const std::string_view bucket = path.substr(1, path.find('/', 1) - 1);
  return bucket.size() >= 3 && is_label(bucket) ? bucket : std::string_view();
}

}  // namespace

Result<Endpoint> endpoint_of(std::string_view service, std::string_view region, const EndpointOverrides& overrides) {
  const auto* const name = std::ranges::find(kNames, service, &Name::service);
  const bool known = name != std::end(kNames);
  const Partition& partition = partition_of(region);
  const auto* const everywhere = std::ranges::find_if(
      kEverywhere, [&](const Everywhere& row) { return row.service == service && row.partition == partition.id; });
  const bool pinned = everywhere != std::end(kEverywhere);
  if (pinned) region = everywhere->region;
  if (region.empty()) return fail(ErrorKind::invalid, "no AWS region is given; set AWS_REGION, such as us-east-1");
  if (!is_label(region))
    return fail(ErrorKind::invalid, "the AWS region is none; AWS_REGION wants a name such as us-east-1");

  Endpoint out;
  out.signing.service = known ? name->signing : service;
  out.signing.region = region;
  if (out.signing.service == "s3") {
    out.signing.encodes_path_again = out.signing.normalises_path = false;
    out.signing.hash_header = true;
  }
  if (const Override given = override_of(service, overrides); !given.url.empty()) {
    auto url = checked_url(given);
    if (!url) return std::unexpected(std::move(url).error());
    out.url = *std::move(url);
    out.overridden = true;
  } else if (pinned && !everywhere->host.empty()) {
    out.url = fmt::format("https://{}", everywhere->host);
  } else {
    out.url = fmt::format("https://{}.{}.{}", known ? name->host : service, region, partition.suffix);
  }
  return out;
}

Result<Addressed> address(const Call& call, std::string_view region, const EndpointOverrides& overrides) {
  auto endpoint = endpoint_of(call.service, call.region.empty() ? region : std::string_view(call.region), overrides);
  if (!endpoint) return std::unexpected(std::move(endpoint).error());
  std::string url = std::move(endpoint->url);
  std::string_view path = call.path.empty() ? "/" : std::string_view(call.path);
  ensure(path.starts_with('/'), "the path of a call begins with a slash");
  if (call.service == "s3" && !endpoint->overridden) {
    if (const std::string_view bucket = bucket_for_host(path); !bucket.empty()) {
      url.insert(std::string_view("https://").size(), fmt::format("{}.", bucket));
      path.remove_prefix(1 + bucket.size());
      if (path.empty()) path = "/";
    }
  }
  url += path;
  char joint = '?';
  for (const auto& [key, value] : call.query) {
    url += joint;
    append_encoded(url, key);
    if (!value.empty()) append_encoded(url += '=', value);
    joint = '&';
  }
  return Addressed{{.method = call.method,
                    .url = std::move(url),
                    .headers = call.headers,
                    .body = call.body,
                    .timeout = call.timeout},
                   std::move(endpoint->signing)};
}

}  // namespace qd::aws
