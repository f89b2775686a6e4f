"""Praise from blame: macro-F1 over positive, neutral and negative. An unknown sentiment counts as neutral."""

from figures import Figure, share

# "objective" is ASTD's word for no opinion; its "mixed" (both at once) is none of the three and left out.
TRUTH = {"negative": "negative", "positive": "positive", "neutral": "neutral", "objective": "neutral"}

# corpus, the rows' lang, goal
CORPORA = [
    ("umsab-sentiment", "en", 0.62),
    ("umsab-sentiment", "fr", 0.62),
    ("umsab-sentiment", "ar", 0.55),
    ("astd-arabic-sentiment", "ar", None),
    ("ajgt-arabic-sentiment", "ar", None),
    ("afrisenti-maghreb", "arq", None),
    ("afrisenti-maghreb", "ary", None),
    ("afrisenti-maghreb", "ary-Latn", None),
]


def measure(corpora):
    for corpus, lang, goal in CORPORA:
        pairs = [
            (TRUTH[one.labels["sentiment"]], one.verdict["sentiment"] or "neutral")
            for one in corpora.judged(corpus)
            if one.row["lang"] == lang and one.labels["sentiment"] in TRUTH
        ]
        yield Figure("sentiment, macro-F1", f"{corpus} {lang}", macro_f1(pairs), len(pairs), goal)


def macro_f1(pairs):
    """The mean, over the kinds that are there, of 2·hits / (so in truth + so said)."""
    kinds = {truth for truth, _ in pairs}
    scores = []
    for kind in kinds:
        hits = sum(1 for truth, said in pairs if truth == said == kind)
        so_in_truth = sum(1 for truth, _ in pairs if truth == kind)
        so_said = sum(1 for _, said in pairs if said == kind)
        scores.append(share(2 * hits, so_in_truth + so_said))
    return share(sum(scores), len(scores))
