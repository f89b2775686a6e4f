"""What should be caught: profanity and abuse, evasive spellings of them, spam."""

import re

import truth
from figures import Figure, share, share_of

EVASIVE = "evasive spellings of known slurs caught"


def measure(corpora, peers):
    catchers = [("cm", lambda one: one.caught)] + [(peer.name, peer.catches) for peer in peers]
    for rows in truth.BAD:
        judged = rows.of(corpora.judged(rows.corpus))
        for by, catches in catchers:
            yield from recall_and_precision(rows, judged, by, catches)
    yield from spelling(corpora, catchers)
    yield from spam(corpora)


def recall_and_precision(rows, judged, by, catches):
    pairs = [(rows.is_bad(one.labels), catches(one)) for one in judged]
    bad = sum(1 for is_bad, _ in pairs if is_bad)
    hits = sum(1 for is_bad, caught in pairs if is_bad and caught)
    false_hits = sum(1 for is_bad, caught in pairs if is_bad is False and caught)
    recall_goal, precision_goal = (rows.recall_goal, rows.precision_goal) if by == "cm" else (None, None)
    yield Figure("caught, recall", rows.name, share(hits, bad), bad, recall_goal, by=by)
    if hits + false_hits > 0:
        yield Figure("caught, precision", rows.name, share(hits, hits + false_hits), hits + false_hits, precision_goal, by=by)


def spelling(corpora, catchers):
    words = corpora.judged(truth.RUSTRICT)
    bad = [one for one in words if truth.inappropriate(one.labels)]
    good = [one for one in words if not truth.inappropriate(one.labels)]
    slurs = known_slurs(corpora.judged(truth.HATECHECK))
    evasive = [one for one in corpora.judged(truth.HATECHECK) if is_evasive_spelling(one, slurs)]
    for by, catches in catchers:
        own = by == "cm"
        balanced = (share_of(bad, catches) + 1 - share_of(good, catches)) / 2
        yield Figure("balanced accuracy", "rustrict-tests", balanced, len(words), 0.93 if own else None, by=by)
        yield Figure(EVASIVE, "hatecheck-en", share_of(evasive, catches), len(evasive), 0.85 if own else None, by=by)


def known_slurs(judged):
    """The words by which cm catches hatecheck's plainly spelled slurs and profanities."""
    words = set()
    for one in judged:
        if one.labels["functionality"] not in ("slur_h", "profanity_h") or not one.caught:
            continue
        text = one.text.encode("utf-8")
        for match in one.verdict["matches"]:
            word = text[match["begin"] : match["end"]].decode("utf-8", "ignore").lower()
            if re.fullmatch(r"[a-z]{3,}", word):
                words.add(word)
    return words


def letters_of(word):
    return re.sub(r"[^a-z]", "", word)


def leet(text, words, slurs):
    plain = text.translate(str.maketrans("01345@$7!", "oieasasti"))
    return any(letters_of(word) in slurs for word in plain.split())


def spaced(text, words, slurs):
    letters = re.findall(r"[a-z]+", text)
    return any("".join(letters[i : i + n]) in slurs for n in range(2, 11) for i in range(len(letters) - n + 1))


def run_together(text, words, slurs):
    return any(slur in word for slur in slurs if len(slur) > 4 for word in words)


def swapped(text, words, slurs):
    return any(sorted(word) == sorted(slur) and word[0] == slur[0] for word in map(letters_of, words) for slur in slurs if len(slur) > 3)


def one_letter_short(text, words, slurs):
    shortened = {slur[:i] + slur[i + 1 :] for slur in slurs if len(slur) > 4 for i in range(1, len(slur))}
    return any(letters_of(word) in shortened for word in words)


EVASIONS = {
    "spell_leet_h": leet,
    "spell_space_add_h": spaced,
    "spell_space_del_h": run_together,
    "spell_char_swap_h": swapped,
    "spell_char_del_h": one_letter_short,
}


def is_evasive_spelling(one, slurs):
    """Whether the row spells a known slur evasively, and none plainly."""
    evasion = EVASIONS.get(one.labels["functionality"])
    text = one.text.lower()
    words = re.findall(r"[^\s.,?\"]+", text)
    return evasion is not None and not any(letters_of(word) in slurs for word in words) and evasion(text, words, slurs)


def spam(corpora):
    for corpus, goal in (("youtube-spam", 0.85), ("sms-spam", 0.80)):
        judged = [one for one in corpora.judged(corpus) if truth.spam(one.labels)]
        yield Figure("spam caught, recall", corpus, share_of(judged, lambda one: one.caught), len(judged), goal)
        yield Figure("spam hidden", corpus, share_of(judged, lambda one: one.hidden), len(judged))
