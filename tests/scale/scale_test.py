#!/usr/bin/env python3
"""The recipes of cm-scale(7), run for real: GNU parallel, a folder of parts, NATS JetStream. scale_test.py CM

Workers are killed while they work; afterwards each comment has one verdict, and the same as one `cm scan` gives.
"""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECIPES = ROOT / "examples/scale"
SERVER = ROOT / "tests/servers/jetstream"
COMMENTS = 3000
KILLS = 6
SKIPPED = 77


def check(holds, what):
    if not holds:
        raise SystemExit(f"FAILED: {what}")


def comments(count):
    for number in range(count):
        text = f"you fucking idiots, number {number}" if number % 3 == 0 else f"thank you, number {number}"
        yield json.dumps({"id": f"c{number}", "channel": "blog", "text": text})


class Recipes:
    def __init__(self, cm, folder):
        self.folder = folder
        self.flags = ["--all", "--rules", str(ROOT / "rules/en")]
        self.environment = dict(os.environ, CM=cm)
        self.input = folder / "comments.ndjson"
        self.input.write_text("".join(line + "\n" for line in comments(COMMENTS)), encoding="utf-8")
        self.expected = self.output([cm, "scan", *self.flags, str(self.input)]).splitlines()
        check(len(self.expected) == COMMENTS, "cm scan --all gives a verdict for each comment")

    def output(self, command, **more):
        run = subprocess.run(command, env=dict(self.environment, **more), cwd=self.folder, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, timeout=300, check=False)
        check(run.returncode == 0, f"{pathlib.Path(command[0]).name} exits {run.returncode}: {run.stderr}")
        return run.stdout

    def parallel(self):
        verdicts = self.output([RECIPES / "parallel", str(self.input), *self.flags], BLOCK="20k", JOBS="2")
        check(verdicts.splitlines() == self.expected, "parallel keeps the order and gives what one cm scan gives")

    def parts(self, rng):
        lines = self.input.read_text(encoding="utf-8").splitlines(keepends=True)
        source, target = self.folder / "in", self.folder / "out"
        source.mkdir()
        for number in range(30):
            (source / f"part-{number:02d}.ndjson").write_text("".join(lines[number::30]), encoding="utf-8")
        command = [RECIPES / "folder", str(source), str(target), *self.flags]
        for _ in range(KILLS):
            workers = [subprocess.Popen(command, env=self.environment, start_new_session=True) for _ in range(2)]
            time.sleep(rng.uniform(0.02, 0.4))
            for worker in workers:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
        self.output(command)
        written = [path.read_text(encoding="utf-8").splitlines() for path in sorted(target.glob("*.ndjson"))]
        check(len(written) == 30, "each part has its verdicts")
        check(written == [self.expected[number::30] for number in range(30)], "the parts hold what one cm scan gives")

    def jetstream(self, rng):
        node = self.folder / "jetstream"
        shutil.copytree(RECIPES / "jetstream", node, ignore=shutil.ignore_patterns("node_modules"))
        shutil.copy(ROOT / "tests/scale/jetstream_client.mjs", node)
        self.output(["npm", "ci", "--silent", "--no-audit", "--no-fund", "--prefix", str(node)])
        home = self.folder / "nats"
        lines = self.output([SERVER / "start.sh", str(home)]).split("=", 1)
        self.environment.update(NATS_URL=lines[1].strip(), BATCH="100", ACK_WAIT_S="2")
        try:
            self.judge_stream(node, rng)
        finally:
            subprocess.run([SERVER / "stop.sh", str(home)], check=True)

    def judge_stream(self, node, rng):
        worker = ["node", str(node / "worker.mjs"), *self.flags[1:]]
        client = ["node", str(node / "jetstream_client.mjs")]
        workers = [self.start(worker)]  # makes the streams
        time.sleep(1)
        broken = self.folder / "broken.ndjson"
        broken.write_text('{"id":"x"}\nno json at all\n', encoding="utf-8")
        self.output([*client, "publish", str(broken)])
        workers.append(self.start(worker))
        sender = self.start([*client, "publish", str(self.input)])
        for _ in range(KILLS):
            time.sleep(rng.uniform(0.1, 0.6))
            victim = workers.pop(0)
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()
            workers.append(self.start(worker))
        check(sender.wait(timeout=60) == 0, "all comments are sent")
        self.output([*client, "publish", str(self.folder / "comments.ndjson")])  # a producer that sends all of it twice
        verdicts = self.output([*client, "read", "verdicts", "60"]).splitlines()
        dead = self.output([*client, "read", "comments-unreadable", "10"]).splitlines()
        for process in workers:
            process.send_signal(signal.SIGTERM)
            check(process.wait(timeout=30) == 0, "a worker ends when it is asked to")
        check(len(verdicts) == COMMENTS, f"each comment has one verdict: {len(verdicts)} verdicts")
        check(sorted(verdicts) == sorted(self.expected), "the stream holds what one cm scan gives")
        check(len(dead) == 2, f"what cannot be read is set aside: {len(dead)}")

    def start(self, command):
        return subprocess.Popen(command, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL)


def main():
    for tool in ("parallel", "nats-server", "node", "npm"):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed: .ci/packages/install servers")
            return SKIPPED
    rng = random.Random(20261124)
    with tempfile.TemporaryDirectory(prefix="cm-scale-") as folder:
        recipes = Recipes(str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(folder))
        recipes.parallel()
        print("GNU parallel: order and verdicts as one cm scan")
        recipes.parts(rng)
        print(f"a folder of parts: {2 * KILLS} workers killed, each part once")
        recipes.jetstream(rng)
        print(f"JetStream: {KILLS} workers killed, sent twice, {COMMENTS} comments, each judged once")
    return 0


if __name__ == "__main__":
    sys.exit(main())
