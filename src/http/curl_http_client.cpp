#include "http/curl_http_client.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <string_view>

#include "base/stop.h"
#include "http/curl_library.h"
#include "http/private_address.h"

namespace cm {
namespace {

constexpr int most_redirects = 5;
constexpr std::size_t largest_headers = std::size_t{256} << 10U;

struct HeaderListDeleter {
  void operator()(curl_slist* list) const { libcurl().slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, HeaderListDeleter>;

void append(HeaderList& list, const std::string& line) {
  curl_slist* const longer = libcurl().slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

void append(HeaderList& list, const HttpHeaders& headers) {
  for (const auto& [name, value] : headers) {
    if ((name + value).find_first_of(std::string("\r\n\0", 3)) != std::string::npos) {
      throw Error(ErrorKind::wrong_use, "a secret or setting that goes into the header \"" + name +
                                            "\" holds a line break; give it as one line");
    }
    append(list, value.empty() ? name + ":" : name + ": " + value);
  }
}

/// An address in its parts, as libcurl itself understands it.
class ParsedUrl {
 public:
  explicit ParsedUrl(const std::string& url) : handle_(libcurl().url()) {
    if (handle_ == nullptr) throw std::bad_alloc();
    if (libcurl().url_set(handle_, CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
      libcurl().url_cleanup(handle_);
      throw Error(ErrorKind::wrong_use, "\"" + loggable_url(url) + "\" is no web address; write https://host/path");
    }
  }
  ParsedUrl(const ParsedUrl&) = delete;
  ParsedUrl& operator=(const ParsedUrl&) = delete;
  ~ParsedUrl() { libcurl().url_cleanup(handle_); }

  [[nodiscard]] std::string part(CURLUPart wanted, unsigned flags = 0) const {
    char* text = nullptr;
    if (libcurl().url_get(handle_, wanted, &text, flags) != CURLUE_OK) return {};
    std::string copy(text);
    libcurl().free(text);
    return copy;
  }

  /// Follows a Location, which may be relative; false when it is no address.
  [[nodiscard]] bool follow(const std::string& location) {
    return libcurl().url_set(handle_, CURLUPART_URL, location.c_str(), 0) == CURLUE_OK;
  }

  [[nodiscard]] std::string whole() const { return part(CURLUPART_URL); }

  [[nodiscard]] std::string origin() const {
    return part(CURLUPART_SCHEME) + "://" + part(CURLUPART_HOST) + ":" + part(CURLUPART_PORT, CURLU_DEFAULT_PORT);
  }

  [[nodiscard]] bool is_loopback() const {
    const std::string host = part(CURLUPART_HOST);
    if (host == "localhost" || host == "[::1]") return true;
    // Only a written-out address: a name that begins with "127." belongs to somebody else.
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
  }

  [[nodiscard]] bool may_be_asked() const {
    const std::string scheme = part(CURLUPART_SCHEME);
    return scheme == "https" || (scheme == "http" && is_loopback());
  }

 private:
  CURLU* handle_;
};

/// What arrives while a request runs.
struct Arrival {
  HttpReply reply;
  std::size_t header_bytes = 0;
  std::size_t largest = 0;
  bool too_large = false;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* into) {
  auto& arrival = *static_cast<Arrival*>(into);
  if (arrival.reply.body.size() + size > arrival.largest) {
    arrival.too_large = true;
    return 0;
  }
  arrival.reply.body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* into) {
  auto& arrival = *static_cast<Arrival*>(into);
  std::string_view line(data, size);
  arrival.header_bytes += size;
  if (arrival.header_bytes > largest_headers) {
    arrival.too_large = true;
    return 0;
  }
  while (line.ends_with('\n') || line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) arrival.reply.headers.clear();  // what came before was a "100 Continue"
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  arrival.reply.headers.emplace_back(line.substr(0, colon), value);
  return size;
}

// Asked with the address that is really connected to, so that no name and no redirect leads past it.
curl_socket_t open_public_socket(void* met_private, curlsocktype, curl_sockaddr* address) {
  if (is_private_address(address->addr)) {
    *static_cast<bool*>(met_private) = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int stop_when_asked(void*, curl_off_t, curl_off_t, curl_off_t, curl_off_t) { return stop_requested() ? 1 : 0; }

struct Failure {
  CURLcode code;
  TransportError::Outlook outlook;
  std::string_view what;  ///< after "cannot reach HOST: "
};

using enum TransportError::Outlook;

constexpr std::array failures{
    Failure{CURLE_COULDNT_RESOLVE_HOST, not_sent, "there is no such host, or no network; check the address"},
    Failure{CURLE_COULDNT_RESOLVE_PROXY, not_sent, "the proxy's name is not known; check the proxy settings"},
    Failure{CURLE_COULDNT_CONNECT, not_sent, "nothing answers there; check the address, or try again later"},
    Failure{CURLE_OPERATION_TIMEDOUT, unanswered, "no whole answer came in time; try again later or raise timeout_s"},
    Failure{CURLE_PARTIAL_FILE, unanswered, "the answer was cut off; try again later"},
    Failure{CURLE_GOT_NOTHING, unanswered, "the connection ended without an answer; try again later"},
    Failure{CURLE_BAD_CONTENT_ENCODING, unanswered, "the answer could not be unpacked; try again later"},
    Failure{CURLE_PEER_FAILED_VERIFICATION, lasting,
            "its certificate is not trusted; renew it, or name its authority with ca_file"},
    Failure{CURLE_SSL_CACERT_BADFILE, lasting, "the file that ca_file names cannot be read as certificates"},
    Failure{CURLE_SSL_CONNECT_ERROR, not_sent, "no secure connection could be made; check that the port speaks TLS"},
    Failure{CURLE_UNSUPPORTED_PROTOCOL, lasting, "the address is neither https nor http"},
};

bool is_tls(CURLcode code) { return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR; }

[[noreturn]] void give_up(CURLcode code, const std::string& url, const char* detail) {
  const std::string reach = "cannot reach " + host_of(url) + ": ";
  const auto* const known = std::ranges::find(failures, code, &Failure::code);
  if (known == failures.end()) throw TransportError(unanswered, reach + libcurl().easy_strerror(code));
  // OpenSSL's words say which it was (expired, another name, an unknown authority); they hold no secret.
  const std::string words = is_tls(code) && *detail != '\0' ? std::string(detail) + ": " : std::string();
  throw TransportError(known->outlook, reach + words + std::string(known->what));
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

[[noreturn]] void refuse_redirect(const std::string& from, const std::string& to, std::string_view why) {
  throw Error(ErrorKind::refused, loggable_url(from) + " sends on to " + loggable_url(to) + ": " + std::string(why));
}

}  // namespace

struct CurlHttpClient::Handle {
  Handle() : curl(libcurl().easy_init()) {
    if (curl == nullptr) throw std::bad_alloc();
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { libcurl().easy_cleanup(curl); }

  template <typename Value>
  void set(CURLoption option, Value value) const {
    if (libcurl().easy_setopt(curl, option, value) != CURLE_OK) {
      throw Error(ErrorKind::internal, "libcurl does not take option " + std::to_string(option));
    }
  }

  CURL* curl;
};

CurlHttpClient::CurlHttpClient(CurlSettings settings)
    : settings_(std::move(settings)), handle_(std::make_unique<Handle>()) {}

CurlHttpClient::~CurlHttpClient() = default;

HttpReply CurlHttpClient::send(const HttpRequest& request) {
  ParsedUrl url(request.url);
  if (!url.may_be_asked()) {
    throw Error(ErrorKind::wrong_use, loggable_url(request.url) + ": plain http is for this machine only; use https");
  }
  const std::string first_origin = url.origin();
  const bool reads = request.method == "GET" || request.method == "HEAD";
  bool at_home = true;
  for (int redirects = 0;; ++redirects) {
    const std::string here = url.whole();
    HttpReply reply = send_once(request, here, at_home);
    const auto location = reply.header("Location");
    if (!is_redirect(reply.status) || !location) return reply;

    if (!url.follow(std::string(*location))) refuse_redirect(here, std::string(*location), "that is no web address");
    const std::string there = url.whole();
    if (redirects == most_redirects) refuse_redirect(here, there, "that is one redirect too many");
    if (!url.may_be_asked()) refuse_redirect(here, there, "plain http is for this machine only");
    // After 301 to 303 browsers read where they meant to write: the answer would look like success.
    if (!reads) refuse_redirect(here, there, "a write is not sent on; set the channel's address to where it leads");
    at_home = at_home && url.origin() == first_origin;
  }
}

HttpReply CurlHttpClient::send_once(const HttpRequest& request, const std::string& url, bool with_secrets) {
  leave_if_stopped();
  const Handle& curl = *handle_;
  Arrival arrival;
  arrival.largest = settings_.largest_reply;
  std::array<char, CURL_ERROR_SIZE> detail{};
  HeaderList headers;
  append(headers, request.headers);
  if (with_secrets) append(headers, request.secret_headers);
  append(headers, "Expect:");  // no round trip before a body

  libcurl().easy_reset(curl.curl);  // open connections stay
  curl.set(CURLOPT_ERRORBUFFER, detail.data());
  curl.set(CURLOPT_URL, url.c_str());
  curl.set(CURLOPT_PROTOCOLS_STR, "https,http");
  curl.set(CURLOPT_NOSIGNAL, 1L);
  curl.set(CURLOPT_TIMEOUT_MS, long{settings_.timeout.count()});
  curl.set(CURLOPT_CONNECTTIMEOUT_MS, long{settings_.connect_timeout.count()});
  curl.set(CURLOPT_SSL_VERIFYPEER, 1L);
  curl.set(CURLOPT_SSL_VERIFYHOST, 2L);
  curl.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings_.ca_file.empty()) {
    // CAINFO takes the place of the system's bundle; the system's folder keeps its authorities trusted.
    curl.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    curl.set(CURLOPT_CAPATH, "/etc/ssl/certs");
  }
  if (ParsedUrl(url).is_loopback()) curl.set(CURLOPT_PROXY, "");
  bool met_private = false;
  if (settings_.public_hosts_only) {
    curl.set(CURLOPT_OPENSOCKETFUNCTION, open_public_socket);
    curl.set(CURLOPT_OPENSOCKETDATA, &met_private);
  }
  curl.set(CURLOPT_ACCEPT_ENCODING, "");
  curl.set(CURLOPT_USERAGENT, "cm (community moderation at the command line)");
  curl.set(CURLOPT_HTTPHEADER, headers.get());
  curl.set(CURLOPT_WRITEFUNCTION, take_body);
  curl.set(CURLOPT_WRITEDATA, &arrival);
  curl.set(CURLOPT_HEADERFUNCTION, take_header);
  curl.set(CURLOPT_HEADERDATA, &arrival);
  curl.set(CURLOPT_NOPROGRESS, 0L);
  curl.set(CURLOPT_XFERINFOFUNCTION, stop_when_asked);
  // On a kept connection that has died libcurl sends again by itself, which must not post a reply twice.
  if (!request.repeatable) curl.set(CURLOPT_FRESH_CONNECT, 1L);
  if (request.method == "HEAD") {
    curl.set(CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET") {
    if (request.method != "DELETE" || !request.body.empty()) {
      curl.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      curl.set(CURLOPT_POSTFIELDS, request.body.data());
    }
    curl.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  const CURLcode code = libcurl().easy_perform(curl.curl);
  if (code == CURLE_ABORTED_BY_CALLBACK) leave_if_stopped();
  if (arrival.too_large) {
    throw TransportError(lasting, "cannot reach " + host_of(url) + ": the answer is larger than " +
                                      std::to_string(settings_.largest_reply >> 20U) + " MiB");
  }
  if (code != CURLE_OK && met_private) {
    throw Error(ErrorKind::refused, loggable_url(url) +
                                        ": it leads into a private network; set allow_private = true "
                                        "for the channel where that is meant");
  }
  if (code != CURLE_OK) give_up(code, url, detail.data());
  long status = 0;
  libcurl().easy_getinfo(curl.curl, CURLINFO_RESPONSE_CODE, &status);
  arrival.reply.status = static_cast<int>(status);
  return std::move(arrival.reply);
}

}  // namespace cm
