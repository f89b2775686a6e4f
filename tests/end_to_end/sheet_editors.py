#!/usr/bin/env python3
"""Ten people edit copies of a sheet and hand them in, in any order: sheet_editors.py CM [SEED ...]

Some copies are of an older sheet than others, each is saved the way another spreadsheet saves it. Whatever
the order: an edit of a cell that nobody else changed is in the store, two edits of one cell to different
values are a conflict that names the cell, and the first of them stands. A reference model of a few lines
says what has to come out.
"""
import csv
import datetime
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

NOW = "2026-11-20T12:00:00Z"
COLUMNS = ["department", "owner", "status", "last_contact_at", "contacts", "note"]
DEPARTMENTS = ["billing", "product", "shipping"]
STATUSES = ["open", "contacted", "waiting", "resolved", "ignored"]
COMMENTS = 30
EDITORS = 10
EDITS_EACH = 12

CONFIG = """cm = 1
store = "sqlite:cm.db"
rules = ["rules/"]
[policy]
complaint = { flag = 1 }
[[channel]]
name = "shop"
platform = "file"
path = "comments.ndjson"
"""
RULES = """cm_rules = 1
pack = { id = "test", version = "1" }
[[rule]]
id = "complaint.late"
mode = "enforce"
words = ['late']
score = 1
action = "flag"
labels = ["complaint"]
[rule.test]
match = ['late']
clean = ['early']
"""


def value_for(column, dice):
    if column == "department":
        return dice.choice(DEPARTMENTS)
    if column == "owner":
        return dice.choice(["ana", "ben", "chloé", "=dana", "مريم"])
    if column == "status":
        return dice.choice(STATUSES)
    if column == "contacts":
        return str(dice.randint(1, 9))
    if column == "note":
        return dice.choice(["called; no answer", 'said "thanks"', "line one\nline two", "refund, today", "+1"])
    minutes = dice.randint(0, 60 * 24 * 12)
    moment = datetime.datetime(2026, 11, 1) + datetime.timedelta(minutes=minutes)
    return moment.strftime("%Y-%m-%dT%H:%M:00Z")


def as_typed(column, value, form):
    """The way a spreadsheet of that form shows a moment."""
    if column != "last_contact_at" or not value:
        return value
    moment = datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
    if form["dates"] == "dmy":
        return moment.strftime("%d/%m/%Y %H:%M")
    if form["dates"] == "dots":
        return moment.strftime("%d.%m.%Y %H:%M:%S")
    if form["dates"] == "serial":
        days = (moment - datetime.datetime(1899, 12, 30)).total_seconds() / 86400
        return repr(days)
    return value


def save(rows, path, form):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=form["separator"], lineterminator=form["ends"])
    writer.writeheader()
    for row in rows:
        writer.writerow({name: as_typed(name, value, form) for name, value in row.items()})
    path.write_bytes((b"\xef\xbb\xbf" if form["bom"] else b"") + text.getvalue().encode("utf-8"))


class Team:
    def __init__(self, cm, folder):
        self.cm = cm
        self.folder = folder
        (folder / "cm.toml").write_text(CONFIG)
        (folder / "rules").mkdir()
        (folder / "rules" / "test.toml").write_text(RULES)
        with open(folder / "comments.ndjson", "w", encoding="utf-8") as file:
            for number in range(COMMENTS):
                file.write(json.dumps({"id": f"c{number}", "text": f"parcel {number} is late",
                                       "created_at": "2026-11-19T10:00:00Z"}) + "\n")
        self.run("sweep", expected=0)

    def run(self, *words, expected):
        done = subprocess.run([self.cm, "--quiet", *words], cwd=self.folder, capture_output=True, check=False,
                              env={"PATH": "/usr/bin:/bin", "CM_NOW": NOW}, stdin=subprocess.DEVNULL)
        assert done.returncode in expected if isinstance(expected, tuple) else done.returncode == expected, (
            words, done.returncode, done.stdout.decode(), done.stderr.decode())
        return done.stdout.decode("utf-8")

    def sheet(self):
        rows = list(csv.DictReader(io.StringIO(self.run("export", "--csv-raw", expected=0), newline="")))
        assert len(rows) == COMMENTS
        return rows

    def cells(self):
        return {(row["key"], column): row[column] for row in self.sheet() for column in COLUMNS}


def edit(rows, dice):
    """A copy of the sheet with some cells changed, and which."""
    rows = [dict(row) for row in rows]
    changed = {}
    for _ in range(EDITS_EACH):
        row = dice.choice(rows)
        column = dice.choice(COLUMNS)
        value = value_for(column, dice)
        if value == row[column]:
            continue
        row[column] = value
        changed[(row["key"], column)] = value
    return rows, changed


def trial(cm, seed):
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        team = Team(cm, pathlib.Path(name))
        first_sheet = team.sheet()
        copies = [(first_sheet, *edit(first_sheet, dice)) for _ in range(EDITORS - 3)]
        dice.shuffle(copies)
        model = team.cells()
        conflicts_seen = 0
        handed_in = 0
        while copies:
            exported, rows, changed = copies.pop(0)
            before = {(row["key"], column): row[column] for row in exported for column in COLUMNS}
            expected = {}
            for cell, value in changed.items():
                if model[cell] == before[cell]:
                    model[cell] = value
                elif model[cell] != value:
                    expected[cell] = (value, model[cell])
            form = {"separator": dice.choice(",;\t"), "bom": dice.random() < 0.5,
                    "ends": dice.choice(["\n", "\r\n"]), "dates": dice.choice(["iso", "dmy", "dots", "serial"])}
            path = team.folder / "copy.csv"
            save(rows, path, form)
            out = team.run("import", "copy.csv", *(["--dates", "dmy"] if form["dates"] == "dmy" else []),
                           expected=3 if expected else 0)
            lines = [json.loads(line) for line in out.splitlines()]
            told = {(line["key"], line["column"]): (line["sheet"], line["store"])
                    for line in lines if line["kind"] == "conflict"}
            assert told.keys() == expected.keys(), (seed, form, told, expected)
            for cell, (in_sheet, in_store) in told.items():
                if cell[1] != "last_contact_at":  # told as far as it was typed
                    assert (in_sheet, in_store) == expected[cell], (seed, cell, told[cell], expected[cell])
            conflicts_seen += len(expected)
            assert team.cells() == model, (seed, [(cell, value, model[cell]) for cell, value in team.cells().items()
                                                  if value != model[cell]])
            handed_in += 1
            if handed_in == 4:  # three more take a fresh sheet; older copies still come in after theirs
                fresh = team.sheet()
                copies += [(fresh, *edit(fresh, dice)) for _ in range(3)]
                dice.shuffle(copies)
        history = [json.loads(line) for line in team.run("export", "--sheet", "all", "--format", "ndjson",
                                                         expected=0).splitlines()]
        assert len(history) == COMMENTS
        return conflicts_seen


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    seeds = [int(word) for word in sys.argv[2:]] or [1, 2, 3]
    conflicts = [trial(cm, seed) for seed in seeds]
    assert any(conflicts), "no two people met: the trial shows nothing"
    print(f"{len(seeds)} seeds, {EDITORS} people each: no edit lost, {sum(conflicts)} conflicts, every one named")


if __name__ == "__main__":
    main()
