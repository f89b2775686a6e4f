"""What must not be hidden: complaints, ordinary comments, traps, and anything by a pack of another language."""

import truth
from figures import Figure, share_of

LANGUAGES = ("en", "fr", "ar")


def is_hidden(one):
    return one.hidden


def measure(corpora):
    for rows in truth.COMPLAINTS:
        judged = rows.of(corpora.judged(rows.corpus))
        yield Figure("hidden complaints", rows.name, share_of(judged, is_hidden), len(judged), 0.003, True)
        yield Figure("complaints labelled so", rows.name, share_of(judged, lambda one: "complaint" in one.verdict["labels"]), len(judged))
    for rows in truth.ORDINARY:
        judged = rows.of(corpora.judged(rows.corpus))
        yield Figure("hidden ordinary comments", rows.name, share_of(judged, is_hidden), len(judged), 0.003, True)
    yield from traps(corpora.judged(truth.HATECHECK))
    yield from wrong_language(corpora)


def hidden_complaints(corpora):
    return [one for rows in truth.COMPLAINTS for one in rows.of(corpora.judged(rows.corpus)) if one.hidden]


def hidden_ordinary(corpora):
    return [one for rows in truth.ORDINARY for one in rows.of(corpora.judged(rows.corpus)) if one.hidden]


def kind_of(one):
    return one.labels["functionality"]


def traps(judged):
    # Profanity without hate is a wanted hit of a profanity rule.
    harmless = [one for one in judged if kind_of(one).endswith("_nh") and kind_of(one) != "profanity_nh"]
    yield Figure("traps hidden", "hatecheck-en", share_of(harmless, is_hidden), len(harmless), 0.10, True)
    for kind in sorted(set(map(kind_of, judged))):
        of_kind = [one for one in judged if kind_of(one) == kind]
        if kind.endswith("_nh"):
            yield Figure(f"  {kind} hidden", "hatecheck-en", share_of(of_kind, is_hidden), len(of_kind), None, True)
        else:
            yield Figure(f"  {kind} caught", "hatecheck-en", share_of(of_kind, lambda one: one.caught), len(of_kind))


def wrong_language(corpora):
    """A pack that is alone switched on where another language is spoken."""
    for pack in LANGUAGES:
        for lang in LANGUAGES:
            if lang == pack:
                continue
            judged = [one for rows in truth.ORDINARY for one in rows.of(corpora.judged(rows.corpus, pack)) if one.lang == lang]
            yield Figure(f"{pack} pack alone hides", f"ordinary {lang}", share_of(judged, is_hidden), len(judged), 0.001, True)
