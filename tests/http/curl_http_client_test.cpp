#include "http/curl_http_client.h"

#include <doctest/doctest.h>

#include <functional>

#include "support/loopback_server.h"

namespace cm {
namespace {

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.secret_headers = {{"Authorization", "Bearer hush"}};
  return request;
}

HttpRequest post(const std::string& url, const std::string& body) {
  HttpRequest request = get(url);
  request.method = "POST";
  request.body = body;
  return request;
}

LoopbackReply redirect(int status, const std::string& to) {
  LoopbackReply reply;
  reply.status = status;
  reply.headers = {{"Location", to}};
  return reply;
}

/// What send() throws, as text; checks that no secret stands in it.
std::string refusal_of(const HttpRequest& request, const CurlSettings& settings = {},
                       ErrorKind kind = ErrorKind::unavailable) {
  CurlHttpClient client(settings);
  try {
    (void)client.send(request);
  } catch (const Error& error) {
    const std::string message = error.what();
    CHECK(error.kind() == kind);
    CHECK(message.find("hush") == std::string::npos);
    return message;
  }
  FAIL("nothing was refused");
  return {};
}

}  // namespace

TEST_CASE("a request arrives with method, headers and body, and the reply comes back") {
  LoopbackServer server([](const LoopbackRequest&) {
    return LoopbackReply{.status = 418, .headers = {{"X-Kind", "teapot"}}, .body = "short and stout"};
  });
  CurlHttpClient client({});
  HttpRequest request = post(server.url() + "/pot?a=1", "{\"tea\":true}");
  request.headers = {{"Content-Type", "application/json"}};
  const HttpReply reply = client.send(request);

  CHECK(reply.status == 418);
  CHECK(reply.header("x-kind") == "teapot");
  CHECK(reply.body == "short and stout");
  const LoopbackRequest seen = server.requests().at(0);
  CHECK(seen.method == "POST");
  CHECK(seen.target == "/pot?a=1");
  CHECK(seen.body == "{\"tea\":true}");
  CHECK(seen.header("authorization") == "Bearer hush");
  CHECK(seen.header("content-type") == "application/json");
}

TEST_CASE("a header without a value leaves out the one that is sent by default") {
  LoopbackServer server([](const LoopbackRequest&) { return LoopbackReply{}; });
  CurlHttpClient client({});
  HttpRequest request = get(server.url() + "/");
  (void)client.send(request);
  request.headers = {{"User-Agent", ""}};
  (void)client.send(request);

  CHECK(server.requests()[0].header("User-Agent"));
  CHECK_FALSE(server.requests()[1].header("User-Agent"));
}

TEST_CASE("a connection is kept for the next request, but not for one that must not happen twice") {
  LoopbackServer server([](const LoopbackRequest&) { return LoopbackReply{}; });
  CurlHttpClient client({});
  for (int i = 0; i < 3; ++i) (void)client.send(get(server.url()));
  CHECK(server.connections() == 1);

  HttpRequest once = post(server.url(), "reply");
  once.repeatable = false;
  (void)client.send(once);
  CHECK(server.connections() == 2);
}

TEST_CASE("a write whose answer is lost on a kept connection is sent once") {
  LoopbackServer server([](const LoopbackRequest& request) {
    LoopbackReply reply;
    reply.hang_up = request.method == "POST";
    return reply;
  });
  CurlHttpClient client({});
  (void)client.send(get(server.url()));
  HttpRequest once = post(server.url(), "reply");
  once.repeatable = false;

  CHECK_THROWS_AS((void)client.send(once), TransportError);
  CHECK(server.visits() == 2);
}

TEST_CASE("every method arrives as it was asked for") {
  LoopbackServer server([](const LoopbackRequest&) { return LoopbackReply{}; });
  CurlHttpClient client({});
  for (const char* const method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
    HttpRequest request = get(server.url());
    request.method = method;
    CHECK(client.send(request).status == 200);
    CHECK(server.requests().back().method == method);
  }
}

TEST_CASE("a redirect on the same host is followed with the secret") {
  LoopbackServer server([](const LoopbackRequest& request) {
    return request.target == "/old" ? redirect(301, "/new?x=1") : LoopbackReply{.body = request.target};
  });
  CurlHttpClient client({});

  CHECK(client.send(get(server.url() + "/old")).body == "/new?x=1");
  CHECK(server.requests().at(1).header("Authorization") == "Bearer hush");
}

