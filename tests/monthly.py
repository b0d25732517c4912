"""Monthly values laid out in rows, a batch a frame, put together as a run puts its parts together."""

import numpy as np
import pandas as pd

from ami_sim.record.moments import Figures, monthly_frame


def figures_of(*batches: pd.DataFrame) -> dict[str, Figures]:
    """Put batches together, one after another: rows of draw, replication, scenario, month, measure and value; NaN is not defined."""
    months = np.unique(pd.concat(batches)["month"].to_numpy())
    found: dict[str, Figures] = {}
    for batch in batches:
        for option, rows in batch.groupby("scenario"):
            runs = []
            for _, run in rows.groupby(["draw", "replication"]):
                wide = run.pivot(index="measure", columns="month", values="value").reindex(columns=months)
                runs.append((wide.index.tolist(), wide.to_numpy(np.float64)))
            found.setdefault(str(option), Figures(months)).add(runs)
    return found


def bands_of(*batches: pd.DataFrame) -> pd.DataFrame:
    """Give the monthly frame of batches."""
    return monthly_frame(figures_of(*batches))
