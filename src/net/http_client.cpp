#include "net/http_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <deque>

#include "base/result.hpp"
#include "net/curl_loop.hpp"
#include "net/failure_text.hpp"

namespace qd::net {

namespace {

/// A connection that idled longer is not used again: many servers close theirs after five seconds, and a request that
/// crosses the close on its way leaves us in doubt.
constexpr long kLongestIdleSeconds = 4;
constexpr std::size_t kLargestHeaders = 256U << 10U;

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char left, unsigned char right) { return std::tolower(left) == std::tolower(right); });
}

bool has_header(const HttpHeaders& headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const auto& header) { return same_name(header.first, name); });
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

/// "host:port" of a URL, as it stands there.
std::string_view peer_of(std::string_view url) {
  if (const std::size_t begin = url.find("://"); begin != std::string_view::npos) url.remove_prefix(begin + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  return url;
}

/// This machine, and what a cloud puts beside it to hand out credentials: no proxy can ask those in our place.
bool is_beside_us(std::string_view peer) {
  constexpr std::array<std::string_view, 5> kBegin = {"127.", "localhost", "[::1]", "169.254.", "[fd00:ec2::"};
  return std::ranges::any_of(kBegin, [&](std::string_view begin) { return peer.starts_with(begin); });
}

/// What would change the form of the request when it stands in it.
bool breaks_lines(const HttpRequest& request) {
  constexpr std::string_view kBreaks("\r\n\0", 3);
  const auto has_break = [&](std::string_view text) { return text.find_first_of(kBreaks) != std::string_view::npos; };
  return has_break(request.url) || has_break(request.method) || std::ranges::any_of(request.headers, [&](auto& header) {
           return has_break(header.first) || has_break(header.second);
         });
}

/// One request on its way. Does not move: libcurl keeps pointers into it.
struct Transfer {
  ports::HttpClient::Ticket ticket = 0;
  HttpRequest request;
  std::size_t largest_answer = 0;

  HttpResponse response;
  std::size_t header_bytes = 0;
  bool too_large = false;
  bool begun = false;    ///< a connection was there, and the request was about to be written
  bool resends = false;  ///< libcurl wanted to write it again
  long written_before = 0;
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  std::array<char, CURL_ERROR_SIZE> error{};

  ~Transfer() { curl_slist_free_all(headers); }

  /// Bytes of requests that the connection took, as libcurl counts them: of its CONNECT to a proxy as well.
  [[nodiscard]] long written() const {
    long count = 0;
    curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &count);
    return count;
  }

  /// libcurl writes a request again, POST or not, when a kept connection closes without a byte of answer, although the
  /// server may have acted on it. It asks here before every time it writes; the second time it is told no.
  static int before_request(void* self, char* /*ip*/, char* /*local_ip*/, int /*port*/, int /*local_port*/) {
    Transfer& transfer = *static_cast<Transfer*>(self);
    transfer.resends = transfer.begun;
    if (transfer.begun) return CURL_PREREQFUNC_ABORT;
    transfer.begun = true;
    transfer.written_before = transfer.written();
    return CURL_PREREQFUNC_OK;
  }

  static std::size_t on_header(char* bytes, std::size_t /*one*/, std::size_t count, void* self) {
    Transfer& transfer = *static_cast<Transfer*>(self);
    transfer.header_bytes += count;
    if (transfer.header_bytes > kLargestHeaders) {
      transfer.too_large = true;
      return 0;
    }
    std::string_view line(bytes, count);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    // A status line: what came before belonged to an interim answer.
    if (line.starts_with("HTTP/")) transfer.response.headers.clear();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with("HTTP/")) return count;
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    line.remove_prefix(colon + 1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    transfer.response.headers.emplace_back(std::move(name), line);
    return count;
  }

  static std::size_t on_body(char* bytes, std::size_t /*one*/, std::size_t count, void* self) {
    Transfer& transfer = *static_cast<Transfer*>(self);
    if (count > transfer.largest_answer - transfer.response.body.size()) {
      transfer.too_large = true;
      return 0;
    }
    transfer.response.body.append(bytes, count);
    return count;
  }
};

curl_slist* header_lines(const HttpRequest& request, bool has_body) {
  curl_slist* lines = nullptr;
  for (const auto& [name, value] : request.headers)
    lines = curl_slist_append(lines, (is_blank(value) ? name + ";" : fmt::format("{}: {}", name, value)).c_str());
  // A name with nothing behind it keeps libcurl from adding its own.
  if (!has_header(request.headers, "accept")) lines = curl_slist_append(lines, "Accept:");
  if (!has_header(request.headers, "expect")) lines = curl_slist_append(lines, "Expect:");
  if (has_body && !has_header(request.headers, "content-type")) lines = curl_slist_append(lines, "Content-Type:");
  return lines;
}

