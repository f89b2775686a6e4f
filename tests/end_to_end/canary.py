#!/usr/bin/env python3
"""A secret is put through everything that can go wrong, and then searched for everywhere. canary.py CM

It comes from the environment, a file, a command, a systemd credential and a kept login. The servers refuse it, repeat it
in their errors, send on to another host, answer rubbish, or never. Then no file that cm wrote, nothing that it printed, no
command line that `ps` shows, no request to another host and no core dump may hold it, in any spelling.
"""
import base64
import http.server
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from loopback import check

CANARY = "canary-Zq7!kP2x/9mT+vB4"
USER = "moderator"
SPELLINGS = {
    "plain": CANARY.encode(),
    "in an address": urllib.parse.quote(CANARY, safe="").encode(),
    "in JSON": json.dumps(CANARY)[1:-1].replace("/", "\\/").encode(),
    "in a login header": base64.b64encode(f"{USER}:{CANARY}".encode()),
    "in base64": base64.b64encode(CANARY.encode())[:-4],
}
RULES = """cm_rules = 1
pack = { id = "canary.en", version = "1", lang = ["*"] }

[[rule]]
id = "spam.canary"
severity = "high"
mode = "enforce"
words = ['free money']
score = 8
action = "hide"
labels = ["spam"]
[rule.test]
match = ['free money']
clean = ['free time']
"""


