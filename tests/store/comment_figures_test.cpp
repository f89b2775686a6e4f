#include "store/comment_figures.h"

#include <doctest/doctest.h>

#include "store/satisfaction.h"
#include "store/store.h"
#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();
const AnswerDeadline two_days{std::chrono::hours(48), noon};

struct Written {
  std::string id;
  std::string at;
  std::string channel = "blog";
  std::string author = "a1";
  std::string role;
  Sentiment sentiment = Sentiment::neutral;
  Action action = Action::none;
  CommentState state = CommentState::visible;
  std::string action_state;
  std::string department;
  std::optional<int> answered_after_hours;
  std::string status;
  int contact_hours = 0;
};

void write(Store& store, Database& database, const Written& one) {
  Comment comment = comment_at(one.at, "words of " + one.id, one.id);
  comment.channel = one.channel;
  comment.author.id = one.author;
  comment.author.name = "Name of " + one.author;
  comment.author.role = one.role;
  store.save_comment(comment, noon);
  Verdict verdict;
  verdict.action = one.action;
  verdict.contact_hours = one.contact_hours;
  verdict.sentiment = one.sentiment;
  verdict.department = one.department;
  const std::string key = key_of(comment);
  store.save_verdicts({{key, comment.text, verdict}}, "rules", noon);
  if (!one.action_state.empty()) store.save_outcome(key, one.state, one.action_state);
  if (!one.status.empty()) store.save_follow_up(key, FollowUp{.status = one.status}, "ana", noon);
  if (one.answered_after_hours) {
    database.run("UPDATE comments SET first_response_at = sort_at + :span WHERE channel = :channel AND id = :id",
                 {*one.answered_after_hours * 3'600'000LL, one.channel, one.id});
  }
}

/// A store on one engine with a few comments of every kind.
struct Sample {
  explicit Sample(const std::string& engine) : made(engine), store(made.get()) {
    write(store, made.get(), {.id = "1", .at = "2026-11-10T00:00:00Z", .sentiment = Sentiment::negative});
    write(store, made.get(),
          {.id = "2", .at = "2026-11-10T23:59:59Z", .author = "a2", .sentiment = Sentiment::positive});
    write(store, made.get(),
          {.id = "3",
           .at = "2026-11-11T00:00:00Z",
           .sentiment = Sentiment::negative,
           .action = Action::hide,
           .state = CommentState::hidden,
           .action_state = "done",
           .department = "billing"});
    write(store, made.get(),
          {.id = "4",
           .at = "2026-11-11T08:00:00Z",
           .action = Action::flag,
           .action_state = "done",
           .department = "billing",
           .answered_after_hours = 47});
    write(store, made.get(),
          {.id = "5",
           .at = "2026-11-11T09:00:00Z",
           .author = "a2",
           .action = Action::flag,
           .action_state = "kept",
           .answered_after_hours = 49});
    write(store, made.get(),
          {.id = "6", .at = "2026-11-20T11:00:00Z", .channel = "shop", .action = Action::flag, .action_state = "done"});
    write(store, made.get(), {.id = "7", .at = "2026-11-11T10:00:00Z", .author = "brand", .role = "staff"});
    write(
        store, made.get(),
        {.id = "8", .at = "2026-11-11T11:00:00Z", .action = Action::flag, .action_state = "done", .status = "ignored"});
  }

  TestDatabase made;
  Store store;
};

}  // namespace

TEST_CASE("days are counted by channel, without what the brand wrote itself") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    Sample sample(engine);
    const auto days = day_figures(sample.made.get(), {});
    REQUIRE(days.size() == 3);
    CHECK(days[0].channel == "blog");
    CHECK(days[0].day == std::chrono::sys_days(std::chrono::year(2026) / 11 / 10));
    CHECK(days[0].comments == 2);
    CHECK(days[0].negative == 1);
    CHECK(days[0].positive == 1);
    CHECK(days[1].comments == 4);
    CHECK(days[1].rated == 4);
    CHECK(days[1].out_of_sight == 1);
    CHECK(days[1].flagged == 2);
    CHECK(days[1].acted == 4);
    CHECK(days[1].overturned == 1);
    CHECK(days[2].channel == "shop");
  }
}

TEST_CASE("a window counts from its beginning to before its end, on its channels") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    Sample sample(engine);
    FigureWindow window;
    window.since = parse_iso8601("2026-11-11T00:00:00Z");
    window.until = parse_iso8601("2026-11-11T09:00:00Z");
    auto days = day_figures(sample.made.get(), window);
    REQUIRE(days.size() == 1);
    CHECK(days[0].comments == 2);

    days = day_figures(sample.made.get(), {.channels = {"shop", "nowhere"}});
    REQUIRE(days.size() == 1);
    CHECK(days[0].channel == "shop");
    CHECK(account_figures(sample.made.get(), {.channels = {"shop"}}, 5).size() == 1);
    CHECK(department_figures(sample.made.get(), window, two_days).size() == 1);
  }
}

