#!/usr/bin/env python3
"""Messages in the reader's language: messages.py CM

Every catalogue has every message that the sources mark, with the same placeholders; the locale decides what people
read; what programs read stays as it is.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHOP = pathlib.Path(__file__).parent / "shop"
SPEAKS = {"fr": "il n'y a pas de cm.toml", "ar": "لا يوجد cm.toml"}


def entries(text):
    """Of a catalogue: {msgid: msgstr}."""
    def joined(lines):
        return "".join(re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), part)
                       for part in re.findall(r'"((?:[^"\\]|\\.)*)"', lines))
    found = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)', text, re.M)
    assert "#, fuzzy" not in text.split("\n\n", 1)[-1], "a catalogue has an unfinished entry"
    return {joined(key): joined(value) for key, value in found if joined(key)}


def marked_messages():
    sources = [str(path) for folder in ("src", "commands") for path in sorted((ROOT / folder).rglob("*.cpp"))]
    made = subprocess.run(["xgettext", "--language=C++", "--from-code=UTF-8", "--keyword=tr", "--keyword=marked",
                           "--no-location", "--output=-", *sources], capture_output=True, check=True, text=True)
    return set(entries(made.stdout))


def placeholders(text):
    """{} and {1} alike: how many arguments are shown, and which where they are numbered."""
    found = re.findall(r"\{(\d*)[^{}]*\}", text)
    return sorted(int(number) for number in found) if any(found) else list(range(len(found)))


def catalogues_are_complete():
    marked = marked_messages()
    assert len(marked) > 100, f"only {len(marked)} messages are marked"
    for language in SPEAKS:
        known = entries((ROOT / "commands" / "po" / f"{language}.po").read_text(encoding="utf-8"))
        missing = sorted(marked - known.keys()) + sorted(key for key, text in known.items() if not text)
        assert not missing, f"{language}.po lacks: {missing}"
        assert not known.keys() - marked, f"{language}.po translates what nobody says: {sorted(known.keys() - marked)}"
        for key, text in known.items():
            assert placeholders(key) == placeholders(text), f"{language}.po: {key!r} and {text!r} differ in {{}}"
            assert key[:1].isspace() == text[:1].isspace() or key.startswith("; "), f"{language}.po: {text!r}"
            assert key[-1].isspace() == text[-1].isspace(), f"{language}.po: {text!r} and {key!r} end unlike"
    return len(marked)


def run(cm, folder, *words, **environment):
    return subprocess.run([cm, *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True,
                          env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "CM_NOW": "2026-11-20T12:00:00Z",
                               **environment})


def the_locale_decides(cm):
    with tempfile.TemporaryDirectory() as folder:
        english = run(cm, folder, "sweep")
        assert "there is no cm.toml here" in english.stderr, english.stderr
        for locale in ("C", "POSIX", "C.UTF-8", "en_GB.UTF-8", "xx_XX.UTF-8"):
            same = run(cm, folder, "sweep", LC_ALL=locale)
            assert same.stderr == english.stderr, (locale, same.stderr)
        for language, words in SPEAKS.items():
            for environment in ({"LC_ALL": f"{language}_XX.UTF-8"}, {"LANG": language},
                                {"LC_MESSAGES": f"{language}.UTF-8", "LANG": "C"},
                                {"LANG": "en_US.UTF-8", "LANGUAGE": language}):
                spoken = run(cm, folder, "sweep", **environment)
                assert words in spoken.stderr, (environment, spoken.stderr)
                assert spoken.returncode == english.returncode
        assert "vouliez-vous dire « doctor »" in run(cm, folder, "docter", LC_ALL="fr_FR.UTF-8").stderr


def machines_read_the_same(cm):
    def outputs(locale):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            shutil.copytree(SHOP, folder, dirs_exist_ok=True)
            printed = [run(cm, folder, *words, LC_ALL=locale).stdout for words in (
                ["scan", "--rules", "rules", "--format", "csv", "comments.ndjson"],
                ["sweep", "--export", "sheet.csv"], ["log", "--format", "ndjson"], ["plan"],
                ["scan", "--format", "ndjson"], ["export", "--sheet", "all", "--format", "ndjson"],
                ["report", "--format", "json"], ["report", "--format", "csv"])]
            printed.append((folder / "sheet.csv").read_text(encoding="utf-8"))
            # The clock goes on from CM_NOW: what took longer has another second.
            varies = r"\d{8}T\d{6}Z-[0-9a-f]{4}|2026-11-20T12:00:\d\d(\.\d+)?Z"
            return [re.sub(varies, "VARIES", text) for text in printed]
    english = outputs("C")
    for language in SPEAKS:
        for one, other in zip(outputs(f"{language}_XX.UTF-8"), english):
            assert one == other, f"{language}: {one[:2000]}\n{other[:2000]}"


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    print(catalogues_are_complete(), "messages, whole in", ", ".join(SPEAKS))
    the_locale_decides(cm)
    print("the locale decides what people read")
    machines_read_the_same(cm)
    print("machine formats are the same in every locale")


if __name__ == "__main__":
    main()
