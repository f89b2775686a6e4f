"""Rows for a person to read, a JSON line each, in an order that a seed gives."""

import json
import random

import harm
import truth


def bad_rows(corpora):
    for rows in truth.BAD:
        for one in rows.of(corpora.judged(rows.corpus)):
            yield rows.is_bad(one.labels), one


def misses(corpora):
    return [one for is_bad, one in bad_rows(corpora) if is_bad and not one.caught]


def false_hits(corpora):
    return [one for is_bad, one in bad_rows(corpora) if is_bad is False and one.caught]


KINDS = {
    "misses": misses,
    "false-hits": false_hits,
    "hidden-complaints": harm.hidden_complaints,
    "hidden-ordinary": harm.hidden_ordinary,
}


def lines(corpora, kind, lang, count, seed):
    rows = {one.id: one for one in KINDS[kind](corpora) if lang in (None, one.lang)}
    chosen = list(rows.values())
    random.Random(seed).shuffle(chosen)
    for one in chosen[:count]:
        row = {"id": one.id, "action": one.verdict["action"], "rules": one.rules, "labels": one.labels, "text": one.text}
        yield json.dumps(row, ensure_ascii=False)
