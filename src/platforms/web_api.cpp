#include "platforms/web_api.h"

#include <algorithm>
#include <utility>

#include "base/timestamp.h"
#include "platforms/item_reader.h"
#include "text/utf8.h"

namespace cm {
namespace {

using std::chrono::milliseconds;

// Once more after a wait, then it is the next run's turn.
constexpr int tries_after_429 = 3;

std::string_view usual_fix(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::login:
      return "give the channel a new secret that may do this; \"cm doctor\" shows what it may do now";
    case ErrorKind::unavailable:
      return "run again later; what was read so far is saved";
    default:
      return {};
  }
}

std::string without_slash_at_end(std::string address) {
  while (address.ends_with('/')) address.pop_back();
  return address;
}

}  // namespace

WebApi::WebApi(const PlatformParts& parts, const ApiManners& manners, std::string base)
    : manners_(manners), channel_(parts.channel.name), http_(parts.http), clock_(parts.clock), log_(parts.log) {
  secret_words_.add(parts.secret);
  base_ = parts.channel.base_url;
  if (base_.empty()) base_ = std::move(base);
  if (base_.empty()) base_ = manners.base;
  base_ = without_slash_at_end(std::move(base_));
  if (base_.empty()) {
    throw Error(ErrorKind::wrong_use, "channel \"" + channel_ + "\": " + std::string(manners.title) +
                                          " runs on many hosts; say which by \"url\"");
  }
}

std::string WebApi::name_of(const ApiCall& call) const {
  const std::string path =
      call.path.starts_with("http") ? loggable_url(call.path) : call.path.substr(0, call.path.find('?'));
  return "channel \"" + channel_ + "\": " + std::string(manners_.title) + ", " + call.method + " " + path;
}

void WebApi::wait_for_quota() {
  if (!blocked_until_) return;
  const auto wait = *blocked_until_ - clock_.now();
  if (wait <= milliseconds(0)) {
    blocked_until_.reset();
    return;
  }
  if (wait > longest_wait) {
    throw Error(ErrorKind::unavailable, "channel \"" + channel_ + "\": " + std::string(manners_.title) +
                                            "'s quota is used up until " + to_iso8601(*blocked_until_) +
                                            "; run again then, what was read so far is saved");
  }
  log_.info("channel " + channel_ + ": waiting " + std::to_string((wait.count() + 999) / 1000) +
            " s for its quota to come back");
  clock_.sleep_for(wait);
  blocked_until_.reset();
}

HttpReply WebApi::send_patiently(const ApiCall& call, const HttpHeaders* other_secrets) {
  HttpRequest request;
  request.method = call.method;
  request.url = with_query(call.path.starts_with("http") ? call.path : base_ + call.path, call.query);
  request.headers = call.headers;
  request.headers.emplace_back("Accept", "application/json");
  request.body = call.body;
  request.repeatable = call.repeatable;
  // A link that a reply named may lead anywhere; the login stays with the host it is for.
  if (other_secrets != nullptr) {
    request.secret_headers = *other_secrets;
  } else if (origin_of(request.url) == origin_of(base_)) {
    request.secret_headers = sign_ ? sign_(request) : secret_headers_;
  }
  for (int attempt = 1;; ++attempt) {
    wait_for_quota();
    HttpReply reply = http_.send(request);
    standing_ = read_rate(reply, manners_.rate, clock_.now());
    if (standing_.reset && standing_.remaining && *standing_.remaining < 1) blocked_until_ = standing_.reset;
    if (reply.status != 429 || attempt == tries_after_429) return reply;
    const auto retry_after = read_retry_after(reply, clock_.now());
    const auto until = retry_after ? std::optional(clock_.now() + *retry_after) : standing_.reset;
    blocked_until_ = std::max(until.value_or(clock_.now() + std::chrono::seconds(30)), clock_.now() + milliseconds(1));
  }
}

// Some hosts answer 200 while a part behind them is down, and say so in the body.
std::optional<ApiRefusal> WebApi::refusal_of(const HttpReply& reply, const Json& body) const {
  auto refusal = manners_.refusal(reply, body);
  if (refusal || reply.status >= 300) return refusal;
  const Json& error = value_at(body, "error");
  if (!error.is_string() && !error.is_object()) return std::nullopt;
  const Json& status = value_at(error, "code");
  refusal = refusal_by_status(status.is_number_integer() ? status.get<int>() : 0);
  if (!refusal) refusal = ApiRefusal{ErrorKind::unavailable, {}, {}};
  refusal->code = error.is_string() ? error.get<std::string>() : text_at(error, "status");
  return refusal;
}

