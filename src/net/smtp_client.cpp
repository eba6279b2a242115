#include "net/smtp_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

#include "base/result.hpp"
#include "net/curl_loop.hpp"
#include "net/failure_text.hpp"
#include "net/smtp_dialogue.hpp"

namespace qd::net {

namespace {

using ports::SmtpDone;
using ports::SmtpMail;
using ports::SmtpSecurity;
using ports::SmtpServer;

constexpr long kConnectSeconds = 30;

std::string url_of(CURL* easy, const SmtpServer& server) {
  const std::string_view scheme = server.security == SmtpSecurity::implicit ? "smtps" : "smtp";
  const bool ipv6 = server.host.find(':') != std::string::npos;
  char* hello = curl_easy_escape(easy, server.hello.c_str(), static_cast<int>(server.hello.size()));
  std::string url = fmt::format("{}://{}{}{}:{}/{}", scheme, ipv6 ? "[" : "", server.host, ipv6 ? "]" : "", server.port,
                                server.hello.empty() ? "" : hello);
  curl_free(hello);
  return url;
}

/// One connection and the mail that is on it.
class Session {
 public:
  Session(const SmtpServer& server, std::chrono::seconds longest_silence, const std::atomic<bool>& stopping)
      : server_(server), longest_silence_(longest_silence), stopping_(stopping), easy_(curl_easy_init()) {
    ensure(easy_ != nullptr, "there is memory for a connection");
    set_server();
    set_callbacks();
  }
  ~Session() {
    stop_listening();
    curl_easy_cleanup(easy_);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  SmtpDone deliver(const SmtpMail& mail) {
    SmtpDone done = attempt(mail, false);
    // A server says 421, or nothing, when a connection has idled or carried as many mails as it likes. As long as no
    // content has left, a new connection is no second mail.
    if (kept_connection() && !content_begun_ && (done.status == 0 || done.status == 421)) done = attempt(mail, true);
    return done;
  }

 private:
  void set_server() {
    curl_easy_setopt(easy_, CURLOPT_URL, url_of(easy_, server_).c_str());
    curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    if (server_.security == SmtpSecurity::starttls)
      curl_easy_setopt(easy_, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!server_.ca_file.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, server_.ca_file.c_str());
    if (!server_.user.empty()) {
      curl_easy_setopt(easy_, CURLOPT_USERNAME, server_.user.c_str());
      curl_easy_setopt(easy_, CURLOPT_PASSWORD, std::string(server_.password.reveal()).c_str());
      // Under TLS the plain ways are the ones that every server means when it offers them. Left to itself libcurl would
      // begin with Kerberos or NTLM when the user is an address.
      curl_easy_setopt(easy_, CURLOPT_LOGIN_OPTIONS,
                       server_.security == SmtpSecurity::none ? "AUTH=CRAM-MD5;AUTH=DIGEST-MD5;AUTH=PLAIN;AUTH=LOGIN"
                                                              : "AUTH=PLAIN;AUTH=LOGIN");
    }
    curl_easy_setopt(easy_, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    const long silence = static_cast<long>(longest_silence_.count());
    curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT, std::min(silence, kConnectSeconds));
    curl_easy_setopt(easy_, CURLOPT_SERVER_RESPONSE_TIMEOUT, silence);
    curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_TIME, silence);
  }

