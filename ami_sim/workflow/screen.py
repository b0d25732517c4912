"""Screening of the priors: elementary effects by Morris, and Sobol indices by an emulator of prior runs; never on posterior draws.

Both methods need independent inputs, which priors are and posterior draws are not. Inputs move on the unconstrained scale z, where every
prior is a standard normal. Every row of a design is run once for the option and once for the reference with the same luck, fresh for each
row; an input that does nothing is put into the design, and what it seems to do is what chance alone seems to do.
Morris (1991), Technometrics 33:161-174; Campolongo and others (2007), Environmental Modelling and Software 22:1509-1518; Saltelli and
others (2010), Computer Physics Communications 181:259-270.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import cpu_count
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.choice import decider
from ami_sim.calibration.prior import Prior
from ami_sim.model.draws import Z90
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import check_folder, run_work, take_folder
from ami_sim.runs.ready import refuse_unusable
from ami_sim.runs.store import write_frame
from ami_sim.scenario.errors import InputError, at_least, nearest
from ami_sim.scenario.experiment import Question, load_experiment
from ami_sim.workflow.shared_history import note_rewritten

Floats = NDArray[np.float64]
NOTHING: Final = "(nothing)"  # the input that does nothing
LEVELS: Final = 4  # grid levels of a Morris design
FEWEST: Final = 4  # trajectories below which a mean of elementary effects says little
LEAST_RUNS: Final = 50  # prior runs below which no emulator is fitted
BASE: Final = 512  # base sample of the Sobol design on the emulator: (2 p + 2) x 512 evaluations, no runs
FOLDS: Final = 5
TINY: Final = 1e-12  # in place of a sum of squares that is 0
COLUMNS: Final = ["method", "option", "parameter", "mu_star", "mu_star_half", "sigma", "first", "total", "rows"]


@dataclass(frozen=True)
class Screening:
    """What could move an answer before any figure is used: elementary effects, and Sobol indices where they were asked for.

    rows: of the Morris design; sobol: prior runs behind the emulator (0: none) and fits: its cross-validated R², by option. frame: a row a
    method, option and parameter; `mu_star`, `mu_star_half`, `sigma` in kr of the payer, `first` and `total` shares of the variance.
    """

    title: str
    reference: str
    payer: str
    trajectories: int
    rows: int
    sobol: int
    fits: Mapping[str, float]
    frame: pd.DataFrame
    titles: Mapping[str, str] = field(default_factory=dict)  # of the options

    @property
    def options(self) -> list[str]:
        """The options that were screened."""
        return [str(name) for name in dict.fromkeys(self.frame["option"])]

    def morris(self, option: str) -> pd.DataFrame:
        """Give an option's elementary effects, the largest mean absolute effect first."""
        rows = self.frame[(self.frame["option"] == option) & (self.frame["method"] == "morris")]
        return rows.sort_values("mu_star", ascending=False)

    def indices(self, option: str) -> pd.DataFrame:
        """Give an option's Sobol indices by parameter; no rows when none were asked for."""
        return self.frame[(self.frame["option"] == option) & (self.frame["method"] == "sobol")].set_index("parameter")

    def floor(self, option: str) -> float:
        """Give the mean absolute effect of the input that does nothing, kr: what chance alone seems to do."""
        rows = self.morris(option)
        return float(rows.loc[rows["parameter"] == NOTHING, "mu_star"].iloc[0])


@dataclass(frozen=True)
class Design:
    """What is screened: the question with the options to run, and the priors as independent inputs."""

    question: Question
    prior: Prior
    payer: str
    seed: int
    workers: int
    trust: bool = False

    @property
    def reference(self) -> str:
        """The option all are compared with."""
        return self.question.experiment.reference

    @property
    def inputs(self) -> list[str]:
        """The inputs of the designs: every uncertain parameter, and the one that does nothing."""
        return [*self.prior.names, NOTHING]

    def run(self, z: Floats) -> dict[str, Floats]:
        """Run every row of z [row, input] and give each option's net result against the reference, kr [row]."""
        scenario = self.question.scenarios[self.reference]
        thetas = tuple({**scenario.at_medians(), **row} for row in self.prior.rows(z[:, : len(self.prior.names)]))
        folder = str(self.question.files[0].parent)
        work = Work(self.question.scenarios, thetas, self.seed, 1, 1, "compiled", folder, None, self.reference, trust=self.trust)
        refuse_unusable(work)
        note_rewritten(self.question, work)
        with tempfile.TemporaryDirectory() as parts:
            results = run_work(work, Path(parts), self.workers)
        if not results.complete:
            raise KeyboardInterrupt
        rows = results.measures
        rows = rows[(rows["measure"] == "net_result") & (rows["actor"] == self.payer) & (rows["group"] == "")]
        wide = rows.pivot(index="draw", columns="scenario", values="value").sort_index()
        others = [name for name in self.question.scenarios if name != self.reference]
        return {name: (wide[name] - wide[self.reference]).to_numpy(np.float64) for name in others}


