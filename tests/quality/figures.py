"""Figures: what was measured, the goal, and how that compares with the committed baseline."""

import dataclasses
import json

ONE_POINT = 0.01


@dataclasses.dataclass(frozen=True)
class Figure:
    """A share from 0 to 1 of `n` rows."""

    name: str
    corpus: str
    value: float
    n: int
    goal: float | None = None
    lower_is_better: bool = False
    by: str = "cm"

    @property
    def key(self):
        return self.by, self.name, self.corpus

    @property
    def met(self):
        if self.goal is None:
            return None
        return self.value <= self.goal if self.lower_is_better else self.value >= self.goal

    def to_json(self):
        return json.dumps(
            {
                "figure": self.name,
                "corpus": self.corpus,
                "by": self.by,
                "value": round(self.value, 4),
                "n": self.n,
                "goal": self.goal,
                "better": "lower" if self.lower_is_better else "higher",
                "met": self.met,
            },
            ensure_ascii=False,
        )


def share(count, of):
    return count / of if of else 0.0


def share_of(judged, holds):
    return share(sum(1 for one in judged if holds(one)), len(judged))


def table(figures):
    lines = [f"{'figure':42} {'corpus':28} {'by':19} {'value':>7}  {'goal':>7} {'n':>6}"]
    for figure in figures:
        goal = "" if figure.goal is None else f"{'≤' if figure.lower_is_better else '≥'} {figure.goal:g}"
        met = {None: "", True: "met", False: "MISSED"}[figure.met]
        lines.append(
            f"{figure.name:42} {figure.corpus:28} {figure.by:19} {figure.value:7.4f}  {goal:>7} {figure.n:6}  {met}".rstrip()
        )
    return "\n".join(lines)


def write(figures, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_text("".join(figure.to_json() + "\n" for figure in figures), encoding="utf-8")
    partial.replace(path)


def falls(figures, baseline):
    """What is worse than in the baseline, a line each: by more than a point, or a goal that was met and is
    not any more (a goal of 0.3 % is lost long before a point is). A figure that is gone has fallen too.

    `baseline`: the path of a table written by `write`. Peers are no figures of ours and are left out."""
    now = {figure.key: figure for figure in figures}
    for line in baseline.read_text(encoding="utf-8").splitlines():
        before = json.loads(line)
        figure = now.get((before["by"], before["figure"], before["corpus"]))
        name = f"{before['figure']} ({before['corpus']})"
        if figure is None:
            yield f"{name}: is in the baseline and was not measured"
            continue
        loss = figure.value - before["value"] if figure.lower_is_better else before["value"] - figure.value
        if loss > ONE_POINT or (before["met"] and figure.met is False):
            yield f"{name}: {before['value']:.4f} became {figure.value:.4f}"
