#include "http/redirect_listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/error.h"
#include "base/stop.h"

namespace cm {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view path = "/callback";
constexpr std::size_t longest_request = 16384;
constexpr milliseconds longest_silence(2000);  // a browser that opened a connection sends its request at once

constexpr std::string_view thanks =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n"
    "<!doctype html><title>cm</title><p>The login is back at the terminal. This window may be closed.</p>\n";
constexpr std::string_view not_here = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

bool readable(int descriptor, milliseconds patience) {
  pollfd waiting{descriptor, POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(patience.count())) > 0;
}

std::string request_line(int connection) {
  std::string request;
  std::array<char, 2048> piece{};
  while (request.find('\n') == std::string::npos && request.size() < longest_request) {
    if (!readable(connection, longest_silence)) return {};
    const ssize_t count = ::recv(connection, piece.data(), piece.size(), 0);
    if (count <= 0) return {};
    request.append(piece.data(), static_cast<std::size_t>(count));
  }
  return request.substr(0, request.find('\n'));
}

// "GET /callback?code=… HTTP/1.1": the address in it, when it is the one that is waited for.
std::optional<std::string> address_in(std::string_view line) {
  constexpr std::string_view get = "GET ";
  if (!line.starts_with(get)) return std::nullopt;
  line.remove_prefix(get.size());
  const std::string_view address = line.substr(0, line.find(' '));
  const bool ours = address == path || address.starts_with(std::string(path) + "?");
  return ours ? std::optional(std::string(address)) : std::nullopt;
}

[[noreturn]] void refuse(std::uint16_t port) {
  throw Error(ErrorKind::unavailable, "cannot listen on port " + std::to_string(port) + " of this machine: " +
                                          std::strerror(errno) + "; name another one with --port");
}

}  // namespace

RedirectListener::RedirectListener(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (socket_ < 0) refuse(port);
  const int on = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_port = htons(port);
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  if (::bind(socket_, reinterpret_cast<const sockaddr*>(&here), size) != 0 || ::listen(socket_, 8) != 0 ||
      ::getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size) != 0) {
    const int why = errno;
    ::close(socket_);
    errno = why;
    refuse(port);
  }
  port_ = ntohs(here.sin_port);
}

RedirectListener::~RedirectListener() { ::close(socket_); }

std::string RedirectListener::address() const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::optional<std::string> RedirectListener::wait(milliseconds patience) const {
  const auto until = steady_clock::now() + patience;
  while (true) {
    leave_if_stopped();
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
    if (left <= milliseconds(0)) return std::nullopt;
    if (!readable(socket_, std::min(left, milliseconds(200)))) continue;
    const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    const auto address = address_in(request_line(connection));
    const std::string_view answer = address ? thanks : not_here;
    // Whether the browser still wants the answer changes nothing.
    static_cast<void>(::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL));
    ::close(connection);
    if (address) return address;
  }
}

}  // namespace cm
