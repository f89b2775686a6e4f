#!/usr/bin/env python3
"""A Bluesky network of its own: sweep, undo, hide, report, and a rate limit that is obeyed. sky_sweep.py CM CM_TESTS

Skipped (77) where the network cannot be installed. What the platform does call by call is tested by the unit tests
named "real Bluesky", which run here on the same network.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from real_site import RULES, SERVERS, check, free_port

CONFIG = """cm = 1
store = "sqlite:cm.db"
rules = ["rules/"]

[policy]
spam = {{ flag = 3, hide = 6 }}

[guard]
max_hidden_share = 1.0

[[channel]]
name = "sky"
platform = "bluesky"
user = "{user}"
secret = {{ env = "CM_SKY_PASSWORD" }}
base_url = "{url}"
pages = ["*"]
"""

PORTS = ("ATP_PLC_PORT", "ATP_PDS_PORT", "ATP_APPVIEW_PORT", "ATP_OZONE_PORT", "ATP_REDIS_PORT")


class Network:
    """The servers, in a folder that goes away with them."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cm-sky."))
        self.folder.chmod(0o711)  # PostgreSQL runs as a user of its own
        self.environment = {**os.environ, **{port: str(free_port()) for port in PORTS}, "ATP_RATE_LIMITS": "1"}

    def __enter__(self):
        done = subprocess.run([SERVERS / "bluesky" / "start.sh", self.folder / "net"], env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            self.__exit__()
            print("skipped: a Bluesky network cannot be installed and started here")
            sys.exit(77)
        self.environment.update(line.split("=", 1) for line in done.stdout.splitlines())
        return self

    def __exit__(self, *_):
        subprocess.run([SERVERS / "bluesky" / "stop.sh", self.folder / "net"], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __getitem__(self, name):
        return self.environment["ATP_" + name]


class Account:
    """Somebody on the network, by plain calls."""

    def __init__(self, network, who):
        self.network, self.did, self.token = network, network[who + "_DID"], ""
        session = self.post("com.atproto.server.createSession",
                            {"identifier": network[who + "_HANDLE"], "password": network[who + "_APP_PASSWORD"]})
        self.token = session["accessJwt"]

    def call(self, method, body=None, query=(), headers=()):
        url = f"{self.network['PDS_URL']}/xrpc/{method}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        for name, value in headers:
            request.add_header(name, value)
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)

    def post(self, method, body):
        return self.call(method, body)

    def write(self, text, root=None, parent=None):
        record = {"text": text, "createdAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        if root:
            record["reply"] = {"root": root, "parent": parent or root}
        made = self.post("com.atproto.repo.createRecord",
                         {"repo": self.did, "collection": "app.bsky.feed.post", "record": record})
        return {"uri": made["uri"], "cid": made["cid"]}

    def hidden_below(self, post):
        """What the gate of an own post hides, and the gate's version."""
        try:
            gate = self.call("com.atproto.repo.getRecord",
                             query={"repo": self.did, "collection": "app.bsky.feed.threadgate",
                                    "rkey": post["uri"].rsplit("/", 1)[1]})
        except urllib.error.HTTPError:
            return [], None
        return gate["value"].get("hiddenReplies", []), gate

    def replies_below(self, post):
        thread = self.call("app.bsky.feed.getPostThread", query={"uri": post["uri"], "depth": 10})["thread"]
        found, nodes = [], list(thread.get("replies", []))
        while nodes:
            node = nodes.pop()
            found.append(node["post"]["uri"])
            nodes += node.get("replies", [])
        return found


class Moderator:
    """A folder with cm.toml, and cm run in it."""

    def __init__(self, cm, network, who):
        self.cm, self.folder = cm, pathlib.Path(tempfile.mkdtemp(dir=network.folder))
        (self.folder / "rules").mkdir()
        (self.folder / "rules" / "site.toml").write_text(RULES, encoding="utf-8")
        (self.folder / "cm.toml").write_text(
            CONFIG.format(user=network[who + "_HANDLE"], url=network["PDS_URL"]), encoding="utf-8")
        self.environment = {"PATH": os.environ["PATH"], "CM_SKY_PASSWORD": network[who + "_APP_PASSWORD"]}

    def start(self, *arguments):
        return subprocess.Popen([self.cm, *arguments], cwd=self.folder, env=self.environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments, expect=0):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        check(process.returncode == expect, f"cm {' '.join(arguments)} exits {process.returncode}: {out}{err}")
        check(self.environment["CM_SKY_PASSWORD"] not in out + err, "the password is never told")
        return out, err

    def sweep(self, *arguments):
        out, err = self.run("--quiet", "sweep", *arguments)
        check(err == "", f"a sweep that succeeds is silent: {err}")
        return json.loads(out)


def wait_until(holds, what):
    """The AppView is a little behind the server that was written to."""
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def sweep_and_undo(cm, network):
    owner, troll, reader = (Account(network, who) for who in ("OWNER", "TROLL", "READER"))
    root = owner.write("we are open until six")
    spam = troll.write("free followers, check out my channel", root)
    rude = troll.write("you are late again", root)
    nested = reader.write("subscribe to me instead", root, rude)
    wait_until(lambda: len(owner.replies_below(root)) == 3, "the AppView shows all replies")
    wanted = {spam["uri"], nested["uri"]}

    moderator = Moderator(cm, network, "OWNER")
    dry = moderator.sweep("--dry-run")
    check(dry["planned"] == 2, f"a dry run plans both: {dry}")
    check(owner.hidden_below(root)[0] == [], "a dry run changes nothing")
    first = moderator.sweep("--export", "sheet.csv")
    check(first["done"] == 2, f"both are hidden, the nested one too: {first}")
    check(set(owner.hidden_below(root)[0]) == wanted, "the gate hides them and nothing else")
    again = moderator.sweep()
    check((again["judged"], again["done"]) == (0, 0), f"nothing is done twice: {again}")

    # The owner hides one by hand in an app: cm changes the gate and keeps that.
    hidden, gate = owner.hidden_below(root)
    gate["value"]["hiddenReplies"] = hidden + [rude["uri"]]
    owner.post("com.atproto.repo.putRecord",
               {"repo": owner.did, "collection": "app.bsky.feed.threadgate", "rkey": root["uri"].rsplit("/", 1)[1],
                "record": gate["value"], "swapRecord": gate["cid"]})
    moderator.run("undo", first["run"])
    check(owner.hidden_below(root)[0] == [rude["uri"]], "undo shows what cm hid, and only that")
    calm = moderator.sweep()
    check(calm["done"] == 0, f"what a person undid is not done again: {calm}")

    # By hand: hide, unhide, report.
    moderator.run("hide", "sky/" + spam["uri"])
    check(spam["uri"] in owner.hidden_below(root)[0], "hidden by hand")
    moderator.run("unhide", "sky/" + spam["uri"])
    check(spam["uri"] not in owner.hidden_below(root)[0], "shown again by hand")
    moderator.run("spam", "sky/" + spam["uri"])
    ozone = (("atproto-proxy", network["OZONE_DID"] + "#atproto_labeler"),)

    def reported():
        statuses = Account(network, "MOD").call("tools.ozone.moderation.queryStatuses", headers=ozone)
        return any(status["subject"].get("uri") == spam["uri"] for status in statuses["subjectStatuses"])

    check(reported(), "the moderation service has the report")


def obey_the_rate_limit(cm, network):
    """Thirty logins in five minutes are allowed. cm waits as long as it is told, and a signal ends the wait."""
    refused = None
    for _ in range(40):
        try:
            Account(network, "TROLL")
        except urllib.error.HTTPError as error:
            refused = error
            break
    check(refused is not None and refused.code == 429, "the network limits logins")
    told = int(refused.headers["Retry-After"])
    moderator = Moderator(cm, network, "TROLL")
    began = time.monotonic()
    process = moderator.start("-v", "fetch")
    if told > 330 or os.environ.get("CM_TEST_WAIT") == "1":
        _, err = process.communicate(timeout=told + 60)
    else:
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    lasted = time.monotonic() - began
    if process.returncode == 130:
        check(lasted >= 5, "it waited until it was told to end")
    else:
        check(process.returncode == 5 or lasted >= told - 5,
              f"cm obeys: exit {process.returncode} after {lasted:.0f} s of {told} s: {err}")
    return told, process.returncode


def main(cm, tests):
    with Network() as network:
        subprocess.run([tests, "--test-case=real Bluesky*"], env=network.environment, check=True)
        sweep_and_undo(cm, network)
        told, status = obey_the_rate_limit(cm, network)
    print(f"hidden, undone, reported; a 429 that asked for {told} s was obeyed (exit {status})")


if __name__ == "__main__":
    main(*(os.path.abspath(argument) for argument in sys.argv[1:3]))
