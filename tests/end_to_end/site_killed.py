#!/usr/bin/env python3
"""Sweeps of a real WordPress, killed at random moments and run again. site_killed.py CM [SEED]

After each round every comment has been judged once, every deed was done once, and the journal says
what the site says.
"""
import collections
import json
import random
import subprocess
import sys
import time

import real_site
from real_site import Servers, Site, Sweeper, check, is_spam

KILLS = 60
COMMENTS = 60


def sweep_until_done(sweeper, rng, longest):
    """Gives the number of kills; a run that is given the time ends the round."""
    kills = 0
    while True:
        process = sweeper.start("sweep", "--quiet")
        try:
            # Now and then a run is left alone, else no round would end.
            out, err = process.communicate(timeout=None if kills >= 8 else rng.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
            continue
        check(process.returncode == 0, f"a sweep after {kills} kills exits {process.returncode}: {out}{err}")
        return kills


def verify(servers, site, sweeper, wanted):
    now = {key: comment["status"] for key, comment in site.comments().items()}
    check(now == wanted, f"the site is as the rules say: {[key for key in now if now[key] != wanted.get(key)]}")
    held = {key for key, status in wanted.items() if status == "hold"}
    changed = collections.Counter(servers.changes())
    check(changed == collections.Counter((key, "approved", "unapproved") for key in held),
          f"every comment is held exactly once: {changed}")
    done = collections.Counter(entry["key"] for entry in sweeper.log() if entry["phase"] == "done")
    check(done == collections.Counter(f"blog/{key}" for key in held), f"the journal has every deed once: {done}")
    check(all(entry["phase"] != "intended" for entry in sweeper.log()), "no deed is left open in the journal")
    status, out, err = sweeper.run("scan", "--all")
    judged = collections.Counter(json.loads(line)["id"] for line in out.splitlines())
    check(status == 0 and len(judged) == len(wanted) and set(judged.values()) == {1},
          f"every comment is judged once: {len(judged)} of {len(wanted)} {err}")
    final, said = sweeper.sweep()
    check((final["fetched"], final["done"], said) == (0, 0, ""), f"nothing is left to do: {final} {said}")


def test(cm):
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261120
    rng = random.Random(seed)
    print(f"seed {seed}")
    with Servers() as servers:
        site = Site(servers)
        site.write(real_site.sample(COMMENTS))
        before = site.comments()
        wanted = {key: "hold" if is_spam(comment["text"]) else "approved" for key, comment in before.items()}
        held = [key for key, status in wanted.items() if status == "hold"]
        kills = rounds = 0
        longest = None
        while kills < KILLS:
            servers.forget_changes()
            sweeper = Sweeper(cm, servers)
            if longest is None:  # the first round measures how long a sweep takes
                began = time.monotonic()
                sweeper.sweep()
                longest = time.monotonic() - began
            else:
                kills += sweep_until_done(sweeper, rng, longest)
                rounds += 1
            verify(servers, site, sweeper, wanted)
            for key in held:
                site.set_status(key, "approved")
        print(f"{kills} kills in {rounds} rounds of {COMMENTS} comments, {len(held)} deeds each")


if __name__ == "__main__":
    real_site.main(test)
