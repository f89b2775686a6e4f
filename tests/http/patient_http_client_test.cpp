#include "http/patient_http_client.h"

#include <doctest/doctest.h>

#include <memory>

#include "support/collecting_log.h"
#include "support/fixed_clock.h"
#include "support/scripted_http_client.h"

namespace cm {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Patience around a script, with the longest jitter there is.
struct Trial {
  HttpReply send(bool repeatable = true) {
    PatientHttpClient client(script, clock, log, patience, [] { return 1.0; });
    HttpRequest request;
    request.url = "https://blog.example/wp-json?token=hush";
    request.repeatable = repeatable;
    return client.send(request);
  }

  ScriptedHttpClient script;
  FixedClock clock;
  CollectingLog log;
  Patience patience;
};

}  // namespace

TEST_CASE("an answer is handed on at once, whatever it refuses") {
  for (const int status : {200, 204, 304, 400, 401, 403, 404, 410, 501}) {
    Trial trial;
    trial.script.reply(status);
    CHECK(trial.send().status == status);
    CHECK(trial.clock.sleeps.empty());
  }
}

TEST_CASE("passing failures are tried again, each pause twice as long, until tries run out") {
  Trial trial;
  for (int i = 0; i < 5; ++i) trial.script.reply(503);

  CHECK(trial.send().status == 503);
  CHECK(trial.clock.sleeps == std::vector<milliseconds>{milliseconds(500), seconds(1), seconds(2), seconds(4)});
  CHECK(trial.script.left() == 0);
}

TEST_CASE("the jitter reaches down to no pause at all") {
  Trial trial;
  trial.script.reply(500).reply(200);
  PatientHttpClient client(trial.script, trial.clock, trial.log, {}, [] { return 0.0; });
  HttpRequest request;
  request.url = "https://blog.example";

  CHECK(client.send(request).status == 200);
  CHECK(trial.clock.sleeps == std::vector<milliseconds>{milliseconds(0)});
  CHECK(trial.script.left() == 0);
}

TEST_CASE("no pause is longer than the longest") {
  Trial trial;
  trial.patience.longest_pause = seconds(1);
  for (int i = 0; i < 4; ++i) trial.script.reply(502);
  trial.script.reply(200);

  CHECK(trial.send().status == 200);
  CHECK(trial.clock.sleeps.back() == seconds(1));
}

TEST_CASE("Retry-After is obeyed in seconds and as a date") {
  Trial trial;
  trial.script.reply(429, {}, {{"Retry-After", "7"}});
  trial.script.reply(503, {}, {{"Retry-After", "Fri, 20 Nov 2026 10:00:27 GMT"}});
  trial.script.reply(200);

  CHECK(trial.send().status == 200);
  // Half a second of jitter on top; the first pause moved the clock to 10:00:07.5.
  CHECK(trial.clock.sleeps == std::vector<milliseconds>{milliseconds(7500), milliseconds(20000)});
}

TEST_CASE("a date counts from the host's own clock where it tells its time") {
  const HttpReply reply{
      429, {{"Date", "Fri, 20 Nov 2026 12:00:00 GMT"}, {"Retry-After", "Fri, 20 Nov 2026 12:00:09 GMT"}}, {}};

  CHECK(asked_pause(reply, *parse_iso8601("2026-11-20T10:00:00Z")) == seconds(9));
}

TEST_CASE("the reset of a limit is read in every unit that hosts use") {
  const Timestamp now = *parse_iso8601("2026-11-20T10:00:00Z");
  const auto pause = [&](const char* header, const std::string& value) {
    return asked_pause({429, {{header, value}}, {}}, now);
  };
  const std::string epoch = std::to_string(to_epoch_ms(now) / 1000 + 30);

  CHECK(pause("RateLimit-Reset", "30") == seconds(30));
  CHECK(pause("RateLimit-Reset", epoch) == seconds(30));
  CHECK(pause("x-ratelimit-reset", "30.5") == seconds(30));
  CHECK(pause("X-RateLimit-Reset", "2026-11-20T10:00:30.000Z") == seconds(30));
  CHECK(pause("x-rate-limit-reset", epoch) == seconds(30));
  CHECK(pause("Retry-After", "-5") == seconds(0));
  CHECK_FALSE(pause("Retry-After", "soon").has_value());
  CHECK_FALSE(asked_pause({429, {}, {}}, now).has_value());
}