TEST_CASE("a redirect to another port or host takes no secret along, not even on the way back") {
  LoopbackServer other([](const LoopbackRequest& request) {
    return request.target == "/back" ? redirect(302, *request.header("X-Home") + "/end") : LoopbackReply{};
  });
  LoopbackServer home([&](const LoopbackRequest& request) {
    return request.target == "/end" ? LoopbackReply{} : redirect(302, other.url() + request.target);
  });
  CurlHttpClient client({});
  HttpRequest request = get(home.url() + "/away");
  request.headers = {{"X-Home", home.url()}};
  (void)client.send(request);

  CHECK(home.requests().at(0).header("Authorization").has_value());
  CHECK_FALSE(other.requests().at(0).header("Authorization").has_value());
  request.url = home.url() + "/back";
  (void)client.send(request);
  CHECK(home.requests().back().target == "/end");
  CHECK_FALSE(home.requests().back().header("Authorization").has_value());
}

TEST_CASE("the sixth redirect is refused") {
  LoopbackServer server([](const LoopbackRequest&) { return redirect(302, "/again"); });

  CHECK(refusal_of(get(server.url()), {}, ErrorKind::refused).find("one redirect too many") != std::string::npos);
  CHECK(server.visits() == 6);
}

TEST_CASE("a write is never sent on") {
  LoopbackServer server([](const LoopbackRequest&) { return redirect(307, "/new"); });

  CHECK(refusal_of(post(server.url(), "x"), {}, ErrorKind::refused).find("set the channel's address") !=
        std::string::npos);
  CHECK(server.visits() == 1);
}

TEST_CASE("a redirect that leads out of http, or to plain http elsewhere, is refused") {
  std::string to = "file:///etc/passwd";
  LoopbackServer server([&](const LoopbackRequest&) { return redirect(302, to); });

  CHECK(refusal_of(get(server.url()), {}, ErrorKind::refused).find("for this machine only") != std::string::npos);
  to = "http://blog.example/?token=hush";
  CHECK(refusal_of(get(server.url()), {}, ErrorKind::refused).find("for this machine only") != std::string::npos);
}

TEST_CASE("plain http goes to this machine only") {
  CHECK(refusal_of(get("http://blog.example/?k=hush"), {}, ErrorKind::wrong_use) ==
        "http://blog.example/: plain http is for this machine only; use https");
  (void)refusal_of(get("http://127.0.0.1.blog.example/"), {}, ErrorKind::wrong_use);
  (void)refusal_of(get("ftp://127.0.0.1/"), {}, ErrorKind::wrong_use);
  (void)refusal_of(get("https://"), {}, ErrorKind::wrong_use);
}

TEST_CASE("a secret with a line break cannot slip a header in") {
  HttpRequest request = get("https://blog.example");
  request.secret_headers = {{"Authorization", "hush\r\nX-Evil: 1"}};

  CHECK(refusal_of(request, {}, ErrorKind::wrong_use).find("line break") != std::string::npos);
}

TEST_CASE("a reply larger than the limit ends at the limit") {
  LoopbackServer server([](const LoopbackRequest&) { return LoopbackReply{.body = std::string(3U << 20U, 'x')}; });
  CurlSettings settings;
  settings.largest_reply = std::size_t{1} << 20U;

  CHECK(refusal_of(get(server.url()), settings).find("larger than 1 MiB") != std::string::npos);
  settings.largest_reply = std::size_t{3} << 20U;
  CHECK(CurlHttpClient(settings).send(get(server.url())).body.size() == std::size_t{3} << 20U);
}

TEST_CASE("an answer that is cut off, lost or never comes is an error that says so") {
  LoopbackReply reply{.body = "half of it"};
  LoopbackServer server([&](const LoopbackRequest&) { return reply; });

  reply.cut_after = 4;
  CHECK(refusal_of(get(server.url())).find("cut off") != std::string::npos);
  reply = {};
  reply.hang_up = true;
  CHECK(refusal_of(get(server.url())).find("without an answer") != std::string::npos);
  reply = {};
  reply.stay_silent = true;
  CurlSettings settings;
  settings.timeout = std::chrono::milliseconds(50);
  CHECK(refusal_of(get(server.url()), settings).find("timeout_s") != std::string::npos);
}

TEST_CASE("where nothing listens the error names host and port") {
  std::string url;
  {
    const LoopbackServer gone([](const LoopbackRequest&) { return LoopbackReply{}; });
    url = gone.url();
  }

  CHECK(refusal_of(get(url + "/?k=hush")) ==
        "cannot reach " + host_of(url) + ": nothing answers there; check the address, or try again later");
}

TEST_CASE("https to a port that speaks plain http is an error, not a reply") {
  LoopbackServer server([](const LoopbackRequest&) { return LoopbackReply{}; });

  CHECK(refusal_of(get("https" + server.url().substr(4))).find("no secure connection") != std::string::npos);
}

TEST_CASE("a client for public hosts alone connects to no private one, whatever its name") {
  LoopbackServer server([](const LoopbackRequest&) { return LoopbackReply{}; });
  const std::string why = refusal_of(get(server.url() + "/"), {.public_hosts_only = true}, ErrorKind::refused);
  CHECK(why.find("leads into a private network; set allow_private") != std::string::npos);
  CHECK(server.requests().empty());
}

}  // namespace cm
