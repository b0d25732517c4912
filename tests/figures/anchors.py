"""What is kept of an experiment's runs: hashes of its logs' whole numbers, and sums of everything else.

Another processor may give another last digit of a number that is not whole, so nothing but whole numbers is hashed; of all others sums are
kept, made without rounding (`math.fsum`), of values and of absolute values, and compared to 1e-9 of the latter.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from math import fsum
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

import ami_sim
from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.runs.batch import Work, prepare
from ami_sim.scenario.experiment import is_experiment, load_experiment

ROOT: Final = Path(__file__).resolve().parents[2]
KEPT: Final = Path(__file__).with_name("kept")
FILES: Final = sorted(path for path in (ROOT / "experiments").glob("*.toml") if is_experiment(path))
NAMES: Final = [path.stem for path in FILES]
SEED: Final = 2019
FULL: Final = (3, 2)  # draws, replications of each
FEW: Final = (3, 1)
QUICK: Final = ("capacity", "inflow")  # these are compared at a few draws in the default tests
CLOSE: Final = 1e-9  # of the sum of absolute values
DUST: Final = 1_000.0  # sums smaller than this are compared as if they were as large: what is left of kronor that cancel is no figure
SAME_TIMES: Final = 1e-6  # days by which all times of a log together may differ
WHOLE: Final = ("person", "what", "stage", "income", "step", "row", "group", "rights")  # fields of a log
CONDITION: Final = ("stage", "income", "row", "group", "household", "rights")
Anchor = dict[str, Any]


def experiment(name: str) -> Path:
    """Give an experiment's file."""
    return ROOT / "experiments" / f"{name}.toml"


def logs_of(name: str, engine: str) -> dict[str, Anchor]:
    """Run every option once at the medians: of each log the number of events, the hash of its whole numbers and the sum of its times."""
    file = experiment(name)
    question = load_experiment(file)
    first = next(iter(question.scenarios.values()))
    medians = (first.at_medians(),)
    options, highest = prepare(
        Work(question.scenarios, medians, SEED, 1, 1, engine, str(file.parent), None, question.experiment.reference), 0
    )
    found = {}
    for option, prepared in options.items():
        people = population(prepared.plan, SEED, 0, 0, highest, engine_named("compiled").live)
        found[option] = log_kept(engine_named(engine).simulate(prepared.plan, people, prepared.own).log)
    return found


def log_kept(log: np.ndarray) -> Anchor:
    """Keep a log: order and conditions as a hash, times as a sum."""
    whole = np.column_stack([log[name].astype(np.int64) for name in WHOLE])
    digest = hashlib.sha256(np.ascontiguousarray(whole).astype("<i8").tobytes()).hexdigest()
    return {"events": len(log), "whole": digest[:16], "times": fsum(log["time"].tolist())}


def answers_of(name: str, size: tuple[int, int]) -> dict[str, dict[str, list[float]]]:
    """Compare at some draws and replications: the sums of days, measures and summaries, by kind."""
    draws, replications = size
    return sums_of(ami_sim.compare(experiment(name), draws=draws, replications=replications, workers=1))


def sums_of(answer: Any) -> dict[str, dict[str, list[float]]]:
    """Sum the frames of an answer."""
    days = answer.days
    moves, spent = days[days["what"] >= 0], days[days["what"] < 0]
    return {
        "days": by(spent, "scenario", ["amount", "year", *CONDITION]),
        "transitions": by(moves, "scenario", ["amount", "year", "what", "stage", "to_stage"]),
        "measures": by(answer.measures, "measure", ["value"]),
        "summary": by(answer.summary, "measure", ["mean", "ci_low", "ci_high"]),
        "monthly": by(answer.monthly, "measure", ["mean"]),
        "budget": by(answer.budget, "line", ["mean", "p10", "p90", "overrun_mean"]),
    }


def by(frame: pd.DataFrame, key: str, columns: Iterable[str]) -> dict[str, list[float]]:
    """Sum columns of a frame by a key: of each how many values there are, their sum and that of their absolute values."""
    found: dict[str, list[float]] = {}
    for name, rows in frame.groupby(key, observed=True, sort=True):
        sums: list[float] = []
        for column in columns:
            values = rows[column].dropna().to_numpy(np.float64).tolist()
            sums += [len(values), fsum(values), fsum(map(abs, values))]
        found[str(name)] = sums
    return found


def moved(kept: Mapping[str, Mapping[str, list[float]]], found: Mapping[str, Mapping[str, list[float]]]) -> list[str]:
    """Name what has moved: whole numbers count exactly, all others to 1e-9 of the sum of absolute values."""
    said = []
    for frame in kept:
        gone, new = sorted(set(kept[frame]) - set(found[frame])), sorted(set(found[frame]) - set(kept[frame]))
        said += [f"{frame}: {name} is gone" for name in gone] + [f"{frame}: {name} is new" for name in new]
        for name in sorted(set(kept[frame]) & set(found[frame])):
            before, now = np.array(kept[frame][name]).reshape(-1, 3), np.array(found[frame][name]).reshape(-1, 3)
            size = np.maximum(before[:, 2], DUST)
            allowed = np.column_stack((np.zeros(len(before)), size, size)) * CLOSE
            allowed[(before == np.rint(before)) & (now == np.rint(now))] = 0.0
            wrong = np.abs(now - before) > allowed
            if wrong.any():
                at = tuple(np.argwhere(wrong)[0])
                said.append(f"{frame}: {name}: {before[at]!r} is now {now[at]!r}")
    return said


def read(name: str) -> Anchor:
    """Read what is kept of an experiment."""
    found: Anchor = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    return found


def write(name: str, anchor: Anchor) -> None:
    """Keep an experiment's figures: one line for each sum, so that a change can be read."""
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name}.json").write_text(as_lines(anchor) + "\n", encoding="utf-8")


def as_lines(value: Any, depth: int = 0) -> str:
    """Write JSON with an object's members on lines of their own and lists on one."""
    if not isinstance(value, dict) or (depth and "whole" in value):
        return json.dumps(value)
    inside = ",\n".join(f"{' ' * (depth + 1)}{json.dumps(key)}: {as_lines(item, depth + 1)}" for key, item in value.items())
    return f"{{\n{inside}\n{' ' * depth}}}"
