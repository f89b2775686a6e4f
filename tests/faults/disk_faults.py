#!/usr/bin/env python3
"""Sweeps of a file channel on a disk that fails: disk_faults.py CM FAILING_DISK [--points N] [--seed S]

At seeded points among all calls that change a file (each journal write is three of them or more) the process is killed,
a write is torn, power is cut, the disk is full or no longer syncs. Then a healthy sweep runs, and from outside, without
cm's own word for it: no comment lost, no deed twice, and journal, store and platform (the sidecar) agree.
"""
import argparse
import collections
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

SHOP = pathlib.Path(__file__).resolve().parents[1] / "end_to_end/shop"
COMMENTS = 24
# What a fault may end with: 137 is the signal that ends a killed process.
KINDS = {
    "kill": ("killed", {-9}),
    "torn": ("killed in the middle of a write", {-9}),
    "cut": ("power cut, all unsynced lost", {-9}),
    "mixed": ("power cut, some pages lost", {-9}),
    "full": ("disk full", {5}),
    "broken": ("disk no longer syncs", {5}),
}
MARK = "a-customer-wrote-this"


class Broken(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Broken(what)


def make_shop(folder):
    shutil.copytree(SHOP, folder)
    with open(folder / "cm.toml", "a", encoding="utf-8") as file:
        file.write("\n[guard]\nmax_actions = 1000\nmax_hidden_share = 1.0\n")
    with open(folder / "comments.ndjson", "w", encoding="utf-8") as file:
        for number in range(COMMENTS):
            text = f"an idiot, {MARK} {number}" if number % 2 else f"comment {MARK} {number}"
            file.write(json.dumps({"id": f"c{number}", "post": f"p{number % 5}", "text": text,
                                   "created_at": f"2026-11-20T10:00:{number:02d}Z"}) + "\n")


class Trial:
    """One folder, one fault, and what is true afterwards."""

    def __init__(self, cm, library, template, folder):
        self.cm, self.library, self.folder = cm, library, folder
        shutil.copytree(template, folder)

    def run(self, *arguments, **fault):
        environment = {"PATH": "/usr/bin:/bin"}
        if fault:
            environment.update(LD_PRELOAD=str(self.library), CM_FAULT_FOLDER=str(self.folder),
                               **{f"CM_FAULT_{name.upper()}": str(value) for name, value in fault.items()})
        return subprocess.run([self.cm, *arguments], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, check=False)

    def calls_of_a_sweep(self):
        count = self.folder.with_suffix(".count")
        done = self.run("sweep", "--export", "sheet.csv", count=count)
        check(done.returncode == 0, f"a healthy sweep exits {done.returncode}: {done.stderr}")
        return int(count.read_text(encoding="utf-8"))

    def spoil(self, kind, at, seed):
        done = self.run("sweep", "--export", "sheet.csv", kind=kind, at=at, seed=seed)
        if done.returncode == 0:  # a fault in what may be left undone, such as a last tidying-up
            return done
        check(done.returncode in KINDS[kind][1], f"exits {done.returncode}: {done.stdout}{done.stderr}")
        check(MARK not in done.stderr, "a message quotes a comment")
        if done.returncode > 0:
            check(done.stderr.startswith("cm: error: "), f"says what stood in the way: {done.stderr}")
        return done

    def finish(self):
        done = self.run("sweep", "--export", "sheet.csv")
        check(done.returncode == 0, f"a later sweep exits {done.returncode}: {done.stdout}{done.stderr}")

    def verify(self):
        wanted = {f"c{number}" for number in range(1, COMMENTS, 2)}
        with open(self.folder / "comments.ndjson.deeds.ndjson", encoding="utf-8") as file:
            deeds = collections.Counter((deed["id"], deed["action"]) for deed in map(json.loads, file))
        lost = {identifier for identifier in wanted if (identifier, "hide") not in deeds}
        check(not lost, f"deeds are lost: {sorted(lost)}")
        check(deeds == collections.Counter((identifier, "hide") for identifier in wanted), f"deeds done twice: {deeds}")
        with sqlite3.connect(self.folder / "cm.db") as store:
            check(store.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "the store is sound")
        judged = [json.loads(line)["id"] for line in self.run("scan", "--all").stdout.splitlines()]
        check(sorted(judged) == sorted(f"c{number}" for number in range(COMMENTS)), f"comments are lost: {judged}")
        entries = [json.loads(line) for line in self.run("log", "--format", "ndjson").stdout.splitlines()]
        told = collections.Counter((entry["key"].split("/")[1], entry["phase"]) for entry in entries)
        check(told == collections.Counter((identifier, "done") for identifier in wanted),
              f"the journal and the platform disagree: {told}")
        last = json.loads(self.run("sweep").stdout)
        check((last["added"], last["judged"], last["done"]) == (0, 0, 0), f"something was left to do: {last}")
        with open(self.folder / "sheet.csv", encoding="utf-8") as sheet:
            check(sheet.readline().startswith("key,"), "the sheet is whole")


def campaign(cm, library, points, seed):
    rng = random.Random(seed)
    table = collections.OrderedDict((kind, collections.Counter()) for kind in KINDS)
    wrong = []
    with tempfile.TemporaryDirectory(prefix="cm-faults-") as name:
        parent = pathlib.Path(name).resolve()
        template = parent / "template"
        make_shop(template)
        calls = Trial(cm, library, template, parent / "survey").calls_of_a_sweep()
        for number in range(points):
            kind = list(KINDS)[number % len(KINDS)]
            at = rng.randint(1, calls)
            trial = Trial(cm, library, template, parent / f"trial-{number}")
            row = table[kind]
            row["points"] += 1
            try:
                row["met"] += trial.spoil(kind, at, seed + number).returncode != 0
                trial.finish()
                trial.verify()
                row["sound"] += 1
                shutil.rmtree(trial.folder)
            except (Broken, subprocess.TimeoutExpired, OSError, ValueError) as what:
                wrong.append(f"{kind} at call {at} of {calls}, seed {seed + number}: {what}")
    print(f"{calls} calls change a file in a sweep of {COMMENTS} comments and {COMMENTS // 2} deeds; seed {seed}")
    print(f"{'fault':34} {'points':>7} {'ended cm':>9} {'sound':>7}")
    for kind, row in table.items():
        print(f"{KINDS[kind][0]:34} {row['points']:7} {row['met']:9} {row['sound']:7}")
    for line in wrong:
        print(f"FAILED {line}")
    return not wrong and all(row["met"] for row in table.values() if row["points"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cm", type=pathlib.Path)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("--points", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    sound = campaign(given.cm.resolve(), given.library.resolve(), given.points, given.seed)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
