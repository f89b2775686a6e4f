#!/usr/bin/env python3
"""cm login against an authorisation server on loopback, at a terminal of its own. channel_login.py CM

The server checks PKCE, state and redirect address as RFC 7636 and RFC 6749 say. What is kept is for its
owner's eyes only, is used by the channel, and is kept up to date when the server hands out a new refresh
token. No secret shows on the terminal.
"""
import base64
import hashlib
import os
import pathlib
import pty
import re
import select
import stat
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from loopback import JsonHandler, check, serve

CONFIG = """cm = 1
store = "sqlite:cm.db"
rules = []
[[channel]]
name = "talk"
platform = "reddit"
base_url = "http://127.0.0.1:{port}"
user = "acme"
pages = ["acme"]
secret = {{ login = true }}
[[channel]]
name = "sky"
platform = "wordpress"
url = "http://127.0.0.1:{port}"
user = "moderator"
secret = {{ login = true }}
"""


class Authority(JsonHandler):
    """An authorisation server and the API behind it. Access tokens end at once, refresh tokens with their use."""
    challenge = redirect = None
    refresh_tokens = 0
    access_token = None
    problems = []

    def expect(self, holds, what):
        if not holds:
            Authority.problems.append(what)

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        if address.path == "/api/v1/authorize":
            self.expect(query.get("response_type") == "code" and query.get("client_id") == "sample-client", "client")
            self.expect("modposts" in query.get("scope", ""), "scope")
            self.expect(len(query.get("state", "")) >= 32, "state")
            Authority.challenge, Authority.redirect = query.get("code_challenge"), query["redirect_uri"]
            back = query["redirect_uri"] + "?" + urllib.parse.urlencode({"state": query["state"], "code": "c0de"})
            self.send_response(302)
            self.send_header("Location", back)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.headers["Authorization"] != f"bearer {Authority.access_token}":
            return self.answer({"error": 401}, 401)
        self.answer({"kind": "Listing", "data": {"children": [], "after": None}, "name": "acme"})

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.expect(self.path == "/api/v1/access_token", f"path {self.path}")
        login = base64.b64encode(b"sample-client:s3cret-sample").decode()
        self.expect(self.headers["Authorization"] == f"Basic {login}", "the client's login")
        if form["grant_type"] == "authorization_code":
            self.expect(form["code"] == "c0de" and form["redirect_uri"] == Authority.redirect, "code and redirect")
            if Authority.challenge:
                digest = hashlib.sha256(form["code_verifier"].encode()).digest()
                self.expect(base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == Authority.challenge, "PKCE")
        else:
            if form["refresh_token"] != f"refresh-sample-{Authority.refresh_tokens}":
                return self.answer({"error": "invalid_grant"}, 400)
        Authority.refresh_tokens += 1
        Authority.access_token = f"access-sample-{Authority.refresh_tokens}"
        self.answer({"access_token": Authority.access_token, "token_type": "bearer", "expires_in": 3600,
                     "refresh_token": f"refresh-sample-{Authority.refresh_tokens}"})



class Terminal:
    """A program at a terminal, and what it showed so far."""

    def __init__(self, arguments, folder, environment):
        self.shown = ""
        self.process_id, self.terminal = pty.fork()
        if self.process_id == 0:
            os.chdir(folder)
            os.execve(arguments[0], arguments, environment)

    def read_until(self, pattern, seconds=20):
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.shown):
            check(time.monotonic() < deadline, f"the terminal shows {pattern!r}: {self.shown}")
            ready, _, _ = select.select([self.terminal], [], [], 0.2)
            if ready and not self.read():
                break
        found = re.search(pattern, self.shown)
        check(found, f"the terminal shows {pattern!r}: {self.shown}")
        return found

    def read(self):
        try:
            piece = os.read(self.terminal, 4096).decode()
        except OSError:
            return False
        self.shown += piece
        return piece != ""

    def type(self, text):
        os.write(self.terminal, (text + "\n").encode())

    def end(self):
        while self.read():
            pass
        _, status = os.waitpid(self.process_id, 0)
        return os.waitstatus_to_exitcode(status)


def logs_in_by_browser(cm, folder, environment):
    terminal = Terminal([cm, "login", "talk", "--port", "0"], folder, environment)
    terminal.read_until("client id: ")
    terminal.type("sample-client")
    terminal.read_until("client secret.*: ")
    terminal.type("s3cret-sample")
    address = terminal.read_until(r"(http://\S+/api/v1/authorize\S+)\s").group(1)
    with urllib.request.urlopen(address) as page:
        check("may be closed" in page.read().decode(), "the browser is told that it is done")
    check(terminal.end() == 0, f"the login is taken: {terminal.shown}")
    check(not Authority.problems, f"the requests are as the RFCs say: {Authority.problems}")
    check("s3cret-sample" not in terminal.shown and "-sample-1" not in terminal.shown, "no secret is shown")


def keeps_it_for_its_owner(folder):
    files = list((folder / "state/cm/logins").iterdir())
    check(len(files) == 1 and files[0].name.startswith("talk-"), f"one login is kept: {files}")
    check(stat.S_IMODE(files[0].stat().st_mode) == 0o600, "for its owner's eyes only")
    check(stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700, "in a folder of its owner's")
    return files[0]


def renews_and_keeps_what_is_new(cm, folder, environment, kept):
    for _ in range(2):
        Authority.access_token = "ended"  # as if an hour had passed: the server takes the old one no more
        done = subprocess.run([cm, "fetch", "talk"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        check(done.returncode == 0, f"a fetch renews the login: {done.returncode} {done.stderr}")
    check(f'"refresh-sample-{Authority.refresh_tokens}"' in kept.read_text(encoding="utf-8"),
          "the newest refresh token is kept")
    check(stat.S_IMODE(kept.stat().st_mode) == 0o600, "still for its owner only")
    check(Authority.refresh_tokens == 3, f"each renewal is asked for once: {Authority.refresh_tokens}")
    check(b"-sample-" not in (folder / "cm.db").read_bytes(), "no token stands in the store")


def says_what_to_do(cm, folder, environment):
    done = subprocess.run([cm, "login", "talk"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    check(done.returncode == 2 and "terminal" in done.stderr, f"without a terminal: {done.returncode} {done.stderr}")
    done = subprocess.run([cm, "doctor", "sky"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    check(done.returncode == 4 and "cm login sky" in done.stdout, f"doctor names the fix: {done.stdout}")


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    port = serve(Authority)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "cm.toml").write_text(CONFIG.format(port=port), encoding="utf-8")
        environment = {"PATH": "/usr/bin:/bin", "TERM": "dumb", "XDG_STATE_HOME": str(folder / "state")}
        logs_in_by_browser(cm, folder, environment)
        kept = keeps_it_for_its_owner(folder)
        renews_and_keeps_what_is_new(cm, folder, environment, kept)
        says_what_to_do(cm, folder, environment)
    print("logged in by a browser, kept, renewed twice")


if __name__ == "__main__":
    main()
