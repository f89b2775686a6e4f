#!/usr/bin/env python3
"""Many channels in one sweep, behind a Graph-like server on loopback. channel_crowd.py CM [CHANNELS]

One channel's host is dead, one is slow, one asks for patience. The sweep takes hardly longer than its
slowest channel, one failing channel holds no other up, and what is reported is the same each time. An
interrupt ends all channels at once; a kill in the midst of the deeds leaves none of them done twice.
"""
import collections
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from loopback import JsonHandler, check, serve

PAGE = 10
SECONDS_OF_A_PAGE = 0.1
SLOW, DEAD, LIMITED = 11, 23, 42
LONGEST_RETRIES = 7.5  # what the tries of a dead host may take: 0.5 + 1 + 2 + 4 s

RULES = """
cm_rules = 1
pack = { id = "crowd.en", version = "1", lang = ["*"] }

[[rule]]
id = "abuse.crowd.rude"
severity = "high"
mode = "enforce"
words = ['rudeword']
score = 9
action = "hide"
labels = ["profanity"]
"""

CHANNEL = """
[[channel]]
name = "c{number}"
platform = "facebook"
base_url = "http://127.0.0.1:{port}"
secret = {{ env = "CM_TOKEN" }}
pages = ["{number}_1"]
"""


def comments_of(channel):
    return 600 if channel == SLOW else 20 + channel % 3 * PAGE


class Graph(JsonHandler):
    """Page "7_1" is channel 7's; its comments are "7_1_0", "7_1_1" …, the first two of them rude."""
    lock = threading.Lock()
    hidden = set()
    hides = collections.Counter()
    limited = 0
    deed_seconds = 0.0

    def comment(self, channel, number):
        key = f"{channel}_1_{number}"
        return {"id": key, "message": "what a rudeword" if number < 2 else f"comment number {number}",
                "from": {"id": str(number), "name": f"Visitor {number}"},
                "created_time": time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(1_793_000_000 - number)),
                "is_hidden": key in Graph.hidden, "can_hide": True}

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(address.query)
        name = address.path.split("/")[2]
        if name == "me":
            return self.answer({"id": "100", "name": "Acme"})
        if not address.path.endswith("/comments"):
            channel, _, number = name.split("_")
            return self.answer(self.comment(int(channel), int(number)))
        channel = int(name.split("_")[0])
        if channel == LIMITED:
            with Graph.lock:
                Graph.limited += 1
                ask_for_patience = Graph.limited == 2
            if ask_for_patience:
                return self.answer({"error": {"code": 4, "message": "too many calls"}}, 429, {"Retry-After": "1"})
        time.sleep(SECONDS_OF_A_PAGE)
        first = int(query.get("after", ["0"])[0])
        last = min(first + PAGE, comments_of(channel))
        paging = {"cursors": {"after": str(last)}}
        if last < comments_of(channel):
            paging["next"] = f"http://127.0.0.1/next?after={last}"
        return self.answer({"data": [self.comment(channel, number) for number in range(first, last)],
                            "paging": paging, "summary": {"total_count": comments_of(channel)}})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        key = urllib.parse.urlsplit(self.path).path.split("/")[2]
        time.sleep(Graph.deed_seconds)
        with Graph.lock:
            Graph.hidden.add(key)
            Graph.hides[key] += 1
        self.answer({"success": True})



class Folder:
    def __init__(self, name, cm, port, channels):
        self.path, self.cm = pathlib.Path(name), cm
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            dead_port = nobody.getsockname()[1]
        self.channels = [f"c{number}" for number in range(channels)]
        blocks = [CHANNEL.format(number=number, port=dead_port if number == DEAD else port)
                  for number in range(channels)]
        (self.path / "rules.toml").write_text(RULES, encoding="utf-8")
        (self.path / "cm.toml").write_text(
            'cm = 1\nstore = "sqlite:cm.db"\nrules = ["rules.toml"]\n[guard]\nmax_actions = 1000\n' + "".join(blocks),
            encoding="utf-8")

    def start(self, *arguments):
        return subprocess.Popen([self.cm, *arguments], cwd=self.path, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env={"PATH": "/usr/bin:/bin", "CM_TOKEN": "sample-token"})

    def run(self, *arguments):
        began = time.monotonic()
        process = self.start(*arguments)
        out, err = process.communicate()
        return process.returncode, out, err, time.monotonic() - began

    def forget(self):
        for file in self.path.glob("cm.db*"):
            file.unlink()
        Graph.hidden, Graph.hides, Graph.limited = set(), collections.Counter(), 0


def told(line):
    """A summary without what is the run's own."""
    summary = json.loads(line)
    del summary["run"]
    return summary