  void set_callbacks() {
    curl_easy_setopt(easy_, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &Session::on_read);
    curl_easy_setopt(easy_, CURLOPT_READDATA, this);
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Session::on_write);
    curl_easy_setopt(easy_, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(easy_, CURLOPT_DEBUGFUNCTION, &Session::on_debug);
    curl_easy_setopt(easy_, CURLOPT_DEBUGDATA, this);
    curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Session::before_mail);
    curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(easy_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy_, CURLOPT_XFERINFOFUNCTION, &Session::on_progress);
    curl_easy_setopt(easy_, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &Session::on_open);
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &Session::on_close);
    curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, this);
    curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_.data());
  }

  SmtpDone attempt(const SmtpMail& mail, bool on_new_connection) {
    dialogue_ = {};
    left_ = mail.content;
    content_begun_ = no_sign_in_ = false;
    error_.front() = '\0';
    curl_slist* recipient = curl_slist_append(nullptr, mail.recipient.c_str());
    curl_easy_setopt(easy_, CURLOPT_MAIL_FROM, mail.sender.c_str());
    curl_easy_setopt(easy_, CURLOPT_MAIL_RCPT, recipient);
    curl_easy_setopt(easy_, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.content.size()));
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, on_new_connection ? 1L : 0L);
    const CURLcode code = curl_easy_perform(easy_);
    curl_easy_setopt(easy_, CURLOPT_MAIL_RCPT, nullptr);
    curl_slist_free_all(recipient);
    return outcome(mail, code);
  }

  /// By the dialogue, not by libcurl's code, which is "weird server reply" for half of what a server may say.
  SmtpDone outcome(const SmtpMail& mail, CURLcode code) {
    const int status = dialogue_.status();
    const mail::SmtpStage stage = dialogue_.stage();
    const bool accepted = stage == mail::SmtpStage::data && content_begun_ && status >= 200 && status < 300;
    if (accepted || status >= 400)
      return {.ticket = mail.ticket, .stage = stage, .status = status, .text = dialogue_.text()};
    return {.ticket = mail.ticket, .stage = broken_stage(code), .status = 0, .text = reason(code)};
  }

  /// "data" only when content was on its way: until then it is certain that nothing was delivered.
  [[nodiscard]] mail::SmtpStage broken_stage(CURLcode code) const {
    if (content_begun_) return mail::SmtpStage::data;
    if (no_sign_in_ || code == CURLE_LOGIN_DENIED || is_about_trust(breakdown(code))) return mail::SmtpStage::terms;
    return std::min(dialogue_.stage(), mail::SmtpStage::recipient);
  }

  std::string reason(CURLcode code) {
    const std::string peer = fmt::format("{}:{}", server_.host, server_.port);
    if (no_sign_in_)
      return fmt::format("{} offers no AUTH, so {} cannot sign in; check port and tls, or name no user", peer,
                         server_.user);
    if (code == CURLE_OPERATION_TIMEDOUT)
      return fmt::format("no answer from {} within {}", peer, duration_text(longest_silence_));
    if (code == CURLE_LOGIN_DENIED) return fmt::format("{} offers no way of AUTH that is safe to use", peer);
    if (code == CURLE_OK || code == CURLE_WEIRD_SERVER_REPLY)
      return fmt::format("{} gave an answer that is none of SMTP", peer);
    const std::string why = explain(breakdown(code), peer);
    return is_about_trust(breakdown(code)) ? why + "; check host, port, tls and ca_file" : why;
  }

  [[nodiscard]] Breakdown breakdown(CURLcode code) const {
    long os_error = 0;
    curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &os_error);
    return {.code = code, .os_error = os_error, .detail = error_.data()};
  }

  [[nodiscard]] bool kept_connection() const {
    long made = 0;
    curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &made);
    return made == 0 && !stopping_;
  }

  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
    Session& session = *static_cast<Session*>(self);
    session.content_begun_ = true;
    const std::size_t taken = std::min(size * count, session.left_.size());
    std::memcpy(buffer, session.left_.data(), taken);
    session.left_.remove_prefix(taken);
    return taken;
  }

  static std::size_t on_write(char* /*bytes*/, std::size_t size, std::size_t count, void* /*self*/) {
    return size * count;
  }

  static int on_debug(CURL* /*easy*/, curl_infotype kind, char* bytes, std::size_t size, void* self) {
    Session& session = *static_cast<Session*>(self);
    if (kind == CURLINFO_HEADER_OUT) session.dialogue_.sent({bytes, size});
    if (kind == CURLINFO_HEADER_IN) session.dialogue_.received({bytes, size});
    if (session.dialogue_.over()) session.stop_listening();
    return 0;
  }

  /// Nobody needs the answer to QUIT, and libcurl would wait minutes for it.
  void stop_listening() const {
    for (const curl_socket_t open : open_) shutdown(open, SHUT_RD);
  }

  static curl_socket_t on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
    const curl_socket_t opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (opened >= 0) static_cast<Session*>(self)->open_.push_back(opened);
    return opened;
  }

  static int on_close(void* self, curl_socket_t closed) {
    std::erase(static_cast<Session*>(self)->open_, closed);
    return close(closed);
  }

  /// Without an offer of AUTH libcurl would go on as nobody.
  static int before_mail(void* self, char* /*ip*/, char* /*local_ip*/, int /*port*/, int /*local_port*/) {
    Session& session = *static_cast<Session*>(self);
    session.no_sign_in_ = !session.server_.user.empty() && !session.kept_connection() && !session.dialogue_.signed_in();
    return session.no_sign_in_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
  }

  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Session*>(self)->stopping_ ? 1 : 0;
  }

  const SmtpServer& server_;
  std::chrono::seconds longest_silence_;
  const std::atomic<bool>& stopping_;
  CURL* easy_;
  SmtpDialogue dialogue_;
  std::string_view left_;  ///< of the content
  bool content_begun_ = false;
  bool no_sign_in_ = false;
  std::vector<curl_socket_t> open_;  ///< several only while addresses of the server are tried
  std::array<char, CURL_ERROR_SIZE> error_{};
};

}  // namespace

