#include "net/smtp_probe.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/curl_loop.hpp"
#include "net/failure_text.hpp"
#include "net/smtp_dialogue.hpp"

namespace qd::net {

namespace {

using ports::SmtpSecurity;
using ports::SmtpServer;

struct Close {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, Close>;

int on_debug(CURL* /*easy*/, curl_infotype kind, char* bytes, std::size_t size, void* dialogue) {
  if (kind == CURLINFO_HEADER_OUT) static_cast<SmtpDialogue*>(dialogue)->sent({bytes, size});
  if (kind == CURLINFO_HEADER_IN) static_cast<SmtpDialogue*>(dialogue)->received({bytes, size});
  return 0;
}

std::size_t on_write(char* /*bytes*/, std::size_t size, std::size_t count, void* /*nothing*/) { return size * count; }

void set_server(CURL* easy, const SmtpServer& server) {
  const bool ipv6 = server.host.find(':') != std::string::npos;
  const std::string url = fmt::format("{}://{}{}{}:{}/{}", server.security == SmtpSecurity::implicit ? "smtps" : "smtp",
                                      ipv6 ? "[" : "", server.host, ipv6 ? "]" : "", server.port, server.hello);
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  if (server.security == SmtpSecurity::starttls)
    curl_easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (!server.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, server.ca_file.c_str());
  if (server.user.empty()) return;
  curl_easy_setopt(easy, CURLOPT_USERNAME, server.user.c_str());
  curl_easy_setopt(easy, CURLOPT_PASSWORD, std::string(server.password.reveal()).c_str());
  curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS,
                   server.security == SmtpSecurity::none ? "AUTH=CRAM-MD5;AUTH=DIGEST-MD5;AUTH=PLAIN;AUTH=LOGIN"
                                                         : "AUTH=PLAIN;AUTH=LOGIN");
}

ports::SmtpDone outcome(CURL* easy, CURLcode code, const SmtpServer& server, const SmtpDialogue& dialogue,
                        const char* detail) {
  using mail::SmtpStage;
  const bool wants_user = !server.user.empty();
  if (code == CURLE_OK && (!wants_user || dialogue.signed_in()))
    return {.ticket = 0, .stage = SmtpStage::sign_in, .status = 250, .text = dialogue.text()};
  if (dialogue.status() >= 400)
    return {.ticket = 0, .stage = dialogue.stage(), .status = dialogue.status(), .text = dialogue.text()};
  const std::string peer = fmt::format("{}:{}", server.host, server.port);
  if (code == CURLE_OK || code == CURLE_LOGIN_DENIED)
    return {.ticket = 0,
            .stage = SmtpStage::sign_in,
            .status = 0,
            .text = fmt::format("{} offers no way to sign in that is safe to use", peer)};
  long os_error = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os_error);
  const Breakdown breakdown{.code = code, .os_error = os_error, .detail = detail};
  return {.ticket = 0,
          .stage = is_about_trust(breakdown) ? SmtpStage::terms : SmtpStage::connect,
          .status = 0,
          .text = explain(breakdown, peer)};
}

}  // namespace

ports::SmtpDone probe_smtp(const SmtpServer& server, std::chrono::seconds longest) {
  start_libcurl();
  const Easy easy(curl_easy_init());
  ensure(easy != nullptr, "there is memory for a connection");
  SmtpDialogue dialogue;
  std::array<char, CURL_ERROR_SIZE> error{};
  set_server(easy.get(), server);
  curl_easy_setopt(easy.get(), CURLOPT_NOBODY, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_CUSTOMREQUEST, "NOOP");
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, static_cast<long>(longest.count()));
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &on_write);
  curl_easy_setopt(easy.get(), CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_DEBUGFUNCTION, &on_debug);
  curl_easy_setopt(easy.get(), CURLOPT_DEBUGDATA, &dialogue);
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, error.data());
  const CURLcode code = curl_easy_perform(easy.get());
  return outcome(easy.get(), code, server, dialogue, error.data());
}

}  // namespace qd::net
