#include "report/kpi_table.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/error.h"

namespace cm {
namespace {

constexpr std::array kpis{
    // Volume and feeling.
    Kpi{"comments", "Comments", KpiUnit::count,
        "Comments written in the period, whatever became of them; the brand's own are not counted. A comment whose "
        "platform tells no time counts when it was first seen. Days are those of UTC."},
    Kpi{"rated", "With sentiment", KpiUnit::count,
        "Judged comments whose sentiment could be told: negative, neutral or positive."},
    Kpi{"negative", "Negative", KpiUnit::count, "Judged comments that read as negative."},
    Kpi{"positive", "Positive", KpiUnit::count, "Judged comments that read as positive."},
    Kpi{"negative_rate", "Negative rate", KpiUnit::share,
        "Negative comments as a share of those whose sentiment could be told."},
    Kpi{"sentiment_ratio", "Positive to negative", KpiUnit::ratio,
        "Positive comments for each negative one: above 1 there is more praise than blame."},
    // Moderation.
    Kpi{"out_of_sight", "Hidden", KpiUnit::count,
        "Comments that are hidden, held or filed as spam now, by a rule, a person or the platform."},
    Kpi{"flagged", "Flagged", KpiUnit::count,
        "Comments that a rule flagged for people to see to and that stay visible."},
    Kpi{"overturned", "Overturned", KpiUnit::count,
        "Comments on which a person reversed what rules did or proposed: undone, approved or made visible again."},
    Kpi{"overturned_rate", "Overturned rate", KpiUnit::share,
        "Overturned comments as a share of those on which the proposal of a rule was carried out or overturned."},
    Kpi{"picked", "Picked out", KpiUnit::count, "Comments that a rule or a person picked out to be looked at."},
    Kpi{"rule_flags", "Flags", KpiUnit::count,
        "Flags that this rule decided and that were set within the period, by the journal."},
    Kpi{"rule_hides", "Hides", KpiUnit::count,
        "Comments that were hidden, held or filed as spam within the period because this rule decided it, by the "
        "journal."},
    Kpi{"rule_overturned", "Overturned", KpiUnit::count, "How many of this rule's deeds a person reversed afterwards."},
    // Topics.
    Kpi{"topic_comments", "That day", KpiUnit::count,
        "Comments of that day and department that use the phrase, near-identical ones counted once. A phrase is shown "
        "when chance alone would bring it to so many in one of ten thousand cases (log-likelihood ratio)."},
    Kpi{"topic_usual", "Usual", KpiUnit::ratio,
        "Comments that used the phrase on a day of the two weeks before, on average."},
    // A campaign.
    Kpi{"foreseen", "Foreseen", KpiUnit::count,
        "Comments of the campaign's time that say half or more of what a row of its sheet of expected comments says, "
        "rare words weighing more."},
    Kpi{"foreseen_share", "Share foreseen", KpiUnit::share,
        "Foreseen comments as a share of all comments of the campaign's time."},
    Kpi{"unforeseen_alone", "Alone", KpiUnit::count,
        "Comments that no row foresaw and that belong to none of the groups shown."},
    Kpi{"unforeseen", "Comments like it", KpiUnit::count,
        "Comments that no row foresaw and that share this phrase. Each is in one group; the twenty largest are shown."},
    Kpi{"said", "Came true", KpiUnit::count, "Comments that this row of the sheet foresaw."},
    // Attacks.
    Kpi{"attack_lasted", "Lasted", KpiUnit::span,
        "From the alert of cm watch to its all-clear, or until the report was made: the all-clear comes an hour after "
        "the last sign of an attack."},
    Kpi{"attack_negative", "Negative at worst", KpiUnit::count,
        "Negative comments in the window of cm watch (15 minutes or an hour) when they were most, on all channels."},
    Kpi{"attack_comments", "All comments then", KpiUnit::count, "All comments of that window."},
    Kpi{"attack_new_authors", "From new accounts", KpiUnit::count,
        "Negative comments of that window by accounts that had never commented before."},
    Kpi{"attack_channels", "On channels", KpiUnit::count, "How many channels had negative comments in that window."},
    // Following up.
    Kpi{"answered", "Answered", KpiUnit::count,
        "Comments of the period that got an answer: a reply of the brand on the platform, one sent with cm, or a "
        "contact noted on the sheet."},
    Kpi{"response_median", "Response time, median", KpiUnit::span,
        "From the comment to its first answer: half of the answered comments waited no longer. What nobody answered "
        "does not count here."},
    Kpi{"response_p90", "Response time, 9 in 10", KpiUnit::span,
        "From the comment to its first answer: nine in ten of the answered comments waited no longer."},
    Kpi{"resolved", "Resolved", KpiUnit::count, "Comments of the period whose case somebody set to resolved."},
    Kpi{"resolution_median", "Resolution time, median", KpiUnit::span,
        "From the comment to the moment its case was resolved: half of the resolved cases took no longer."},
    Kpi{"resolution_p90", "Resolution time, 9 in 10", KpiUnit::span,
        "From the comment to the moment its case was resolved: nine in ten of the resolved cases took no longer."},
    Kpi{"due", "Due", KpiUnit::count,
        "Comments picked out by rules or people that were answered, or that still wait, visible and not set to "
        "resolved or ignored, for longer than contact_hours of cm.toml (48 unless set) or of a rule that matched, "
        "whichever is less; only working time counts."},
    Kpi{"in_time", "Answered in time", KpiUnit::share,
        "The share of due comments whose first answer came within that time."},
    Kpi{"waiting", "Waiting", KpiUnit::count,
        "Comments picked out by rules or people that are visible, have no answer yet and are neither resolved nor "
        "ignored."},
    Kpi{"csat", "CSAT", KpiUnit::share,
        "Customer satisfaction: the share of 4 and 5 among the scores from 1 to 5 that people gave in the period and "
        "that were taken in with cm import --csat."},
    Kpi{"csat_mean", "Mean score", KpiUnit::score, "The mean of these scores, from 1 to 5."},
    Kpi{"csat_scores", "Scores", KpiUnit::count, "How many of these scores there are."},
};

}  // namespace

std::span<const Kpi> kpi_table() { return kpis; }

const Kpi& kpi(std::string_view id) {
  const auto* const found = std::find_if(kpis.begin(), kpis.end(), [&](const Kpi& one) { return one.id == id; });
  if (found == kpis.end()) throw Error(ErrorKind::internal, "the report has no figure \"" + std::string(id) + "\"");
  return *found;
}

}  // namespace cm