struct SmtpClient::State {
  State(SmtpServer given, std::chrono::seconds silence) : server(std::move(given)), longest_silence(silence) {}

  const SmtpServer server;
  const std::chrono::seconds longest_silence;
  std::atomic<bool> stopping = false;

  std::mutex mutex;
  std::condition_variable work;
  std::condition_variable news;
  // Under the mutex:
  std::deque<SmtpMail> waiting;
  std::vector<SmtpDone> done;
  std::size_t started = 0;  ///< and not handed back
  std::size_t idle = 0;     ///< threads that wait for work

  std::vector<std::jthread> threads;  ///< the last member: joined while the others still stand

  /// One thread's life. OpenSSL keeps random generators for each thread and does not free them by itself here.
  void serve() {
    deliver_all();
    OPENSSL_thread_stop();
  }

  void deliver_all() {
    Session session(server, longest_silence, stopping);
    std::unique_lock lock(mutex);
    while (!stopping) {
      if (waiting.empty()) {
        ++idle;
        work.wait(lock, [&] { return stopping || !waiting.empty(); });
        --idle;
        continue;
      }
      const SmtpMail mail = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      SmtpDone answer = session.deliver(mail);
      lock.lock();
      done.push_back(std::move(answer));
      news.notify_one();
    }
  }
};

SmtpClient::SmtpClient(SmtpServer server, std::chrono::seconds longest_silence)
    : state_(std::make_unique<State>(std::move(server), longest_silence)) {
  ensure(state_->server.connections > 0, "an SMTP client may open connections");
  start_libcurl();
}

SmtpClient::~SmtpClient() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->work.notify_all();
}

void SmtpClient::start(const SmtpMail& mail) {
  const auto is_one_line = [](std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c < ' '; });
  };
  ensure(is_one_line(mail.sender) && is_one_line(mail.recipient), "an address of a mail is checked");
  const std::lock_guard lock(state_->mutex);
  state_->waiting.push_back(mail);
  ++state_->started;
  if (state_->waiting.size() > state_->idle && state_->threads.size() < state_->server.connections)
    state_->threads.emplace_back([state = state_.get()] { state->serve(); });
  state_->work.notify_one();
}

std::vector<SmtpDone> SmtpClient::wait(std::chrono::milliseconds longest) {
  std::unique_lock lock(state_->mutex);
  if (state_->started > 0) state_->news.wait_for(lock, longest, [&] { return !state_->done.empty(); });
  state_->started -= state_->done.size();
  return std::exchange(state_->done, {});
}

std::size_t SmtpClient::under_way() const {
  const std::lock_guard lock(state_->mutex);
  return state_->started;
}

}  // namespace qd::net
