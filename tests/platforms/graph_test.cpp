#include "platforms/graph.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "support/channel_bench.h"

namespace cm {
namespace {

constexpr const char* me = R"({"id":"100","name":"Acme"})";

HttpReply with_header(std::string name, std::string value) { return {200, {{std::move(name), std::move(value)}}, {}}; }

ErrorKind kind_of(int status, const std::string& body) {
  return graph_refusal({status, {}, {}}, Json::parse(body)).value().kind;
}

/// A Facebook channel that has told who it is.
ChannelBench facebook() { return ChannelBench("facebook", {}, {"100_1"}); }

const PageRef post{"100_1", "post"};

ErrorKind refusal_of(ChannelBench& bench) {
  try {
    (void)bench.read(post);
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
    return error.kind();
  }
  FAIL("nothing was refused");
  return ErrorKind::internal;
}

}  // namespace

TEST_CASE("usage is read from every header that Meta has, and the highest counts") {
  CHECK(
      read_graph_usage(with_header("x-app-usage", R"({"call_count":28,"total_time":75,"total_cputime":25})")).percent ==
      75);
  const GraphUsage business = read_graph_usage(with_header(
      "X-Business-Use-Case-Usage",
      R"({"1":[{"type":"pages","call_count":97,"estimated_time_to_regain_access":0}],)"
      R"("2":[{"type":"instagram","call_count":100,"total_time":45,"estimated_time_to_regain_access":10}]})"));
  CHECK(business.percent == 100);
  CHECK(business.until_regained == std::chrono::minutes(10));
  CHECK(read_graph_usage(with_header("X-App-Usage", "nonsense")).percent == 0);
  CHECK(read_graph_usage({200, {}, {}}).percent == 0);
}

TEST_CASE("Meta's error codes become what cm does about them") {
  CHECK(kind_of(400, R"({"error":{"code":190,"error_subcode":463,"type":"OAuthException"}})") == ErrorKind::login);
  CHECK(kind_of(403, R"({"error":{"code":10}})") == ErrorKind::login);
  CHECK(kind_of(403, R"({"error":{"code":230}})") == ErrorKind::login);
  CHECK(kind_of(400, R"({"error":{"code":4}})") == ErrorKind::unavailable);
  CHECK(kind_of(400, R"({"error":{"code":80001}})") == ErrorKind::unavailable);
  CHECK(kind_of(400, R"({"error":{"code":100}})") == ErrorKind::refused);
  CHECK(kind_of(500, R"({"error":{"code":2}})") == ErrorKind::unavailable);
  CHECK(kind_of(400, R"({"error":{"code":368}})") == ErrorKind::login);
  // An error inside a reply that says 200, and codes that nobody has seen.
  CHECK(kind_of(200, R"({"error":{"code":1}})") == ErrorKind::unavailable);
  CHECK(kind_of(200, R"({"error":{"code":99999}})") == ErrorKind::refused);
  CHECK(kind_of(503, "{}") == ErrorKind::unavailable);
  CHECK_FALSE(graph_refusal({200, {}, {}}, Json::parse(R"({"data":[]})")).has_value());
}

TEST_CASE("the proof of a token is its HMAC under the app's secret") {
  CHECK(appsecret_proof("what do ya want for nothing?", "Jefe") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");  // RFC 4231, test case 2
}

TEST_CASE("comments are read in pages by cursor, and the token stays in the header") {
  ChannelBench bench = facebook();
  bench.http.reply_json(200, R"({"data":[{"id":"1","message":"a","created_time":"2026-11-19T10:00:00+0000"}],
      "paging":{"cursors":{"before":"b","after":"next one"},"next":"https://graph.facebook.com/x?access_token=t"},
      "summary":{"total_count":2}})");
  bench.http.reply_json(200, me);
  const CommentPage first = bench.read(post);
  CHECK(first.comments.size() == 1);
  CHECK(first.expected_total == 2);
  CHECK(first.next_cursor == "next one");

  bench.http.reply_json(200, R"({"data":[],"paging":{"cursors":{"after":"still"}}})");
  ReadFrom from;
  from.cursor = first.next_cursor;
  CHECK(bench.read(post, from).next_cursor.empty());
  CHECK(query_value(bench.http.requests.back().url, "after") == "next one");
  for (const auto& request : bench.http.requests) {
    CHECK(request.url.find("s3cret") == std::string::npos);
    CHECK(request.secret_headers == bearer_authorization("s3cret-sample"));
  }
}

TEST_CASE("an empty page with a next cursor goes on, and a pass ends at what is known") {
  ChannelBench bench = facebook();
  bench.http.reply_json(200, R"({"data":[],"paging":{"next":"https://graph.facebook.com/x?after=c2&access_token=t"}})");
  bench.http.reply_json(200, me);
  CHECK(bench.read(post).next_cursor == "c2");

  bench.http.reply_json(200, R"({"data":[{"id":"2","message":"new","created_time":"2026-11-19T10:00:01+0000"},
      {"id":"1","message":"old","created_time":"2026-11-19T10:00:00+0000"}],
      "paging":{"cursors":{"after":"c"},"next":"https://graph.facebook.com/x"}})");
  ReadFrom from;
  from.newer_than = parse_iso8601("2026-11-19T10:00:00Z");
  const CommentPage page = bench.read(post, from);
  CHECK(page.comments.size() == 1);
  CHECK(page.next_cursor.empty());
}

TEST_CASE("a token that expires in the middle of a run is a login error") {
  ChannelBench bench = facebook();
  bench.http.reply_json(400, R"({"error":{"message":"Error validating access token","type":"OAuthException",
      "code":190,"error_subcode":463,"fbtrace_id":"x"}})");
  CHECK(refusal_of(bench) == ErrorKind::login);
}

TEST_CASE("a page that is cut off, or has no list, is unavailable") {
  ChannelBench bench = facebook();
  bench.http.reply_json(200, R"({"data":[{"id")");
  CHECK(refusal_of(bench) == ErrorKind::unavailable);
  for (const char* const body : {R"({"data":"none"})", "{}"}) {
    bench.http.reply_json(200, body);
    CHECK(refusal_of(bench) == ErrorKind::unavailable);
  }
}

TEST_CASE("access that comes back in minutes is waited for, in hours is the next run's") {
  const auto lost_for = [](const std::string& wait) {
    return HttpHeaders{{"X-Business-Use-Case-Usage",
                        R"({"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":)" + wait + "}]}"}};
  };
  ChannelBench bench = facebook();
  bench.http.reply_json(200, R"({"data":[]})", lost_for("3")).reply_json(200, me, lost_for("600"));
  (void)bench.read(post);
  CHECK(bench.clock.sleeps == std::vector<std::chrono::milliseconds>{std::chrono::minutes(3)});
  CHECK(refusal_of(bench) == ErrorKind::unavailable);
}

TEST_CASE("with an app's secret every call carries the proof") {
  ChannelSettings settings;
  settings.name = "shop";
  settings.platform = "facebook";
  ScriptedHttpClient http;
  FixedClock clock;
  CollectingLog log;
  const auto platform = make_platform({settings, "token app-secret", http, clock, log});
  http.reply_json(200, R"({"data":[]})").reply_json(200, me);
  (void)platform->read_page(post, {});

  for (const auto& request : http.requests) {
    CHECK(query_value(request.url, "appsecret_proof") == appsecret_proof("token", "app-secret"));
    CHECK(request.secret_headers == bearer_authorization("token"));
  }
}

}  // namespace cm
