#include "watch/attack.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "text/simhash.h"

using namespace cm;
using namespace std::chrono_literals;

namespace {

const Timestamp start = parse_iso8601("2026-09-01T00:00:00Z").value();

std::string pick_text(std::mt19937& random) {
  static const std::vector<std::string> words{"parcel", "shoes",  "late",  "again", "phone", "app",   "refund", "price",
                                              "colour", "nobody", "today", "store", "size",  "order", "never",  "week"};
  std::string text;
  for (int i = 0; i < 9; ++i) text += words[random() % words.size()] + " ";
  return text;
}

// Ordinary days: more in the evening, a fifth of it negative, most authors known.
std::vector<WatchedComment> quiet_weeks(int weeks, std::mt19937& random) {
  std::vector<WatchedComment> comments;
  for (int hour = 0; hour < weeks * 7 * 24; ++hour) {
    const int of_day = hour % 24;
    const double rate = of_day < 7 ? 4 : of_day < 17 ? 20 : 45;
    std::poisson_distribution<int> how_many(rate);
    for (int i = how_many(random); i > 0; --i) {
      WatchedComment comment;
      comment.at = start + std::chrono::hours(hour) + std::chrono::seconds(random() % 3600);
      comment.channel = random() % 2 == 0 ? "facebook" : "instagram";
      comment.new_author = random() % 4 == 0;
      comment.negative = random() % 5 == 0;
      comment.fingerprint = simhash(pick_text(random));
      comments.push_back(comment);
    }
  }
  return comments;
}

// Runs the watch every five minutes, as cron would; gives the moments of the alerts.
std::vector<Timestamp> alerts_of(std::vector<WatchedComment> comments) {
  std::sort(comments.begin(), comments.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  AttackWatch watch({}, {});
  AlertState state;
  std::vector<Timestamp> alerts;
  Timestamp next = start + 14 * 24h;  // the first two weeks teach what is usual
  for (const WatchedComment& comment : comments) {
    for (; next < comment.at; next += 5min) {
      if (update(state, watch.assess(next), next) == AlertChange::raised) alerts.push_back(next);
    }
    watch.add(comment);
  }
  return alerts;
}

}  // namespace

TEST_CASE("ten quiet weeks raise at most one false alarm") {
  std::mt19937 random(1);
  CHECK(alerts_of(quiet_weeks(12, random)).size() <= 1);
}

TEST_CASE("an attack is seen within fifteen minutes, and told once") {
  std::mt19937 random(2);
  std::vector<WatchedComment> comments = quiet_weeks(4, random);
  const Timestamp attack = start + 25 * 24h + 14h;
  for (int i = 0; i < 240; ++i) {
    WatchedComment comment;
    comment.at = attack + std::chrono::seconds(random() % 7200);
    comment.channel = i % 3 == 0 ? "facebook" : "instagram";
    comment.new_author = random() % 10 != 0;
    comment.negative = true;
    comment.fingerprint = simhash("boycott this brand now they lie to everybody " + std::to_string(random() % 5));
    comments.push_back(comment);
  }
  const std::vector<Timestamp> alerts = alerts_of(comments);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts.front() > attack);
  CHECK(alerts.front() - attack <= 15min);
}

TEST_CASE("a post that goes viral because people like it is no attack") {
  std::mt19937 random(3);
  std::vector<WatchedComment> comments = quiet_weeks(4, random);
  for (int i = 0; i < 3000; ++i) {
    WatchedComment comment;
    comment.at = start + 25 * 24h + 14h + std::chrono::seconds(random() % 7200);
    comment.channel = "instagram";
    comment.new_author = random() % 10 != 0;
    comment.negative = random() % 20 == 0;
    comment.fingerprint = simhash("love it " + pick_text(random));
    comments.push_back(comment);
  }
  CHECK(alerts_of(comments).empty());
}

TEST_CASE("a bad day is no attack where most people comment once") {
  std::mt19937 random(4);
  std::vector<WatchedComment> comments = quiet_weeks(4, random);
  for (WatchedComment& comment : comments) comment.new_author = random() % 10 < 7;
  for (int i = 0; i < 30; ++i) {
    WatchedComment comment;
    comment.at = start + 25 * 24h + 14h + std::chrono::seconds(random() % 7200);
    comment.channel = "facebook";
    comment.new_author = random() % 10 < 7;
    comment.negative = true;
    comment.fingerprint = simhash(std::to_string(random()) + " " + std::to_string(random()));
    comments.push_back(comment);
  }
  CHECK(alerts_of(comments).empty());
}

TEST_CASE("all-clear comes after an hour without an attack, and the next attack is a new event") {
  AlertState state;
  Assessment attack;
  attack.attack = true;
  CHECK(update(state, attack, start) == AlertChange::raised);
  CHECK(update(state, attack, start + 5min) == AlertChange::none);
  CHECK(update(state, {}, start + 30min) == AlertChange::none);
  CHECK(update(state, {}, start + 65min) == AlertChange::cleared);
  CHECK(update(state, attack, start + 70min) == AlertChange::raised);
}
