"""The tally of what a person read: misses and false hits of the packs, each put under a kind.

`readings.tsv` keeps the rows' ids and kinds, never their texts. The rows are those of `run --show LIST --lang LANG`
(100 of the default seed, all where there are fewer) on the day they were read, so that later packs may do better.
"""

import collections
import csv
import pathlib

READINGS = pathlib.Path(__file__).resolve().parent / "readings.tsv"
LANGUAGES = {"en": "English", "fr": "French", "ar": "Arabic"}

# list -> kind -> what it is, what a reader would decide
KINDS = {
    "misses": {
        "topic": ("a group, a belief or politics named, and no attack", "leave it; the label is generous"),
        "insinuation": ("insinuation, mockery, a stereotype; no rude word", "hide some: it takes the thread or a person"),
        "context": ("bullying or teasing that only its thread shows", "act, knowing the thread"),
        "word": ("a rude word or slur that the packs lack, or do not dare alone", "flag or hide; a rule can learn it"),
        "spelling": ("a known one spelled in a new way", "flag or hide; a rule can learn the common ones"),
        "mild": ("a mild word, often of a thing or of oneself", "leave most"),
        "politics": ("rulers, parties or states insulted without a rude word", "leave it on a shop's page, flag it on a news page"),
        "threat": ("a veiled threat, a dare", "flag"),
        "curse": ("a curse without a rude word", "flag some"),
        "told": ("an insult told of or asked about", "leave it"),
        "label": ("nothing rude that we could find", "leave it"),
    },
    "false-hits": {
        "rude": ("an insult or a slur after all, labelled as harmless", "keep what cm did"),
        "among": ("the same among friends, in play, of oneself", "keep the flag; many shops would hide it"),
        "swear": ("a swear word at nobody, or at a thing", "leave it flagged or not at all: `score = 3` for the swear rule"),
        "told": ("an insult told of, asked about, denied, argued against", "leave it, in sight"),
        "sense": ("the word in another sense, an idiom, another language", "leave it; excepted where it is common"),
        "politics": ("rulers, parties or somebody absent insulted", "flag it"),
        "ad": ("an advertisement, a call to follow or share", "flag it: it is one"),
    },
}


def read(path=READINGS):
    """(list, lang) -> id -> kind"""
    readings = collections.defaultdict(dict)
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            readings[row["list"], row["lang"]][row["id"]] = row["kind"]
    return readings


def table(list_name, lang, kinds):
    """A table in Markdown, the most frequent kind first."""
    yield f"| {len(kinds)} {list_name.replace('-', ' ')}, {LANGUAGES[lang]} | count | a reader would |"
    yield "|---|---:|---|"
    for kind, count in collections.Counter(kinds.values()).most_common():
        what, decision = KINDS[list_name][kind]
        yield f"| {what} | {count} | {decision} |"


def lines(now):
    """`now`: list -> the ids that are in it today; None without the corpora."""
    for (list_name, lang), kinds in read().items():
        yield from table(list_name, lang, kinds)
        if now is not None:
            yield f"of them still so with today's packs: {len(now[list_name] & set(kinds))}"
        yield ""
