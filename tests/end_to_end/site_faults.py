#!/usr/bin/env python3
"""What goes wrong between cm and a real WordPress, and that a later run finishes. site_faults.py CM [NAME]

Each fault: the exit status, a message that says what to do, nothing lost, and after it is gone a
sweep that does the rest, each deed once.
"""
import collections
import re
import subprocess
import sys
import time

import real_site
from real_site import Servers, Site, Sweeper, check, is_spam

COMMENTS = 30
LIST = r"GET .*/comments\?"
DEED = r"(POST|PUT|PATCH) .*/comments/"

# name, faults of the proxy, exit statuses that are right, what the message must say
SPOILED = [
    ("html instead of json", [{"on": LIST, "fault": "html"}], {5}, r"(?i)html|not JSON|JSON"),
    ("garbage instead of json", [{"on": LIST, "fault": "garbage"}], {5}, r"(?i)JSON"),
    ("truncated page", [{"on": LIST, "fault": "truncate", "keep": 200}], {5}, r"(?i)JSON|incomplete|truncated|cut"),
    ("page cut off", [{"on": LIST, "fault": "cut", "keep": 200}], {5}, r"."),
    ("always 500", [{"on": ".", "fault": "status", "status": 500, "body": "oops"}], {5}, r"500"),
    ("a 500 in the middle", [{"on": ".", "skip": 3, "times": 1, "fault": "status", "status": 500}], {0}, None),
    ("a 503 on one deed", [{"on": DEED, "skip": 2, "times": 1, "fault": "status", "status": 503,
                            "headers": {"Retry-After": "1"}}], {0}, None),
    ("deeds refused with 500", [{"on": DEED, "skip": 2, "fault": "status", "status": 500}], {3, 5}, r"500"),
    ("429 storm that ends", [{"on": ".", "every": 3, "times": 12, "fault": "status", "status": 429,
                              "headers": {"Retry-After": "1"}}], {0}, None),
    ("429 without an end", [{"on": LIST, "fault": "status", "status": 429,
                             "headers": {"Retry-After": "3600"}}], {5}, r"(?i)429|too many|quota|rate"),
    ("connection closed once", [{"on": ".", "every": 4, "times": 3, "fault": "close"}], {0}, None),
    ("answers of deeds lost", [{"on": DEED, "every": 3, "times": 3, "fault": "lost"}], {0, 3, 5}, None),
    ("a permission taken away", [{"on": DEED, "skip": 1, "fault": "status", "status": 403,
                                  "body": '{"code":"rest_cannot_edit","message":"Not allowed.","data":{"status":403}}'}],
     {3, 4}, r"(?i)permission|not allowed|403|may not"),
]


class Round:
    """One site, given back as it was after each fault."""

    def __init__(self, cm, servers, site):
        self.cm, self.servers, self.site = cm, servers, site
        self.before = site.comments()
        self.held = {key for key, comment in self.before.items() if is_spam(comment["text"])}

    def try_fault(self, name, exits, says, sweeper, spoil=lambda: None, heal=lambda: None):
        self.servers.forget_changes()
        began = time.monotonic()
        spoil()
        try:
            status, out, err = sweeper.run("sweep")
        finally:
            heal()
        took = time.monotonic() - began
        check(status in exits, f"{name}: exits {status}, not {sorted(exits)}: {out}{err}")
        if says:
            check(re.search(says, err), f"{name}: the message does not say {says}: {err}")
        check("terminate called" not in err, f"{name}: {err}")
        print(f"{name}: exit {status}, {took:.1f} s: {err.strip().splitlines()[-1] if err.strip() else '-'}")

    def finish(self, name, sweeper):
        """What was left is done, and everything exactly once."""
        sweeper.sweep()
        now = self.site.comments()
        wrong = [key for key, comment in now.items() if (comment["status"] == "hold") != (key in self.held)]
        check(not wrong and now.keys() == self.before.keys(), f"{name}: a later run does the rest: {wrong}")
        changed = collections.Counter(self.servers.changes())
        check(changed == collections.Counter((key, "approved", "unapproved") for key in self.held),
              f"{name}: every deed is done once: {changed}")
        for key in self.held:
            self.site.set_status(key, "approved")


