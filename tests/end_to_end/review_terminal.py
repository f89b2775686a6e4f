#!/usr/bin/env python3
"""cm review and cm reply at a real terminal (a pty), as a person meets them: review_terminal.py CM

Two people at once get different comments; Ctrl-C leaves the terminal as it was and lets the comment go; a
narrow terminal gets narrow lines; the editor's text is sent, and kept when the editor dies.
"""
import fcntl
import json
import os
import pathlib
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

NOW = "2026-11-20T12:00:00Z"
PROMPT = ",?]? "
SHOP = pathlib.Path(__file__).parent / "shop"


class Person:
    """One terminal with a cm in it."""

    def __init__(self, cm, folder, *words, columns=80, **environment):
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.seen = ""
        self.process = subprocess.Popen(
            [cm, *words], cwd=folder, stdin=self.theirs, stdout=self.theirs, stderr=self.theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={"PATH": "/usr/bin:/bin", "CM_NOW": NOW, "TERM": "xterm", "HOME": str(folder), **environment})

    def until(self, words, seconds=60):
        end = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < end, f"waited for {words!r}, saw {self.seen!r}"
            if select.select([self.ours], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.ours, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        at = self.seen.find(words)
        assert at >= 0, f"ended before {words!r}: {self.seen!r}"
        text, self.seen = self.seen[:at], self.seen[at + len(words):]
        return text

    def press(self, keys):
        os.write(self.ours, keys.encode())

    def ends_with(self, code):
        assert self.process.wait(60) == code, (self.process.returncode, self.seen)
        assert termios.tcgetattr(self.theirs) == self.before, "the terminal is not as it was"
        os.close(self.ours)
        os.close(self.theirs)


def shop(cm, folder):
    subprocess.run(["cp", "-r", f"{SHOP}/.", folder], check=True)
    for words in (["fetch"], ["sweep", "--max-actions", "0"]):
        subprocess.run([cm, "--quiet", *words], cwd=folder, env={"PATH": "/usr/bin:/bin", "CM_NOW": NOW},
                       stdin=subprocess.DEVNULL, capture_output=True, check=False)


def first_key(screen):
    return screen.split("shop/", 1)[1].split()[0]


def two_people_get_different_comments(cm, folder):
    ana = Person(cm, folder, "review", "--color", "never")
    hers = first_key(ana.until(PROMPT))
    ben = Person(cm, folder, "review", "--color", "never")
    screen = ben.until(PROMPT)
    assert "is with" in screen and first_key(screen) == hers, screen
    his = first_key(screen.split("(2/", 1)[1])
    assert his != hers
    ana.press("\x03")
    ana.ends_with(130)
    eve = Person(cm, folder, "review", "--color", "never")
    assert first_key(eve.until(PROMPT)) == hers, "Ctrl-C let the comment go"
    eve.press("\x1b[A")  # an arrow key is no decision
    assert "hide:" in eve.until(PROMPT)
    eve.press("q")
    eve.ends_with(0)
    ben.press("\x04")
    ben.ends_with(0)


def a_narrow_terminal_gets_narrow_lines(cm, folder):
    ana = Person(cm, folder, "review", "--color", "never", columns=30)
    screen = ana.until("[h,k,")
    too_wide = [line for line in screen.splitlines() if len(line) > 36]  # "(1/3) " stands before the first
    assert not too_wide, too_wide
    ana.press("q")
    ana.ends_with(0)


def a_signal_while_a_note_is_typed_restores_the_terminal(cm, folder):
    ana = Person(cm, folder, "review")
    ana.until(PROMPT)
    ana.press("n")
    ana.until("note: ")
    ana.process.send_signal(signal.SIGTERM)
    ana.ends_with(130)


def editor_saying(folder, text):
    script = folder / "editor.sh"
    script.write_text(f'#!/bin/sh\ncat "$1" > seen.txt\nprintf "%s\\n" "{text}" | cat - "$1" > made && cat made > "$1"\n')
    script.chmod(0o755)
    return str(script)


def replies_are_written_in_the_editor(cm, folder):
    text = "Noor, one of the two charges goes back today - AB"
    ana = Person(cm, folder, "reply", "shop/c4", EDITOR=editor_saying(folder, text))
    ana.until('"exit":0')
    ana.ends_with(0)
    deed = json.loads((folder / "comments.ndjson.deeds.ndjson").read_text().splitlines()[-1])
    assert (deed["action"], deed["text"]) == ("reply", text), deed
    assert "# You idiots charged me twice" in (folder / "seen.txt").read_text()

    ben = Person(cm, folder, "review", EDITOR=editor_saying(folder, "Robin, what went wrong? I would like to know - AB"))
    ben.until(PROMPT)
    ben.press("r")
    ben.until(PROMPT)
    ben.press("u")
    ben.until("taken back")
    ben.until(PROMPT)
    ben.press("q")
    ben.ends_with(0)
    deeds = [json.loads(line)["action"] for line in
             (folder / "comments.ndjson.deeds.ndjson").read_text().splitlines()]
    assert deeds[-2:] == ["reply", "delete"], deeds


def a_draft_outlives_its_editor(cm, folder):
    ana = Person(cm, folder, "reply", "shop/c8", VISUAL='f() { echo "half a thou" > "$1"; kill -9 $$; }; f')
    ana.until("killed by signal 9")
    ana.ends_with(2)
    drafts = list((folder / ".local/state/cm/drafts").iterdir())
    assert [draft.stat().st_mode & 0o777 for draft in drafts] == [0o600], drafts
    assert drafts[0].read_text() == "half a thou\n"
    ben = Person(cm, folder, "reply", "shop/c8", EDITOR=editor_saying(folder, ""))
    ben.until("signature")
    ben.press("q\n")
    ben.until("the draft is kept in")
    ben.ends_with(1)
    assert "half a thou" in drafts[0].read_text()


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    for case in (two_people_get_different_comments, a_narrow_terminal_gets_narrow_lines,
                 a_signal_while_a_note_is_typed_restores_the_terminal, replies_are_written_in_the_editor,
                 a_draft_outlives_its_editor):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            shop(cm, name)
            case(cm, folder)
            print(case.__name__)


if __name__ == "__main__":
    main()
