#!/usr/bin/env python3
"""A store that cannot be written or is held by another, and clocks that jump: circumstances.py CM

Each ends with the right exit status and a message; afterwards a sweep does what was left, nothing twice.
"""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

from disk_faults import Broken, Trial, check, make_shop

NOBODY = 65534


class Circumstance(Trial):
    def __init__(self, cm, template, folder):
        super().__init__(cm, None, template, folder)

    def at(self, moment, *arguments):
        return subprocess.run([self.cm, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, text=True,
                              env={"PATH": "/usr/bin:/bin", "CM_NOW": moment}, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=120, check=False)


def ends_with(done, statuses, says):
    check(done.returncode in statuses, f"exits {done.returncode}: {done.stdout}{done.stderr}")
    check(says in done.stderr, f"does not say \"{says}\": {done.stderr}")


def read_only_store(trial):
    """Another user's folder: it can be read and not written."""
    if os.geteuid() != 0:
        return "skipped: only root can become another user"
    trial.run("fetch")
    for path in [trial.folder, *trial.folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    done = subprocess.run([trial.cm, "sweep"], cwd=trial.folder, env={"PATH": "/usr/bin:/bin"}, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                          user=NOBODY, group=NOBODY, extra_groups=[], check=False)
    ends_with(done, {2, 5}, "cm.db")
    check(not (trial.folder / "comments.ndjson.deeds.ndjson").exists(), "no deed is done")
    return f"exit {done.returncode}"


def store_held_for_a_moment(trial):
    trial.run("fetch")
    held = sqlite3.connect(trial.folder / "cm.db", check_same_thread=False, isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(1.5, lambda: (held.execute("ROLLBACK"), held.close()))
    release.start()
    done = trial.run("sweep", "--export", "sheet.csv")
    release.join()
    ends_with(done, {0}, "")
    return "waits, exit 0"


def store_held_for_good(trial):
    trial.run("fetch")
    held = sqlite3.connect(trial.folder / "cm.db", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    try:
        done = trial.run("sweep", "--export", "sheet.csv")
    finally:
        held.execute("ROLLBACK")
        held.close()
    ends_with(done, {5, 6}, "another process")
    return f"exit {done.returncode}"


def append_comment(trial, identifier, moment):
    with open(trial.folder / "comments.ndjson", "a", encoding="utf-8") as file:
        file.write(json.dumps({"id": identifier, "post": "p0", "text": "and one more", "created_at": moment}) + "\n")


def clock_ahead_then_right(trial):
    """A year ahead for one sweep: what is written after that still counts as new."""
    ends_with(trial.at("2027-11-20T12:00:00Z", "sweep"), {0}, "")
    append_comment(trial, "late", "2026-11-20T11:59:00Z")
    done = trial.at("2026-11-20T12:00:00Z", "sweep")
    ends_with(done, {0}, "")
    check(json.loads(done.stdout)["added"] == 1, f"the comment after the jump is found: {done.stdout}")
    forget(trial, "late")
    return "nothing is missed"


def clock_behind_then_right(trial):
    """Before the comments were written, as after a dead battery."""
    ends_with(trial.at("2001-01-01T00:00:00Z", "sweep"), {0}, "")
    done = trial.at("2026-11-20T12:00:00Z", "sweep")
    ends_with(done, {0}, "")
    return "nothing is done twice"


def forget(trial, identifier):
    """Takes the extra comment out again, so that what is true at the end is the same for all."""
    path = trial.folder / "comments.ndjson"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines(True) if json.loads(line)["id"] != identifier]
    path.write_text("".join(lines), encoding="utf-8")
    with sqlite3.connect(trial.folder / "cm.db") as store:
        check(store.execute("SELECT count(*) FROM comments").fetchone()[0] == len(lines) + 1, "all comments are kept")


CIRCUMSTANCES = [read_only_store, store_held_for_a_moment, store_held_for_good, clock_ahead_then_right,
                 clock_behind_then_right]


def main():
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="cm-faults-") as name:
        parent = pathlib.Path(name).resolve()
        parent.chmod(0o755)
        cm = parent / "cm"
        shutil.copy(sys.argv[1], cm)
        make_shop(parent / "template")
        for errand in CIRCUMSTANCES:
            trial = Circumstance(cm, parent / "template", parent / errand.__name__)
            what = errand.__name__.replace("_", " ")
            try:
                outcome = errand(trial)
                trial.finish()
                if errand is not clock_ahead_then_right:
                    trial.verify()
                print(f"{what:28} {outcome}")
            except (Broken, subprocess.TimeoutExpired, OSError, ValueError) as why:
                wrong += 1
                print(f"FAILED {what}: {why}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
