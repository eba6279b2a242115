// A search for AWS credentials in a folder and an environment of its own, with HTTP that answers as it is told.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "sources/aws_credentials/surroundings.hpp"
#include "support/fake_http_client.hpp"

namespace qd::test {

class AwsHome {
 public:
  AwsHome() {
    std::string name = (std::filesystem::temp_directory_path() / "qd-aws-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  AwsHome(const AwsHome&) = delete;
  AwsHome& operator=(const AwsHome&) = delete;
  ~AwsHome() { std::filesystem::remove_all(folder); }

  std::string write(const std::string& name, const std::string& content) const {
    const std::filesystem::path path = folder / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }

  [[nodiscard]] sources::AwsSurroundings around() const {
    return {.variable = [this](std::string_view name) -> std::optional<std::string> {
              const auto found = variables.find(name);
              return found == variables.end() ? std::nullopt : std::optional(found->second);
            },
            .home = folder,
            .region = "eu-west-1",
            .endpoints = {}};
  }

  std::filesystem::path folder;
  std::map<std::string, std::string, std::less<>> variables;
  FakeHttpClient::Answer answer = [](const HttpRequest&) -> HttpResult {
    return std::unexpected(HttpFailure{false, "no route to host"});
  };
  FakeHttpClient http{[this](const HttpRequest& request) { return answer(request); }};
};

inline HttpResponse ok(std::string body) { return {.status = 200, .headers = {}, .body = std::move(body)}; }

/// As STS answers.
inline std::string assumed_role(const std::string& id, const std::string& expires = "2026-05-21T10:30:00Z") {
  return "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + id +
         "</AccessKeyId><SecretAccessKey>K</SecretAccessKey><SessionToken>T</SessionToken><Expiration>" + expires +
         "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
}

/// As containers, instances and processes answer.
inline std::string keys_json(const std::string& id, const std::string& expires = "2026-05-21T10:30:00Z") {
  return R"({"Version":1,"Code":"Success","AccessKeyId":")" + id +
         R"(","SecretAccessKey":"K","Token":"T","SessionToken":"T","Expiration":")" + expires + "\"}";
}

}  // namespace qd::test
