#include "support/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace cm {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  });
}

bool send_all(int connection, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// Reads until the buffer holds `wanted` bytes; false when the visitor has gone.
bool receive_more(int connection, std::string& buffer) {
  char chunk[16384];
  const ssize_t count = ::recv(connection, chunk, sizeof chunk, 0);
  if (count <= 0) return false;
  buffer.append(chunk, static_cast<std::size_t>(count));
  return true;
}

std::optional<LoopbackRequest> receive_request(int connection, std::string& buffer) {
  std::size_t end = std::string::npos;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!receive_more(connection, buffer)) return std::nullopt;
    if (buffer.front() < 'A' || buffer.front() > 'Z') return std::nullopt;  // TLS, or nonsense
  }
  LoopbackRequest request;
  std::string_view head = std::string_view(buffer).substr(0, end + 2);
  const std::string_view first = head.substr(0, head.find("\r\n"));
  const std::size_t blank = first.find(' ');
  request.method = first.substr(0, blank);
  request.target = first.substr(blank + 1, first.rfind(' ') - blank - 1);
  head.remove_prefix(first.size() + 2);
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(':');
    std::string_view value = line.substr(std::min(line.size(), colon + 1));
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    request.headers.emplace_back(line.substr(0, colon), value);
    head.remove_prefix(line.size() + 2);
  }
  const std::size_t length = std::stoul(request.header("Content-Length").value_or("0"));
  if (request.header("Expect")) send_all(connection, "HTTP/1.1 100 Continue\r\n\r\n");
  while (buffer.size() < end + 4 + length) {
    if (!receive_more(connection, buffer)) return std::nullopt;
  }
  request.body = buffer.substr(end + 4, length);
  buffer.erase(0, end + 4 + length);
  return request;
}

}  // namespace

std::optional<std::string> LoopbackRequest::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (same_name(known, name)) return value;
  }
  return std::nullopt;
}

LoopbackServer::LoopbackServer(Answer answer) : answer_(std::move(answer)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, plain, &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  doorman_ = std::thread([this] { accept_visitors(); });
}

LoopbackServer::~LoopbackServer() {
  closing_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  doorman_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (const int connection : open_) ::shutdown(connection, SHUT_RDWR);
  }
  for (auto& servant : servants_) servant.join();
}

std::string LoopbackServer::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::size_t LoopbackServer::visits() const {
  const std::lock_guard lock(mutex_);
  return requests_.size();
}

std::size_t LoopbackServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

std::vector<LoopbackRequest> LoopbackServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void LoopbackServer::accept_visitors() {
  while (!closing_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    const std::lock_guard lock(mutex_);
    ++connections_;
    open_.insert(connection);
    servants_.emplace_back([this, connection] { serve(connection); });
  }
}

void LoopbackServer::serve(int connection) {
  std::string buffer;
  while (!closing_) {
    const auto request = receive_request(connection, buffer);
    if (!request) break;
    LoopbackReply reply;
    {
      const std::lock_guard answering(answering_);
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(*request);
      }
      reply = answer_(*request);
    }
    if (reply.hang_up) break;
    if (reply.stay_silent) {
      receive_more(connection, buffer);  // returns when either side goes
      break;
    }
    std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Reply\r\n";
    for (const auto& [name, value] : reply.headers) text.append(name).append(": ").append(value).append("\r\n");
    text += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n";
    if (request->method != "HEAD") text += reply.body.substr(0, reply.cut_after.value_or(reply.body.size()));
    if (!send_all(connection, text) || reply.cut_after) break;
  }
  const std::lock_guard lock(mutex_);
  open_.erase(connection);
  ::close(connection);
}

}  // namespace cm