TEST_CASE("a limit that is used up is waited for before the next request") {
  Trial trial;
  trial.script.reply(200, {}, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "12"}}).reply(200);
  PatientHttpClient client(trial.script, trial.clock, trial.log, {});
  HttpRequest request;
  request.url = "https://blog.example";
  (void)client.send(request);
  CHECK(trial.clock.sleeps.empty());
  (void)client.send(request);
  CHECK(trial.clock.sleeps == std::vector<milliseconds>{seconds(12)});
}

TEST_CASE("a host that asks for more time than there is ends the run and says when to come back") {
  Trial trial;
  trial.script.reply(429, {}, {{"Retry-After", "3600"}});
  try {
    (void)trial.send();
    FAIL("waited an hour");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(std::string(error.what()) ==
          "blog.example answers 429; what was done so far is saved, run again after "
          "2026-11-20T11:00:01Z");
  }
  CHECK(trial.clock.sleeps.empty());
}

TEST_CASE("a storm of 429 ends when the patience of the run is used up") {
  Trial trial;
  trial.patience.in_all = seconds(60);
  for (int i = 0; i < 100; ++i) trial.script.reply(429, {}, {{"Retry-After", "10"}});

  CHECK_THROWS_AS((void)trial.send(), Error);
  CHECK(trial.script.requests.size() == 6);
}

TEST_CASE("a lost network is tried again, a certificate that is not trusted is not") {
  Trial trial;
  trial.script.lose().lose(TransportError::Outlook::not_sent).reply(200);
  CHECK(trial.send().status == 200);

  trial.script.lose(TransportError::Outlook::lasting);
  CHECK_THROWS_AS((void)trial.send(), TransportError);
}

TEST_CASE("what must not happen twice is tried again only where it cannot have happened") {
  Trial trial;
  trial.script.reply(429).lose(TransportError::Outlook::not_sent).reply(503, {}, {{"Retry-After", "1"}}).reply(201);
  CHECK(trial.send(false).status == 201);

  trial.script.reply(500);
  CHECK(trial.send(false).status == 500);
  trial.script.reply(503);
  CHECK(trial.send(false).status == 503);
  trial.script.lose(TransportError::Outlook::unanswered);
  CHECK_THROWS_AS((void)trial.send(false), TransportError);
}

TEST_CASE("the budget counts every try") {
  Trial trial;
  trial.patience.budget = std::make_shared<RequestBudget>(2);
  trial.script.reply(500).reply(500).reply(200);

  CHECK_THROWS_WITH_AS((void)trial.send(),
                       "the budget of 2 requests is used up; what was done so far is saved, run again to go on", Error);
}

TEST_CASE("no minute sees more requests than the channel allows") {
  Trial trial;
  trial.patience.requests_per_minute = 3;
  trial.patience.in_all = milliseconds(0);
  ScriptedHttpClient script([](const HttpRequest&) { return HttpReply{200, {}, {}}; });
  PatientHttpClient client(script, trial.clock, trial.log, trial.patience);
  HttpRequest request;
  request.url = "https://blog.example";
  for (int i = 0; i < 7; ++i) {
    (void)client.send(request);
    trial.clock.move_on(seconds(10));
  }

  CHECK(trial.clock.sleeps == std::vector<milliseconds>{seconds(30), seconds(30)});
}

TEST_CASE("what is logged names the host and nothing secret") {
  Trial trial;
  trial.script.reply(500).reply(200);
  (void)trial.send();

  CHECK(trial.log.all() == "blog.example answers 500; waiting 1 s\n");
}

}  // namespace cm