def logins(cm, servers, site, rounds):
    for name, given, says in [
        ("wrong password", {"password": "not the password"}, r"(?i)password|login|CM_BLOG_PASSWORD"),
        ("may not moderate", {"user": servers["WP_SUBSCRIBER"], "password": servers["WP_SUBSCRIBER_PASSWORD"]},
         r"(?i)permission|moderate|role"),
    ]:
        sweeper = Sweeper(cm, servers, **given)
        rounds.try_fault(name, {4}, says, sweeper)
        check(servers.changes() == [], f"{name}: nothing was changed")
        sweeper.password = servers["WP_PASSWORD"]
        sweeper.configure(user=servers["WP_USER"])
        rounds.finish(name, sweeper)

    sweeper = Sweeper(cm, servers)
    environment = sweeper.environment
    sweeper.environment = lambda: {"PATH": "/usr/bin:/bin"}
    rounds.try_fault("secret not set", {4}, r"CM_BLOG_PASSWORD", sweeper)
    sweeper.environment = environment
    rounds.finish("secret not set", sweeper)


def certificates(cm, servers, rounds):
    trusted = f'ca_file = "{servers["WP_CA"]}"'
    for name, url, more in [
        ("expired certificate", servers["WP_EXPIRED_URL"], trusted),
        ("unknown authority", servers["WP_TLS_URL"], ""),
    ]:
        sweeper = Sweeper(cm, servers, url=url, more=more)
        rounds.try_fault(name, {5}, r"(?i)certificate", sweeper)
        sweeper.configure(url=servers["WP_TLS_URL"], more=trusted)
        rounds.finish(name, sweeper)


def site_down(cm, servers, rounds):
    sweeper = Sweeper(cm, servers, url=servers["WP_URL"])
    rounds.try_fault("site down", {5}, r"(?i)connect|reach|down|refused", sweeper,
                     servers.stop_site, servers.start_site)
    rounds.finish("site down", sweeper)


def two_at_once(cm, servers, rounds):
    sweeper = Sweeper(cm, servers)
    servers.forget_changes()
    servers.spoil({"on": LIST, "times": 1, "fault": "delay", "seconds": 4})
    first = sweeper.start("sweep")
    while not any(line["method"] == "GET" for line in servers.requests()[-3:]) and first.poll() is None:
        time.sleep(0.05)
        if (sweeper.folder / "cm.db").exists():
            break
    time.sleep(0.7)
    began = time.monotonic()
    status, out, err = sweeper.run("sweep")
    took = time.monotonic() - began
    check(status == 6, f"two at once: the second exits {status}: {out}{err}")
    check(took < 1, f"two at once: the second takes {took:.1f} s")
    out, err = first.communicate()
    check(first.returncode == 0, f"two at once: the first exits {first.returncode}: {err}")
    servers.spoil()
    rounds.finish("two at once", sweeper)
    print("two at once: the second exits 6")


def test(cm):
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    with Servers() as servers:
        site = Site(servers)
        site.write(real_site.sample(COMMENTS))
        rounds = Round(cm, servers, site)
        wrong = []

        def attempt(name, errand):
            if only not in name:
                return
            try:
                errand()
            except (AssertionError, subprocess.TimeoutExpired) as what:
                wrong.append(str(what))
                print(f"FAILED {what}")
                servers.spoil()
                for key in rounds.held:
                    site.set_status(key, "approved")

        def spoiled(name, faults, exits, says):
            sweeper = Sweeper(cm, servers, more="timeout_s = 5")
            rounds.try_fault(name, exits, says, sweeper, lambda: servers.spoil(*faults), servers.spoil)
            rounds.finish(name, sweeper)

        for fault in SPOILED:
            attempt(fault[0], lambda fault=fault: spoiled(*fault))
        attempt("logins", lambda: logins(cm, servers, site, rounds))
        attempt("certificates", lambda: certificates(cm, servers, rounds))
        attempt("site down", lambda: site_down(cm, servers, rounds))
        attempt("two at once", lambda: two_at_once(cm, servers, rounds))
        check(not wrong, "\n".join(wrong))


if __name__ == "__main__":
    real_site.main(test)
