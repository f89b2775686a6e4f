#include "moderation/watch_over.h"

#include <doctest/doctest.h>

#include "moderation/bench.h"

using namespace cm;
using namespace std::chrono_literals;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

class WatchedShop {
 public:
  void say(const std::string& author, Timestamp at, Sentiment sentiment, const std::string& text) {
    Comment comment = comment_on_wall("c" + std::to_string(++count_), text, to_iso8601(at));
    comment.author.id = author;
    bench_.store.save_comment(comment, at);
    Verdict verdict;
    verdict.sentiment = sentiment;
    bench_.store.save_verdicts({{key_of(comment), text, verdict}}, "rules", at);
  }

  /// Four comments an hour, one of them negative, for three weeks before noon.
  void ordinary_weeks() {
    for (int hour = 1; hour <= 3 * 7 * 24; ++hour) {
      for (int i = 0; i < 4; ++i) {
        say("fan" + std::to_string(i), noon - hour * 1h + i * 10min, i == 0 ? Sentiment::negative : Sentiment::neutral,
            "order " + std::to_string(hour * 4 + i));
      }
    }
  }

  Assessment assess(Timestamp moment) {
    WatchStore watched(bench_.database);
    return assess_stored(watched, {}, moment);
  }

  ErrandBench& bench() { return bench_; }

 private:
  ErrandBench bench_;
  int count_ = 0;
};

}  // namespace

TEST_CASE("stored comments of the last hour are held against the same hours of the weeks before") {
  WatchedShop shop;
  shop.ordinary_weeks();
  CHECK_FALSE(shop.assess(noon).attack);
  for (int i = 0; i < 30; ++i) {
    shop.say("troll" + std::to_string(i), noon + i * 20s, Sentiment::negative, "boycott them " + std::to_string(i));
  }
  const Assessment attack = shop.assess(noon + 10min);
  CHECK(attack.attack);
  CHECK(attack.window.new_authors == 30);
  CHECK(attack.window.usual_negative == doctest::Approx(0.25));
  CHECK(attack.evidence.size() == 30);
  // As it was before.
  CHECK_FALSE(shop.assess(noon).attack);
}

TEST_CASE("without history new authors are no sign, one text from many still is") {
  WatchedShop shop;
  for (int i = 0; i < 30; ++i) {
    shop.say("new" + std::to_string(i), noon + i * 20s, Sentiment::negative,
             std::string("parcel ") + static_cast<char>('a' + i) + " never came " + std::to_string(i * 7919));
  }
  const bool told_apart = !shop.assess(noon + 10min).attack;
  for (int i = 0; i < 30; ++i) shop.say("x" + std::to_string(i), noon + i * 20s, Sentiment::negative, "boycott them");
  CHECK(told_apart);
  CHECK(shop.assess(noon + 10min).attack);
}

TEST_CASE("comments speak against the brand by sentiment, as complaints and as abuse") {
  CHECK(speaks_against(Sentiment::negative, {}));
  CHECK(speaks_against(Sentiment::neutral, {"spam", "abuse"}));
  CHECK(speaks_against(Sentiment::unknown, {"complaint"}));
  CHECK_FALSE(speaks_against(Sentiment::positive, {"profanity"}));
}

TEST_CASE("the alert is kept between two runs") {
  ErrandBench bench;
  WatchStore watched(bench.database);
  CHECK_FALSE(watched.alert().alerted);
  watched.save_alert({.alerted = true, .since = noon, .last_attack = noon + 5min, .untold = AlertChange::raised});
  watched.save_alert({.alerted = true, .since = noon, .last_attack = noon + 9min, .untold = AlertChange::cleared});
  const AlertState kept = watched.alert();
  CHECK(kept.alerted);
  CHECK(kept.since == noon);
  CHECK(kept.last_attack == noon + 9min);
  CHECK(kept.untold == AlertChange::cleared);
}

TEST_CASE("alerts stay in the list with their worst look") {
  ErrandBench bench;
  WatchStore watched(bench.database);
  const auto look = [](Timestamp at, std::int64_t negative) {
    AlertFigures figures;
    figures.worst_at = at;
    figures.window = 15min;
    figures.comments = negative + 2;
    figures.negative = negative;
    return figures;
  };
  AlertState state;
  watched.note_look(state, AlertChange::none, look(noon, 1));  // all is quiet
  CHECK(watched.alerts({}, {}).empty());
  state = {.alerted = true, .since = noon + 10min, .last_attack = noon + 10min};
  watched.note_look(state, AlertChange::raised, look(noon + 10min, 20));
  watched.note_look(state, AlertChange::none, look(noon + 20min, 50));
  watched.note_look(state, AlertChange::none, look(noon + 30min, 30));
  REQUIRE(watched.alerts({}, {}).size() == 1);
  CHECK_FALSE(watched.alerts({}, {}).front().cleared_at);
  state.alerted = false;
  watched.note_look(state, AlertChange::cleared, look(noon + 90min, 0));
  state = {.alerted = true, .since = noon + 24h, .last_attack = noon + 24h};
  watched.note_look(state, AlertChange::raised, look(noon + 24h, 15));

  const std::vector<AlertFigures> alerts = watched.alerts({}, {});
  REQUIRE(alerts.size() == 2);
  CHECK(alerts[0].raised_at == noon + 10min);
  CHECK(alerts[0].cleared_at == noon + 90min);
  CHECK(alerts[0].worst_at == noon + 20min);
  CHECK(alerts[0].negative == 50);
  CHECK(alerts[0].comments == 52);
  CHECK_FALSE(alerts[1].cleared_at);
  CHECK(watched.alerts(noon + 2h, {}).size() == 1);
  CHECK(watched.alerts({}, noon + 1h).size() == 1);
  CHECK(watched.alerts(noon + 2h, noon + 3h).empty());
}

TEST_CASE("the posture is attack while the alert holds, and for a day at most without another look") {
  const AlertState alert{.alerted = true, .since = noon, .last_attack = noon};
  CHECK(posture_of(alert, noon + 2h) == Posture::attack);
  CHECK(posture_of(alert, noon + 24h) == Posture::ordinary);
  CHECK(posture_of({}, noon) == Posture::ordinary);
}
