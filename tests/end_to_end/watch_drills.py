#!/usr/bin/env python3
"""Drills of the attack watch, through the real command: watch_drills.py CM

Ten quiet weeks after two that teach what is usual, with a rhythm of days and weeks, bad days and a post that
goes viral because people like it: at most one false alarm. The same weeks with an attack in them: seen within
15 minutes, told once, its comments handed over. Everything is made from a seed and says itself how it is meant
(in the key "sentiment"); a last drill says nothing and is judged by the rules.
"""
import csv
import datetime
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

START = datetime.datetime(2026, 8, 3, tzinfo=datetime.timezone.utc)  # a Monday
WEEKS = 12
ATTACK = START + datetime.timedelta(days=60, hours=19, minutes=7)

CHANNELS = ["instagram", "facebook", "blog"]
NEUTRAL = "parcel shoes phone store size order week colour lamp shelf box price manual door street bulb".split()
BAD = "late broken refund never answers waiting wrong missing cancelled worst".split()
GOOD = "love lovely thanks great perfect beautiful happy best".split()


def rate(hour):
    """Comments of an hour: nights are quiet, evenings busy, weekends busier."""
    of_day = hour % 24
    rhythm = 2 if of_day < 7 else 9 if of_day < 17 else 20
    return rhythm * (1.4 if (hour // 24) % 7 >= 5 else 1)


class Brand:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.known = [f"fan{n}" for n in range(400)]

    def poisson(self, mean):
        limit, product, count = math.exp(-mean), self.random.random(), 0
        while product > limit:
            product *= self.random.random()
            count += 1
        return count

    def text(self, *vocabularies):
        words = [word for words in vocabularies for word in self.random.sample(words, 3)]
        self.random.shuffle(words)
        return " ".join(words + self.random.sample(NEUTRAL, 4))

    def say(self, at, text, author, sentiment, channel=None):
        line = {
            "id": f"d{len(self.lines)}",
            # Everybody has a channel of their own: an id means nothing on another.
            "channel": channel or CHANNELS[sum(author.encode()) % len(CHANNELS)],
            "author": {"id": author, "name": author},
            "created_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "text": text,
        }
        if sentiment:
            line["sentiment"] = sentiment
        self.lines.append(line)

    def author(self, new_share):
        if self.random.random() >= new_share:
            return self.random.choice(self.known)
        self.known.append(f"new{len(self.known)}")
        return self.known[-1]

    def moment(self, hour):
        return START + datetime.timedelta(hours=hour, seconds=self.random.randrange(3600))

    def ordinary_weeks(self, weeks=WEEKS):
        # About one bad day a fortnight: a carrier on strike, three complaints where there was one.
        bad_days = set(self.random.sample(range(weeks * 7), weeks // 2))
        for hour in range(weeks * 7 * 24):
            bad = 3 if hour // 24 in bad_days and 8 <= hour % 24 < 22 else 1
            for _ in range(self.poisson(rate(hour) * 0.8)):
                mood = "positive" if self.random.random() < 0.4 else "neutral"
                self.say(self.moment(hour), self.text(GOOD if mood == "positive" else NEUTRAL), self.author(0.25), mood)
            for _ in range(self.poisson(rate(hour) * 0.2 * bad)):
                self.say(self.moment(hour), self.text(BAD), self.author(0.25), "negative")

    def viral_post(self, at, comments=4000, hours=6):
        for _ in range(comments):
            moment = at + datetime.timedelta(seconds=self.random.randrange(hours * 3600))
            mood = "negative" if self.random.random() < 0.06 else "positive"
            self.say(moment, self.text(BAD if mood == "negative" else GOOD), self.author(0.9), mood, "instagram")

    def attack(self, at, comments=300, minutes=120, tell=True):
        slogans = ["boycott this brand they lie to everybody", "never buy here again they lie boycott this brand",
                   "shame on you this brand lies to everybody boycott"]
        for number in range(comments):
            moment = at + datetime.timedelta(seconds=self.random.randrange(minutes * 60))
            text = f"{self.random.choice(slogans)} {self.random.choice(NEUTRAL)}"
            self.say(moment, text, f"troll{number if self.random.random() < 0.8 else 0}", "negative" if tell else None)

    def write(self, path):
        lines = sorted(self.lines, key=lambda line: line["created_at"])
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return len(lines)


def drill(cm, folder, brand, *flags):
    file = folder / "drill.ndjson"
    count = brand.write(file)
    done = subprocess.run([cm, "watch", "--format", "ndjson", *flags, "--replay", str(file)], cwd=folder, check=False,
                          capture_output=True, text=True, timeout=300, env={"PATH": "/usr/bin:/bin"})
    assert done.returncode in (0, 1), done.stderr
    looks = [json.loads(line) for line in done.stdout.splitlines()]
    return count, done.returncode, looks


def raised(looks):
    return [look for look in looks if look["change"] == "raised"]


def seconds_late(look, at):
    seen = datetime.datetime.strptime(look["at"], "%Y-%m-%dT%H:%M:%S%z")
    return (seen - at).total_seconds()


def quiet_weeks(cm, folder, seed):
    brand = Brand(seed)
    brand.ordinary_weeks()
    brand.viral_post(START + datetime.timedelta(days=40, hours=18))
    count, status, looks = drill(cm, folder, brand)
    alarms = raised(looks)
    print(f"seed {seed}: {count} comments in ten quiet weeks after two, {len(alarms)} false alarms")
    assert len(alarms) <= 1, alarms
    assert status == (1 if alarms else 0)


def attacked_weeks(cm, folder, seed):
    brand = Brand(seed)
    brand.ordinary_weeks()
    brand.attack(ATTACK)
    evidence = folder / "evidence.csv"
    count, status, looks = drill(cm, folder, brand, "--evidence", str(evidence))
    of_the_attack = [look for look in raised(looks) if 0 <= seconds_late(look, ATTACK) <= 2 * 3600]
    assert len(of_the_attack) == 1, looks
    late = seconds_late(of_the_attack[0], ATTACK) / 60
    false_alarms = len(raised(looks)) - 1
    with evidence.open(encoding="utf-8", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    trolls = sum(row["author_id"].startswith("troll") for row in rows)
    print(f"seed {seed}: an attack in {count} comments seen after {late:.0f} minutes, told once, "
          f"{false_alarms} false alarms, {trolls} of its 300 comments and {len(rows) - trolls} others as evidence")
    assert late <= 15 and false_alarms <= 1 and status == 1
    assert trolls >= 250
    cleared = [look for look in looks if look["change"] == "cleared"]
    assert len(cleared) == len(raised(looks)), looks


def judged_attack(cm, folder):
    """No line says how it is meant: the shipped rules tell."""
    brand = Brand(9)
    for hour in range(9 * 24):
        for _ in range(brand.poisson(rate(hour) / 3)):
            brand.say(brand.moment(hour), brand.text(NEUTRAL), brand.author(0.2), None)
    at = START + datetime.timedelta(days=8, hours=15)
    for number in range(60):
        moment = at + datetime.timedelta(seconds=brand.random.randrange(1800))
        brand.say(moment, f"you are a bunch of fucking idiots and liars, {brand.random.choice(NEUTRAL)}", f"t{number}", None)
    _, status, looks = drill(cm, folder, brand)
    assert status == 1 and len(raised(looks)) == 1, looks
    assert 0 <= seconds_late(raised(looks)[0], at) <= 15 * 60
    print("an attack that the rules judged was seen")


def main():
    cm = pathlib.Path(sys.argv[1]).resolve()
    seeds = [int(seed) for seed in sys.argv[2:]] or [1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in seeds:
            quiet_weeks(cm, folder, seed)
            attacked_weeks(cm, folder, seed)
        judged_attack(cm, folder)


if __name__ == "__main__":
    main()
