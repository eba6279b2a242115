// Signs what it is told, so that others can check the signature: a JSON object a line on standard input
//   {"service", "region", "method", "path", "query": [[key, value]], "headers": [[name, value]], "body", "time",
//    "access_key_id", "secret_access_key", "session_token", "endpoints": {service: URL}}
// and one on standard output
//   {"url", "headers": [[name, value]]} or {"error"}.
#include <iostream>
#include <string>

#include "aws/endpoint.hpp"
#include "base/json_writer.hpp"
#include "text/json.hpp"

namespace {

using qd::text::JsonValue;

std::vector<std::pair<std::string, std::string>> pairs(JsonValue list) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const JsonValue pair : list) {
    auto at = pair.begin();
    const std::string key((*at).text());
    out.emplace_back(key, (*++at).text());
  }
  return out;
}

std::string signed_request(JsonValue root) {
  const auto text = [&](std::string_view key) { return std::string(root[key].text()); };
  const qd::aws::Call call{.service = text("service"),
                           .region = text("region"),
                           .method = text("method"),
                           .path = text("path"),
                           .query = pairs(root["query"]),
                           .headers = pairs(root["headers"]),
                           .body = text("body")};
  qd::aws::EndpointOverrides endpoints;
  for (const JsonValue one : root["endpoints"]) endpoints.emplace(one.key(), one.text());
  auto addressed = qd::aws::address(call, "", endpoints);
  std::string out;
  qd::JsonWriter json(out);
  if (!addressed) {
    json.begin_object().member("error", addressed.error().what).end_object();
    return out;
  }
  sign(addressed->request,
       {qd::Secret(text("access_key_id")),
        qd::Secret(text("secret_access_key")),
        qd::Secret(text("session_token")),
        {},
        {}},
       addressed->signing, qd::parse_moment(text("time")).value());
  json.begin_object().member("url", addressed->request.url).key("headers").begin_array();
  for (const auto& [name, value] : addressed->request.headers) json.begin_array().value(name).value(value).end_array();
  json.end_array().end_object();
  return out;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const qd::text::SourceText source(line);
    qd::Diagnostics diagnostics;
    const auto document = qd::text::parse_json(source, "", diagnostics);
    if (!document) return 1;
    std::cout << signed_request(document->root()) << '\n';
  }
}
