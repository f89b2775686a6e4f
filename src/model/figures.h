// Figures: what the store and the journal count for a report. Plain sums; what they mean: report/kpi_table.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"

namespace cm {

/// Which comments are counted: those written at or after `since` and before `until`.
struct FigureWindow {
  std::optional<Timestamp> since;
  std::optional<Timestamp> until;
  std::vector<std::string> channels;  ///< empty: all
};

/// The comments that were written on one channel on one day.
struct DayFigures {
  std::string channel;
  std::chrono::sys_days day;  ///< in UTC
  std::int64_t comments = 0;
  std::int64_t rated = 0;  ///< judged, and their sentiment is known
  std::int64_t negative = 0;
  std::int64_t positive = 0;
  std::int64_t out_of_sight = 0;  ///< hidden, held or spam now
  std::int64_t flagged = 0;       ///< what a verdict asked for was done, and the comment is visible
  std::int64_t acted = 0;         ///< what a verdict asked for was done, overturned or not
  std::int64_t overturned = 0;    ///< a person took it back or kept the comment as it was
};

/// How long something took: the nearest rank of all that are known.
struct SpanFigures {
  std::int64_t known = 0;
  std::chrono::milliseconds median{0};
  std::chrono::milliseconds p90{0};
};

/// How people followed up on one channel's comments. The channel of the sum over all is empty.
struct WaitFigures {
  std::string channel;
  SpanFigures response;
  SpanFigures resolution;
  std::int64_t due = 0;      ///< were to be answered and are answered or overdue
  std::int64_t in_time = 0;  ///< of these, answered within the contact hours
};

struct SatisfactionFigures {
  std::string channel;
  std::int64_t scores = 0;
  std::int64_t satisfied = 0;  ///< 4 or 5
  std::int64_t sum = 0;        ///< of the scores, each 1 to 5
};

struct AccountFigures {
  std::string channel;
  std::string id;
  std::string name;  ///< the name on their newest comment
  std::int64_t comments = 0;
  std::int64_t negative = 0;
  std::int64_t picked = 0;  ///< a verdict asked for an action
  std::int64_t out_of_sight = 0;
};

struct DepartmentFigures {
  std::string name;         ///< empty: nobody's
  std::int64_t picked = 0;  ///< by rules or people
  std::int64_t waiting = 0;
  std::int64_t resolved = 0;
  std::int64_t due = 0;
  std::int64_t in_time = 0;
};

/// What one rule did: deeds it decided that were done in the window.
struct RuleFigures {
  std::string rule;
  std::int64_t flags = 0;
  std::int64_t out_of_sight = 0;  ///< hides, holds and spam
  std::int64_t overturned = 0;
};

/// An alert of cm watch, with the look at it that had the most negative comments.
struct AlertFigures {
  Timestamp raised_at{};
  std::optional<Timestamp> cleared_at;  ///< nothing: it is on
  Timestamp worst_at{};
  std::chrono::minutes window{0};  ///< what the worst look looked back over; 0: an older cm kept no figures
  std::int64_t comments = 0;       ///< in that window, like the following
  std::int64_t negative = 0;
  std::int64_t new_authors = 0;  ///< of the negative ones
  std::int64_t channels = 0;     ///< with negative ones
};

/// A phrase that a day's comments use much more often than the two weeks before it.
struct TopicFigures {
  std::chrono::sys_days day;
  std::string department;  ///< empty: nobody's
  std::string phrase;
  std::int64_t comments = 0;  ///< of the day that use it
  double usual = 0;           ///< comments that used it on a day before
};

/// Comments of a campaign that its sheet of expected ones had not foreseen and that share a phrase.
struct UnforeseenFigures {
  std::string phrase;
  std::int64_t comments = 0;
  std::string first;  ///< the key of one to look at
};

/// How often a row of the sheet of expected comments came true.
struct ExpectedFigures {
  std::string text;
  std::string kind;
  std::int64_t said = 0;
};

/// What people said of a campaign, beside what had been expected.
struct CampaignFigures {
  std::string name;
  std::int64_t comments = 0;
  std::int64_t foreseen = 0;
  std::vector<ExpectedFigures> expected;
  std::vector<UnforeseenFigures> unforeseen;
  std::int64_t alone = 0;  ///< foreseen by no row and alike no others
};

}  // namespace cm
