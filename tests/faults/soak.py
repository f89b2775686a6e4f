#!/usr/bin/env python3
"""Sweeps every few seconds, for half an hour: soak.py CM [--minutes 30] [--every 3]

A real WordPress and a file channel get new comments all the time. Looked at from outside: each sweep's peak memory and
open handles, what lies in the folder, and the size of the store. They must be as flat at the end as they were at the
beginning (the store: as many bytes a comment), every deed done once, and the store sound.
"""
import argparse
import collections
import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
import real_site  # noqa: E402
from real_site import Servers, Site, Sweeper, check  # noqa: E402

FILE_COMMENTS, SITE_COMMENTS = 5, 2  # between two sweeps
# At the end beside the beginning. A sweep reads all of a file channel's file, whose ids it keeps: some growth is right.
MOST_MEMORY, MOST_STORE = 1.15, 1.25
PAGES = 65_536  # a store grows by whole pages: what that may do to the growth of a short run
WINDOWS = 6
FILE_CHANNEL = """[[channel]]
name = "shop"
platform = "file"
path = "comments.ndjson"
"""
HEAD = f"{'sweeps':>12} {'comments':>9} {'memory':>9} {'handles':>8} {'files':>6} {'store':>11} {'bytes/comment':>14}"


class Sample:
    """One sweep as the operating system saw it."""

    def __init__(self, sweeper, comments):
        self.comments, self.handles = comments, 0
        process = subprocess.Popen([sweeper.cm, "sweep", "--export", "sheet.csv"], cwd=sweeper.folder,
                                   env=sweeper.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        ended = threading.Event()
        watcher = threading.Thread(target=self.count_handles, args=(process.pid, ended))
        watcher.start()
        out, err = process.stdout.read(), process.stderr.read()  # a line each: they cannot fill a pipe
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        check(process.returncode == 0, f"a sweep exits {process.returncode}: {out}{err}")
        check(sweeper.password not in out + err, "cm printed the password")
        self.summary = json.loads(out)
        self.memory = used.ru_maxrss
        self.files = len(os.listdir(sweeper.folder))
        self.store = (sweeper.folder / "cm.db").stat().st_size

    def count_handles(self, process, ended):
        while not ended.wait(0.005):
            try:
                self.handles = max(self.handles, len(os.listdir(f"/proc/{process}/fd")))
            except OSError:
                return


class Soak:
    def __init__(self, cm, servers):
        self.servers = servers
        self.site = Site(servers)
        self.sweeper = Sweeper(cm, servers, more=FILE_CHANNEL, max_actions=100_000)
        self.number = 0
        self.spam = {"shop": set(), "blog": set()}
        self.comments = len(self.site.comments())

    def text(self):
        self.number += 1
        spam = self.number % 3 == 0
        return f"check out number {self.number}" if spam else f"number {self.number}, thank you", spam

    def write(self):
        with open(self.sweeper.folder / "comments.ndjson", "a", encoding="utf-8") as file:
            for _ in range(FILE_COMMENTS):
                text, spam = self.text()
                moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                file.write(json.dumps({"id": f"f{self.number}", "post": f"p{self.number % 50}", "text": text,
                                       "author": {"id": f"a{self.number % 97}"}, "created_at": moment}) + "\n")
                if spam:
                    self.spam["shop"].add(f"f{self.number}")
        for _ in range(SITE_COMMENTS):
            text, spam = self.text()
            identifier, = self.site.write([text], started=time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()))
            if spam:
                self.spam["blog"].add(identifier)
        self.comments += FILE_COMMENTS + SITE_COMMENTS

    def go_on(self, seconds, every):
        samples = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            self.write()
            samples.append(Sample(self.sweeper, self.comments))
            time.sleep(max(0.0, every - (time.monotonic() - began)))
        return samples

    def verify(self):
        with open(self.sweeper.folder / "comments.ndjson.deeds.ndjson", encoding="utf-8") as file:
            deeds = collections.Counter((deed["id"], deed["action"]) for deed in map(json.loads, file))
        check(deeds == collections.Counter((key, "hide") for key in self.spam["shop"]),
              "every deed on the file channel is done once")
        changed = collections.Counter(self.servers.changes())
        wanted = collections.Counter((key, "approved", "unapproved") for key in self.spam["blog"])
        check(changed == wanted, f"every deed on the site is done once: {changed - wanted} {wanted - changed}")
        with sqlite3.connect(self.sweeper.folder / "cm.db") as store:
            check(store.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "the store is sound")
            stored = store.execute("SELECT count(*) FROM comments").fetchone()[0]
        check(stored == self.comments, f"all comments are kept: {stored} of {self.comments}")
        done = sum(entry["phase"] == "done" for entry in self.sweeper.log())
        check(done == len(self.spam["shop"]) + len(self.spam["blog"]), f"the journal has every deed once: {done}")


def per_comment(samples):
    """Bytes that the store grew by for each comment."""
    first, last = samples[0], samples[-1]
    return (last.store - first.store) / (last.comments - first.comments)


def judge(samples):
    """Prints a table and ends the test where something grew."""
    size = len(samples) // WINDOWS
    check(size >= 3, f"{len(samples)} sweeps are too few to tell anything")
    windows = [samples[number * size:(number + 1) * size] for number in range(WINDOWS)]
    rows = []
    print(HEAD)
    for number, window in enumerate(windows):
        row = {name: statistics.median(getattr(sample, name) for sample in window) for name in ("memory", "files")}
        row["handles"] = max(sample.handles for sample in window)
        rows.append(row)
        print(f"{number * size + 1:5}–{(number + 1) * size:<6} {window[-1].comments:9} {row['memory'] / 1024:5.1f} MiB "
              f"{row['handles']:8} {row['files']:6.0f} {window[-1].store:11,} {per_comment(window):14,.0f}")
    # The first window warms up: caches are made, the store's first pages are filled.
    first, last = rows[1], rows[-1]
    check(last["memory"] <= MOST_MEMORY * first["memory"], "memory is flat")
    check(last["handles"] <= first["handles"] + 1, "open handles are flat")
    check(last["files"] == first["files"], "nothing piles up in the folder")
    half = (size + len(samples)) // 2
    check(per_comment(samples[half:]) <= MOST_STORE * per_comment(samples[size:half]) + PAGES / len(samples),
          "the store grows with its comments and no faster")


def run(given, cm):
    with Servers() as servers:
        own = servers.folder / "cm"  # the binary may be built anew meanwhile
        shutil.copy(cm, own)
        soak = Soak(own, servers)
        soak.site.write(["good morning"])
        soak.comments += 1
        servers.forget_changes()
        samples = soak.go_on(given.minutes * 60, given.every)
        soak.verify()
        judge(samples)
        deeds = sum(map(len, soak.spam.values()))
    print(f"{len(samples)} sweeps in {given.minutes:g} minutes, {soak.comments} comments, {deeds} deeds, each once; "
          "integrity_check ok")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cm", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=3, metavar="SECONDS")
    given = parser.parse_args()
    real_site.main(lambda cm: run(given, cm))


if __name__ == "__main__":
    main()
