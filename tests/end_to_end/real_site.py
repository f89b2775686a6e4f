"""What the tests against a real WordPress share: servers, the site seen over its own API, and cm.

Nothing here knows how cm works inside: the site is asked over HTTP, cm is run as a cron job would.
"""
import base64
import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SERVERS = SOURCE / "tests" / "servers"
SPAM_SIGN = re.compile(r"(?i)check out|subscribe|my channel|free")

# Local rules that a few lines of Python can follow, so that the test knows by itself what is right.
RULES = """cm_rules = 1
pack = { id = "test.site", version = "1", lang = ["*"] }

[[rule]]
id       = "spam.test.sign"
severity = "high"
mode     = "enforce"
view     = ["raw"]
boundary = "none"
regex    = ['(?i)check out|subscribe|my channel|free']
score    = 8
action   = "hide"
labels   = ["spam"]
department = "community"
[rule.test]
match = ['Check out my channel']
clean = ['nothing of the kind']
"""

CONFIG = """cm = 1
store = "sqlite:cm.db"
rules = ["rules/"]

[policy]
spam = {{ flag = 3, hide = 6 }}

[guard]
max_actions = {max_actions}
max_hidden_share = 1.0

[[channel]]
name = "blog"
platform = "wordpress"
url = "{url}"
user = "{user}"
secret = {{ env = "CM_BLOG_PASSWORD" }}
pages = ["*"]
{more}
"""


