"""The labelled corpora, and the verdicts that the real `cm scan` gives their rows."""

import dataclasses
import functools
import json
import os
import pathlib
import subprocess
import tempfile

CATCHING_LABELS = {"profanity", "abuse", "spam", "promotion"}


@dataclasses.dataclass(frozen=True)
class Judged:
    """One row with its verdict."""

    row: dict
    verdict: dict

    @property
    def id(self):
        return self.row["id"]

    @property
    def text(self):
        return self.row["text"]

    @property
    def labels(self):
        """What the corpus says of the row."""
        return self.row["labels"]

    @property
    def lang(self):
        """The primary language: Algerian (arq) and Moroccan (ary) count as Arabic."""
        return {"arq": "ar", "ary": "ar"}.get(self.row["lang"].split("-")[0], self.row["lang"])

    @property
    def caught(self):
        return self.verdict["action"] != "none" and bool(CATCHING_LABELS & set(self.verdict["labels"]))

    @property
    def hidden(self):
        return self.verdict["action"] in ("hold", "hide")

    @property
    def rules(self):
        return [match["rule"] for match in self.verdict["matches"] if match["mode"] == "enforce"]


class ScanFailed(Exception):
    pass


class Corpora:
    """Each corpus is read once, and judged once by each choice of packs."""

    def __init__(self, folder, cm, rules):
        self.folder, self.cm, self.rules = folder, cm, rules

    @functools.cache
    def rows(self, corpus):
        with open(self.file(corpus), encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def file(self, corpus):
        return self.folder / corpus / (corpus + ".ndjson")

    @functools.cache
    def judged(self, corpus, pack=None):
        """The rows as all packs judge them, or one pack alone."""
        rows = self.rows(corpus)
        verdicts = self.scan(self.file(corpus), self.rules if pack is None else self.rules / pack)
        if [verdict["id"] for verdict in verdicts] != [row["id"] for row in rows]:
            raise ScanFailed(f"the verdicts on {corpus} are not those of its rows, in order")
        return [Judged(row, verdict) for row, verdict in zip(rows, verdicts)]

    def scan(self, file, rules):
        """The verdicts on a file of comments, under the default policy: from a folder without a cm.toml."""
        command = [str(self.cm), "scan", "--all", "--format", "ndjson", "--exit-zero", "--rules", str(rules), str(file)]
        environment = os.environ | {"CM_RULES_DIR": str(self.rules), "XDG_CONFIG_HOME": os.devnull}
        with tempfile.TemporaryDirectory() as empty:
            done = subprocess.run(command, cwd=empty, env=environment, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise ScanFailed(f"{' '.join(command)} ended with {done.returncode}")
        return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def default_cm(root):
    return pathlib.Path(os.environ.get("CM", root / "build/dev/commands/cm"))