class Host(http.server.BaseHTTPRequestHandler):
    """A platform that can behave in several ways; it keeps the headers of what it was asked."""
    protocol_version = "HTTP/1.1"
    manner = "serve"
    elsewhere = ""
    asked = []
    asked_elsewhere = []

    def do_GET(self):
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        whole = f"{self.path}\n{self.headers}".encode()
        if self.server.server_address[1] == urllib.parse.urlsplit(Host.elsewhere).port:
            Host.asked_elsewhere.append(whole)
            return self.answer(b"[]")
        Host.asked.append(whole)
        manner = getattr(self, "do_" + Host.manner)
        return manner()

    do_POST = do_GET

    def do_serve(self):
        secret = self.headers["Authorization"].split()[-1]
        comment = {"id": 7, "post": 1, "parent": 0, "author": 2, "author_name": "Sam", "date_gmt": "2026-11-20T10:00:00",
                   "content": {"raw": "free money"}, "link": "http://127.0.0.1/7", "status": "approved", "type": "comment"}
        self.answer(json.dumps([comment] if "comments?" in self.path else comment).encode(), {"X-Echo": secret})

    def do_refuse(self):
        self.answer(json.dumps({"code": "denied", "message": "no"}).encode(), status=401)

    def do_repeat(self):
        secret = self.headers["Authorization"] or ""
        for part in (secret, secret.split()[-1], CANARY):
            if part in Host.repeated:
                continue
            Host.repeated.append(part)
            break
        self.answer(json.dumps({"code": f"no such login: {part}", "error": f"bad token {part}", "message": part}).encode(),
                    {"X-Error": part}, 400)

    def do_rubbish(self):
        self.answer(f"<html>{self.headers['Authorization']} {CANARY}".encode())

    def do_send_on(self):
        self.answer(b"", {"Location": Host.elsewhere + self.path}, 302)

    def do_hang_up(self):
        self.close_connection = True

    def do_stay_silent(self):
        time.sleep(20)

    def answer(self, body, headers=None, status=200):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Shop:
    """A folder with a config whose secret comes from one source, and cm run in it. Keeps all that was printed."""

    def __init__(self, cm, parent, name, secret, url, platform="wordpress", environment=None):
        self.cm, self.folder, self.printed = cm, parent / name, []
        (self.folder / "rules").mkdir(parents=True)
        (self.folder / "rules/canary.toml").write_text(RULES, encoding="utf-8")
        self.environment = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(self.folder / "cache"),
                            "XDG_STATE_HOME": str(parent / "state"), "TMPDIR": str(self.folder), **(environment or {})}
        self.secret, self.platform = secret, platform
        self.configure(url)

    def configure(self, url):
        (self.folder / "cm.toml").write_text(
            f'cm = 1\nstore = "sqlite:cm.db"\nrules = ["rules/"]\n[policy]\nspam = {{ hide = 6 }}\n[watch]\n'
            f'webhook = {self.secret}\n[[channel]]\nname = "blog"\nplatform = "{self.platform}"\nbase_url = "{url}"\n'
            f'url = "{url}"\nuser = "{USER}"\nsecret = {self.secret}\npages = ["*"]\ntimeout_s = 1\n'
            .replace("user = \"moderator\"\n" if self.platform == "mastodon" else "\0", ""), encoding="utf-8")

    def start(self, *arguments):
        return subprocess.Popen([self.cm, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments):
        out, err = self.start(*arguments).communicate(timeout=60)
        self.printed.append((arguments, out + err))
        return out.decode()


def sources(parent):
    """Each way to give a secret: its line in the config, and the environment that it needs."""
    kept = parent / "secrets"
    kept.mkdir()
    for name in ("file", "credential"):
        (kept / name).write_text(CANARY + "\n", encoding="utf-8")
        (kept / name).chmod(0o600)
    teller = kept / "tell"
    teller.write_text(f"#!/bin/sh\necho '{CANARY}'\n", encoding="utf-8")
    teller.chmod(0o700)
    return {
        "env": ('{ env = "CM_CANARY" }', {"CM_CANARY": CANARY}),
        "file": (f'{{ file = "{kept / "file"}" }}', {}),
        "command": (f'{{ command = ["{teller}", "--of", "blog"] }}', {}),
        "credential": ('{ credential = "credential" }', {"CREDENTIALS_DIRECTORY": str(kept)}),
    }


def go_wrong(shop, url, slow):
    """Everything that reads the secret, in front of every kind of host; with `slow` also what cm tries several times."""
    Host.manner = "serve"
    for arguments in (["-vv", "doctor"], ["-vv", "fetch"], ["-vv", "sweep"], ["log"], ["log", "--format", "ndjson"],
                      ["scan", "--all"], ["export"], ["explain", "blog/7"], ["-vv", "undo", "blog/7"], ["report"],
                      ["-vv", "watch"], ["-vv", "approve", "blog/7"]):
        shop.run(*arguments)
    for manner in ("refuse", "repeat", "rubbish", "send_on", *(["hang_up"] if slow else [])):
        Host.manner = manner
        for arguments in (["-vv", "fetch", "--full"], ["-vv", "doctor"], ["-vv", "unhide", "blog/7"]):
            Host.repeated = []
            shop.run(*arguments)
    for wrong in ("http://blog.example", *(["https" + url[4:], "https://nothing.invalid"] if slow else [])):
        shop.configure(wrong)
        shop.run("-vv", "fetch")
    shop.configure(url)


def ends_badly(shop):
    """Killed while it holds the secret: no core, and no command line that shows it."""
    Host.manner = "stay_silent"
    for ends in (signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT):
        process = shop.start("-vv", "fetch", "--full")
        asked = len(Host.asked)
        until = time.monotonic() + 20
        while len(Host.asked) == asked and time.monotonic() < until:
            time.sleep(0.005)
        check(len(Host.asked) > asked, "cm asks with the secret in its hands")
        shop.printed.append((["ps"], pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()))
        process.send_signal(ends)
        out, err = process.communicate(timeout=30)
        shop.printed.append((["killed", ends.name], out + err))
        check(process.returncode == -ends, f"{ends.name} ends it: {process.returncode}")


def dumps_core(command, folder):
    """Whether the kernel says that it wrote a core of a process that is told to abort."""
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = status
    process.stdin.close()
    check(os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGABRT, f"{command[0]} is ended by SIGABRT")
    return os.WCOREDUMP(status)


def no_core(cm, parent):
    folder = parent / "cores"
    folder.mkdir()
    (folder / "rules").mkdir()
    (folder / "rules/canary.toml").write_text(RULES, encoding="utf-8")
    cat = dumps_core(["/bin/cat"], folder)  # shows that cores are written here at all
    check(not dumps_core([cm, "scan", "--rules", "rules", "-"], folder), "the kernel writes no core of cm")
    for core in folder.glob("core*"):
        core.unlink()
    return cat


def search(name, text):
    for spelling, canary in SPELLINGS.items():
        check(canary not in text, f"the secret stands {spelling} in {name}: {text.replace(canary, b'CANARY')[:2000]!r}")


def search_everywhere(shop):
    for arguments, text in shop.printed:
        search(f"what cm {' '.join(arguments)} printed", text)
    files = [path for path in shop.folder.rglob("*") if path.is_file()]
    check(any(path.suffix == ".db" for path in files), "a store was written")
    for path in files:
        search(str(path), path.read_bytes())
    for request in Host.asked_elsewhere:
        search("a request to another host", request)
    return len(files)


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) for _ in range(2)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    url, Host.elsewhere = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    searched = runs = 0
    with tempfile.TemporaryDirectory(prefix="cm-canary-") as name:
        parent = pathlib.Path(name).resolve()
        cores = no_core(cm, parent)
        ways = sources(parent)
        shops = [Shop(cm, parent, way, secret, url, environment=more) for way, (secret, more) in ways.items()]
        secret, more = ways["env"]
        shops.append(Shop(cm, parent, "bearer", secret, url, platform="mastodon", environment=more))
        for shop in shops:
            before = len(Host.asked)
            go_wrong(shop, url, slow=shop is shops[0])
            check(any(spelling in request for request in Host.asked[before:] for spelling in SPELLINGS.values()),
                  f"the secret reaches the channel's own host ({shop.folder.name})")
        ends_badly(shops[0])
        check(Host.asked_elsewhere, "a redirect to another host was followed")
        for shop in shops:
            searched += search_everywhere(shop)
            runs += len(shop.printed)
        stray = [path for path in parent.rglob("core*") if path.is_file()]
        check(not stray, f"no core is left: {stray}")
    print(f"{runs} runs, {searched} files, {len(Host.asked_elsewhere)} requests to another host: the secret is in none; "
          + ("no core of cm where others leave one" if cores else "this machine keeps no cores of others to compare"))


if __name__ == "__main__":
    main()
