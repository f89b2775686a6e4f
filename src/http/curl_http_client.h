// CurlHttpClient: requests over libcurl, one after another, keeping connections open between them.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "http/http_client.h"

namespace cm {

struct CurlSettings {
  std::chrono::milliseconds timeout = std::chrono::seconds(30);  ///< of one request, answer included
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::filesystem::path ca_file;                       ///< trusted beside the system's authorities
  bool public_hosts_only = false;                      ///< no connection into a private network, redirects included
  std::size_t largest_reply = std::size_t{32} << 20U;  ///< in bytes, unpacked
};

/// TLS is always verified; plain http goes to this machine only. Redirects are followed by hand, five
/// at most and for reads only: secret headers go to the first origin (scheme, host and port) and, once
/// a redirect has led away from it, nowhere at all. Leaves with Error(interrupted) when a stop was requested.
/// Not to be used by two threads at once.
class CurlHttpClient final : public HttpClient {
 public:
  explicit CurlHttpClient(CurlSettings settings);
  ~CurlHttpClient() override;

  [[nodiscard]] HttpReply send(const HttpRequest& request) override;

 private:
  struct Handle;

  [[nodiscard]] HttpReply send_once(const HttpRequest& request, const std::string& url, bool with_secrets);

  CurlSettings settings_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace cm
