#!/usr/bin/env python3
"""Sweeps of a file channel, killed at random moments and run again. file_killed.py CM [SEED]

Afterwards every comment is judged once, every deed stands once in the sidecar, and the journal agrees.
"""
import collections
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

SHOP = pathlib.Path(__file__).resolve().parent / "shop"
KILLS = 60
COMMENTS = 200


def check(holds, what):
    if not holds:
        raise SystemExit(f"FAILED: {what}")


def make_folder(parent, name):
    folder = parent / name
    shutil.copytree(SHOP, folder)
    with open(folder / "cm.toml", "a", encoding="utf-8") as file:
        file.write("\n[guard]\nmax_actions = 1000\nmax_hidden_share = 1.0\n")
    with open(folder / "comments.ndjson", "w", encoding="utf-8") as file:
        for number in range(COMMENTS):
            text = f"an idiot, number {number}" if number % 2 else f"comment number {number}"
            file.write(json.dumps({"id": f"c{number}", "post": f"p{number % 5}", "text": text,
                                   "created_at": f"2026-11-20T10:{number // 60:02d}:{number % 60:02d}Z"}) + "\n")
    return folder


def start(cm, folder, *arguments):
    return subprocess.Popen([cm, *arguments], cwd=folder, env={"PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(cm, folder, *arguments):
    process = start(cm, folder, *arguments)
    out, err = process.communicate(timeout=120)
    check(process.returncode == 0, f"cm {' '.join(arguments)} exits {process.returncode}: {err}")
    return out


def kill_until_done(cm, folder, rng, longest):
    kills = 0
    while True:
        process = start(cm, folder, "sweep", "--quiet")
        try:
            out, err = process.communicate(timeout=None if kills >= 8 else rng.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
            continue
        check(process.returncode == 0, f"after {kills} kills a sweep exits {process.returncode}: {out}{err}")
        return kills


def verify(cm, folder):
    wanted = {f"c{number}" for number in range(1, COMMENTS, 2)}
    with open(folder / "comments.ndjson.deeds.ndjson", encoding="utf-8") as file:
        deeds = collections.Counter((deed["id"], deed["action"]) for deed in map(json.loads, file))
    check(deeds == collections.Counter((identifier, "hide") for identifier in wanted),
          f"every deed is done once: {deeds}")
    judged = [json.loads(line)["id"] for line in run(cm, folder, "scan", "--all").splitlines()]
    check(len(judged) == len(set(judged)) == COMMENTS, f"every comment is judged once: {len(judged)}")
    last = json.loads(run(cm, folder, "sweep"))
    check((last["added"], last["judged"], last["done"]) == (0, 0, 0), f"nothing is left to do: {last}")
    entries = [json.loads(line) for line in run(cm, folder, "log", "--format", "ndjson").splitlines()]
    phases = collections.Counter(entry["phase"] for entry in entries)
    check(phases == {"done": len(wanted)}, f"the journal has every deed once: {phases}")


def main():
    cm = pathlib.Path(sys.argv[1]).resolve()
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261120
    print(f"seed {seed}")
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        parent = pathlib.Path(name)
        began = time.monotonic()
        folder = make_folder(parent, "whole")
        run(cm, folder, "sweep")
        longest = time.monotonic() - began
        verify(cm, folder)
        kills = rounds = 0
        while kills < KILLS:
            folder = make_folder(parent, f"round-{rounds}")
            kills += kill_until_done(cm, folder, rng, longest)
            rounds += 1
            verify(cm, folder)
    print(f"{kills} kills in {rounds} rounds of {COMMENTS} comments")


if __name__ == "__main__":
    main()
