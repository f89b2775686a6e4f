#!/usr/bin/env python3
"""What a script with Python's re does: each word and regex tried on each text. peer_re.py RULES TEXTS"""
import pathlib
import re
import sys


def main():
    rules = pathlib.Path(sys.argv[1])
    words = (rules / "words.txt").read_text(encoding="utf-8").splitlines()
    patterns = [re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in words]
    for written in (rules / "regexes.txt").read_text(encoding="utf-8").splitlines():
        # re has no Unicode classes by name: the nearest that it has.
        patterns.append(re.compile(re.sub(r"\\p(?:\{\w+\}|\w)", r"\\w", written.replace(r"\pN", r"\d")), re.IGNORECASE))
    hits = 0
    with open(sys.argv[2], encoding="utf-8") as texts:
        for text in texts:
            hits += any(pattern.search(text) for pattern in patterns)
    print(hits)


if __name__ == "__main__":
    main()
