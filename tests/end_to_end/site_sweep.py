#!/usr/bin/env python3
"""A first week on a real WordPress: sweep, sweep again, new comments, undo. site_sweep.py CM"""
import csv
import io

import real_site
from real_site import Servers, Site, Sweeper, check, is_spam

COMMENTS = 400


def statuses(comments):
    return {identifier: comment["status"] for identifier, comment in comments.items()}


def differing(found, wanted):
    return {key: (found.get(key), wanted.get(key)) for key in found.keys() | wanted.keys()
            if found.get(key) != wanted.get(key)}


def test(cm):
    with Servers() as servers:
        site, sweeper = Site(servers), Sweeper(cm, servers)
        posted = site.write(real_site.sample(COMMENTS))
        check(len(posted) == COMMENTS, f"{len(posted)} comments could be posted")
        before = site.comments()
        servers.forget_changes()
        wanted = {key: "hold" if is_spam(comment["text"]) else "approved" for key, comment in before.items()}
        spam = {key for key, status in wanted.items() if status == "hold"}
        check(60 < len(spam) < 340, f"the sample has spam and ordinary comments: {len(spam)}")

        dry, _ = sweeper.sweep("--dry-run", "--export", "dry.csv")
        check(statuses(site.comments()) == statuses(before), "a dry run changes nothing on the site")
        check(dry["planned"] == len(spam), f"a dry run plans all: {dry}")

        first, _ = sweeper.sweep("--export", "sheet.csv")
        check(not differing(statuses(site.comments()), wanted),
              f"spam is held and nothing else: {differing(statuses(site.comments()), wanted)}")
        check(first["done"] == len(spam), f"the summary counts the deeds: {first}")
        check(dry["fetched"] + first["fetched"] >= COMMENTS, f"everything was fetched: {dry} {first}")
        text = (sweeper.folder / "sheet.csv").read_bytes().decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        check({row["key"] for row in rows} == {f"blog/{key}" for key in spam},
              f"the sheet has {len(rows)} rows for {len(spam)} hidden comments")
        check(all(row["action"] in ("hide", "hold") and row["text"] for row in rows), "rows tell text and action")

        # Again: nothing to do, nothing to say.
        servers.forget_changes()
        again, said = sweeper.sweep("--export", "sheet.csv")
        check(said == "", f"a second sweep is silent: {said}")
        check((again["fetched"], again["judged"], again["done"]) == (0, 0, 0), f"nothing is done twice: {again}")
        check(servers.changes() == [], "a second sweep changes nothing on the site")
        check((sweeper.folder / "sheet.csv").read_bytes().decode("utf-8") == text, "the sheet is the same")

        # New comments since: only those.
        fresh = ["Check out this new thing", "My order has not come yet", "merci beaucoup", "free money"]
        new = site.write(fresh, started="2026-11-10T00:00:00")
        third, _ = sweeper.sweep()
        check(third["fetched"] == len(fresh), f"only new comments are fetched: {third}")
        check({change[0] for change in servers.changes()} == {key for key, text in new.items() if is_spam(text)},
              f"only new spam is held: {servers.changes()}")

        # Undo: as before.
        status, out, err = sweeper.run("undo", first["run"])
        check(status == 0, f"undo exits {status}: {out}{err}")
        now = {key: comment for key, comment in site.comments().items() if key in before}
        check(not differing(now, before), f"undo leaves the site as it was: {differing(now, before)}")
        servers.forget_changes()
        calm, _ = sweeper.sweep()
        check(servers.changes() == [], f"what a person undid is not done again: {calm}")

        # The same with spam as the site's own word for it.
        as_spam = Sweeper(cm, servers, more='hide_as = "spam"')
        summary, _ = as_spam.sweep()
        now = site.comments()
        marked = {key for key, comment in now.items() if comment["status"] == "spam"}
        check(spam <= marked and all(is_spam(now[key]["text"]) for key in marked),
              f"hide_as decides what hiding is: {summary}")

    print(f"{COMMENTS} comments, {len(spam)} held and given back")


if __name__ == "__main__":
    real_site.main(test)
