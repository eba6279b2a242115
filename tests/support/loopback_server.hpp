// A server of a test on 127.0.0.1, each connection served by a function of the test on a thread of its own: it reads
// and writes raw bytes, and may stall, close or reset where a real server never would.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace qd::test {

/// A certificate for 127.0.0.1, its own authority, made by the openssl program.
struct Certificate {
  std::string certificate, key;

  static Certificate make(const std::filesystem::path& folder) {
    Certificate made{folder / "certificate.pem", folder / "key.pem"};
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test -addext "
        "subjectAltName=IP:127.0.0.1 -keyout '" +
        made.key + "' -out '" + made.certificate + "' 2>/dev/null";
    ensure(std::system(command.c_str()) == 0, "openssl makes a certificate");
    return made;
  }
};

/// What a client sent: its head up to the empty line, and the body that Content-Length announces.
struct RawRequest {
  std::string head;
  std::string body;
};

class Peer {
 public:
  explicit Peer(int socket) : socket_(socket) {}
  ~Peer() { close(); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  [[nodiscard]] bool start_tls(SSL_CTX* context) {
    tls_ = SSL_new(context);
    SSL_set_fd(tls_, socket_);
    return SSL_accept(tls_) == 1;
  }

  /// A line without its end; nothing when the connection ended.
  std::optional<std::string> read_line() {
    for (;;) {
      if (const std::size_t end = pending_.find("\r\n"); end != std::string::npos) return take(end, 2);
      if (!read_more()) return std::nullopt;
    }
  }

  std::optional<RawRequest> read_request() {
    std::size_t end = 0;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos)
      if (!read_more()) return std::nullopt;
    RawRequest request{.head = take(end + 2, 2), .body = {}};
    const std::size_t length = content_length(request.head);
    while (pending_.size() < length)
      if (!read_more()) return std::nullopt;
    request.body = take(length, 0);
    return request;
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = tls_ != nullptr ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                                            : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  void answer(int status, std::string_view body, std::string_view further_headers = {}) {
    write("HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
          std::string(further_headers) + "\r\n" + std::string(body));
  }

  /// At most so many bytes, to stop in the middle of something.
  bool read_at_least(std::size_t count) {
    while (pending_.size() < count)
      if (!read_more()) return false;
    return true;
  }

  /// Returns when the client has closed its side, or the server is torn down.
  void await_close() {
    while (read_more()) {
    }
  }

  void close() {
    if (tls_ != nullptr) SSL_free(tls_);
    tls_ = nullptr;
    const std::lock_guard lock(mutex_);
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  /// From another thread: whoever reads or writes here is let go.
  void abort() {
    const std::lock_guard lock(mutex_);
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
  }

  void reset() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }

 private:
  std::string take(std::size_t count, std::size_t skipped) {
    std::string taken = pending_.substr(0, count);
    pending_.erase(0, count + skipped);
    return taken;
  }

  static std::size_t content_length(std::string_view head) {
    const std::size_t at = head.find("Content-Length: ");
    std::size_t length = 0;
    if (at != std::string_view::npos) std::from_chars(head.data() + at + 16, head.data() + head.size(), length);
    return length;
  }

  bool read_more() {
    char buffer[16'384];
    const ssize_t count =
        tls_ != nullptr ? SSL_read(tls_, buffer, sizeof buffer) : ::recv(socket_, buffer, sizeof buffer, 0);
    if (count > 0) pending_.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
  }

  int socket_;
  std::mutex mutex_;  ///< of closing
  SSL* tls_ = nullptr;
  std::string pending_;
};

class LoopbackServer {
 public:
  /// `number` counts connections from 0.
  using Serve = std::function<void(Peer& peer, int number)>;

  /// With a certificate, TLS begins with the connection if `implicit_tls`, else when the function asks for it.
  explicit LoopbackServer(Serve serve, const Certificate* certificate = nullptr, bool implicit_tls = true)
      : serve_(std::move(serve)), implicit_tls_(implicit_tls && certificate != nullptr) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL's, when the client has gone
    if (certificate != nullptr) load(*certificate);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof address;
    ensure(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(listener_, 64) == 0 &&
               ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
           "a test may listen on 127.0.0.1");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~LoopbackServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
      const std::lock_guard lock(mutex_);
      for (const auto& peer : peers_) peer->abort();
    }
    for (std::thread& thread : threads_) thread.join();
    SSL_CTX_free(context_);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(std::string_view target = "/") const {
    return (implicit_tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_) + std::string(target);
  }
  [[nodiscard]] SSL_CTX* context() const { return context_; }
  [[nodiscard]] int connections() {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(peers_.size());
  }

 private:
  void load(const Certificate& certificate) {
    context_ = SSL_CTX_new(TLS_server_method());
    ensure(SSL_CTX_use_certificate_file(context_, certificate.certificate.c_str(), SSL_FILETYPE_PEM) == 1 &&
               SSL_CTX_use_PrivateKey_file(context_, certificate.key.c_str(), SSL_FILETYPE_PEM) == 1,
           "the certificate of a test can be read");
  }

  void accept_all() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      const std::lock_guard lock(mutex_);
      const int number = static_cast<int>(peers_.size());
      Peer& peer = *peers_.emplace_back(std::make_unique<Peer>(socket));
      threads_.emplace_back([this, &peer, number] {
        if (!implicit_tls_ || peer.start_tls(context_)) serve_(peer, number);
        peer.close();
      });
    }
  }

  Serve serve_;
  bool implicit_tls_;
  SSL_CTX* context_ = nullptr;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace qd::test
