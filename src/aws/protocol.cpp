#include "aws/protocol.hpp"

#include <fmt/format.h>

#include "aws/percent.hpp"

namespace qd::aws {

Call json_call(std::string_view service, std::string_view target, std::string_view version, std::string body) {
  return {.service = std::string(service),
          .headers = {{"Content-Type", fmt::format("application/x-amz-json-{}", version)},
                      {"X-Amz-Target", std::string(target)}},
          .body = std::move(body)};
}

Call query_call(std::string_view service, std::string_view action, std::string_view version,
                std::span<const Parameter> parameters) {
  std::string body = fmt::format("Action={}&Version={}", action, version);
  for (const auto& [key, value] : parameters) {
    append_encoded(body += '&', key);
    append_encoded(body += '=', value);
  }
  return {.service = std::string(service),
          .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
          .body = std::move(body)};
}

Call get_call(std::string_view service, std::string path) {
  return {.service = std::string(service), .method = "GET", .path = std::move(path)};
}

std::optional<text::JsonDocument> json_body(const HttpResponse& response) {
  const text::SourceText source(response.body);
  Diagnostics ignored;
  return text::parse_json(source, "", ignored);
}

Result<text::JsonDocument> json_answer(const HttpResponse& response, std::string_view question) {
  if (response.status < 200 || response.status > 299) return std::unexpected(refusal(response, question));
  auto document = json_body(response);
  if (!document || document->root().kind() != text::JsonKind::object) return std::unexpected(nonsense(question));
  return *std::move(document);
}

Error refusal(const HttpResponse& response, std::string_view question) {
  const ApiError error = error_of(response);
  const int status = error.status;
  const bool slow = error.type.contains("Throttl") || error.type == "TooManyRequestsException" ||
                    error.type == "RequestLimitExceeded" || error.type == "SlowDown";
  ErrorKind kind = ErrorKind::invalid;
  if (slow || status == 408 || status == 429 || status >= 500) {
    kind = ErrorKind::unavailable;
  } else if (status == 401 || status == 403) {
    kind = ErrorKind::denied;
  } else if (status == 404) {
    kind = ErrorKind::not_found;
  }
  std::string what = fmt::format("{} answered {}", question, status);
  if (!error.type.empty()) what += " " + error.type;
  if (!error.text.empty()) what += ": " + error.text;
  return {kind, std::move(what)};
}

Error nonsense(std::string_view question) {
  return {ErrorKind::unavailable, fmt::format("{} answered with something else than that", question)};
}

}  // namespace qd::aws
