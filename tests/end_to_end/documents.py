#!/usr/bin/env python3
"""Everything that README.md and examples/ tell people to type really works: documents.py CM

README's blocks marked sh are typed into one shell, one after the other; its toml blocks are added to a
config; the commands of the cron line, the systemd unit and the CI files are run in a folder like theirs.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = SOURCE / "examples"


class Place:
    """A fresh folder with a copy of examples/, and cm on the PATH of hardly any environment."""

    def __init__(self, cm, folder):
        self.folder = folder
        (folder / "bin").mkdir()
        os.symlink(cm, folder / "bin" / "cm")
        shutil.copytree(EXAMPLES, folder / "examples")
        self.environment = {"PATH": f"{folder}/bin:/usr/local/bin:/usr/bin:/bin", "CM_NOW": "2026-11-20T12:00:00Z"}

    def type(self, what, script, *, within="."):
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=self.folder / within,
                              env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{what} ends with {done.returncode}:\n{script}\n---\n{done.stdout}")
        return done.stdout


def blocks(language):
    text = (SOURCE / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def readme(place):
    place.type("README.md", "\n".join(blocks("sh")))
    config = (place.folder / "moderation" / "cm.toml").read_text(encoding="utf-8")
    for number, block in enumerate(blocks("toml")):
        (place.folder / "moderation" / f"with-{number}.toml").write_text(f"{config}\n{block}", encoding="utf-8")
        place.type("a channel of README.md", f"cm --config with-{number}.toml log >/dev/null", within="moderation")


def readme_names_what_exists(_):
    text = (SOURCE / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        if not (SOURCE / target).exists():
            raise SystemExit(f"README.md links to {target}, which is not there")


def quickstart(place):
    environment = f"CM={place.folder}/bin/cm"
    script = f"{environment} {EXAMPLES}/quickstart {place.folder}/first"
    said = place.type("examples/quickstart", script)
    sheet = place.folder / "first" / "follow-up.csv"
    if str(sheet) not in said or not sheet.exists():
        raise SystemExit(f"the quickstart does not say where the sheet is:\n{said}")
    rows = sheet.read_bytes()
    place.type("examples/quickstart, again", script)
    if sheet.read_bytes() != rows:
        raise SystemExit("a second quickstart writes another sheet")


def as_moderator(place, command):
    """A command of the cron line or the unit, with the folder of this test in place of its own."""
    own = place.folder / "srv"
    if not own.exists():
        shutil.copytree(EXAMPLES / "shop", own)
    return command.replace("/srv/moderation", str(own)).replace("/usr/bin/cm", "cm")


def cron(place):
    lines = (EXAMPLES / "cron" / "cm").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if re.match(r"[*0-9]", line)]
    if len(entries) != 1:
        raise SystemExit("examples/cron/cm has one entry")
    fields = entries[0].split(None, 6)
    said = place.type("examples/cron/cm", as_moderator(place, " ".join(fields[6:])))
    if said:
        raise SystemExit(f"cron would mail this every ten minutes: {said}")


def systemd(place):
    unit = (EXAMPLES / "systemd" / "cm-sweep.service").read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE).group(1)
    place.type("ExecStart", as_moderator(place, command))
    if shutil.which("systemd-analyze"):
        place.type("systemd-analyze", "systemd-analyze verify --man=no examples/systemd/cm-sweep.timer")


def continuous_integration(place):
    try:
        import yaml
    except ImportError:
        raise SystemExit("python3-yaml is missing: .ci/packages/install test") from None
    github = yaml.safe_load((EXAMPLES / "ci" / "github.yml").read_text(encoding="utf-8"))
    gitlab = yaml.safe_load((EXAMPLES / "ci" / "gitlab-ci.yml").read_text(encoding="utf-8"))
    # The repository that the files stand in has its campaigns beside cm.toml.
    campaign = place.folder / "examples" / "shop" / "campaigns" / "winter"
    shutil.copytree(EXAMPLES / "campaign", campaign)
    steps = [step["run"] for step in github["jobs"]["rules"]["steps"] if "run" in step]
    scripts = [[run for run in steps if "apt-get" not in run], gitlab["moderation rules"]["script"],
               gitlab["campaigns"]["script"]]
    for commands in scripts:
        if not any("cm " in command for command in commands):
            raise SystemExit("the CI examples run cm")
        place.type("a CI example", "\n".join(commands), within="examples/shop")
    # What they hand to the CI server is as it wants it, also when a campaign is not ready.
    schema = SOURCE / "tests" / "data" / "junit.xsd"
    for report in ("reports/winter.xml", "preflight.xml"):
        place.type("a CI example's report", f"xmllint --noout --schema {schema} {report}", within="examples/shop")
    (campaign / "expected.csv").write_text("text,kind\nWhere is my lamp?,complaint\n", encoding="utf-8")
    place.type("a campaign that is not ready", f"! cm preflight --format junit winter-lamps >gaps.xml && "
               f"xmllint --noout --schema {schema} gaps.xml", within="examples/shop")


def main():
    cm = pathlib.Path(sys.argv[1]).resolve()
    for errand in (readme_names_what_exists, readme, quickstart, cron, systemd, continuous_integration):
        with tempfile.TemporaryDirectory() as folder:
            errand(Place(cm, pathlib.Path(folder)))
            print(f"{errand.__name__.replace('_', ' ')}: ok")


if __name__ == "__main__":
    main()
