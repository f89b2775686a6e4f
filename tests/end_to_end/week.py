#!/usr/bin/env python3
"""A week of community work, from the corpora to the last answer: week.py CM

Travellers of an airline and readers of Arabic on a file channel, customers of a French telecom on a WordPress;
invented comments where ../shared/corpora is not beside the project. Seven days around the end of summer time,
by a fixed clock: every evening a sweep writes the sheet, people answer some of it and the sheet comes back.
The test keeps its own books, minute by minute, of who is due when, and compares.
"""
import csv
import datetime
import io
import json
import os
import subprocess
import sys

import real_site
from real_site import SOURCE, Servers, Site, check

UTC = datetime.timezone.utc
# Thursday to Wednesday; the clocks of Paris go back in the night to Sunday 25 October.
EVENINGS = [datetime.datetime(2026, 10, 22 + day, 17, tzinfo=UTC) for day in range(7)]
CONTACT = datetime.timedelta(hours=48)
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
        (self.folder / "cm.toml").write_text(CONFIG.format(url=servers["WP_URL"], user=servers["WP_USER"]), "utf-8")
        (self.folder / "air.ndjson").touch()
        self.due = {}  # key -> moment: the test's own books
        self.notes = {}

    def run(self, now, *arguments):
        done = subprocess.run([self.cm, *arguments], cwd=self.folder, text=True, capture_output=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=120,
                              env={"PATH": "/usr/bin:/bin", "CM_NOW": iso(now), "CM_BLOG_PASSWORD": self.password})
        check(done.returncode == 0, f"cm {' '.join(arguments)} exits {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def rows(self, now, *choice):
        sheet = self.run(now, "export", *choice)
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
            # A new row is due 48 hours after its comment; the clocks of the town don't matter to a team that
            # is always there.
            self.due.setdefault(row["key"], read_iso(row["created_at"]) + CONTACT)
            told = read_iso(row["due_at"]) if row["due_at"] else None
            check(told == self.due[row["key"]], f"{row['key']} is due {told}, not {self.due[row['key']]}")
            check(row["note"] == self.notes.get(row["key"], ""), f"an edit of {row['key']} was lost")
        self.answer(now, sheet)

    def answer(self, now, sheet):
        """Ana contacts every third open row, and resolves every fourth that she contacted before."""
        for number, row in enumerate(row for row in sheet if row["status"] in ("open", "contacted")):
            if row["status"] == "contacted" and number % 4 == 0:
                row["status"] = "resolved"
                self.due[row["key"]] = None
            elif number % 3 == 0:
                contacted = now + datetime.timedelta(minutes=number)
                row.update(status="contacted", owner="ana", last_contact_at=iso(contacted),
                           contacts=str(int(row["contacts"] or 0) + 1), note=f"wrote at {iso(contacted)}")
                self.due[row["key"]] = contacted + CONTACT
                self.notes[row["key"]] = row["note"]
        with open(self.folder / "sheet.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, sheet[0].keys())
            writer.writeheader()
            writer.writerows(sheet)
        self.run(now + datetime.timedelta(hours=1), "import", "sheet.csv")

    def overdue_by_the_books(self, now):
        return {key for key, due in self.due.items() if due is not None and due <= now}

    def overdue(self, now):
        return {row["key"] for row in self.rows(now, "--overdue")}

    def to_the_minute(self):
        """At the minute that something becomes due, and the one before: some of each day, those across the change
        of the clocks among them."""
        moments = sorted({due for due in self.due.values() if due is not None})
        step = max(1, len(moments) // 12)
        changes = 0
        for due in moments[::step]:
            before, then = due - datetime.timedelta(minutes=1), due
            for now in (before, then):
                wrong = self.overdue(now) ^ self.overdue_by_the_books(now)
                check(not wrong, f"at {iso(now)} these differ: {sorted(wrong)}")
            changes += self.overdue_by_the_books(then) != self.overdue_by_the_books(before)
        return len(moments[::step]), changes


def test(cm):
    with Servers() as servers:
        week = Week(cm, servers)
        for day in range(7):
            week.evening(day)
        channels = {key.split("/")[0] for key in week.due}
        check(channels == {"air", "blog"}, f"both channels have rows: {channels}")
        looked, changes = week.to_the_minute()
        check(changes == looked, f"{changes} of {looked} moments changed what is overdue")
        resolved = sum(due is None for due in week.due.values())
        check(resolved > 0, "something was resolved")
        print(f"seven sheets, {len(week.due)} rows, {len(week.notes)} contacted, {resolved} resolved; "
              f"overdue right to the minute at {looked} moments")


if __name__ == "__main__":
    if os.environ.get("CM_NOW"):
        sys.exit("CM_NOW is set: the week has its own clock")
    real_site.main(test)