def screen_experiment(
    experiment: str | Path,
    *,
    trajectories: int,
    sobol: int = 0,
    option: str = "",
    payer: str = "",
    seed: int | None = None,
    workers: int | None = None,
    out: Path | None = None,
    trust: bool = False,
) -> Screening:
    """Screen the priors of an experiment; InputError for anything wrong, or when SALib is not installed."""
    require_salib()
    if trajectories < FEWEST:
        raise InputError(f"--trajectories: {trajectories}; expected {FEWEST} or more")
    if sobol and sobol < LEAST_RUNS:
        raise InputError(f"--sobol: {sobol}; expected 0, or {LEAST_RUNS} prior runs or more")
    design = replace(design_of(experiment, option, payer, seed, workers), trust=trust)
    if out:
        check_folder(out)
    frame = morris(design, trajectories)
    fits: dict[str, float] = {}
    if sobol:
        found, fits = sobol_by_emulator(design, sobol)
        frame = pd.concat([frame, found], ignore_index=True)
    if out:
        take_folder(out)
        write_frame(out / "screening.csv", frame[COLUMNS])
    title, rows = design.question.experiment.title, trajectories * (len(design.inputs) + 1)
    titles = design.question.experiment.titles
    return Screening(title, design.reference, design.payer, trajectories, rows, sobol, fits, frame[COLUMNS], titles)


def require_salib() -> None:
    """Refuse to go on without SALib."""
    try:
        import SALib  # noqa: F401
    except ImportError as error:
        raise InputError(
            'ami-sim screen: SALib is not installed; expected the extra "sensitivity": pip install "ami-sim[sensitivity]"'
        ) from error


def design_of(experiment: str | Path, option: str, payer: str, seed: int | None, workers: int | None) -> Design:
    """Read what is to be screened."""
    at_least("seed", seed, 0)
    at_least("workers", workers, 1)
    question = load_experiment(experiment)
    said = question.experiment
    chosen = [name for name, row in said.option.items() if not row.diagnostic]
    if option:
        if option not in chosen or option == said.reference:
            raise InputError(f'--option: "{option}" cannot be chosen.{nearest(option, [n for n in chosen if n != said.reference])}')
        chosen = [name for name in chosen if name in (option, said.reference)]
    payer = decider(payer, said.decision.payer)
    question = replace(question, scenarios={name: question.scenarios[name] for name in chosen})
    prior = Prior.of(question.scenarios[said.reference])
    return Design(question, prior, payer, said.seed if seed is None else seed, workers or cpu_count() or 1)


def morris(design: Design, trajectories: int) -> pd.DataFrame:
    """Give mean absolute elementary effects, kr over an input's whole 90 % range, with their 95 % half-width over trajectories."""
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sampling

    problem = {"num_vars": len(design.inputs), "names": design.inputs, "bounds": [[-Z90, Z90]] * len(design.inputs)}
    z = np.asarray(sampling.sample(problem, trajectories, num_levels=LEVELS, seed=design.seed), dtype=np.float64)
    frames = []
    for name, y in design.run(z).items():
        found = analysis.analyze(problem, z, y, num_levels=LEVELS, seed=design.seed)
        columns = {"mu_star": found["mu_star"], "mu_star_half": found["mu_star_conf"], "sigma": found["sigma"]}
        frames.append(pd.DataFrame({"method": "morris", "option": name, "parameter": design.inputs, **columns, "rows": len(z)}))
    return pd.concat(frames, ignore_index=True).reindex(columns=COLUMNS)


def sobol_by_emulator(design: Design, runs: int) -> tuple[pd.DataFrame, dict[str, float]]:
    """Give first-order and total indices of a smooth emulator of prior runs, and its cross-validated R² by option."""
    z = np.random.default_rng([design.seed, 0x50B0]).standard_normal((runs, len(design.inputs)))
    frames, fits = [], {}
    for name, y in design.run(z).items():
        first, total, fits[name] = indices(z, y, design.inputs, design.seed)
        columns = {"first": first, "total": total}
        frames.append(pd.DataFrame({"method": "sobol", "option": name, "parameter": design.inputs, **columns, "rows": runs}))
    return pd.concat(frames, ignore_index=True).reindex(columns=COLUMNS), fits


def indices(z: Floats, y: Floats, names: Sequence[str], seed: int) -> tuple[Floats, Floats, float]:
    """Fit an emulator to y [row] and give S1, ST and cross-validated R².

    Straight lines, splines of each input, or splines and products of every two (all by ridge): the one that predicts rows left out best,
    since with few rows a thousand products drown what is simple.
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import FunctionTransformer, PolynomialFeatures, SplineTransformer

    bends = SplineTransformer(n_knots=4, degree=3, extrapolation="linear", include_bias=False)
    products = PolynomialFeatures(degree=2, interaction_only=True, include_bias=False)
    designs = (FunctionTransformer(), bends, make_union(bends, products))
    scale = float(y.std()) or 1.0
    folds = KFold(min(FOLDS, len(y)), shuffle=True, random_state=seed)
    spread = max(float(((y - y.mean()) ** 2).sum()) / scale**2, TINY)
    tried = []
    for design in designs:
        model = make_pipeline(design, RidgeCV(alphas=np.logspace(-4, 6, 21)))
        left_out = cross_val_predict(model, z, y / scale, cv=folds)
        tried.append((float(max(0.0, 1 - ((y / scale - left_out) ** 2).sum() / spread)), model))
    r2, model = max(tried, key=lambda one: one[0])
    model.fit(z, y / scale)
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names), "dists": ["norm"] * len(names)}
    x = sampling.sample(problem, BASE, calc_second_order=False, seed=seed)
    found = analysis.analyze(problem, model.predict(x), calc_second_order=False, seed=seed)
    return np.asarray(found["S1"]), np.asarray(found["ST"]), r2
