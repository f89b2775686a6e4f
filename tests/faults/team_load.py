#!/usr/bin/env python3
"""A team on one PostgreSQL store, two of it killed every 20 seconds: team_load.py CM [--seconds 600] [--every 20]

Eight hosts sweep a channel each, four people review at terminals, as fast as they can. Two of the twelve processes are
killed every so often (SIGKILL), and others take their place. Afterwards what was left is finished, and from outside, by
psql and the channels' own files: no comment lost, no deed and no decision twice, no claim of the dead left.
The address of a PostgreSQL stands in CM_TEST_POSTGRESQL: tests/servers/postgresql/with_server.sh team_load.py CM
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import pty
import random
import re
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time

SHOP = pathlib.Path(__file__).resolve().parents[1] / "end_to_end/shop"
SWEEPERS, REVIEWERS = 8, 4
KINDS = ("thank you", "cheap watches", "win a free phone")  # stays, is flagged for people, is hidden
BATCH = len(KINDS)
PROMPT = "]? "
# What a sweep may end with: 6, since a person at work on the channel holds its lock for a moment.
ENDS = {0, 6}


def check(holds, what):
    if not holds:
        raise AssertionError(what)


class Team:
    def __init__(self, cm, folder, address):
        self.cm, self.folder, self.address = cm, folder, address
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.alive = {}  # process id -> what it is
        self.counts = collections.Counter()
        self.faults = []
        self.written = collections.Counter()
        (folder / "channels").mkdir()
        for number in range(SWEEPERS):
            (folder / f"channels/c{number}.ndjson").touch()
        self.environment = {"PATH": "/usr/bin:/bin", "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "200"}

    def host(self, name):
        """A host of its own: config and rules, and nothing that others share but the store and the channels."""
        home = self.folder / name
        home.mkdir()
        shutil.copytree(SHOP / "rules", home / "rules")
        text = f'cm = 1\nstore = "{self.address}"\nrules = ["rules/"]\n[policy]\nspam = {{ flag = 3, hide = 6 }}\n'
        text += "[guard]\nmax_actions = 100000\nmax_hidden_share = 1.0\n"
        for number in range(SWEEPERS):
            path = self.folder / f"channels/c{number}.ndjson"
            text += f'[[channel]]\nname = "c{number}"\nplatform = "file"\npath = "{path}"\n'
        (home / "cm.toml").write_text(text, encoding="utf-8")
        return home

    def write(self, channel):
        first = self.written[channel]
        moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = [json.dumps({"id": str(number), "post": f"p{number % 40}", "created_at": moment,
                             "author": {"id": f"a{number % 50}"}, "text": f"{KINDS[number % BATCH]} number {number};"})
                 for number in range(first, first + BATCH)]
        with open(self.folder / f"channels/{channel}.ndjson", "a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        self.written[channel] += BATCH

    def tell(self, what):
        with self.lock:
            self.faults.append(what)

    def begins(self, process, what):
        with self.lock:
            self.alive[process] = what

    def ended(self, process):
        """Whether it was one of those that were killed."""
        with self.lock:
            self.counts["runs"] += 1
            return self.alive.pop(process, None) is None

    # --- sweepers -----------------------------------------------------------------------------------
    def sweep(self, home, channel):
        process = subprocess.Popen([self.cm, "sweep", "--quiet", channel], cwd=home, env=self.environment, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.begins(process.pid, "sweeper")
        out, err = process.communicate(timeout=300)
        killed = self.ended(process.pid)
        check(killed or process.returncode in ENDS, f"a sweep of {channel} exits {process.returncode}: {out}{err}")
        with self.lock:
            self.counts[f"sweeps that end with {process.returncode}"] += 1
        return process.returncode

    def go_on_sweeping(self, number):
        try:
            home, channel = self.host(f"host-{number}"), f"c{number}"
            while not self.stop.is_set():
                self.write(channel)
                self.sweep(home, channel)
        except Exception as what:  # noqa: BLE001 - told at the end, whatever it is
            self.tell(str(what))

    # --- reviewers ----------------------------------------------------------------------------------
    def review(self, home, environment=None, until_empty=False):
        """A person at a terminal of their own, who decides by what the comment says. Gives what was shown."""
        terminal, other_end = pty.openpty()
        process = subprocess.Popen([self.cm, "review"], cwd=home, env={**self.environment, **(environment or {})},
                                   stdin=other_end, stdout=other_end, stderr=other_end, start_new_session=True)
        os.close(other_end)
        self.begins(process.pid, "reviewer")
        shown, answered = "", 0
        while True:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if self.stop.is_set() and not until_empty:
                os.write(terminal, b"q")
            if not ready:
                continue
            try:
                piece = os.read(terminal, 65536).decode("utf-8", "replace")
            except OSError:
                break
            if not piece:
                break
            shown += piece
            if shown.count(PROMPT) > answered:
                answered = shown.count(PROMPT)
                kind, number = re.findall(r"(cheap|free)\b.{1,12}number (\d+);", shown)[-1]
                os.write(terminal, b"h" if kind == "free" or int(number) % 2 else b"k")
        os.close(terminal)
        process.wait()
        killed = self.ended(process.pid)
        check(killed or process.returncode == 0, f"a review exits {process.returncode}: {shown[-500:]}")
        return shown

    def go_on_reviewing(self, number):
        try:
            home = self.host(f"person-{number}")
            while not self.stop.is_set():
                if "nothing waits" in self.review(home):
                    time.sleep(0.2)
        except Exception as what:  # noqa: BLE001 - told at the end, whatever it is
            self.tell(str(what))

    # --- the load -----------------------------------------------------------------------------------
    def kill_two(self, rng):
        with self.lock:
            for process in rng.sample(sorted(self.alive), min(2, len(self.alive))):
                self.counts[f"{self.alive.pop(process)}s killed"] += 1
                os.kill(process, 9)

    def work(self, seconds, every, rng):
        workers = [threading.Thread(target=self.go_on_sweeping, args=(number,)) for number in range(SWEEPERS)]
        workers += [threading.Thread(target=self.go_on_reviewing, args=(number,)) for number in range(REVIEWERS)]
        for worker in workers:
            worker.start()
        until = time.monotonic() + seconds
        while time.monotonic() + every < until and not self.faults:
            time.sleep(every)
            self.kill_two(rng)
        time.sleep(max(0.0, until - time.monotonic()))
        self.stop.set()
        for worker in workers:
            worker.join()
        check(not self.faults, "\n".join(self.faults))

    def finish(self):
        """What the last killed ones left, and after the claims of the dead have run out, what they held."""
        home = self.host("last")
        for number in range(SWEEPERS):
            check(self.sweep(home, f"c{number}") == 0, "a last sweep finishes")
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=6)
        self.review(home, {"CM_NOW": later.strftime("%Y-%m-%dT%H:%M:%SZ")}, until_empty=True)
        check("nothing waits" in self.review(home, until_empty=True), "each comment was decided on")
        for number in range(SWEEPERS):
            check(self.sweep(home, f"c{number}") == 0, "a last sweep finds nothing amiss")

    # --- from outside -------------------------------------------------------------------------------
    def rows(self, query):
        run = subprocess.run(["psql", self.address, "-AtF", "\t", "-c", query], stdout=subprocess.PIPE, text=True, check=True)
        return [tuple(line.split("\t")) for line in run.stdout.splitlines()]

    def verify(self):
        comments = {(channel, str(number)): KINDS[number % BATCH]
                    for channel, count in self.written.items() for number in range(count)}
        stored = collections.Counter(self.rows("SELECT channel, id FROM comments WHERE deleted_at IS NULL"))
        check(stored == collections.Counter(comments.keys()), f"each comment is stored once: {len(stored)} of {len(comments)}")
        unjudged, = self.rows("SELECT count(*) FROM comments WHERE verdict_action IS NULL")
        check(unjudged == ("0",), f"each comment is judged: {unjudged} are not")
        flagged, hidden = ({key for key, kind in comments.items() if kind == KINDS[place]} for place in (1, 2))
        wanted = collections.Counter((*key, "hide") for key in hidden)
        wanted.update((*key, "hide") for key in flagged if int(key[1]) % 2)
        # Where a person was quicker than a sweep that was killed, there was nothing to flag any more.
        may_be = collections.Counter((*key, "flag") for key in flagged)
        may_be.update((*key, "unflag") for key in flagged if not int(key[1]) % 2)
        done = collections.Counter()
        for channel in self.written:
            with open(self.folder / f"channels/{channel}.ndjson.deeds.ndjson", encoding="utf-8") as file:
                done.update((channel, deed["id"], deed["action"]) for deed in map(json.loads, file))
        check(wanted <= done <= wanted + may_be,
              f"each deed is done once: too many {done - wanted - may_be}, missing {wanted - done}")
        check(all(done[channel, key, "flag"] for channel, key, deed in done if deed == "unflag"), "what was flagged is unflagged")
        told = collections.Counter(
            (*key.split("/"), deed) for key, deed in self.rows(
                "SELECT e.comment_key, e.deed FROM entries e JOIN outcomes o ON o.entry = e.id WHERE o.phase = 'done'"))
        check(told == done, f"the journal says the same: too many {told - done}, missing {done - told}")
        decided = collections.Counter(self.rows(
            "SELECT c.channel, c.id FROM decisions d JOIN comments c ON c.seq = d.seq WHERE d.undone_at IS NULL"))
        asked, may_be = collections.Counter(flagged), collections.Counter(flagged | hidden)
        check(asked <= decided <= may_be,
              f"what rules flagged is decided on once: too many {decided - may_be}, missing {asked - decided}")
        return len(comments), sum(done.values()), sum(decided.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cm", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--every", type=float, default=20, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cm-team-") as name:
        folder = pathlib.Path(name).resolve()
        shutil.copy(given.cm, folder / "cm")  # the binary may be built anew meanwhile
        team = Team(str(folder / "cm"), folder, os.environ["CM_TEST_POSTGRESQL"])
        try:
            # Tables are made before the crowd comes.
            team.write("c0")
            team.sweep(team.host("first"), "c0")
            team.work(given.seconds, given.every, random.Random(given.seed))
            team.finish()
            comments, deeds, decisions = team.verify()
        except AssertionError as wrong:
            print(f"FAILED: {wrong}")
            return 1
        for what, count in sorted(team.counts.items()):
            print(f"{what}: {count}")
    print(f"{comments} comments, {deeds} deeds and {decisions} decisions in {given.seconds:g} s: none lost, none twice, "
          "no claim left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
