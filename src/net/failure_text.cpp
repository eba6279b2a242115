#include "net/failure_text.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <system_error>

namespace qd::net {

namespace {

/// libcurl's words without the line ends that OpenSSL leaves in them.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  while (!line.empty() && (line.back() == ' ' || line.back() == '.')) line.pop_back();
  return line;
}

}  // namespace

std::string duration_text(std::chrono::milliseconds span) {
  return span.count() % 1000 == 0 ? fmt::format("{} s", span.count() / 1000) : fmt::format("{} ms", span.count());
}

bool is_about_trust(const Breakdown& breakdown) {
  switch (breakdown.code) {
    case CURLE_USE_SSL_FAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return true;
    case CURLE_SSL_CONNECT_ERROR:  // a port that speaks no TLS, or only another version of it
      return breakdown.detail.find("wrong version number") != std::string_view::npos ||
             breakdown.detail.find("unsupported protocol") != std::string_view::npos;
    default:
      return false;
  }
}

std::string explain(const Breakdown& breakdown, std::string_view peer) {
  const std::string detail = one_line(breakdown.detail);
  switch (breakdown.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return fmt::format("there is no address for {}", peer);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return fmt::format("there is no address for the proxy to {}", peer);
    case CURLE_COULDNT_CONNECT:
      if (breakdown.os_error == 0) return fmt::format("no connection to {}: {}", peer, detail);
      return fmt::format("no connection to {}: {}", peer,
                         std::generic_category().message(static_cast<int>(breakdown.os_error)));
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return fmt::format("no trusted TLS connection to {}: {}", peer, detail);
    case CURLE_USE_SSL_FAILED:
      return fmt::format("{} offers no TLS, and nothing is sent without", peer);
    case CURLE_GOT_NOTHING:
      return fmt::format("{} closed the connection without an answer", peer);
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return fmt::format("the connection to {} broke: {}", peer, detail);
    case CURLE_PARTIAL_FILE:
      return fmt::format("the answer of {} broke off", peer);
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return fmt::format("{} is no address to connect to", peer);
    default:
      return fmt::format("{}: {}", peer,
                         detail.empty() ? curl_easy_strerror(static_cast<CURLcode>(breakdown.code)) : detail);
  }
}

}  // namespace qd::net
