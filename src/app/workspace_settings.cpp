#include "app/workspace_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "mail/address.hpp"
#include "text/dotenv.hpp"
#include "text/source_text.hpp"

namespace qd::app {

namespace {

using Spellings = std::span<const std::string_view>;

// The spelling that we recommend comes first.
constexpr std::string_view kRegion[] = {"AWS_REGION", "SES_REGION", "AWS_SES_REGION"};
constexpr std::string_view kSender[] = {"SES_SENDER_EMAIL", "SES_FROM_ADDRESS", "AWS_SES_FROM_ADDRESS",
                                        "SES_SENDER_ADDRESS"};
constexpr std::string_view kRecipients[] = {"SES_RECIPIENTS", "SES_TO_ADDRESS", "RECIPIENT_EMAIL"};
constexpr std::string_view kArchive[] = {"SES_BCC_ADDRESS", "BCC_ADDRESS"};
constexpr std::string_view kSmtpHost[] = {"SMTP_HOST"};
constexpr std::string_view kSmtpPort[] = {"SMTP_PORT"};
constexpr std::string_view kSmtpUser[] = {"SMTP_USERNAME", "SMTP_USER"};
constexpr std::string_view kSmtpTls[] = {"SMTP_TLS"};
constexpr std::string_view kSmtpCaFile[] = {"SMTP_CA_FILE"};
constexpr std::string_view kSmtpPassword = "SMTP_PASSWORD";
constexpr std::string_view kEndpoint = "AWS_ENDPOINT_URL";
/// Not ours to use here, but no secrets either.
constexpr std::string_view kOtherPlain[] = {"AWS_PROFILE",        "AWS_DEFAULT_REGION",          "AWS_CONFIG_FILE",
                                            "AWS_DEFAULT_OUTPUT", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CA_BUNDLE",
                                            "AWS_ACCOUNT_ID"};

struct CredentialNames {
  std::string_view id, secret, token;
};
constexpr CredentialNames kCredentials[] = {
    {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"},
    {"SES_ACCESS_KEY_ID", "SES_SECRET_ACCESS_KEY", "SES_SESSION_TOKEN"},
    {"AWS_SES_ACCESS_KEY", "AWS_SES_SECRET_KEY", "AWS_SES_SESSION_TOKEN"},
};

bool among(Spellings names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

bool is_plain(std::string_view name) {
  constexpr Spellings kPlain[] = {kRegion,   kSender,   kRecipients, kArchive,    kSmtpHost,
                                  kSmtpPort, kSmtpUser, kSmtpTls,    kSmtpCaFile, kOtherPlain};
  return name.starts_with(kEndpoint) ||
         std::ranges::any_of(kPlain, [name](Spellings names) { return among(names, name); });
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

/// One place that settings come from: the file, or the environment of the process.
class Source {
 public:
  struct Value {
    std::string_view name;
    std::string_view value;
    Position at;
  };

  Source(std::string name, bool is_file) : name_(std::move(name)), is_file_(is_file) {}

  /// An empty value says as much as none.
  void add(std::string_view name, std::string_view value, Position at) {
    if (!trimmed(value).empty()) values_.push_back({name, value, at});
  }

  [[nodiscard]] const Value* find(std::string_view name) const {
    const auto found = std::ranges::find(values_, name, &Value::name);
    return found == values_.end() ? nullptr : &*found;
  }
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string place(const Value& value) const {
    return is_file_ ? fmt::format("{}:{}", name_, value.at.line) : name_;
  }
  /// Never shows the line, which holds a value.
  [[nodiscard]] Diagnostic diagnostic(std::string_view code, Position at, std::string message, std::string hint) const {
    return {.severity = Severity::error,
            .code = code,
            .message = std::move(message),
            .file = name_,
            .at = {.line = at.line},
            .line = {},
            .hint = std::move(hint)};
  }

 private:
  std::string name_;
  bool is_file_;
  std::vector<Value> values_;
};

Source source_of(const std::vector<text::EnvEntry>& entries, std::string_view path) {
  Source out{std::string(path), true};
  for (const text::EnvEntry& entry : entries) out.add(entry.name, entry.value.reveal(), entry.at);
  return out;
}

Source source_of(ProcessEnvironment process) {
  Source out("environment", false);
  for (const std::string_view pair : process) {
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && equals > 0) out.add(pair.substr(0, equals), pair.substr(equals + 1), {});
  }
  return out;
}

class SettingsReader {
 public:
  explicit SettingsReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Settings read(const Source& process, const Source& file) {
    out_.region = setting(process, file, kRegion);
    out_.sender = address(process, file, kSender);
    out_.archive = address(process, file, kArchive);
    out_.recipients_from = setting(process, file, kRecipients);
    if (out_.recipients_from) read_recipients(*out_.recipients_from, process, file);
    read_smtp(process, file);
    for (const Source* source : {&process, &file}) {
      if (!out_.credentials && !refused_credentials_) read_credentials(*source);
    }
    read_endpoints(process);
    read_endpoints(file);
    keep_secrets(file, true);
    keep_secrets(process, false);
    return std::move(out_);
  }

 private:
  std::optional<Setting> setting(const Source& process, const Source& file, Spellings names) {
    bool refused = false;
    for (const Source* source : {&process, &file}) {
      if (auto found = setting(*source, names, refused)) return found;
      if (refused) return std::nullopt;  // the other source must not decide a quarrel within this one
    }
    return std::nullopt;
  }

  std::optional<Setting> setting(const Source& source, Spellings names, bool& refused) {
    const Source::Value* first = nullptr;
    for (const std::string_view name : names) {
      const Source::Value* value = source.find(name);
      if (value == nullptr) continue;
      if (first == nullptr) {
        first = value;
      } else if (trimmed(value->value) != trimmed(first->value)) {
        refused = true;
        say_conflict(source, *first, *value);
      }
    }
    if (first == nullptr || refused) return std::nullopt;
    return Setting{trimmed(first->value), std::string(first->name), source.place(*first)};
  }

  void say_conflict(const Source& source, const Source::Value& first, const Source::Value& other) {
    diagnostics_.push_back(
        source.diagnostic("env-conflict", other.at,
                          fmt::format("{} and {} say different things, and mean the same", first.name, other.name),
                          fmt::format("keep {} and remove {}", first.name, other.name)));
  }

  /// Says which setting is wrong and why, and nothing of its value, which may be a secret in the wrong place.
  void refuse_address(const Setting& setting, const Source& process, const Source& file, std::string message) {
    const Source& source = setting.source == process.name() ? process : file;
    const Source::Value* const value = source.find(setting.key);
    out_.sending_errors.push_back(fmt::format("{}: {}", setting.source, message));
    diagnostics_.push_back(source.diagnostic("env-address", value == nullptr ? Position{} : value->at,
                                             std::move(message),
                                             "write name@example.com; nothing is sent until it is right"));
  }

  /// A setting that is one address. What cannot be read is as good as not set, and said.
  std::optional<Setting> address(const Source& process, const Source& file, Spellings names) {
    auto found = setting(process, file, names);
    if (!found) return found;
    const auto address = mail::read_address(found->value);
    if (address) return found;
    refuse_address(*found, process, file, fmt::format("{} is no mail address: it {}", found->key, address.error()));
    return std::nullopt;
  }

  void read_recipients(const Setting& setting, const Source& process, const Source& file) {
    const std::vector<std::string_view> all = mail::split_addresses(setting.value);
    std::set<std::string> mailboxes;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto address = mail::read_address(all[i]);
      if (!address) {
        refuse_address(
            setting, process, file,
            fmt::format("address {} of {} in {} is none: it {}", i + 1, all.size(), setting.key, address.error()));
      } else if (mailboxes.insert(mail::mailbox_of(address->address)).second) {
        out_.recipients.emplace_back(all[i]);
      }
    }
  }

  void read_smtp(const Source& process, const Source& file) {
    out_.smtp.host = setting(process, file, kSmtpHost);
    out_.smtp.port = setting(process, file, kSmtpPort);
    out_.smtp.user = setting(process, file, kSmtpUser);
    out_.smtp.security = setting(process, file, kSmtpTls);
    out_.smtp.ca_file = setting(process, file, kSmtpCaFile);
    for (const Source* source : {&file, &process}) {
      if (const Source::Value* value = source->find(kSmtpPassword)) out_.smtp.password = Secret(trimmed(value->value));
    }
  }

  /// A set is whole or not there: an id of one place with a secret of another signs nothing.
  void read_credentials(const Source& source) {
    for (const CredentialNames& names : kCredentials) {
      const Source::Value* id = source.find(names.id);
      const Source::Value* secret = source.find(names.secret);
      if (id == nullptr && secret == nullptr) continue;
      if (id == nullptr || secret == nullptr) {
        const Source::Value& there = id != nullptr ? *id : *secret;
        diagnostics_.push_back(
            source.diagnostic("env-credentials", there.at,
                              fmt::format("{} stands without {}", there.name, id != nullptr ? names.secret : names.id),
                              "give both in the same place, or neither"));
        refused_credentials_ = true;
        continue;
      }
      if (out_.credentials) {
        if (trimmed(id->value) == out_.credentials->access_key_id.reveal() &&
            trimmed(secret->value) == out_.credentials->secret_access_key.reveal())
          continue;
        say_conflict(source, *source.find(out_.credentials->key), *id);
        refused_credentials_ = true;
        continue;
      }
      const Source::Value* token = source.find(names.token);
      out_.credentials = Credentials{Secret(trimmed(id->value)), Secret(trimmed(secret->value)),
                                     Secret(token == nullptr ? std::string() : trimmed(token->value)),
                                     std::string(names.id), source.place(*id)};
    }
    if (refused_credentials_) out_.credentials.reset();
  }

  /// AWS_ENDPOINT_URL_DYNAMODB is "dynamodb"; what the process says first stays.
  void read_endpoints(const Source& source) {
    for (const Source::Value& value : source.values()) {
      if (!value.name.starts_with(kEndpoint)) continue;
      std::string_view service = value.name.substr(kEndpoint.size());
      if (!service.empty() && !service.starts_with('_')) continue;
      if (!service.empty()) service.remove_prefix(1);
      std::string key(service);
      std::ranges::transform(key, key.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      out_.endpoints.try_emplace(std::move(key),
                                 Setting{trimmed(value.value), std::string(value.name), source.place(value)});
    }
  }

  /// Of the process only credentials: its other variables are not the workspace's, and PATH in a report is no leak.
  void keep_secrets(const Source& source, bool all) {
    for (const Source::Value& value : source.values()) {
      const bool credential = std::ranges::any_of(kCredentials, [&](const CredentialNames& names) {
        return value.name == names.id || value.name == names.secret || value.name == names.token;
      });
      if (!credential && value.name != kSmtpPassword && (!all || is_plain(value.name))) continue;
      out_.secrets.push_back({std::string(value.name), Secret(std::string(value.value))});
    }
  }

  Diagnostics& diagnostics_;
  Settings out_;
  bool refused_credentials_ = false;
};

}  // namespace

Settings parse_settings(std::string_view bytes, std::string_view path, ProcessEnvironment process,
                        Diagnostics& diagnostics) {
  const text::SourceText source(bytes);
  const std::vector<text::EnvEntry> entries = text::parse_env(source, path, diagnostics);
  return SettingsReader(diagnostics).read(source_of(process), source_of(entries, path));
}

}  // namespace qd::app
