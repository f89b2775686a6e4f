// Every login of `cm login` over real HTTP against an authorisation server on loopback, which checks what the
// RFCs and the vendors ask for; then what the login left is used and renewed.
#include "platforms/sign_in.h"

#include <doctest/doctest.h>

#include "platforms/channel_http.h"
#include "platforms/item_reader.h"
#include "support/channel_bench.h"
#include "support/loopback_server.h"

namespace cm {
namespace {

constexpr const char* redirect = "https://acme.example/back";

LoopbackReply json_reply(const Json& body, int status = 200) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body.dump()};
}

std::string field(const LoopbackRequest& request, std::string_view name) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (body.is_object()) return text_at(body, name);
  return query_value("http://x/?" + request.body, name).value_or("");
}

/// A token endpoint that takes one code once, and each refresh token once.
class Authority {
 public:
  explicit Authority(const LoginWay& way)
      : way_(way), server_([this](const LoopbackRequest& request) { return answer(request); }) {}

  [[nodiscard]] std::string url() const { return server_.url(); }
  [[nodiscard]] std::vector<LoopbackRequest> asked() const { return server_.requests(); }

 private:
  [[nodiscard]] LoopbackReply answer(const LoopbackRequest& request) const {
    const std::string grant = field(request, "grant_type");
    if (request.target.find("/api/v1/apps") != std::string::npos) {
      return json_reply({{"client_id", "sample-client"}, {"client_secret", "s3cret-sample"}});
    }
    if (request.target.find("refresh_access_token") != std::string::npos) {
      return json_reply({{"access_token", "renewed-sample"}, {"expires_in", 5183944}});
    }
    if (request.method == "GET" && request.target.find("access_token?") != std::string::npos) {
      return json_reply({{"access_token", "long-sample"}, {"expires_in", 5183944}});
    }
    if (grant == "authorization_code" || grant == "refresh_token") {
      Json tokens{{"access_token", grant == "refresh_token" ? "second-sample" : "first-sample"}, {"expires_in", 3600}};
      if (way_.long_lived_url.empty() && way_.registration_url.empty()) tokens["refresh_token"] = "next-sample";
      return json_reply(way_.json_tokens ? Json{{"code", 0}, {"data", tokens}} : tokens);
    }
    return json_reply({{"error", "unsupported_grant_type"}}, 400);
  }

  const LoginWay& way_;
  LoopbackServer server_;
};

struct Login {
  explicit Login(const char* platform, std::initializer_list<ChannelBench::Option> options = {})
      : bench(platform, options), way(login_way_of(*platform_named(platform), bench.settings)), authority(way) {
    bench.settings.base_url = authority.url();
    http = std::make_unique<ChannelHttp>(bench.settings, bench.clock, bench.log);
  }

  /// What a browser brings back when the person says yes.
  std::string finish() {
    OauthClient client{"sample-client", "s3cret-sample"};
    if (!way.registration_url.empty()) client = register_application(way, bench.settings, redirect, http->client());
    const BrowserLogin login(way, bench.settings, client, redirect);
    const std::string address = login.address();
    CHECK(query_value(address, way.client_id_name) == "sample-client");
    CHECK(query_value(address, "redirect_uri") == redirect);
    CHECK(query_value(address, "response_type") == "code");
    CHECK(query_value(address, "scope") == std::string(way.scopes));
    CHECK(query_value(address, "code_challenge").has_value() == way.pkce);
    CHECK(address.find("s3cret") == std::string::npos);
    const std::string state = query_value(address, "state").value();
    CHECK_THROWS_AS(static_cast<void>(login.finish(std::string(redirect) + "?code=c0de&state=another", http->client(),
                                                   bench.clock.now())),
                    Error);
    return login.finish(std::string(redirect) + "?code=c0de&state=" + state, http->client(), bench.clock.now());
  }

  ChannelBench bench;
  const LoginWay& way;
  Authority authority;
  std::unique_ptr<ChannelHttp> http;
};

const std::vector<std::pair<const char*, std::vector<ChannelBench::Option>>>& browser_logins() {
  static const std::vector<std::pair<const char*, std::vector<ChannelBench::Option>>> all{
      {"youtube", {}},  {"x", {}},      {"reddit", {}},  {"linkedin", {}},
      {"mastodon", {}}, {"tiktok", {}}, {"threads", {}}, {"instagram", {{"login", "instagram"}}},
  };
  return all;
}

}  // namespace

TEST_CASE("every platform that lets a browser log in is logged in to over HTTP") {
  for (const auto& browser : browser_logins()) {
    const char* const platform = browser.first;
    CAPTURE(platform);
    Login login(platform);
    for (const auto& [name, value] : browser.second) login.bench.settings.options[name] = value;
    const LoginWay& way = login_way_of(*platform_named(platform), login.bench.settings);
    REQUIRE(way.flow == LoginFlow::browser);
  }
  std::size_t known = 0;
  for (const PlatformKind& kind : platform_table()) {
    if (kind.login.flow == LoginFlow::browser) ++known;
    if (kind.other_login.flow == LoginFlow::browser) ++known;
    if (kind.needs_secret) CHECK_MESSAGE(!kind.login.where.empty(), kind.name);
  }
  CHECK(known == browser_logins().size());
}

