// What the env file and the process environment say: plain settings, credentials, and secrets to look out for.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/secret.hpp"

namespace qd::app {

/// One value that may be shown, and which spelling gave it.
struct Setting {
  std::string value;
  std::string key;     ///< "SES_SENDER_EMAIL"
  std::string source;  ///< "environment", or "repos.env:12"
};

struct Credentials {
  Secret access_key_id;
  Secret secret_access_key;
  Secret session_token;  ///< may be empty
  std::string key;       ///< the spelling of the id: "AWS_ACCESS_KEY_ID"
  std::string source;
};

/// SMTP_HOST and the like; each wins over its key in [delivery.smtp].
struct SmtpSettings {
  std::optional<Setting> host;
  std::optional<Setting> port;
  std::optional<Setting> user;
  std::optional<Setting> security;
  std::optional<Setting> ca_file;
  Secret password;  ///< only here, never in quarterdeck.toml; may be empty
};

struct NamedSecret {
  std::string key;
  Secret value;
};

struct Settings {
  std::optional<Setting> region;
  std::optional<Setting> sender;           ///< one address that can be read
  std::optional<Setting> archive;          ///< likewise
  std::optional<Setting> recipients_from;  ///< as written
  std::vector<std::string> recipients;     ///< of it, those that can be read, no mailbox twice
  SmtpSettings smtp;
  std::optional<Credentials> credentials;  ///< none: the standard chain
  /// By the AWS service in lower case ("sesv2"), "" for all: AWS_ENDPOINT_URL_SESV2, AWS_ENDPOINT_URL.
  std::map<std::string, Setting, std::less<>> endpoints;
  /// Addresses that cannot be read, each with its place: nothing is sent until they are corrected.
  std::vector<std::string> sending_errors;
  /// Every value of the env file that is no plain setting, and the credentials: none may be in any output.
  std::vector<NamedSecret> secrets;
};

/// "NAME=value" as in environ.
using ProcessEnvironment = std::span<const char* const>;

/// `bytes` of the env file at `path`; empty when there is none. The process environment wins over the file, credentials
/// as a whole set. Diagnostics name keys and lines, never values.
[[nodiscard]] Settings parse_settings(std::string_view bytes, std::string_view path, ProcessEnvironment process,
                                      Diagnostics& diagnostics);

}  // namespace qd::app
