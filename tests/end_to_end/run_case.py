#!/usr/bin/env python3
"""Runs one end-to-end case: run_case.py CM CASE-FOLDER

A case is a folder named for what happens:

    command            bash; `cm` is the binary under test, $SHOP a folder with config, rules and comments.
                       Runs in an empty folder that holds a copy of given/
    given/             files that are there before (optional)
    expected/stdout    what is printed, to the byte (no file: nothing)
    expected/stderr    the same for stderr; * stands for anything within a line
    expected/status    exit status of the command (no file: 0)
    expected/files/    files that must be there afterwards, to the byte

The environment is nearly empty: PATH, CM_NOW and SHOP, as for a cron job without HOME.
Run ids are shown as RUN and the folder as FOLDER. CM_UPDATE_EXPECTED=1 rewrites expected/ with what
came; read the difference like code before committing it.
"""
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NOW = "2026-11-20T12:00:00Z"
LIMIT_S = 120


def shown(data, folder):
    text = data.decode("utf-8", "backslashreplace").replace(str(folder), "FOLDER")
    return re.sub(r"\b\d{8}T\d{6}Z-[0-9a-f]{4}\b", "RUN", text)


def run(cm, case, folder):
    if (case / "given").is_dir():
        shutil.copytree(case / "given", folder, dirs_exist_ok=True)
    with tempfile.TemporaryDirectory() as tools:
        os.symlink(cm, pathlib.Path(tools) / "cm")
        environment = {
            "PATH": f"{tools}:/usr/local/bin:/usr/bin:/bin",
            "CM_NOW": NOW,
            "SHOP": str(case.parents[1] / "shop"),
        }
        return subprocess.run(["bash", str(case / "command")], cwd=folder, env=environment, timeout=LIMIT_S,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)


def read(path, absent):
    return path.read_text(encoding="utf-8") if path.exists() else absent


def matches(expected, got):
    """Line by line; in an expected line, * stands for anything."""
    wanted, lines = expected.splitlines(), got.splitlines()
    literal = [re.sub(r"([\[\]?])", r"[\1]", line) for line in wanted]
    return len(wanted) == len(lines) and all(map(fnmatch.fnmatchcase, lines, literal))


def update(expected, came, files):
    for name, (text, absent) in came.items():
        if text == absent:
            (expected / name).unlink(missing_ok=True)
        elif not (name == "stderr" and matches(read(expected / name, ""), text)):
            expected.mkdir(exist_ok=True)
            (expected / name).write_text(text, encoding="utf-8")
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")


def differences(expected, came, files):
    for name, (text, absent) in came.items():
        wanted = read(expected / name, absent)
        if text != wanted and not (name == "stderr" and matches(wanted, text)):
            yield f"--- expected {name}\n{wanted}--- got\n{text}"
    for path, text in files.items():
        if text != path.read_text(encoding="utf-8"):
            yield f"--- expected {path.name}\n{path.read_text(encoding='utf-8')}--- got\n{text}"


def main():
    cm, case = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = run(cm, case, folder)
        came = {
            "stdout": (shown(done.stdout, folder), ""),
            "stderr": (shown(done.stderr, folder), ""),
            "status": (f"{done.returncode}\n", "0\n"),
        }
        expected = case / "expected"
        files = {}
        for path in sorted((expected / "files").rglob("*")):
            if path.is_file():
                made = folder / path.relative_to(expected / "files")
                files[path] = shown(made.read_bytes(), folder) if made.exists() else "(no such file)\n"
    if os.environ.get("CM_UPDATE_EXPECTED") == "1":
        update(expected, came, files)
        return 0
    wrong = list(differences(expected, came, files))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
