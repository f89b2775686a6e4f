"""What a complaint is about: the cause that cm names beside the one that people named.

One row has one cause for them and may have several for cm, so that the precision is a lower bound: who tells of a
late flight and of a rude clerk is counted wrong for one of the two.
"""

from figures import Figure, share

CORPUS = "airline-tweets"

# The crowd's reasons, as the causes that the packs tell apart. A booking fails in the app or at its price.
CAUSES = {
    "outage": {"Late Flight", "Cancelled Flight"},
    "staff": {"Customer Service Issue", "Flight Attendant Complaints"},
    "delivery": {"Lost Luggage", "Damaged Luggage"},
    "quality": {"Bad Flight"},
    "app": {"Flight Booking Problems"},
}
NO_CAUSE = {None, "Can't Tell", "longlines"}


def measure(corpora):
    rows = [one for one in corpora.judged(CORPUS) if one.labels["negativereason"] not in NO_CAUSE]
    for cause, reasons in CAUSES.items():
        truly = [one for one in rows if one.labels["negativereason"] in reasons]
        said = [one for one in rows if cause in one.verdict["labels"]]
        hits = sum(1 for one in truly if cause in one.verdict["labels"])
        yield Figure(f"cause {cause}, recall", CORPUS, share(hits, len(truly)), len(truly))
        yield Figure(f"cause {cause}, precision", CORPUS, share(hits, len(said)), len(said))
    told = [one for one in rows if set(CAUSES) & set(one.verdict["labels"])]
    right = sum(1 for one in told if any(cause in one.verdict["labels"] and one.labels["negativereason"] in CAUSES[cause] for cause in CAUSES))
    yield Figure("cause told at all", CORPUS, share(len(told), len(rows)), len(rows))
    yield Figure("cause right, of those told", CORPUS, share(right, len(told)), len(told))
