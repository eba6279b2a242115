// What the search for AWS credentials may look at: named variables, the user's folder, and HTTP on the spot.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "aws/endpoint.hpp"
#include "base/http_message.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/http_client.hpp"

namespace qd::sources {

struct AwsSurroundings {
  /// Of the process, or of the env file: whoever calls decides. Nothing and empty mean the same.
  std::function<std::optional<std::string>(std::string_view name)> variable;
  std::filesystem::path home;        ///< holds .aws; empty: there is none
  std::string region;                ///< of the settings; may be empty
  aws::EndpointOverrides endpoints;  ///< of STS and SSO

  /// Empty when it is not set.
  [[nodiscard]] std::string value(std::string_view name) const { return variable(name).value_or(std::string()); }
};

/// A small regular file, links followed. ErrorKind::not_found when there is none; the message names the path.
[[nodiscard]] Result<Secret> read_secret_file(const std::filesystem::path& path);

/// Without space and line ends at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// One request to something close by; no answer is ErrorKind::unavailable. `who` is for the message.
[[nodiscard]] Result<HttpResponse> ask(ports::HttpClient& http, HttpRequest request, std::string_view who);

}  // namespace qd::sources