def check(holds, what):
    """Ends the test with a sentence that says what is not true."""
    if not holds:
        raise AssertionError(what)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Servers:
    """WordPress and the fault proxy before it, in a folder that goes away with them."""

    def __init__(self, **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cm-site."))
        ports = {name: str(free_port()) for name in ("WP_PORT", "WP_TLS_PORT", "WP_EXPIRED_PORT", "FP_PORT")}
        self.environment = {**os.environ, **ports, **environment}
        self.settings = {}

    def __enter__(self):
        try:
            self._start("wordpress")
            self.environment["FP_UPSTREAM"] = self.settings["WP_URL"]
            self._start("faultproxy")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in ("faultproxy", "wordpress"):
            subprocess.run([SERVERS / name / "stop.sh", self.folder / name], check=False)
        if os.environ.get("CM_KEEP_SERVERS") != "1":
            shutil.rmtree(self.folder, ignore_errors=True)

    def __getitem__(self, name):
        return self.settings[name]

    def _start(self, name):
        done = subprocess.run([SERVERS / name / "start.sh", self.folder / name], env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{name} did not start")
        self.settings.update(line.split("=", 1) for line in done.stdout.splitlines())

    def stop_site(self):
        subprocess.run([SERVERS / "wordpress" / "stop.sh", self.folder / "wordpress"], check=True)

    def start_site(self):
        self._start("wordpress")

    def spoil(self, *rules):
        """Sets the faults of the proxy; none: everything passes."""
        new = self.folder / "rules.new"
        new.write_text(json.dumps(rules), encoding="utf-8")
        new.replace(self["FP_RULES"])

    def requests(self):
        """What went through the proxy so far."""
        with open(self["FP_REQUESTS"], encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def changes(self):
        """Every status that really changed, as WordPress tells: (comment id, old, new)."""
        with open(self["WP_CHANGES"], encoding="utf-8") as file:
            return [tuple(line.split()) for line in file]

    def forget_changes(self):
        with open(self["WP_CHANGES"], "w", encoding="utf-8"):
            pass


class Site:
    """The site's own API, asked directly and not through the proxy."""

    def __init__(self, servers):
        self.at = urllib.parse.urlsplit(servers["WP_URL"]).netloc
        secret = f"{servers['WP_USER']}:{servers['WP_PASSWORD']}".encode()
        self.headers = {"Authorization": "Basic " + base64.b64encode(secret).decode(),
                        "Content-Type": "application/json"}
        self.posts = [int(post) for post in servers["WP_POSTS"].split(",")]

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection(self.at, timeout=60)
        try:
            connection.request(method, "/wp-json/wp/v2" + path, json.dumps(body) if body else None, self.headers)
            answer = connection.getresponse()
            data = json.loads(answer.read())
            check(answer.status < 300, f"{method} {path} answers {answer.status}: {data}")
            return data, answer
        finally:
            connection.close()

    def write(self, texts, started="2026-11-01T00:00:00"):
        """Posts comments, one a minute by their dates, four at a time. Gives id -> text."""
        began = time.mktime(time.strptime(started, "%Y-%m-%dT%H:%M:%S"))

        def one(numbered):
            number, text = numbered
            written = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(began + 60 * number))
            body = {"post": self.posts[number % len(self.posts)], "content": text, "date_gmt": written,
                    "author_name": f"Visitor {number % 37}", "author_email": f"visitor{number % 37}@mail.example",
                    "author_ip": f"192.0.2.{number % 250}", "author_user_agent": "Browser of a visitor"}
            identifier = str(self.ask("POST", "/comments", body)[0]["id"])
            if any(sign in text for sign in "&<>"):
                # A visitor's text is cleaned when it is written, a moderator's only when it is saved again.
                self.ask("POST", f"/comments/{identifier}", {"author_ip": body["author_ip"]})
            return identifier, text

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            return dict(pool.map(one, enumerate(texts)))

    def comments(self):
        """All comments, whatever their status: id -> what matters about them."""
        found = {}
        for status in ("approve", "hold", "spam", "trash"):
            page = 1
            while True:
                data, answer = self.ask(
                    "GET", f"/comments?context=edit&status={status}&per_page=100&page={page}&orderby=id&order=asc")
                for item in data:
                    found[str(item["id"])] = {"status": item["status"], "text": item["content"]["raw"],
                                              "author": item["author_name"], "post": item["post"],
                                              "agent": item["author_user_agent"], "address": item["author_ip"]}
                if page >= int(answer.headers["X-WP-TotalPages"] or 0):
                    break
                page += 1
        return found

    def set_status(self, identifier, status):
        self.ask("POST", f"/comments/{identifier}", {"status": status})


class Sweeper:
    """A folder with cm.toml and rules, and cm run in it with hardly any environment."""

    def __init__(self, cm, servers, *, url=None, password=None, user=None, more="", max_actions=5000):
        self.cm = cm
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cm-sweep.", dir=servers.folder))
        self.password = password if password is not None else servers["WP_PASSWORD"]
        (self.folder / "rules").mkdir()
        (self.folder / "rules" / "site.toml").write_text(RULES, encoding="utf-8")
        self.configure(url=url or servers["FP_URL"], user=user or servers["WP_USER"], more=more,
                       max_actions=max_actions)

    def configure(self, **values):
        self.values = {**getattr(self, "values", {}), **values}
        (self.folder / "cm.toml").write_text(CONFIG.format(**self.values), encoding="utf-8")

    def environment(self):
        return {"PATH": "/usr/bin:/bin", "CM_BLOG_PASSWORD": self.password}

    def start(self, *arguments):
        return subprocess.Popen([self.cm, *arguments], cwd=self.folder, env=self.environment(),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments, limit=300):
        """Gives exit status, stdout and stderr."""
        process = self.start(*arguments)
        try:
            out, err = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        check(self.password not in out + err, "cm printed the password")
        return process.returncode, out, err

    def sweep(self, *arguments, exits=0):
        """A sweep that must end with this exit status; gives its summary and stderr."""
        status, out, err = self.run("sweep", *arguments)
        check(status == exits, f"cm sweep {' '.join(arguments)} exits {status}, not {exits}: {out}{err}")
        lines = out.splitlines()
        check(len(lines) == 1, f"sweep prints one line, not {len(lines)}: {out}{err}")
        return json.loads(lines[0]), err

    def log(self):
        """The journal, as `cm log` prints it."""
        status, out, err = self.run("log", "--format", "ndjson")
        check(status == 0, f"cm log exits {status}: {err}")
        return [json.loads(line) for line in out.splitlines()]


def is_spam(text):
    return SPAM_SIGN.search(text) is not None


def sample(count):
    """Comments to post: real ones where the shared corpora lie beside the project, else our own."""
    shared = SOURCE.parent / "shared" / "corpora" / "youtube-spam" / "youtube-spam.ndjson"
    path = shared if shared.exists() else SOURCE / "tests" / "data" / "site-comments.ndjson"
    if path != shared:
        print(f"no {shared.relative_to(SOURCE.parent)} beside the project: posting the invented sample")
    texts = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"].strip()
            if text and "\x00" not in text:
                texts.append(text)
    return texts[:count]


def main(test):
    """Runs test(cm) with argv[1] as the binary; 77 says skipped."""
    cm = pathlib.Path(sys.argv[1]).resolve()
    if os.geteuid() != 0 and not shutil.which("mariadbd"):
        print("skipped: WordPress and its database are not installed, and only root can install them")
        sys.exit(77)
    try:
        test(cm)
    except AssertionError as wrong:
        print(f"FAILED: {wrong}")
        sys.exit(1)
