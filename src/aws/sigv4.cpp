#include "aws/sigv4.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "aws/percent.hpp"
#include "base/result.hpp"

namespace qd::aws {

namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

constexpr std::string_view kDate = "X-Amz-Date";
constexpr std::string_view kToken = "X-Amz-Security-Token";
constexpr std::string_view kBodyHash = "X-Amz-Content-Sha256";
constexpr std::string_view kAuthorization = "Authorization";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string hex(std::span<const unsigned char> bytes) { return fmt::format("{:02x}", fmt::join(bytes, "")); }

std::string sha256_hex(std::string_view text) {
  Digest digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return hex(digest);
}

Digest hmac(std::string_view key, std::string_view text) {
  Digest digest;
  unsigned size = digest.size();
  const unsigned char* made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
           text.size(), digest.data(), &size);
  ensure(made != nullptr, "OpenSSL has SHA-256");
  return digest;
}

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

struct Target {
  std::string_view host, path, query;
};

Target target_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const bool tls = url.starts_with("https:");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('#'));
  Target out{url.substr(0, url.find_first_of("/?")), {}, {}};
  url.remove_prefix(out.host.size());
  out.path = url.substr(0, url.find('?'));
  if (out.path.size() < url.size()) out.query = url.substr(out.path.size() + 1);
  if (const std::size_t user = out.host.find('@'); user != std::string_view::npos) out.host.remove_prefix(user + 1);
  // Clients leave the scheme's own port out of Host.
  if (const std::string_view port = tls ? ":443" : ":80"; out.host.ends_with(port)) out.host.remove_suffix(port.size());
  return out;
}

std::string normalised(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(segment.size() + 1, path.size()));
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!segment.empty() && segment != "." && segment != "..") kept.push_back(segment);
  }
  return fmt::format("/{}{}", fmt::join(kept, "/"), folder && !kept.empty() ? "/" : "");
}

std::string canonical_path(std::string_view path, const Signing& signing) {
  std::string out = signing.normalises_path ? normalised(path) : std::string(path);
  if (out.empty()) out = "/";
  return encoded(signing.encodes_path_again ? out : decoded(out), "/");
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (part.empty()) continue;
    const std::string_view key = part.substr(0, part.find('='));
    const std::string_view value = key.size() < part.size() ? part.substr(key.size() + 1) : std::string_view();
    pairs.emplace_back(encoded(decoded(key)), encoded(decoded(value)));
  }
  std::ranges::sort(pairs);
  std::string out;
  for (const auto& [key, value] : pairs) out.append(out.empty() ? "" : "&").append(key).append("=").append(value);
  return out;
}

/// Without spaces at either end, runs of them as one.
std::string single_spaced(std::string_view value) {
  std::string out;
  bool gap = false;
  for (const char c : value) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      gap = !out.empty();
    } else {
      if (gap) out += ' ';
      out += c;
      gap = false;
    }
  }
  return out;
}

struct SignedHeaders {
  std::string lines;  // "name:value\n", of several of one name the values in their order
  std::string names;  // "host;x-amz-date"
};

SignedHeaders signed_headers(const HttpRequest& request, std::string_view host) {
  constexpr std::array<std::string_view, 7> kUnsigned = {"authorization", "connection",        "expect",         "host",
                                                         "user-agent",    "transfer-encoding", "x-amzn-trace-id"};
  std::vector<std::pair<std::string, std::string>> headers = {{"host", std::string(host)}};
  for (const auto& [name, value] : request.headers) {
    std::string small = lower(name);
    if (std::ranges::find(kUnsigned, small) == kUnsigned.end())
      headers.emplace_back(std::move(small), single_spaced(value));
  }
  std::ranges::stable_sort(headers, {}, &std::pair<std::string, std::string>::first);
  SignedHeaders out;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const auto& [name, value] = headers[i];
    if (i > 0 && name == headers[i - 1].first) {
      out.lines.back() = ',';
    } else {
      out.lines.append(name).append(":");
      out.names.append(i > 0 ? ";" : "").append(name);
    }
    out.lines.append(value).append("\n");
  }
  return out;
}

std::string canonical(const HttpRequest& request, const Signing& signing, const Target& target,
                      const SignedHeaders& headers, std::string_view body_hash) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, canonical_path(target.path, signing),
                     canonical_query(target.query), headers.lines, headers.names, body_hash);
}

/// "20260521T093000Z"
std::string compact_time(Moment now) {
  std::string out = to_string(instant_of(now));
  std::erase_if(out, [](char c) { return c == '-' || c == ':'; });
  return out;
}

std::string signature(const Secret& key, std::string_view day, const Signing& signing, std::string_view text) {
  const Secret first(fmt::format("AWS4{}", key.reveal()));
  Digest digest = hmac(first.reveal(), day);
  for (const std::string_view part :
       {std::string_view(signing.region), std::string_view(signing.service), std::string_view("aws4_request"), text}) {
    Digest next = hmac(bytes_of(digest), part);
    OPENSSL_cleanse(digest.data(), digest.size());
    digest = next;
    OPENSSL_cleanse(next.data(), next.size());
  }
  return hex(digest);
}

}  // namespace

std::string canonical_request(const HttpRequest& request, const Signing& signing, std::string_view body_hash) {
  const Target target = target_of(request.url);
  return canonical(request, signing, target, signed_headers(request, target.host), body_hash);
}

void sign(HttpRequest& request, const Credentials& credentials, const Signing& signing, Moment now) {
  std::erase_if(request.headers, [](const auto& header) {
    const std::string name = lower(header.first);
    return name == "authorization" || name == "x-amz-date" || name == "x-amz-security-token" ||
           name == "x-amz-content-sha256";
  });
  const std::string time = compact_time(now);
  const std::string_view day = std::string_view(time).substr(0, 8);
  const std::string body_hash = sha256_hex(request.body);
  request.headers.emplace_back(kDate, time);
  if (!credentials.session_token.empty()) request.headers.emplace_back(kToken, credentials.session_token.reveal());
  if (signing.hash_header) request.headers.emplace_back(kBodyHash, body_hash);

  const Target target = target_of(request.url);
  const SignedHeaders headers = signed_headers(request, target.host);
  const std::string scope = fmt::format("{}/{}/{}/aws4_request", day, signing.region, signing.service);
  const std::string text = fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", time, scope,
                                       sha256_hex(canonical(request, signing, target, headers, body_hash)));
  request.headers.emplace_back(kAuthorization,
                               fmt::format("AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={}, Signature={}",
                                           credentials.access_key_id.reveal(), scope, headers.names,
                                           signature(credentials.secret_access_key, day, signing, text)));
}

}  // namespace qd::aws
