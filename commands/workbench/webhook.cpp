#include "workbench/webhook.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "http/curl_http_client.h"
#include "http/patient_http_client.h"

namespace cm {
namespace {

constexpr std::string_view whose = "the webhook of [watch]: ";

[[noreturn]] void refuse(ErrorKind kind, const std::string& why) { throw Error(kind, std::string(whose) + why); }

std::string address_of(const SecretSource& secret, const Environment& environment) {
  try {
    return read_secret(secret, environment);
  } catch (const Error& error) {
    refuse(error.kind(), error.what());
  }
}

HttpReply post(HttpClient& http, const HttpRequest& request) {
  try {
    return http.send(request);
  } catch (const TransportError& error) {
    refuse(ErrorKind::unavailable, error.what());
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::unavailable) throw;
    // What the client says of an address shows its path, which is the secret.
    refuse(ErrorKind::wrong_use, "its address must begin with https://");
  }
}

}  // namespace

void tell_webhook(const SecretSource& secret, std::string_view text, Workbench& bench) {
  CurlHttpClient curl({.timeout = std::chrono::seconds(10)});
  PatientHttpClient http(curl, bench.clock(), bench.log(), {.tries = 3, .in_all = std::chrono::seconds(20)});
  HttpRequest request;
  request.method = "POST";
  request.url = address_of(secret, bench.environment());
  request.headers = {{"Content-Type", "application/json"}};
  request.body = nlohmann::json{{"text", text}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  request.repeatable = false;
  const HttpReply reply = post(http, request);
  if (reply.status < 200 || reply.status > 299) {
    refuse(ErrorKind::unavailable, "it answered " + std::to_string(reply.status) + "; the next run tries again");
  }
}

}  // namespace cm
