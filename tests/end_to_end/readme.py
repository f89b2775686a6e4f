#!/usr/bin/env python3
"""README.md's transcripts, typed again and compared: readme.py CM

Every ```console block with "$ " prompts is one sitting in a copy of examples/shop, with the clock of the comments. What
changes from run to run is shown as RUN; a line that ends in "…" may go on. CM_UPDATE_EXPECTED=1 writes down what came.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=^```console\n)(?=\$ ).*?(?=^```$)", re.M | re.S)
END = "\x1e"


def commands_of(block):
    """[(command, expected lines)]; a command goes on where its line ends in a backslash."""
    steps = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps[-1][0].endswith("\\") and line.startswith("> "):
            steps[-1] = (steps[-1][0] + "\n" + line[2:], [])
        else:
            steps[-1][1].append(line)
    return steps


def sitting(cm, commands):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "shop"
        shutil.copytree(ROOT / "examples" / "shop", folder)
        tools = pathlib.Path(name) / "bin"
        tools.mkdir()
        (tools / "cm").symlink_to(cm)
        script = "".join(f"{command}\nprintf '{END}'\n" for command in commands)
        done = subprocess.run(
            ["bash"], input=script, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
            check=False, env={"PATH": f"{tools}:/usr/bin:/bin", "HOME": name, "CM_NOW": "2026-11-20T12:00:00Z",
                              "USER": "you"})
        text = re.sub(r"\b\d{8}T\d{6}Z-[0-9a-f]{4}\b", "RUN", done.stdout)
        text = re.sub(r"(T12:00:0)\d\.\d{3}Z", r"\g<1>0.000Z", text)
        text = re.sub(r"  by \w+, run", "  by you, run", text)
        return [part.splitlines() for part in text.split(END)[:-1]]


def shown(lines, wanted):
    """As README shows it: lines that it cuts with … stay cut."""
    return [old if old.endswith("…") and new.startswith(old[:-1].rstrip()) else new
            for old, new in zip(wanted + [""] * len(lines), lines)]


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    text = README.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert blocks, "README.md has no transcript"
    failed = False
    for block in blocks:
        steps = commands_of(block)
        came = sitting(cm, [command for command, _ in steps])
        assert len(came) == len(steps), came
        made = ""
        for (command, wanted), lines in zip(steps, came):
            lines = shown(lines, wanted)
            made += "$ " + command.replace("\n", "\n> ") + "\n" + "".join(line + "\n" for line in lines)
            if lines != wanted:
                failed = True
                print(f"README.md: {command}\n  says  {wanted}\n  came  {lines}")
        text = text.replace(block, made)
    if failed and os.environ.get("CM_UPDATE_EXPECTED"):
        README.write_text(text, encoding="utf-8")
        print("wrote README.md: read the difference before committing it")
    elif failed:
        sys.exit("README.md is not what is printed; CM_UPDATE_EXPECTED=1 writes down what came")
    else:
        print(sum(block.count("$ ") for block in blocks), "commands of README.md print what it says")


if __name__ == "__main__":
    main()
