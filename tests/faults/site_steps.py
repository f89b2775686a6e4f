#!/usr/bin/env python3
"""Each fault of the proxy at each step of a sweep of a real WordPress: site_steps.py CM [--trials N] [--seed S]

A healthy sweep tells which requests there are. Then each of them is spoiled in each way, once and for good; a later
sweep finishes. The site itself says what was changed: every deed once, and nothing else. --trials takes so many of them
at random.
"""
import argparse
import collections
import pathlib
import random
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
import real_site  # noqa: E402
from real_site import Servers, Site, Sweeper, check  # noqa: E402

COMMENTS = 12
FAULTS = {
    "500": {"fault": "status", "status": 500},
    "503, Retry-After": {"fault": "status", "status": 503, "headers": {"Retry-After": "1"}},
    "429, Retry-After": {"fault": "status", "status": 429, "headers": {"Retry-After": "1"}},
    "403": {"fault": "status", "status": 403, "body": '{"code":"rest_forbidden","message":"No.","data":{"status":403}}'},
    "404": {"fault": "status", "status": 404, "body": '{"code":"rest_no_route","message":"No.","data":{"status":404}}'},
    "html": {"fault": "html"},
    "garbage": {"fault": "garbage"},
    "truncated": {"fault": "truncate", "keep": 30},
    "cut off": {"fault": "cut", "keep": 30},
    "closed": {"fault": "close"},
    "answer lost": {"fault": "lost"},
    "late": {"fault": "delay", "seconds": 3},
}
LASTS = {"once": 1, "for good": 10**6}
ENDS = {0, 3, 4, 5}  # done after all, some left, login, quota or network: never anything else
CONFIG = "timeout_s = 2"


class Campaign:
    def __init__(self, cm, servers):
        self.cm, self.servers = cm, servers
        self.site = Site(servers)
        self.texts = self.site.write([f"check out number {number}" if number % 2 else f"number {number}, thank you"
                                      for number in range(COMMENTS)])
        self.wanted = {key for key, text in self.texts.items() if real_site.is_spam(text)}

    def steps(self):
        before = len(self.servers.requests())
        Sweeper(self.cm, self.servers, more=CONFIG).sweep()
        self.reset()
        return len(self.servers.requests()) - before

    def reset(self):
        for key in self.wanted:
            self.site.set_status(key, "approved")
        self.servers.forget_changes()

    def trial(self, fault, lasts, step):
        sweeper = Sweeper(self.cm, self.servers, more=CONFIG)
        self.servers.spoil(dict(FAULTS[fault], on=".", skip=step, times=LASTS[lasts]))
        try:
            status, out, err = sweeper.run("sweep")
        finally:
            self.servers.spoil()
        if fault == "late":  # what cm gave up on still reaches the site
            time.sleep(FAULTS[fault]["seconds"] + 0.5)
        check(status in ENDS, f"exits {status}: {out}{err}")
        check((status == 0) == ("cm: error" not in err), f"an exit status without a reason: {status}: {err}")
        sweeper.sweep()
        changed = collections.Counter(self.servers.changes())
        check(changed == collections.Counter((key, "approved", "unapproved") for key in self.wanted),
              f"not every deed once: {changed}")
        held = {key for key, comment in self.site.comments().items() if comment["status"] == "hold"}
        check(held == self.wanted, f"the site is not as it should be: {held ^ self.wanted}")
        done = {entry["key"].split("/")[1] for entry in sweeper.log() if entry["phase"] == "done"}
        check(done == self.wanted, f"the journal disagrees: {done ^ self.wanted}")
        judged = sweeper.run("scan", "--all")[1].splitlines()
        check(len(judged) == COMMENTS, f"comments are lost: {len(judged)}")
        return status


def run(cm, trials, seed):
    rng = random.Random(seed)
    with Servers() as servers:
        campaign = Campaign(cm, servers)
        steps = campaign.steps()
        plan = [(fault, lasts, step) for fault in FAULTS for lasts in LASTS for step in range(steps)]
        if trials:
            plan = sorted(rng.sample(plan, min(trials, len(plan))))
        table = collections.defaultdict(collections.Counter)
        wrong = []
        for fault, lasts, step in plan:
            try:
                status = campaign.trial(fault, lasts, step)
                table[fault, lasts][f"exit {status}"] += 1
            except (AssertionError, subprocess.TimeoutExpired) as what:
                wrong.append(f"{fault} {lasts} at request {step + 1} of {steps}: {what}")
                table[fault, lasts]["FAILED"] += 1
            campaign.reset()
    print(f"{steps} requests in a sweep of {COMMENTS} comments and {len(campaign.wanted)} deeds; {len(plan)} trials")
    for (fault, lasts), ends in table.items():
        print(f"{fault:18} {lasts:9} " + ", ".join(f"{end}: {count}" for end, count in sorted(ends.items())))
    check(not wrong, "\n".join(wrong))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cm", type=pathlib.Path)
    parser.add_argument("--trials", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    real_site.main(lambda cm: run(cm, given.trials, given.seed))


if __name__ == "__main__":
    main()
