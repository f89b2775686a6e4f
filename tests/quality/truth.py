"""How each corpus is read: which rows are bad, which are complaints, which are ordinary. None: it does not say."""

import dataclasses
from typing import Callable


def davidson(labels):
    return labels["class"] < 2


def mlma(labels):
    """The authors' binary reading: anything beside "normal" alone."""
    return labels["hostility"] != ["normal"]


def name_calling_or_threat(labels):
    """Of overt aggression only what words can show; the rest hangs on the conversation."""
    if labels["hate"] == "NAG":
        return False
    return True if labels["hate"] == "OAG" and labels["verbal_abuse"] in ("NCG", "THR") else None


def overt_aggression(labels):
    return {"OAG": True, "NAG": False}.get(labels["hate"])


def offensive(labels):
    return labels["offensive"] == 1


def spam(labels):
    return labels["spam"] == 1


def inappropriate(labels):
    return labels["inappropriate"] == 1


@dataclasses.dataclass(frozen=True)
class BadRows:
    """What should be caught of a corpus (of one language of it), with the goals for recall and precision."""

    corpus: str
    name: str
    is_bad: Callable
    lang: str | None = None
    recall_goal: float | None = None
    precision_goal: float | None = None

    def of(self, judged):
        return [one for one in judged if self.lang in (None, one.lang)]


@dataclasses.dataclass(frozen=True)
class GoodRows:
    """Complaints or ordinary comments: none of them is to be hidden."""

    corpus: str
    name: str
    holds: Callable = lambda labels: True

    def of(self, judged):
        return [one for one in judged if self.holds(one.labels)]


BAD = [
    BadRows("davidson-hate-offensive", "davidson", davidson, None, 0.92, 0.96),
    BadRows("mlma", "mlma en", mlma, "en"),
    BadRows("mlma", "mlma fr", mlma, "fr"),
    BadRows("mlma", "mlma ar", mlma, "ar"),
    BadRows("cyberagression-fr", "cyberagression-fr", name_calling_or_threat, None, 0.60, 0.85),
    BadRows("cyberagression-fr", "cyberagression-fr, all overt", overt_aggression),
    BadRows("mpold-arabic-offensive", "mpold", offensive, None, 0.55, 0.85),
]

COMPLAINTS = [
    GoodRows("airline-tweets", "airline negative", lambda labels: labels["sentiment"] == "negative"),
    GoodRows("free-telecom-fr", "free-telecom customers", lambda labels: labels["author_kind"] == "customer"),
]

ORDINARY = [
    GoodRows("umsab-sentiment", "umsab"),
    GoodRows("ajgt-arabic-sentiment", "ajgt"),
    GoodRows("astd-arabic-sentiment", "astd"),
    GoodRows("afrisenti-maghreb", "afrisenti"),
    GoodRows("youtube-spam", "youtube-spam ham", lambda labels: not spam(labels)),
    GoodRows("sms-spam", "sms-spam ham", lambda labels: not spam(labels)),
]

HATECHECK = "hatecheck-en"
RUSTRICT = "rustrict-tests"
