"""Language detection: the same rows without their language, as a channel that does not tell it hands them over."""

import json
import pathlib
import tempfile

from figures import Figure, share_of

# corpus, the rows' lang, what cm should say, goal. Rows tagged ary-Latn hold French and English too: no goal.
CORPORA = [
    ("umsab-sentiment", "en", "en", 0.95),
    ("umsab-sentiment", "fr", "fr", 0.95),
    ("umsab-sentiment", "ar", "ar", 0.99),
    ("airline-tweets", "en", "en", None),
    ("free-telecom-fr", "fr", "fr", None),
    ("astd-arabic-sentiment", "ar", "ar", None),
    ("afrisenti-maghreb", "arq", "ar", None),
    ("afrisenti-maghreb", "ary", "ar", None),
    ("afrisenti-maghreb", "ary-Latn", "ar-Latn", None),
]
SHORT = 5  # words at most


def measure(corpora):
    detected = {corpus: detect(corpora, corpus) for corpus in {corpus for corpus, *_ in CORPORA}}
    for corpus, lang, wanted, goal in CORPORA:
        rows = [row for row in corpora.rows(corpus) if row["lang"] == lang]
        told = [row for row in rows if detected[corpus][row["id"]] is not None]
        name = f"{corpus} {lang}"

        def is_right(row):
            return detected[corpus][row["id"]] == wanted

        yield Figure("language right, of those told", name, share_of(told, is_right), len(told), goal)
        yield Figure("language unknown", name, 1 - len(told) / len(rows), len(rows), None, True)
        short = [row for row in told if len(row["text"].split()) <= SHORT]
        if short:
            yield Figure(f"  right, up to {SHORT} words", name, share_of(short, is_right), len(short))
        if wanted in ("en", "fr"):
            taken = share_of(rows, lambda row: detected[corpus][row["id"]] == "ar-Latn")
            yield Figure("  taken for Arabizi", name, taken, len(rows), 0.01, True)


def detect(corpora, corpus):
    rows = corpora.rows(corpus)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "rows.ndjson"
        lines = (json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
        file.write_text("".join(lines), encoding="utf-8")
        return {verdict["id"]: verdict["lang"] for verdict in corpora.scan(file, corpora.rules)}
