#!/usr/bin/env python3
"""Replies on a real WordPress: sent, sent once though the answer was lost, taken back. site_reply.py CM"""
import json

import real_site
from real_site import Servers, Site, Sweeper, check


def replies(site, parent):
    """The comments below one, whatever their status: text -> status."""
    found = {}
    for status in ("approve", "hold", "spam", "trash"):
        for item in site.ask("GET", f"/comments?context=edit&status={status}&parent={parent}&per_page=100")[0]:
            found[item["content"]["raw"]] = item["status"]
    return found


def follow_up(sweeper, key):
    status, out, err = sweeper.run("export", "--sheet", "all", "--format", "ndjson")
    check(status == 0, f"cm export exits {status}: {err}")
    return next(row for row in map(json.loads, out.splitlines()) if row["key"] == key)


def test(cm):
    with Servers() as servers:
        site, sweeper = Site(servers), Sweeper(cm, servers, more="timeout_s = 5")
        first, second = list(site.write(["Where is my parcel?", "The lamp broke on the first day"]))
        sweeper.sweep()

        status, out, err = sweeper.run("reply", f"blog/{first}", "--text", "It leaves today, sorry for the wait - AB")
        check(status == 0, f"cm reply exits {status}: {out}{err}")
        run = json.loads(out)["run"]
        check(replies(site, first) == {"It leaves today, sorry for the wait - AB": "approved"},
              f"the reply stands below the comment: {replies(site, first)}")
        row = follow_up(sweeper, f"blog/{first}")
        check((row["status"], row["contacts"]) == ("contacted", 1), f"the follow-up says so: {row}")

        status, out, err = sweeper.run("undo", run)
        check(status == 0, f"cm undo exits {status}: {out}{err}")
        check(set(replies(site, first).values()) == {"trash"}, f"undo puts it in the bin: {replies(site, first)}")
        check(follow_up(sweeper, f"blog/{first}")["contacts"] == 0, "and it counts as no contact any more")

        # The site takes the reply, and its answer is lost on the way back.
        servers.spoil({"on": "^POST .*/comments", "times": 1, "fault": "lost"})
        text = "Send it back at our cost, a new one is on its way - AB"
        status, out, err = sweeper.run("reply", f"blog/{second}", "--text", text)
        servers.spoil()
        check(status == 5, f"a lost answer exits 5, not {status}: {out}{err}")
        check("the draft is kept in" in err, f"the draft is kept: {err}")
        check(text in replies(site, second), "the site has it")
        sweeper.sweep()
        check(list(replies(site, second)) == [text], f"it was not sent again: {replies(site, second)}")
        check(follow_up(sweeper, f"blog/{second}")["contacts"] == 1, "and counts as one contact")
        status, _, err = sweeper.run("reply", f"blog/{second}", "--text", text)
        check(status == 1 and "template" in err, f"the same again is refused: {status} {err}")

    print("replies: sent, sent once, taken back")


if __name__ == "__main__":
    real_site.main(test)
