"""Praise from blame: macro-F1 over positive, neutral and negative. An unknown sentiment counts as neutral.

On the rows that the model was trained on its own verdicts would flatter it: there each row is told by a model of
the same make that has not seen it (out of fold).
"""

import json
import subprocess
import sys

from figures import Figure, share

# "objective" is ASTD's word for no opinion; its "mixed" (both at once) is none of the three and left out.
# cyberagression-fr says it in capitals.
TRUTH = {
    "negative": "negative",
    "positive": "positive",
    "neutral": "neutral",
    "objective": "neutral",
    "NEG": "negative",
    "POS": "positive",
    "NEU": "neutral",
}

# Apache-2.0, CC BY 4.0 and AFL-3.0: rules/SOURCES.md credits them.
TRAINED_ON = ("umsab-sentiment", "afrisenti-maghreb", "ajgt-arabic-sentiment")

# corpus, the rows' lang, goal
CORPORA = [
    ("umsab-sentiment", "en", 0.62),
    ("umsab-sentiment", "fr", 0.62),
    ("umsab-sentiment", "ar", 0.55),
    ("ajgt-arabic-sentiment", "ar", None),
    ("afrisenti-maghreb", "arq", None),
    ("afrisenti-maghreb", "ary", None),
    ("afrisenti-maghreb", "ary-Latn", None),
    ("astd-arabic-sentiment", "ar", None),
    ("airline-tweets", "en", None),
    ("cyberagression-fr", "fr", None),
]


def default_trainer(root):
    return root / "build/dev/src/sentiment/make_sentiment_model"


def measure(corpora, trainer):
    out_of_fold = cross_validated(corpora, trainer) if trainer.is_file() else None
    if out_of_fold is None:
        print(f"quality: no {trainer}: out-of-fold sentiment is left out", file=sys.stderr)
    for corpus, lang, goal in CORPORA:
        trained_on = corpus in TRAINED_ON
        if trained_on and out_of_fold is None:
            continue
        rows = [row for row in corpora.rows(corpus) if row["lang"] == lang and row["labels"]["sentiment"] in TRUTH]
        said = out_of_fold or {}
        if not trained_on:
            said = {one.id: one.verdict["sentiment"] for one in corpora.judged(corpus)}
        pairs = [(TRUTH[row["labels"]["sentiment"]], said[row["id"]] or "neutral") for row in rows]
        name = "sentiment, macro-F1" + (" out of fold" if trained_on else "")
        yield Figure(name, f"{corpus} {lang}", macro_f1(pairs), len(pairs), goal)


def cross_validated(corpora, trainer):
    """What a model says that has not seen the row, by id."""
    rows = training_rows(corpora)
    command = [str(trainer), "cross-validate", str(corpora.rules / "sentiment")]
    done = subprocess.run(command, input=as_lines(rows), stdout=subprocess.PIPE, check=True)
    return {row["id"]: said for row, said in zip(rows, done.stdout.decode("utf-8").split())}


def training_rows(corpora):
    return [
        {"id": row["id"], "text": row["text"], "lang": row["lang"], "sentiment": TRUTH[row["labels"]["sentiment"]]}
        for corpus in TRAINED_ON
        for row in corpora.rows(corpus)
    ]


def as_lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode("utf-8")


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
