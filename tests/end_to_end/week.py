#!/usr/bin/env python3
"""A week of community work, from the corpora to the last answer: week.py CM

Travellers of an airline and readers of Arabic on a file channel, customers of a French telecom on a WordPress;
invented comments where ../shared/corpora is not beside the project. Seven days around the end of summer time,
by a fixed clock: every evening a sweep writes the sheet, people answer some of it and the sheet comes back.
The test keeps its own books of who is due when, and compares to the minute: for the team of cm.toml, at its desks
from 9:00 to 18:00 of Paris on working days, and for one that is always there.
"""
import csv
import datetime
import io
import json
import os
import subprocess
import sys
import tomllib
import zoneinfo

import real_site
from real_site import SOURCE, Servers, Site, check

UTC = datetime.timezone.utc
# Thursday to Wednesday; the clocks of Paris go back in the night to Sunday 25 October.
EVENINGS = [datetime.datetime(2026, 10, 22 + day, 17, tzinfo=UTC) for day in range(7)]
CHANGE = datetime.datetime(2026, 10, 25, 1, tzinfo=UTC)
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
A_DAY = 12  # comments of each channel

CONFIG = """cm = 1
rules = ["pack:en", "pack:fr", "pack:ar"]

[guard]
max_hidden_share = 1.0

[[channel]]
name = "air"
platform = "file"
path = "air.ndjson"

[[channel]]
name = "blog"
platform = "wordpress"
url = "{url}"
user = "{user}"
secret = {{ env = "CM_BLOG_PASSWORD" }}
pages = ["*"]
"""

OFFICE = """
[follow_up]
contact_hours = 18
time_zone = "Europe/Paris"
hours = "09:00-18:00"
days = ["mon", "tue", "wed", "thu", "fri"]
"""

INVENTED = {
    "air": ["My bag never arrived and nobody answers, worst airline", "Flight cancelled again, I want a refund",
            "Lovely crew on the way home, thank you", "الرحلة تأخرت خمس ساعات ولا احد يرد", "Is the gate open already?"],
    "blog": ["Toujours pas de connexion depuis lundi, c'est inadmissible", "Remboursez-moi, facture fausse encore",
             "Merci pour la réponse rapide", "Quand ouvre la boutique de Lyon ?"],
}


def corpus(name, wanted):
    path = SOURCE.parent / "shared" / "corpora" / name / f"{name}.ndjson"
    if not path.exists():
        return None
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row["text"].strip() for row in rows if wanted(row["labels"]) and row["text"].strip()]