TEST_CASE("a code is traded for tokens once, with what each platform wants to see, and kept with its end") {
  for (const char* const platform : {"youtube", "x", "reddit", "linkedin", "tiktok"}) {
    CAPTURE(platform);
    Login login(platform);
    const Json secret = Json::parse(login.finish());
    CHECK(secret["access_token"] == "first-sample");
    CHECK(secret["refresh_token"] == "next-sample");
    CHECK(parse_iso8601(secret["expires_at"].get<std::string>()) == login.bench.clock.now() + std::chrono::hours(1));
    const auto asked = login.authority.asked();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].method == "POST");
    CHECK(field(asked[0], login.way.json_tokens ? "auth_code" : "code") == "c0de");
    CHECK(field(asked[0], "redirect_uri") == redirect);
    CHECK((field(asked[0], "code_verifier").size() >= 43) == login.way.pkce);
    const bool in_header = login.way.client_in_header || login.way.secret_in_header;
    CHECK(field(asked[0], "client_secret") == (in_header ? "" : "s3cret-sample"));
    CHECK(asked[0].target.find("s3cret") == std::string::npos);
    CHECK(login.bench.log.all().find("-sample") == std::string::npos);
  }
}

TEST_CASE("a token that has ended is renewed, and what came instead is kept") {
  for (const char* const platform : {"youtube", "x", "reddit", "linkedin", "tiktok"}) {
    CAPTURE(platform);
    Login login(platform);
    for (const PlatformOption& option : platform_named(platform)->options) {
      if (option.required) login.bench.settings.options[std::string(option.name)] = std::string("9");
    }
    const std::string secret = login.finish();
    login.bench.clock.sleep_for(std::chrono::hours(2));
    std::string kept;
    const auto used = make_platform({.channel = login.bench.settings,
                                     .secret = secret,
                                     .http = login.http->client(),
                                     .clock = login.bench.clock,
                                     .log = login.bench.log,
                                     .keep_secret = [&kept](const std::string& now) { kept = now; }});
    static_cast<void>(used->diagnose());
    CHECK(Json::parse(kept)["access_token"] == "second-sample");
    const auto asked = login.authority.asked();
    REQUIRE(asked.size() >= 2);
    CHECK(field(asked[1], "refresh_token") == "next-sample");
  }
}

TEST_CASE("a server of Mastodon takes cm as an application, and its token does not end") {
  Login login("mastodon");
  CHECK(login.finish() == "first-sample");
  CHECK(login.authority.asked().size() == 2);
}

TEST_CASE("Meta's own logins give tokens of sixty days, which are renewed in their second half") {
  for (const char* const platform : {"threads", "instagram"}) {
    CAPTURE(platform);
    const bool instagram = std::string_view(platform) == "instagram";
    Login login(platform, {});
    LoginWay way = login.way;
    if (instagram) {
      login.bench.settings.options["login"] = std::string("instagram");
      way = login_way_of(*platform_named(platform), login.bench.settings);
    }
    const BrowserLogin browser(way, login.bench.settings, {"sample-client", "s3cret-sample"}, redirect);
    const std::string state = query_value(browser.address(), "state").value();
    const std::string secret = browser.finish(std::string(redirect) + "?code=c0de&state=" + state, login.http->client(),
                                              login.bench.clock.now());
    CHECK(Json::parse(secret)["access_token"] == "long-sample");
    CHECK(login.authority.asked().back().target.find(std::string("grant_type=") + (instagram ? "ig" : "th") +
                                                     "_exchange_token") != std::string::npos);
    std::string kept;
    const auto diagnose = [&] {
      const auto used = make_platform({.channel = login.bench.settings,
                                       .secret = kept.empty() ? secret : kept,
                                       .http = login.http->client(),
                                       .clock = login.bench.clock,
                                       .log = login.bench.log,
                                       .keep_secret = [&kept](const std::string& now) { kept = now; }});
      static_cast<void>(used->diagnose());
    };
    diagnose();
    CHECK(kept.empty());  // sixty days are left
    login.bench.clock.sleep_for(std::chrono::hours(24 * 31));
    diagnose();
    REQUIRE_FALSE(kept.empty());
    CHECK(Json::parse(kept)["access_token"] == "renewed-sample");
    CHECK(login.bench.log.all().find("-sample") == std::string::npos);
  }
}

TEST_CASE("a Page's token comes from a long-lived one, for the Page that the person chooses") {
  LoopbackServer server([](const LoopbackRequest& request) {
    if (request.method == "POST") {
      CHECK(field(request, "fb_exchange_token") == "short-sample");
      CHECK(field(request, "client_secret") == "s3cret-sample");
      return json_reply({{"access_token", "long-sample"}});
    }
    return json_reply({{"data", {{{"id", "9"}, {"name", "Acme"}, {"access_token", "page-sample"}}, {{"id", "8"}}}}});
  });
  ChannelBench bench("facebook");
  bench.settings.base_url = server.url();
  ChannelHttp http(bench.settings, bench.clock, bench.log);
  const LoginWay& way = platform_named("facebook")->login;
  const std::string token =
      exchange_token(way, bench.settings, {"sample-client", "s3cret-sample"}, "short-sample", http.client());
  CHECK(token == "long-sample");
  const auto pages = page_tokens(way, bench.settings, token, http.client());
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].token == "page-sample");
}

TEST_CASE("a platform that says no to a code is a login error with the fix") {
  LoopbackServer server([](const LoopbackRequest&) {
    return json_reply({{"error", "invalid_grant"}, {"note", "s3cret"}}, 400);
  });
  ChannelBench bench("youtube");
  bench.settings.base_url = server.url();
  ChannelHttp http(bench.settings, bench.clock, bench.log);
  const BrowserLogin login(platform_named("youtube")->login, bench.settings, {"sample-client", ""}, redirect);
  const std::string state = query_value(login.address(), "state").value();
  try {
    static_cast<void>(
        login.finish(std::string(redirect) + "?code=c0de&state=" + state, http.client(), bench.clock.now()));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::login);
    CHECK(std::string(error.what()).find("invalid_grant") != std::string::npos);
    CHECK(std::string(error.what()).find("run cm login again") != std::string::npos);
    CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
  }
}

}  // namespace cm
