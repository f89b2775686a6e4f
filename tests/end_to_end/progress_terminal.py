#!/usr/bin/env python3
"""How far a long command is, as a person at a terminal (a pty) sees it, and as cron does not: progress_terminal.py CM"""
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile

COMMENTS, SPAM = 12_000, 400
SHOP = pathlib.Path(__file__).parent / "shop"
BAR = re.compile(r"(\w+): (?:[█░]{20} \d+ %, )?[\d,]+ (comments|deeds), [\d,]+ a second(?:, \d+:\d\d left)?")


def environment(folder, terminal):
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), **({"TERM": "xterm"} if terminal else {})}


def shop(folder):
    shutil.copytree(SHOP, folder, dirs_exist_ok=True)
    with open(folder / "comments.ndjson", "w", encoding="utf-8") as lines:
        for i in range(COMMENTS):
            spam = i < SPAM
            text = f"Buy followers cheap https://followers.example/{i}" if spam else f"The blue one is nice, number {i}"
            lines.write(json.dumps({"id": f"n{i}", "post": f"p{i}", "created_at": "2026-11-20T10:00:00Z", "text": text,
                                    "author": {"id": f"a{i}", "name": "Sam"}}) + "\n")
    (folder / "rules" / "followers.toml").write_text("""cm_rules = 1
pack = { id = "followers", version = "1", lang = ["*"] }

[[rule]]
id = "spam.followers"
mode = "enforce"
severity = "medium"
words = ['buy followers']
score = 6
action = "hide"
labels = ["spam"]
[rule.test]
match = ['Buy followers cheap']
clean = ['I follow you']
""", encoding="utf-8")


def on_terminal(cm, folder, *words):
    """What appeared on stderr, a terminal, while nobody looked at stdout."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([cm, *words], cwd=folder, env=environment(folder, True), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # nobody holds the other end any more
            break
        if not more:
            break
        seen += more
    os.close(ours)
    assert process.wait() == 0, (process.returncode, seen)
    return seen.decode("utf-8")


def check_bars(seen, doing, timed):
    shown = [line for line in seen.split("\r\x1b[K") if line.startswith(doing + ": ")]
    assert shown, f"no bar of {doing}: {seen[:400]!r}"
    wrong = [line for line in shown if not BAR.fullmatch(line)]
    assert not wrong, wrong[:3]
    assert not timed or any(line.endswith("left") for line in shown), shown[:3]


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shop(folder)
        fetched = on_terminal(cm, folder, "fetch")
        check_bars(fetched, "fetch", timed=False)
        assert fetched.endswith("\r\x1b[K"), f"the bar stays: {fetched[-200:]!r}"
        swept = on_terminal(cm, folder, "sweep", "--max-actions", "100000", "--full")
        check_bars(swept, "judge", timed=True)
        check_bars(swept, "apply", timed=True)
        print("a bar with rate and time left on a terminal")
        check_bars(on_terminal(cm, folder, "scan", "--all"), "scan", timed=True)
        print("a scan of the store tells how much is left")

        for path in folder.glob("cm.db*"):
            path.unlink()
        cron = subprocess.run([cm, "sweep", "--max-actions", "100000"], cwd=folder, env=environment(folder, False),
                              stdin=subprocess.DEVNULL, capture_output=True, check=True)
        assert cron.stderr == b"", cron.stderr[:200]
        dumb = on_terminal(cm, folder, "--quiet", "fetch", "--full")
        assert dumb == "", dumb[:200]
        print("nothing for cron, nothing with --quiet")


if __name__ == "__main__":
    main()
