#!/usr/bin/env python3
"""What rules/README.md tells people to write does what it says: packs_page.py CM"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGE = (SOURCE / "rules" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block_with(words):
    (block,) = [block for block in BLOCKS if words in block]
    return block


class Shop:
    """A folder as cm init makes it, with what the page says added to cm.toml and to rules/."""

    def __init__(self, cm, folder):
        self.cm, self.folder = cm, folder
        self.run("init", ".")
        self.settings = (folder / "cm.toml").read_text(encoding="utf-8")

    def run(self, *arguments, given=""):
        environment = {"PATH": "/usr/bin:/bin", "CM_RULES_DIR": str(SOURCE / "rules"), "CM_NOW": "2026-11-20T12:00:00Z",
                       "XDG_CACHE_HOME": str(self.folder / "cache")}
        done = subprocess.run([self.cm, *arguments], cwd=self.folder, env=environment, input=given, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise SystemExit(f"cm {' '.join(arguments)} ends with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def judge(self, text, *, settings="", rules=None):
        """The verdict on a text. A line of [policy] takes the place of the one that cm init wrote."""
        config = self.settings
        if settings.startswith("[policy]"):
            line = settings.splitlines()[1]
            config, settings = re.sub(r"^profanity *=.*$", line, config, flags=re.MULTILINE), ""
        (self.folder / "cm.toml").write_text(config + "\n" + settings, encoding="utf-8")
        own = self.folder / "rules" / "added.toml"
        own.unlink(missing_ok=True)
        if rules is not None:
            own.write_text(rules, encoding="utf-8")
            self.run("rules", "lint", "rules/")
            self.run("rules", "test", "rules/")
        comment = json.dumps({"id": "1", "text": text}) + "\n"
        return json.loads(self.run("scan", "--all", "--format", "ndjson", "--exit-zero", "-", given=comment))


def rules_of(verdict):
    return [match["rule"] for match in verdict["matches"]]


def check(holds, what):
    if not holds:
        raise SystemExit(f"rules/README.md: {what}")


def how_to(shop):
    chain = "send this to ten friends or you will have bad luck"
    check("spam.en.chain-letter" in shop.run("explain", "--text", chain), "explain names no rule")
    off = shop.judge(chain, settings=block_with("[[override]]"))
    check("spam.en.chain-letter" not in rules_of(off), "the override switches nothing off")
    check(shop.judge("what a shitty day")["action"] == "flag", "a swear word does not flag")
    check(shop.judge("what a shitty day", settings=block_with("[policy]"))["action"] == "hide", "the policy hides no swear word")
    check(shop.judge("you flibber", rules=block_with("flibber"))["action"] == "flag", "an added word does not flag")
    check(shop.judge("two bottles of Lucky Bastard")["action"] == "flag", "the phrase needs no exception")
    check(shop.judge("two bottles of Lucky Bastard", rules=block_with("lucky-bastard"))["action"] == "none", "a phrase is not excepted")
    (shop.folder / "words.txt").write_text("flibber\n", encoding="utf-8")
    check("shadow" in shop.run("rules", "import", "words.txt"), "an imported list does more than report")


def pack_by_pack(shop):
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| `(rules = [^`]+)` \| (`score[^|]+`) \|$", PAGE, re.MULTILINE)
    check([row[0] for row in rows] == ["profanity", "abuse", "spam", "promotion", "protect", "intent"], "a pack lacks its line")
    word = block_with("flibber")
    for pack, text, off, keys in rows:
        named = [rule for rule in rules_of(shop.judge(text)) if rule.startswith(pack + ".")]
        check(named, f"{pack}: nothing judges \"{text}\"")
        left = shop.judge(text, settings=f"[[override]]\n{off}\nmode = \"off\"\n")
        check(not [rule for rule in rules_of(left) if rule.startswith(pack + ".")], f"{pack}: the override switches nothing off")
        rule = word
        for key, value in re.findall(r"`(\w+) = ([^`]+)`", keys):
            rule, count = re.subn(rf"^{key} *= [^#\n]*", f"{key} = {value} ", rule, flags=re.MULTILINE)
            check(count == 1, f"the rule of an added word lacks {key}")
        said = shop.judge("you flibber", rules=rule)
        label = re.search(r'labels = \["(\w+)"', keys).group(1)
        check(label in said["labels"], f"{pack}: an added word gives no label")


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    for part in (how_to, pack_by_pack):
        with tempfile.TemporaryDirectory() as folder:
            part(Shop(cm, pathlib.Path(folder)))


if __name__ == "__main__":
    main()
