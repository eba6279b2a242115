// The shapes that AWS's APIs have in common: how a question is put and how an answer is opened.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "aws/api.hpp"
#include "base/result.hpp"
#include "text/json.hpp"

namespace qd::aws {

using Parameter = std::pair<std::string_view, std::string_view>;

/// AWS JSON: POST / with X-Amz-Target. `version` "1.0" or "1.1".
[[nodiscard]] Call json_call(std::string_view service, std::string_view target, std::string_view version,
                             std::string body);
/// AWS Query: a form with Action and Version; answered in XML.
[[nodiscard]] Call query_call(std::string_view service, std::string_view action, std::string_view version,
                              std::span<const Parameter> parameters = {});
/// REST with a path of parts, each encoded.
[[nodiscard]] Call get_call(std::string_view service, std::string path);

/// Nothing unless the body is JSON.
[[nodiscard]] std::optional<text::JsonDocument> json_body(const HttpResponse& response);
/// The body of a success; an error says which question failed ("SES GetAccount") and what the service said.
[[nodiscard]] Result<text::JsonDocument> json_answer(const HttpResponse& response, std::string_view question);

/// What an answer that is no success means. By status: 404 not_found, 401 and 403 denied, 408, 429 and 5xx unavailable.
/// Throttling under another status is unavailable as well.
[[nodiscard]] Error refusal(const HttpResponse& response, std::string_view question);
/// A success that holds something else than it should.
[[nodiscard]] Error nonsense(std::string_view question);

}  // namespace qd::aws