void set_method_and_body(CURL* easy, const HttpRequest& request, bool has_body) {
  if (has_body) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  if (request.method == "HEAD")
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  else if (request.method != (has_body ? "POST" : "GET"))
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

long timeout_of(std::chrono::milliseconds span) { return std::max<long>(1, static_cast<long>(span.count())); }

void prepare(Transfer& transfer, const HttpOptions& options) {
  CURL* easy = transfer.easy;
  const HttpRequest& request = transfer.request;
  const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  transfer.headers = header_lines(request, has_body);

  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
  set_method_and_body(easy, request, has_body);

  if (is_beside_us(peer_of(request.url))) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_of(request.timeout));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout_of(request.connect_timeout));
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, kLongestIdleSeconds);
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (!options.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());

  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::before_request);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error.data());
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
}

std::string reason(const Transfer& transfer, int code) {
  const std::string_view peer = peer_of(transfer.request.url);
  if (transfer.too_large) return fmt::format("the answer of {} is too large", peer);
  if (transfer.resends) return fmt::format("{} closed the connection without an answer", peer);
  if (code == CURLE_OPERATION_TIMEDOUT && transfer.begun)
    return fmt::format("no answer from {} within {}", peer, duration_text(transfer.request.timeout));
  if (code == CURLE_OPERATION_TIMEDOUT)
    return fmt::format("no connection to {} within {}", peer,
                       duration_text(std::min(transfer.request.timeout, transfer.request.connect_timeout)));
  long os_error = 0;
  curl_easy_getinfo(transfer.easy, CURLINFO_OS_ERRNO, &os_error);
  return explain({.code = code, .os_error = os_error, .detail = transfer.error.data()}, peer);
}

HttpResult result_of(Transfer& transfer, int code) {
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    return std::move(transfer.response);
  }
  // Headers go before the body: when none was taken, the server has nothing that it could act on.
  const bool written = transfer.begun && transfer.written() > transfer.written_before;
  return std::unexpected(HttpFailure{.may_have_arrived = written, .what = reason(transfer, code)});
}

}  // namespace

struct HttpClient::State {
  explicit State(HttpOptions given) : options(std::move(given)), loop(options.connections) {}

  HttpOptions options;
  CurlLoop loop;
  Ticket last_ticket = 0;
  std::deque<std::unique_ptr<Transfer>> waiting;
  std::vector<std::unique_ptr<Transfer>> moving;
  std::vector<CURL*> idle;
  std::vector<Done> done;

  ~State() {
    for (const std::unique_ptr<Transfer>& transfer : moving) {
      loop.remove(transfer->easy);
      curl_easy_cleanup(transfer->easy);
    }
    for (CURL* easy : idle) curl_easy_cleanup(easy);
  }

  CURL* take_handle() {
    CURL* easy = idle.empty() ? curl_easy_init() : idle.back();
    if (!idle.empty()) idle.pop_back();
    ensure(easy != nullptr, "there is memory for a transfer");
    return easy;
  }

  void admit() {
    while (!waiting.empty() && moving.size() < options.connections) {
      moving.push_back(std::move(waiting.front()));
      waiting.pop_front();
      Transfer& transfer = *moving.back();
      transfer.easy = take_handle();
      prepare(transfer, options);
      loop.add(transfer.easy);
    }
  }

  void finish(const CurlLoop::Finished& finished) {
    const auto found = std::ranges::find(moving, finished.easy, [](const auto& transfer) { return transfer->easy; });
    ensure(found != moving.end(), "libcurl finishes what was begun");
    done.push_back({(*found)->ticket, result_of(**found, finished.code)});
    loop.remove(finished.easy);
    curl_easy_reset(finished.easy);
    idle.push_back(finished.easy);
    moving.erase(found);
  }
};

HttpClient::HttpClient(HttpOptions options) : state_(std::make_unique<State>(std::move(options))) {
  ensure(state_->options.connections > 0, "an HTTP client may open connections");
}

HttpClient::~HttpClient() = default;

HttpClient::Ticket HttpClient::start(HttpRequest request) {
  const Ticket ticket = ++state_->last_ticket;
  if (breaks_lines(request)) {
    state_->done.push_back(
        {ticket, std::unexpected(HttpFailure{.may_have_arrived = false,
                                             .what = "the request holds a line end where none may be"})});
    return ticket;
  }
  auto transfer = std::make_unique<Transfer>();
  transfer->ticket = ticket;
  transfer->request = std::move(request);
  transfer->largest_answer = state_->options.largest_answer;
  state_->waiting.push_back(std::move(transfer));
  state_->admit();
  return ticket;
}

std::vector<HttpClient::Done> HttpClient::wait(std::chrono::milliseconds longest) {
  if (state_->done.empty() && !state_->moving.empty())
    for (const CurlLoop::Finished& finished : state_->loop.run(longest)) state_->finish(finished);
  state_->admit();
  return std::exchange(state_->done, {});
}

std::size_t HttpClient::under_way() const {
  return state_->waiting.size() + state_->moving.size() + state_->done.size();
}

}  // namespace qd::net
