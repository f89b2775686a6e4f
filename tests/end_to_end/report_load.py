#!/usr/bin/env python3
"""Is a report right and quick? report_load.py CM [COMMENTS]

Fills a store (20,000 comments unless another number is given), lets cm report count it, counts it once
more by plain SQL over the rows, and compares every figure. Prints how long the report took, by the clock
and of the processor. The figures of README and manual come from: report_load.py CM 500000
"""
import json
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import report_store  # noqa: E402

COMMUNITY = "author_role NOT IN ('staff', 'owner')"
HIDDEN = "state IN ('held', 'hidden', 'spam')"
MOST_SECONDS = 2.0
MOST_BYTES = 1_000_000


def share(part, whole):
    return round(part / whole, 4) if whole else None


def nearest_rank(values, tenths):
    values = sorted(values)
    return round(values[(len(values) * tenths + 9) // 10 - 1] / 1000) if values else None


class Store:
    """Each figure as somebody would ask for it who knows the tables and not cm."""

    def __init__(self, file):
        self.database = sqlite3.connect(file)

    def count(self, condition):
        return self.database.execute(f"SELECT count(*) FROM comments WHERE {COMMUNITY} AND {condition}").fetchone()[0]

    def spans(self, column):
        return [span for span, in self.database.execute(
            f"SELECT {column} - sort_at FROM comments WHERE {COMMUNITY} AND {column} IS NOT NULL")]

    def summary(self):
        negative, positive = self.count("verdict_sentiment = 1"), self.count("verdict_sentiment = 3")
        overturned = self.count("verdict_action > 0 AND action_state IN ('undone', 'kept')")
        scores = self.database.execute("SELECT sum(score >= 4), count(*) FROM satisfaction").fetchone()
        answers, cases = self.spans("first_response_at"), self.spans("resolved_at")
        return {
            "comments": self.count("1 = 1"),
            "negative_rate": share(negative, self.count("verdict_sentiment IN (1, 2, 3)")),
            "sentiment_ratio": share(positive, negative),
            "out_of_sight": self.count(HIDDEN),
            "flagged": self.count("verdict_action > 0 AND action_state = 'done' AND state = 'visible'"),
            "overturned_rate": share(overturned, overturned + self.count("verdict_action > 0 AND action_state = 'done'")),
            "response_median": nearest_rank(answers, 5),
            "response_p90": nearest_rank(answers, 9),
            "resolution_median": nearest_rank(cases, 5),
            "in_time": self.in_time(),
            "csat": share(*scores),
        }

    def in_time(self):
        limit = 48 * report_store.HOUR_MS
        due = in_time = 0
        for state, action_state, action, sort_at, answered, status in self.database.execute(
                f"SELECT state, action_state, verdict_action, sort_at, first_response_at, status FROM comments c "
                f"LEFT JOIN follow_ups f ON f.seq = c.seq WHERE {COMMUNITY}"):
            if not (action or action_state or status is not None):
                continue
            waits = state == "visible" and status not in ("resolved", "ignored")
            late = waits and answered is None and sort_at <= report_store.NOW_MS - limit
            due += answered is not None or late
            in_time += answered is not None and answered - sort_at <= limit
        return share(in_time, due)

    def days(self):
        return {(channel, day): counts for channel, day, *counts in self.database.execute(
            "SELECT channel, date(sort_at / 1000, 'unixepoch'), count(*), sum(ifnull(verdict_sentiment = 1, 0)), "
            f"sum(ifnull(verdict_sentiment = 3, 0)) FROM comments WHERE {COMMUNITY} GROUP BY 1, 2")}

    def accounts(self):
        return [list(row) for row in self.database.execute(
            f"SELECT channel, author_id, count(*), sum(ifnull(verdict_sentiment = 1, 0)), sum({HIDDEN}) FROM comments "
            f"WHERE {COMMUNITY} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20")]

    def departments(self):
        return {name or "no department": [picked, resolved] for name, picked, resolved in self.database.execute(
            "SELECT coalesce(nullif(department, ''), verdict_department), count(*), count(resolved_at) FROM comments c "
            f"LEFT JOIN follow_ups f ON f.seq = c.seq WHERE {COMMUNITY} AND "
            "(verdict_action > 0 OR action_state <> '' OR f.seq IS NOT NULL) GROUP BY 1")}

    def rules(self):
        return {rule: [flags, hides] for rule, flags, hides in self.database.execute(
            "SELECT rule, sum(deed = 'flag'), sum(deed IN ('hide', 'hold')) FROM entries WHERE rule <> '' GROUP BY 1")}


def differences(report, store):
    tables = report["tables"]
    pairs = {
        "summary": (report["summary"], store.summary()),
        "days": ({(row["channel"], row["day"]): [row["comments"], row["negative"], row["positive"]]
                  for row in tables["days"]}, store.days()),
        "accounts": ([[row[name] for name in ("channel", "account", "comments", "negative", "out_of_sight")]
                      for row in tables["accounts"]], store.accounts()),
        "departments": ({row["department"]: [row["picked"], row["resolved"]] for row in tables["departments"]},
                        store.departments()),
        "rules": ({row["rule"]: [row["rule_flags"], row["rule_hides"]] for row in tables["rules"]}, store.rules()),
    }
    for name, (reported, counted) in pairs.items():
        if reported != counted:
            yield f"{name}: the report has {str(reported)[:400]}\n  the store has {str(counted)[:400]}"


def main():
    cm = pathlib.Path(sys.argv[1]).resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        (folder / "cm.toml").write_text("cm = 1\nrules = []\n", encoding="utf-8")

        def report(form):
            spent = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.monotonic()
            printed = subprocess.run([cm, "report", "--names", "--format", form], cwd=folder, check=True,
                                     env={"CM_NOW": report_store.NOW, "PATH": os.defpath}, capture_output=True).stdout
            seconds = time.monotonic() - began
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor = used.ru_utime + used.ru_stime - spent.ru_utime - spent.ru_stime
            print(f"{form}: {len(printed):,} bytes in {seconds:.2f} s, {processor:.2f} s of processor, "
                  f"{used.ru_maxrss // 1024} MiB at most")
            return printed, processor

        report("text")  # makes the tables
        report_store.fill(folder / "cm.db", count)
        faults = []
        printed = {}
        for form in ("text", "html", "csv", "json"):
            printed[form], processor = report(form)
            # What others do on the machine does not count here.
            if processor > MOST_SECONDS:
                faults.append(f"{form} took {processor:.2f} s of processor, more than {MOST_SECONDS}")
        if len(printed["html"]) > MOST_BYTES:
            faults.append(f"the page has {len(printed['html'])} bytes, more than {MOST_BYTES}")
        faults += differences(json.loads(printed["json"]), Store(folder / "cm.db"))
    print("\n".join(faults) or f"a report of {count:,} comments agrees with the store")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
