"""Other word filters on the same rows: LDNOOBW as whole words, and npm packages."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import truth

HERE = pathlib.Path(__file__).resolve().parent
NPM_PACKAGES = HERE.parent.parent / ".ci/packages/npm.json"
NPM_NAMES = ("obscenity", "leo-profanity")


class WholeWords:
    """LDNOOBW: each entry of the list for the row's language, as a whole word."""

    name = "LDNOOBW"

    def __init__(self, folder):
        self.patterns = {}
        for lang in ("en", "fr", "ar"):
            lines = (folder / (lang + ".txt")).read_text(encoding="utf-8").splitlines()
            words = [line.strip().lower() for line in lines if line.strip()]
            self.patterns[lang] = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")

    def catches(self, one):
        pattern = self.patterns.get(one.lang)
        return bool(pattern and pattern.search(one.text.lower()))


class NpmFilter:
    """An npm package; it was run once over all rows."""

    def __init__(self, name, caught_ids):
        self.name, self.caught_ids = name, caught_ids

    def catches(self, one):
        return one.id in self.caught_ids


def find(corpora, wordlists):
    """The peers that are at hand; stderr names those that are not, and why."""
    peers = []
    if (wordlists / "ldnoobw").is_dir():
        peers.append(WholeWords(wordlists / "ldnoobw"))
    else:
        print(f"quality: no LDNOOBW at {wordlists}: left out", file=sys.stderr)
    try:
        peers += npm_filters(corpora)
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"quality: {' and '.join(NPM_NAMES)} are left out: {failure}", file=sys.stderr)
    return peers


def npm_filters(corpora):
    folder = install_npm_packages()
    corpus_names = sorted({rows.corpus for rows in truth.BAD} | {truth.RUSTRICT, truth.HATECHECK})
    rows = "".join(json.dumps(row) + "\n" for corpus in corpus_names for row in corpora.rows(corpus))
    versions = json.loads(NPM_PACKAGES.read_text(encoding="utf-8"))["dependencies"]
    for name in NPM_NAMES:
        command = ["node", str(HERE / "peers.cjs"), name, str(folder)]
        done = subprocess.run(command, input=rows.encode("utf-8"), stdout=subprocess.PIPE, check=True)
        yield NpmFilter(f"{name}@{versions[name]}", set(done.stdout.decode("utf-8").split("\n")))


def install_npm_packages():
    """Installs the listed versions into the user's cache folder, once for each list. Gives the folder."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "cm-tests/npm"
    listed = NPM_PACKAGES.read_text(encoding="utf-8")
    installed = cache / "installed.json"
    if installed.is_file() and installed.read_text(encoding="utf-8") == listed:
        return cache
    if shutil.which("npm") is None:
        raise OSError("npm is not there")
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "package.json").write_text(listed, encoding="utf-8")
    command = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(cache)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    installed.write_text(listed, encoding="utf-8")
    return cache