TEST_CASE("an answer is in time at 48 hours; what nobody has to answer is not due") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    Sample sample(engine);
    const auto waits = wait_figures(sample.made.get(), {}, two_days);
    REQUIRE(waits.size() == 3);
    CHECK(waits[0].channel == "");
    // 4 and 5 are answered; 3 is hidden, 8 ignored, 6 an hour old.
    CHECK(waits[0].due == 2);
    CHECK(waits[0].in_time == 1);
    CHECK(waits[0].response.known == 2);
    CHECK(waits[0].response.median == std::chrono::hours(47));
    CHECK(waits[0].response.p90 == std::chrono::hours(49));
    CHECK(waits[0].resolution.known == 0);
    CHECK(waits[1].channel == "blog");
    CHECK(waits[2].due == 0);

    const AnswerDeadline later{std::chrono::hours(48), noon + std::chrono::hours(49)};
    CHECK(wait_figures(sample.made.get(), {}, later)[0].due == 3);
  }
}

TEST_CASE("an answer is in time by the hours that people work, and by those of a rule where they are fewer") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Store store(made.get());
    // Both written on Friday 13 November 2026 at 17:00 and answered on Monday at 9:00.
    const Written friday{.id = "1",
                         .at = "2026-11-13T17:00:00Z",
                         .action = Action::flag,
                         .department = "shop",
                         .answered_after_hours = 64};
    write(store, made.get(), friday);
    Written urgent = friday;
    urgent.id = "2";
    urgent.contact_hours = 1;
    write(store, made.get(), urgent);

    AnswerDeadline deadline{std::chrono::hours(64), noon, {}};
    CHECK(wait_figures(made.get(), {}, deadline)[0].due == 2);
    CHECK(wait_figures(made.get(), {}, deadline)[0].in_time == 1);

    deadline.within = std::chrono::hours(2);
    CHECK(wait_figures(made.get(), {}, deadline)[0].in_time == 0);
    deadline.working.hours = parse_open_hours("09:00-18:00").value();
    deadline.working.days = {false, true, true, true, true, true, false};
    // An hour on Friday, one on Monday: until 10:00. The rule's hour was over on Friday.
    CHECK(wait_figures(made.get(), {}, deadline)[0].due == 2);
    CHECK(wait_figures(made.get(), {}, deadline)[0].in_time == 1);
    REQUIRE(department_figures(made.get(), {}, deadline).size() == 1);
    CHECK(department_figures(made.get(), {}, deadline)[0].in_time == 1);
    CHECK(department_figures(made.get(), {}, deadline)[0].due == 2);
  }
}

TEST_CASE("percentiles are the nearest rank") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Store store(made.get());
    for (int hours = 1; hours <= 10; ++hours) {
      write(store, made.get(),
            {.id = std::to_string(hours), .at = "2026-11-10T00:00:00Z", .answered_after_hours = hours});
    }
    const auto waits = wait_figures(made.get(), {}, two_days);
    CHECK(waits[0].response.median == std::chrono::hours(5));
    CHECK(waits[0].response.p90 == std::chrono::hours(9));
  }
}

TEST_CASE("the most active accounts come with what became of their comments, the brand's own do not") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    Sample sample(engine);
    const auto accounts = account_figures(sample.made.get(), {}, 2);
    REQUIRE(accounts.size() == 2);
    CHECK(accounts[0].id == "a1");
    CHECK(accounts[0].name == "Name of a1");
    CHECK(accounts[0].comments == 4);
    CHECK(accounts[0].negative == 2);
    CHECK(accounts[0].picked == 3);
    CHECK(accounts[0].out_of_sight == 1);
    CHECK(accounts[1].id == "a2");
  }
}

TEST_CASE("a department's desk holds what rules and people put on it") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    Sample sample(engine);
    sample.store.save_follow_up("shop/6", FollowUp{.department = "product"}, "ana", noon);
    const auto departments = department_figures(sample.made.get(), {}, two_days);
    REQUIRE(departments.size() == 3);
    const auto named = [&](std::string_view name) {
      for (const auto& one : departments) {
        if (one.name == name) return one;
      }
      FAIL("no such department");
      std::abort();
    };
    CHECK(named("billing").picked == 2);
    CHECK(named("billing").due == 1);
    CHECK(named("billing").in_time == 1);
    CHECK(named("product").waiting == 1);
    CHECK(named("").picked == 2);
  }
}

TEST_CASE("scores are kept once, and the same file again changes nothing") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    Sample sample(engine);
    Database& database = sample.made.get();
    const std::vector<SatisfactionScore> scores{
        {"blog/4", 5, noon}, {"blog/5", 3, noon}, {"shop/6", 4, noon}, {"blog/none", 1, noon}};
    const SavedScores first = save_scores(database, scores);
    CHECK(first.added == 3);
    CHECK(first.unknown == std::vector<std::string>{"blog/none"});
    CHECK(save_scores(database, scores).unchanged == 3);

    const auto figures = satisfaction_figures(database, {});
    REQUIRE(figures.size() == 3);
    CHECK(figures[0].scores == 3);
    CHECK(figures[0].satisfied == 2);
    CHECK(figures[0].sum == 12);
    CHECK(figures[1].channel == "blog");
    CHECK(satisfaction_figures(database, {.since = noon + std::chrono::hours(1)})[0].scores == 0);
  }
}

TEST_CASE("what a report counts of all comments is read from an index, not from the table") {
  TestDatabase made("memory");
  const Store store(made.get());
  (void)day_figures(made.get(), {});
  for (const std::string& sql : made.get().prepared_statements()) {
    if (sql.find("GROUP BY c.channel") == std::string::npos) continue;
    made.get().query("EXPLAIN QUERY PLAN " + sql, 4, {}, [](SqlRow& row) {
      for (int before = 0; before < 3; ++before) row.number();
      CHECK(row.text() == "SCAN c USING COVERING INDEX comments_by_day");
    });
  }
}
