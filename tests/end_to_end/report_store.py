"""Fills a store with invented comments, verdicts, answers, deeds and scores: report_store.py STORE COMMENTS

`cm` has made the tables before; the rows are written straight into them, which takes seconds where fetching
and judging half a million comments takes minutes. The same number gives the same store.
"""
import json
import random
import sqlite3
import sys

NOW = "2026-11-20T12:00:00Z"
NOW_MS = 1795176000000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
DAYS = 365
CHANNELS = {"blog": ("wordpress", 4), "facebook": ("facebook", 9), "instagram": ("instagram", 7),
            "youtube": ("youtube", 5), "forum": ("discourse", 2), "reviews": ("file", 1)}
DEPARTMENTS = ["", "billing", "product", "delivery", "الدعم الفني"]
RULES = ["abuse.en.strong", "spam.link.shortener", "promotion.followers", "complaint.delivery", "threat.en"]
NAMES = ["Sam Sample", "Ana Muster", "Léa Exemple", "مستخدم تجريبي", "<script>alert(1)</script>", "O'Neil & Co"]
WORDS = ("the parcel came late again and nobody answers my mail so what am I to do with an order that is paid "
         "for since weeks while your page says delivered lovely colours by the way my daughter wears it daily").split()


def moment(rnd):
    if rnd.random() < 0.01:  # one evening was an attack
        return NOW_MS - 60 * DAY_MS + rnd.randrange(3 * HOUR_MS)
    while True:
        day = rnd.randrange(DAYS)
        if day % 7 > 1 or rnd.random() < 0.6:  # weekends are quiet
            return NOW_MS - day * DAY_MS - rnd.randrange(DAY_MS)


class Writer:
    """Collects rows by table and writes them in blocks."""

    def __init__(self, store):
        self.database = sqlite3.connect(store)
        self.database.execute("PRAGMA synchronous = OFF")
        self.rows = {}

    def add(self, table, **row):
        rows = self.rows.setdefault((table, tuple(row)), [])
        rows.append(tuple(row.values()))
        if len(rows) == 10_000:
            self.flush()

    def flush(self):
        with self.database:
            for (table, columns), rows in self.rows.items():
                places = ", ".join("?" * len(columns))
                self.database.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)
                rows.clear()

    def close(self):
        self.flush()
        self.database.close()


def add_verdict(row, rnd):
    row.update(verdict_action=0, verdict_score=0, verdict_severity=0, verdict_lang="en", verdict_department="",
               verdict_labels="", verdict_capped_by="", verdict_decided_by="", verdict_matches="", rules_fingerprint="r",
               judged_at=row["sort_at"] + 60_000, verdict_sentiment=rnd.choices([0, 1, 2, 3], [5, 20, 50, 25])[0])


def pick(row, rule, rnd):
    action = rnd.choice([1, 1, 1, 2, 3, 3])
    outcome = rnd.choices(["done", "proposed", "undone", "kept", "failed"], [80, 8, 5, 4, 3])[0]
    row.update(verdict_action=action, verdict_score=6, verdict_severity=1, verdict_labels='["abuse"]',
               verdict_department=rnd.choice(DEPARTMENTS), action_state=outcome, verdict_matches=json.dumps(
                   [{"rule": rule, "field": "text", "view": "fold", "begin": 0, "end": 9, "score": 6, "mode": "enforce"}]))
    if outcome == "done" and action > 1:
        row["state"] = "held" if action == 2 else "hidden"
    return action, outcome


def add_deeds(writer, row, action, outcome, rule, entry):
    if outcome not in ("done", "undone"):
        return entry
    at = row["sort_at"] + 120_000
    deeds = [(("flag", "hold", "hide")[action - 1], rule, at)]
    if outcome == "undone":
        deeds.append(("unflag" if action == 1 else "unhide", "", at + HOUR_MS))
    for deed, by, when in deeds:
        entry += 1
        writer.add("entries", id=entry, run="r1", comment_key=f"{row['channel']}/{row['id']}", deed=deed,
                   intended_at=when, state_before="visible", text_digest="", rule=by, person="cron", reason="")
        writer.add("outcomes", entry=entry, phase="done", ended_at=when, state_after="", reason="", remote_id="")
    return entry


def fill(store, count, seed=7):
    rnd = random.Random(seed)
    writer = Writer(store)
    names, weights = list(CHANNELS), [weight for _, weight in CHANNELS.values()]
    entry = 0
    writer.add("runs", id="r1", command="sweep", started_at=0, person="cron", host="here")
    for number, at in enumerate(sorted(moment(rnd) for _ in range(count)), 1):
        channel = rnd.choices(names, weights)[0]
        author = int(50_000 * rnd.random() ** 4)
        row = dict(seq=number, channel=channel, id=str(number), sort_at=at, platform=CHANNELS[channel][0], page="p",
                   post=str(number // 400), parent="", author_id=f"a{author}", author_name=NAMES[author % len(NAMES)],
                   author_role="staff" if author == 7 else "", created_at=at, url=f"https://{channel}.example/{number}",
                   lang="", state="visible", extra="", first_seen_at=at + 60_000, fold_digest=number,
                   text=" ".join(rnd.choices(WORDS, k=rnd.randint(6, 50))), action_state="", has_follow_up=0,
                   verdict_action=None, verdict_score=None, verdict_severity=None, verdict_sentiment=None,
                   verdict_lang=None, verdict_department=None, verdict_labels=None, verdict_capped_by=None,
                   verdict_decided_by=None, verdict_matches=None, rules_fingerprint=None, judged_at=None,
                   first_response_at=None, resolved_at=None)
        if rnd.random() < 0.98:
            add_verdict(row, rnd)
            if rnd.random() < 0.08:
                rule = rnd.choices(RULES, [5, 4, 3, 2, 1])[0]
                action, outcome = pick(row, rule, rnd)
                entry = add_deeds(writer, row, action, outcome, rule, entry)
        if row["verdict_action"] and row["state"] == "visible" and rnd.random() < 0.6:
            row["first_response_at"] = at + int(rnd.lognormvariate(2.2, 1.1) * HOUR_MS)
            row["has_follow_up"] = 1
            status = rnd.choice(["open", "contacted", "waiting", "resolved", "ignored"])
            if status == "resolved":
                row["resolved_at"] = row["first_response_at"] + rnd.randrange(5 * DAY_MS)
            writer.add("follow_ups", seq=number, department=rnd.choice(DEPARTMENTS) if rnd.random() < 0.2 else "",
                       owner="", status=status, last_contact_at=row["first_response_at"], contacts=1, note="", tags="")
            if rnd.random() < 0.2:
                writer.add("satisfaction", seq=number, given_at=row["first_response_at"] + DAY_MS,
                           score=rnd.choices([1, 2, 3, 4, 5], [8, 7, 15, 30, 40])[0])
        writer.add("comments", **row)
    writer.close()


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