def sweep_of_all(folder):
    """A whole sweep of everything; what it reported, and how long it took."""
    folder.forget()
    status, out, err, took = folder.run("sweep")
    summary = told(out)
    check(status == 3, f"with a dead channel the sweep exits 3: {status} {err}")
    check([channel["name"] for channel in summary["channels"]] == folder.channels,
          "the channels stand in the order of the settings")
    for number, channel in enumerate(summary["channels"]):
        wanted = 0 if number == DEAD else comments_of(number)
        check(channel["fetched"] == wanted, f"c{number} has {wanted} comments: {channel}")
        check((channel["error"] is not None) == (number == DEAD), f"the dead channel alone fails: {channel}")
        check(channel["done"] == (0 if number == DEAD else 2), f"each rude comment is hidden: {channel}")
    check(set(Graph.hides.values()) == {1}, "no comment is hidden twice")
    return summary, took


def keeps_pace(folder):
    folder.forget()
    status, _, err, alone = folder.run("sweep", f"c{SLOW}")
    check(status == 0, f"a sweep of the slow channel alone: {err}")
    summary, took = sweep_of_all(folder)
    again, _ = sweep_of_all(folder)
    check(summary == again, "the same sweep reports the same")
    slowest = max(alone, LONGEST_RETRIES)
    chained = sum(-(-comments_of(number) // PAGE) for number in range(len(folder.channels))) * SECONDS_OF_A_PAGE
    print(f"{len(folder.channels)} channels in {took:.1f} s; the slow one alone {alone:.1f} s, a dead one up to "
          f"{LONGEST_RETRIES} s, all pages one after the other {chained:.1f} s")
    # Near the slowest channel; the machine may be busy with something else.
    check(took <= 2 * slowest, "a sweep of all takes at most twice as long as its slowest channel")


def estimates(folder):
    """Before anything is fetched, and when all is: the requests that it takes, reckoned without reading."""
    folder.forget()
    for to_read in (comments_of(SLOW), 0):
        status, out, err, _ = folder.run("fetch", "--estimate", "--format", "ndjson", "--budget", "4", f"c{SLOW}")
        told_so = json.loads(out)
        check(status == 0 and told_so["comments"] == to_read, f"{to_read} comments are to be read: {out} {err}")
        requests = max(1, -(-to_read // 100))
        check((told_so["requests"], told_so["runs"]) == (requests, -(-requests // 4)), f"requests and runs: {out}")
        folder.run("fetch", f"c{SLOW}")
    status, out, err, _ = folder.run("fetch", "--estimate", f"c{SLOW}", f"c{DEAD}")
    check(status == 3 and f"c{SLOW}: about 0 comments" in out, f"a dead channel hides no other's estimate: {out} {err}")


def ends_when_interrupted(folder):
    folder.forget()
    process = folder.start("sweep")
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, err = process.communicate()
    took = time.monotonic() - began
    check(process.returncode == 130, f"an interrupted sweep exits 130: {process.returncode} {err}")
    check(json.loads(out)["exit"] == 130, f"and says what it did: {out}")
    check(took <= 3, f"all channels end at once: {took:.1f} s")


def survives_a_kill(folder):
    folder.forget()
    folder.run("fetch", *(name for name in folder.channels if name != f"c{DEAD}"))
    Graph.deed_seconds = 0.2
    process = folder.start("sweep", *(name for name in folder.channels if name != f"c{DEAD}"))
    deadline = time.monotonic() + 30
    while len(Graph.hidden) < 10 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    Graph.deed_seconds = 0.0
    begun = len(Graph.hidden)
    status, out, err, _ = folder.run("sweep", *(name for name in folder.channels if name != f"c{DEAD}"))
    check(status == 0, f"the sweep after a kill exits {status}: {err}")
    wanted = 2 * (len(folder.channels) - 1)
    check(len(Graph.hidden) == wanted, f"every rude comment is hidden: {len(Graph.hidden)} of {wanted}")
    status, out, _, _ = folder.run("log", "--format", "ndjson")
    entries = [json.loads(line) for line in out.splitlines()]
    done = collections.Counter(entry["key"] for entry in entries if entry["phase"] == "done")
    check(len(done) == wanted and set(done.values()) == {1}, "the journal has each deed once")
    check(all(entry["phase"] != "intended" for entry in entries), "no deed is left open")
    print(f"killed after {begun} of {wanted} deeds; each is in the journal once")


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    channels = int(sys.argv[2]) if len(sys.argv) > 2 else 75
    port = serve(Graph)
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(name, cm, port, channels)
        keeps_pace(folder)
        estimates(folder)
        ends_when_interrupted(folder)
        survives_a_kill(folder)


if __name__ == "__main__":
    main()