std::string WebApi::quoted(const std::string& code) const { return '"' + secret_words_.quotable(code) + '"'; }

void WebApi::check(const ApiCall& call, const HttpReply& reply, const Json& body) const {
  const auto refusal = refusal_of(reply, body);
  if (!refusal) return;
  std::string message = name_of(call) + ": answered " + std::to_string(reply.status);
  if (!refusal->code.empty()) message += " " + quoted(refusal->code);
  const std::string_view fix = refusal->fix.empty() ? usual_fix(refusal->kind) : std::string_view(refusal->fix);
  if (!fix.empty()) message.append("; ").append(fix);
  throw Error(refusal->kind, message);
}

void WebApi::renew() {
  renewing_ = true;
  try {
    renew_();
  } catch (...) {
    renewing_ = false;
    throw;
  }
  renewing_ = false;
}

std::pair<HttpReply, Json> WebApi::try_call(const ApiCall& call) {
  if (renew_ && !renewing_ && !logged_in_) renew();
  HttpReply reply = send_patiently(call);
  Json body = parsed_body(reply);
  if (renew_ && !renewing_) {
    const auto refusal = refusal_of(reply, body);
    if (refusal && refusal->expired) {
      renew();
      reply = send_patiently(call);
      body = parsed_body(reply);
    }
  }
  return {std::move(reply), std::move(body)};
}

HttpReply WebApi::send(const ApiCall& call) {
  auto [reply, body] = try_call(call);
  check(call, reply, body);
  return std::move(reply);
}

Json WebApi::call(const ApiCall& call) {
  auto [reply, body] = try_call(call);
  check(call, reply, body);
  if (body.is_null() && reply.body.find_first_not_of(" \t\r\n") != std::string::npos && reply.body != "null") {
    throw Error(ErrorKind::unavailable, name_of(call) + ": the answer is no JSON, or was cut off; run again later");
  }
  return std::move(body);
}

Json WebApi::call_elsewhere(const ApiCall& call, const HttpHeaders& secret_headers) {
  const HttpReply reply = send_patiently(call, &secret_headers);
  Json body = parsed_body(reply);
  auto refusal = refusal_by_status(reply.status);
  if (refusal) {
    // A token endpoint says 400 for a token that it does not take.
    if (refusal->kind == ErrorKind::refused) refusal->kind = ErrorKind::login;
    const Json error = body.is_object() ? body.value("error", Json()) : Json();
    throw Error(refusal->kind, name_of(call) + ": answered " + std::to_string(reply.status) +
                                   (error.is_string() ? " " + quoted(error.get<std::string>()) : "") + "; " +
                                   std::string(usual_fix(refusal->kind)));
  }
  return body;
}

Json needed_list(const WebApi& api, Json& reply, std::string_view key, CommentPage& page) {
  if (value_at(reply, key).is_null()) {
    throw Error(ErrorKind::unavailable, "channel \"" + api.channel() + "\": the answer has no \"" + std::string(key) +
                                            "\"; nothing was taken from it, run again later");
  }
  return array_in(reply, key, page);
}

Json parsed_body(const HttpReply& reply) {
  Json body = is_valid_utf8(reply.body) ? Json::parse(reply.body, nullptr, false)
                                        : Json::parse(repaired_utf8(reply.body), nullptr, false);
  return body.is_discarded() ? Json() : body;
}

ApiCall json_call(std::string method, std::string path, const Json& body) {
  ApiCall call{.method = std::move(method), .path = std::move(path)};
  call.headers = {{"Content-Type", "application/json"}};
  call.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return call;
}

ApiCall form_call(std::string method, std::string path, const UrlParameters& form) {
  ApiCall call{.method = std::move(method), .path = std::move(path)};
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  call.body = form.encoded();
  return call;
}

std::optional<ApiRefusal> refusal_by_status(int status) {
  if (status < 400) return std::nullopt;
  if (status == 401) return ApiRefusal{ErrorKind::login, {}, {}, true};
  if (status == 403) return ApiRefusal{ErrorKind::login, {}, {}};
  if (status == 408 || status == 429 || status >= 500) return ApiRefusal{ErrorKind::unavailable, {}, {}};
  return ApiRefusal{ErrorKind::refused, {}, {}};
}

}  // namespace cm
