"""Every uncertain parameter says where it comes from, in rows that the evidence holds."""

from pathlib import Path

from ami_sim.calibration.evidence import load_evidence
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.scenario import figures

HOME = "calibration/ragunda"


def test_every_parameter_rests_on_rows_that_exist() -> None:
    known = {entry.id for entry in load_evidence(bundled(f"{HOME}/evidence.toml")).entries()}
    for name, parameter in load_scenario(f"{HOME}/scenario.toml").parameter.items():
        assert parameter.evidence, name
        assert len(set(parameter.evidence)) == len(parameter.evidence), name
        assert set(parameter.evidence) <= known, (name, set(parameter.evidence) - known)


def test_no_parameter_rests_on_evidence_that_is_not_used() -> None:
    unused = {entry.id for entry in load_evidence(bundled(f"{HOME}/evidence.toml")).entries() if getattr(entry, "use", "") == "not used"}
    for name, parameter in load_scenario(f"{HOME}/scenario.toml").parameter.items():
        assert not unused & set(parameter.evidence), name


def test_every_parameter_is_used_by_a_figure() -> None:
    scenario = load_scenario(f"{HOME}/scenario.toml")
    used = {name for _, figure in figures(scenario) for name in figure.names}
    assert scenario.effects is not None
    assert scenario.effects.studies is not None
    elsewhere = {scenario.effects.studies.after, "caseload_effect", "education_starts"}  # what studies leave; experiments/permanent.toml
    assert {*scenario.parameter, *scenario.derived} == used | elsewhere
    text = Path("experiments/permanent.toml").read_text("utf-8")
    assert all(name in text for name in ("caseload_effect", "education_starts"))