def texts():
    """For each channel what people say, complaints and the rest mixed."""
    airline = corpus("airline-tweets", lambda labels: labels["sentiment"] in ("negative", "positive"))
    telecom = corpus("free-telecom-fr", lambda labels: labels["author_kind"] not in ("operator-or-press",))
    arabic = corpus("ajgt-arabic-sentiment", lambda labels: True)
    if not (airline and telecom and arabic):
        print("no shared/corpora beside the project: the week is made of invented comments")
        return {channel: said * (7 * A_DAY // len(said) + 1) for channel, said in INVENTED.items()}
    air = [text for pair in zip(airline, arabic) for text in pair]
    return {"air": air, "blog": telecom}


def after_office_hours(start, span):
    """Two working days and the like, walked through day by day with the clock on the wall."""
    day = start.astimezone(PARIS).date()
    while True:
        if day.weekday() < 5:
            opens, closes = (datetime.datetime.combine(day, datetime.time(hour), PARIS).astimezone(UTC)
                             for hour in (9, 18))
            begins = max(start, opens)
            if begins < closes:
                if begins + span <= closes:
                    return begins + span
                span -= closes - begins
        day += datetime.timedelta(days=1)


# By the name of its config: the hours it has for an answer, and when they are over.
TEAMS = {"cm.toml": (18, after_office_hours), "always.toml": (48, lambda start, span: start + span)}


def hours_of_rules():
    """The contact hours that rules ask for themselves, by the rule's id."""
    hours = {}
    for file in (SOURCE / "rules").glob("*/*.toml"):
        for rule in tomllib.loads(file.read_text("utf-8")).get("rule", []):
            if "contact_hours" in rule.get("follow_up", {}):
                hours[rule["id"]] = rule["follow_up"]["contact_hours"]
    return hours


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_iso(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


class Week:
    def __init__(self, cm, servers):
        self.cm = cm
        self.site = Site(servers)
        self.folder = servers.folder / "week"
        self.folder.mkdir()
        self.password = servers["WP_PASSWORD"]
        self.said = texts()
        config = CONFIG.format(url=servers["WP_URL"], user=servers["WP_USER"])
        (self.folder / "always.toml").write_text(config, "utf-8")
        (self.folder / "cm.toml").write_text(config + OFFICE, "utf-8")
        (self.folder / "air.ndjson").touch()
        # The test's own books: by key since when its clock runs and the hours of its rules; None once it is resolved.
        self.clocks = {}
        self.notes = {}
        self.rule_hours = hours_of_rules()

    def run(self, now, *arguments):
        done = subprocess.run([self.cm, *arguments], cwd=self.folder, text=True, capture_output=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=120,
                              env={"PATH": "/usr/bin:/bin", "CM_NOW": iso(now), "CM_BLOG_PASSWORD": self.password})
        check(done.returncode == 0, f"cm {' '.join(arguments)} exits {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def due(self, key, team):
        if self.clocks[key] is None:
            return None
        start, hours = self.clocks[key]
        team_hours, after = TEAMS[team]
        return after(start, datetime.timedelta(hours=min([team_hours, *hours])))

    def rows(self, now, team, *choice):
        sheet = self.run(now, "--config", team, "export", *choice)
        return list(csv.DictReader(io.StringIO(sheet, newline="")))

    def people_write(self, day):
        """The day's comments, one every half hour from 8:00 on, odd seconds and all."""
        begins = EVENINGS[day] - datetime.timedelta(hours=9)
        said = {channel: list[day * A_DAY:(day + 1) * A_DAY] for channel, list in self.said.items()}
        with open(self.folder / "air.ndjson", "a", encoding="utf-8") as file:
            for number, text in enumerate(said["air"]):
                at = begins + datetime.timedelta(minutes=31 * number, seconds=7)
                file.write(json.dumps({"id": f"d{day}n{number}", "text": text, "created_at": iso(at),
                                       "author": {"id": f"p{number}", "name": f"Passenger {number}"}}) + "\n")
        self.site.write(said["blog"], started=begins.strftime("%Y-%m-%dT%H:%M:%S"))

    def evening(self, day):
        now = EVENINGS[day]
        self.people_write(day)
        self.run(now, "sweep", "--export", "sheet.csv")
        with open(self.folder / "sheet.csv", encoding="utf-8", newline="") as file:
            sheet = list(csv.DictReader(file))
        for row in sheet:
            # The clock of a new row runs from its comment on.
            hours = [self.rule_hours[rule] for rule in row["rules"].split() if rule in self.rule_hours]
            self.clocks.setdefault(row["key"], (read_iso(row["created_at"]), hours))
            told = read_iso(row["due_at"]) if row["due_at"] else None
            due = self.due(row["key"], "cm.toml")
            check(told == due, f"{row['key']} is due {told}, not {due}")
            check(row["note"] == self.notes.get(row["key"], ""), f"an edit of {row['key']} was lost")
        self.answer(now, sheet)

    def answer(self, now, sheet):
        """Ana contacts every third open row, and resolves every fourth that she contacted before."""
        for number, row in enumerate(row for row in sheet if row["status"] in ("open", "contacted")):
            if row["status"] == "contacted" and number % 4 == 0:
                row["status"] = "resolved"
                self.clocks[row["key"]] = None
            elif number % 3 == 0:
                contacted = now + datetime.timedelta(minutes=number)
                row.update(status="contacted", owner="ana", last_contact_at=iso(contacted),
                           contacts=str(int(row["contacts"] or 0) + 1), note=f"wrote at {iso(contacted)}")
                self.clocks[row["key"]] = (contacted, self.clocks[row["key"]][1])
                self.notes[row["key"]] = row["note"]
        with open(self.folder / "sheet.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, sheet[0].keys())
            writer.writeheader()
            writer.writerows(sheet)
        self.run(now + datetime.timedelta(hours=1), "import", "sheet.csv")

    def overdue_by_the_books(self, now, team):
        return {key for key, clock in self.clocks.items() if clock is not None and self.due(key, team) <= now}

    def overdue(self, now, team):
        return {row["key"] for row in self.rows(now, team, "--overdue")}

    def to_the_minute(self, team):
        """At the minute that something becomes due, and the one before: some of each day, and of those whose clock
        ran across the change of summer time."""
        dues = {key: self.due(key, team) for key, clock in self.clocks.items() if clock is not None}
        moments = sorted(set(dues.values()))
        across = sorted({due for key, due in dues.items() if self.clocks[key][0] < CHANGE < due})
        check(across, f"no clock of {team} ran across the change of summer time")
        chosen = sorted({*moments[::max(1, len(moments) // 9)], *across[::max(1, len(across) // 3)]})
        for due in chosen:
            before, then = due - datetime.timedelta(minutes=1), due
            for now in (before, then):
                wrong = self.overdue(now, team) ^ self.overdue_by_the_books(now, team)
                check(not wrong, f"{team}: at {iso(now)} these differ: {sorted(wrong)}")
            changed = self.overdue_by_the_books(then, team) != self.overdue_by_the_books(before, team)
            check(changed, f"{team}: nothing became due at {iso(then)}")
        return f"{len(chosen)} moments for {team}"


def test(cm):
    with Servers() as servers:
        week = Week(cm, servers)
        for day in range(7):
            week.evening(day)
        channels = {key.split("/")[0] for key in week.clocks}
        check(channels == {"air", "blog"}, f"both channels have rows: {channels}")
        looked = " and ".join(week.to_the_minute(team) for team in TEAMS)
        resolved = sum(clock is None for clock in week.clocks.values())
        check(resolved > 0, "something was resolved")
        print(f"seven sheets, {len(week.clocks)} rows, {len(week.notes)} contacted, {resolved} resolved; "
              f"overdue right to the minute at {looked}")


if __name__ == "__main__":
    if os.environ.get("CM_NOW"):
        sys.exit("CM_NOW is set: the week has its own clock")
    real_site.main(test)
