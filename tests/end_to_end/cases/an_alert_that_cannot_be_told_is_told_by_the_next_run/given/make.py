"""Ten ordinary days, and twenty minutes of an attack before noon of 20 November."""
import datetime
import json

NOON = datetime.datetime(2026, 11, 20, 12)


def line(number, at, author, text):
    print(json.dumps({"id": f"c{number}", "author": {"id": author, "name": author}, "text": text,
                      "created_at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}))


for number in range(10 * 24 * 2):
    line(number, NOON - datetime.timedelta(minutes=30 * number + 25), f"fan{number % 7}", f"order {number} came")
for number in range(30):
    line(1000 + number, NOON - datetime.timedelta(seconds=40 * number + 1), f"t{number}", f"=liars, all of them {number % 3}")
line(2000, NOON - datetime.timedelta(minutes=1), "s", "cheap followers here")
