"""Logs made for tests: one of known truth, and a map for it."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ami_sim.calibration.own.mapping import Map

FIRST, DAYS = np.datetime64("2018-01-01", "s"), 730.0
HEADS = ["Ärende", "Insats", "Från", "Till", "Kön"]
STAGES = {"Kö": "waiting_mapping", "Kartläggning": "mapping", "Praktik": "in_intervention", "Arbete": "work", "Studier": "studies"}

MAP = """observed_from = 2018-01-01
observed_until = 2019-12-31

[columns]
case = "Ärende"
activity = "Insats"
start = "Från"
end = "Till"

[stage]
"Kö" = "waiting_mapping"
"Kartläggning" = "mapping"
"Praktik" = "in_intervention"
"Arbete" = "work"
"Studier" = "studies"
"""


def log_of(people: int, seed: int = 1) -> pd.DataFrame:
    """Make a log: a wait of mean 40 days, a mapping of mean 60 (gamma, shape 4), 70 % to practice of mean 150, of whom 40 % to work."""
    draw, rows = np.random.default_rng(seed), []
    for number in range(people):
        case, sex = f"A{number}", "kvinna" if draw.random() < 0.5 else "man"
        asked = draw.uniform(0, 700)
        begun = asked + draw.exponential(40)
        mapped = begun + draw.gamma(4, 15)
        rows += [(case, "Kö", asked, begun, sex), (case, "Kartläggning", begun, mapped, sex)]
        if draw.random() < 0.7:
            done = mapped + draw.exponential(150)
            rows.append((case, "Praktik", mapped, done, sex))
            if draw.random() < 0.4:
                rows.append((case, "Arbete", done, np.inf, sex))
        elif draw.random() < 0.5:
            rows.append((case, "Studier", mapped, np.inf, sex))
    found = pd.DataFrame(rows, columns=HEADS)
    found = found[found["Från"] < DAYS].reset_index(drop=True)
    return found.assign(**{name: written(found[name]) for name in ("Från", "Till")})


def written(days: pd.Series) -> np.ndarray:
    """Write days as times; nothing for what is not seen."""
    inside = (days < DAYS).to_numpy()
    seconds = np.where(inside, days, 0.0) * 86_400
    return np.where(inside, (FIRST + seconds.astype("timedelta64[s]")).astype(str), "")


def map_of(**more: Any) -> Map:
    """Give the map of such a log, with other keys if need be."""
    columns = dict(zip(("case", "activity", "start", "end"), HEADS, strict=False))
    plain = {"columns": columns, "stage": STAGES, "observed_from": date(2018, 1, 1), "observed_until": date(2019, 12, 31)}
    return Map.model_validate(plain | more)
