#!/usr/bin/env python3
"""Writes tests/data/site-comments.ndjson: 400 invented comments, about a third of them spam.

The same bytes every time; run it again after a change here, and commit what it wrote.
"""
import itertools
import json
import pathlib
import random

SPAM = [
    "Check out my channel, {name}, new {thing} every day",
    "Please subscribe to my channel for {thing}",
    "Win a free {thing} at http://prizes.example/{number}",
    "I made {number} dollars from home, check out http://money.example",
    "Subscribe to {name}Fan and get a {thing}!!!",
    "Cheap {thing} here: https://shop.example/{number}",
]
ORDINARY = [
    "The {thing} arrived on time, thank you {name}!",
    "Does the {thing} come in blue? Asking for {name}.",
    "Le {thing} est très bien, merci {name} 👍",
    "شكرا على الخدمة الجيدة، وصل الطلب رقم {number}",
    "I was charged twice for my {thing}, order {number}, who can help?",
    "Ma commande {number} n'est jamais arrivée, c'est inadmissible",
    "Bezzaf mlih had {thing}, chokran {name}",
    "Our {thing} broke after {number} days. Not happy.",
    "Happy birthday {name}!\nSee you on Monday.",
    "\"{thing}\" <3, tom & {name}",
    "{name}: opening hours on Sunday?",
    "Bon courage à toute l’équipe, {name}",
]
NAMES = ["Sam", "Amina", "Jules", "Noor", "Chloé", "Karim", "Robin", "ليلى", "Inès", "Pat"]
THINGS = ["lamp", "teapot", "bicycle", "phone", "chair", "backpack", "camera"]


def main():
    rng = random.Random(2026)
    lines, seen = [], set()
    for number in itertools.count(1):
        if len(lines) == 400:
            break
        spam = rng.random() < 0.34
        text = rng.choice(SPAM if spam else ORDINARY).format(
            name=rng.choice(NAMES), thing=rng.choice(THINGS), number=rng.randrange(100, 999))
        if text in seen:
            continue
        seen.add(text)
        lines.append(json.dumps({"id": f"s{number}", "text": text, "spam": int(spam)}, ensure_ascii=False))
    target = pathlib.Path(__file__).resolve().parents[1] / "data" / "site-comments.ndjson"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
