#include "watch/attack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "text/simhash.h"

namespace cm {
namespace {

using std::chrono::minutes;

constexpr std::array windows{minutes(15), minutes(60)};
constexpr minutes longest_window(60);
constexpr std::chrono::hours quiet_until_clear(1);

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

AttackWatch::AttackWatch(WatchSettings settings, Baseline baseline)
    : settings_(settings), baseline_(std::move(baseline)) {}

void AttackWatch::add(const WatchedComment& comment) {
  baseline_.add(comment.at, HourCount{1, comment.negative ? 1 : 0});
  recent_.push_back(comment);
}

Assessment AttackWatch::assess(Timestamp moment) {
  while (!recent_.empty() && recent_.front().at <= moment - longest_window) recent_.pop_front();
  baseline_.forget_before(moment);
  const Usual usual = baseline_.usual_at(moment);
  Assessment assessment;
  for (const minutes length : windows) {
    WindowReading reading = read_window(moment, length, usual);
    const bool tells_more =
        reading.attack != assessment.attack ? reading.attack : reading.deviations > assessment.window.deviations;
    if (assessment.window.length.count() != 0 && !tells_more) continue;
    assessment.attack = reading.attack;
    assessment.window = std::move(reading);
  }
  for (const WatchedComment& comment : recent_) {
    if (comment.negative && comment.at > moment - assessment.window.length) assessment.evidence.push_back(comment.key);
  }
  return assessment;
}

WindowReading AttackWatch::read_window(Timestamp moment, minutes length, const Usual& usual) const {
  WindowReading reading;
  reading.length = length;
  std::size_t others_new = 0;
  std::vector<std::uint64_t> fingerprints;
  std::set<std::string> channels;
  for (const WatchedComment& comment : recent_) {
    if (comment.at <= moment - length || comment.at > moment) continue;
    ++reading.comments;
    if (!comment.negative) {
      if (comment.new_author) ++others_new;
      continue;
    }
    ++reading.negative;
    if (comment.new_author) ++reading.new_authors;
    fingerprints.push_back(comment.fingerprint);
    channels.insert(comment.channel);
  }
  // Few comments tell little: one new author and one known one are added to what was counted.
  const double others_new_share = share(others_new + 1, reading.comments - reading.negative + 2);
  reading.near_duplicates = count_near_duplicates(fingerprints);
  reading.channels = channels.size();

  // What an hour usually brings, brought down to the window. Counts scatter at least like a Poisson
  // process, whatever a short history says, and quiet hours must not make two comments a wave.
  const double fraction = std::chrono::duration<double, std::ratio<3600>>(length).count();
  reading.usual_negative = usual.negative * fraction;
  const double spread = std::max({usual.negative_spread * std::sqrt(fraction), std::sqrt(reading.usual_negative), 1.0});
  reading.deviations = (static_cast<double>(reading.negative) - reading.usual_negative) / spread;

  const double negative_share = share(reading.negative, reading.comments);
  const double share_needed =
      std::max(settings_.least_share, std::min(0.9, usual.negative_share * settings_.share_times_usual));
  const bool many = reading.negative >= settings_.least_negative && reading.deviations >= settings_.least_deviations;
  const bool sour = negative_share >= share_needed;
  const double duplicates = share(reading.near_duplicates, reading.negative);
  const double newcomers = share(reading.new_authors, reading.negative);
  const bool knows_usual = usual.hours >= settings_.least_days * hours_of_a_day_looked_at;
  const bool same_words = duplicates >= settings_.duplicate_share;
  // Where most people come once, new authors are a sign only beyond what the other comments of the window show.
  const double newcomers_needed =
      std::max(settings_.new_author_share, std::min(0.95, settings_.new_authors_times_others * others_new_share));
  const bool strangers = knows_usual && newcomers >= newcomers_needed;
  const bool overwhelming = knows_usual && reading.deviations >= settings_.overwhelming_deviations;
  reading.attack = many && sour && (same_words || strangers || overwhelming);

  const auto tell = [&reading](bool speaks_for, std::string what) {
    reading.reasons.push_back((speaks_for ? "+ " : "- ") + std::move(what));
  };
  tell(many, fmt::format("{} negative comments in {} minutes, usually {:.1f} ({:+.1f} deviations)", reading.negative,
                         length.count(), reading.usual_negative, reading.deviations));
  tell(sour, fmt::format("{:.0f} % of the comments are negative, usually {:.0f} %", 100 * negative_share,
                         100 * usual.negative_share));
  tell(same_words, fmt::format("{:.0f} % of the negative ones nearly repeat others", 100 * duplicates));
  tell(strangers, fmt::format("{:.0f} % of the negative ones come from accounts never seen before{}", 100 * newcomers,
                              knows_usual ? "" : "; too little history to count that"));
  tell(reading.channels > 1, fmt::format("on {} channel{}", reading.channels, reading.channels == 1 ? "" : "s"));
  return reading;
}

AlertChange update(AlertState& state, const Assessment& assessment, Timestamp moment) {
  if (assessment.attack) {
    state.last_attack = moment;
    if (state.alerted) return AlertChange::none;
    state.alerted = true;
    state.since = moment;
    return AlertChange::raised;
  }
  if (!state.alerted || moment - state.last_attack < quiet_until_clear) return AlertChange::none;
  state.alerted = false;
  return AlertChange::cleared;
}

}  // namespace cm
