"""A unit's own log on the command line, and a run written as one: what is exported is ingested as the same spells."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ami_sim as ami
from ami_sim.calibration.own.mapping import read_map
from ami_sim.calibration.own.rows import CaseLog, check_rows
from ami_sim.calibration.own.table import pick, read_table
from ami_sim.scenario.registry import STAGES
from tests.cli.test_bad_options import refused


@pytest.fixture(scope="module")
def stored(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the small question once, two draws of two replications each."""
    out = tmp_path_factory.mktemp("stored") / "answer"
    ami.compare(pristine / "experiments/small.toml", workers=1, parameters="prior", draws=2, replications=2, out=out)
    return out


@pytest.fixture(scope="module")
def lives(stored: Path) -> pd.DataFrame:
    """The stays of its first run from the events themselves: one begins where the stage, or what is told beside it, is another."""
    events = ami.load(stored).log("today")
    events = events[events["to"] != "unborn"]
    lives = []
    for person, rows in events.groupby("person"):
        stays: list[list[Any]] = []
        for row in rows.to_dict(orient="records"):
            told = tuple(row[name] for name in ("to", "income", "intervention", "group"))
            if stays and stays[-1][1] == told:
                stays[-1][3] = row["time"] + row["days"]
            else:
                stays.append([person, told, row["time"], row["time"] + row["days"]])
        lives += stays
    lives.sort(key=lambda stay: (stay[0], stay[2]))
    found = pd.DataFrame(
        [(stay[0], STAGES.index(stay[1][0]), stay[2], stay[3]) for stay in lives], columns=["person", "stage", "start", "end"]
    )
    found.attrs["first"] = events["date"].min()
    return found


def spells_in(path: Path, mapped: Path) -> CaseLog:
    given = read_map(mapped)
    raw = read_table(path)
    return check_rows(pick(raw.frame, given.wanted, ""), given, STAGES, raw.unreadable)


def test_a_log_is_read_and_handed_over(ami_sim: Any, town: Path) -> None:
    said = ami_sim("ingest", "log.csv", "--map", "map.toml", "--out", "own")
    assert said.code == 0, said.err
    assert "What the unit's own log says" in said.out
    assert "Every row is used." in said.out
    assert {path.name for path in (town / "own").iterdir()} == {".ami-sim", "own_estimates.csv", "own_targets.toml"}
    assert "own_targets.toml" in said.out


def test_a_log_without_a_map_is_refused(ami_sim: Any, town: Path) -> None:
    refused(ami_sim("ingest", "log.csv"), ["--map: missing; expected a file that says which column and activity is what"])
    refused(ami_sim("ingest", "log.csv", "--sv"), ["--map: saknas; väntat: en fil som säger vad kolumner och aktiviteter är"])
    refused(ami_sim("ingest", "lo.csv", "--map", "map.toml"), ["lo.csv: cannot be read"])
    refused(ami_sim("ingest", "map.toml", "--map", "map.toml"), ['".toml" is no kind of log'])


def test_a_first_map_is_printed_and_read_again(ami_sim: Any, town: Path) -> None:
    said = ami_sim("ingest", "log.csv", "--propose")
    assert said.code == 0, said.err
    (town / "first.toml").write_text(said.out.replace('"Kö" = ""', '"Kö" = "waiting_mapping"'), encoding="utf-8")
    assert ami_sim("ingest", "log.csv", "--map", "first.toml", "--json").code == 0


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xes", ".jsonocel"])
def test_what_is_exported_is_ingested_as_the_same_spells(ending: str, ami_sim: Any, town: Path, stored: Path, lives: pd.DataFrame) -> None:
    path = town / f"run{ending}"
    said = ami_sim("export", stored, path, "--option", "today")
    assert said.code == 0, said.err
    (town / "first.toml").write_text(ami_sim("ingest", path, "--propose").out, encoding="utf-8")
    text = (town / "first.toml").read_text(encoding="utf-8")
    lines = [line if not line.startswith("observed_until") else "observed_until = 2021-12-31" for line in text.splitlines()]
    (town / "first.toml").write_text("\n".join(lines), encoding="utf-8")
    found = spells_in(path, town / "first.toml")
    assert found.used == found.rows > 500
    assert np.array_equal(found.person, pd.factorize(lives["person"])[0])
    assert np.array_equal(found.stage, lives["stage"])
    offset = (pd.Timestamp(read_map(town / "first.toml").observed_from) - lives.attrs["first"]).days
    assert np.allclose(found.start, lives["start"] - offset, rtol=0, atol=1e-8)
    assert np.allclose(found.end, np.minimum(lives["end"] - offset, found.window), rtol=0, atol=1e-8)


def test_each_life_is_written_that_is_asked_for(ami_sim: Any, town: Path, stored: Path) -> None:
    texts = {}
    for words in ((), ("--option", "today"), ("--replication", "1"), ("--draw", "1")):
        said = ami_sim("export", stored, "run.csv", "--force", *words)
        assert said.code == 0, said.err
        texts[words] = (town / "run.csv").read_text(encoding="utf-8")
    assert len(set(texts.values())) == 4
    refused(ami_sim("export", stored, "run.xml"), ['".xml" is no kind of log; expected one of .csv, .parquet, .xes, .jsonocel'])
    refused(ami_sim("export", stored, "run.csv", "--option", "tody"), ["tody"])


def test_a_file_that_is_there_is_replaced_only_when_asked(ami_sim: Any, town: Path, stored: Path) -> None:
    (town / "run.csv").write_text("mine", encoding="utf-8")
    refused(
        ami_sim("export", stored, "run.csv"), ["run.csv: a file of that name is there; expected a new file, or --force, which replaces it"]
    )
    assert (town / "run.csv").read_text(encoding="utf-8") == "mine"
    assert ami_sim("export", stored, "run.csv", "--force").code == 0
    assert (town / "run.csv").read_text(encoding="utf-8").startswith("case,activity,start,end")


def test_a_folder_of_others_is_not_written_into(ami_sim: Any, town: Path) -> None:
    (town / "theirs").mkdir()
    (town / "theirs" / "own_targets.toml").write_text("mine", encoding="utf-8")
    refused(ami_sim("ingest", "log.csv", "--map", "map.toml", "--out", "theirs"), ["holds own_targets.toml and was not made by ami-sim"])
    assert (town / "theirs" / "own_targets.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("ending", [".xes", ".jsonocel"])
@pytest.mark.parametrize("content", ["<log", "{}", "[]", '{"events": [3]}', "<log/>"])
def test_what_is_no_log_of_its_kind_is_refused_in_a_sentence(ending: str, content: str, ami_sim: Any, town: Path) -> None:
    (town / f"bad{ending}").write_text(content, encoding="utf-8")
    said = ami_sim("ingest", f"bad{ending}", "--map", "map.toml")
    assert said.code == 2
    assert "Traceback" not in said.err


def test_a_comparison_begins_with_open_cases_and_says_so_everywhere(ami_sim: Any, town: Path) -> None:
    rows = [
        "case,stage,since,until,intervention,group",
        "fall-9876504321,paused,2018-06-01,,,",
        "fall-9876504322,mapping,2018-08-20,2018-09-10,,",
    ]
    (town / "cases.csv").write_text("\n".join(rows), encoding="utf-8")
    words = ("--parameters", "median", "--replications", "1", "--workers", "1", "--out", "begun")
    said = ami_sim("compare", "experiments/small.toml", "--open-cases", "cases.csv", *words)
    assert said.code == 0, said.err
    told = "Begins on 2018-09-01 with the 2 open cases of cases.csv"
    assert told in " ".join(said.out.split())
    manifest = json.loads((town / "begun" / "manifest.json").read_text(encoding="utf-8"))
    digest = next(value for name, value in manifest["inputs"].items() if name.endswith("cases.csv"))
    assert digest == hashlib.sha256((town / "cases.csv").read_bytes()).hexdigest()
    assert not any(b"fall-98765" in path.read_bytes() for path in (town / "begun").iterdir() if path.is_file())
    assert told in " ".join(ami_sim("check", "experiments/small.toml", "--open-cases", "cases.csv").out.split())
    question = town / "experiments" / "small.toml"
    question.write_text(question.read_text(encoding="utf-8") + '\n[option.today.set]\nopen_cases = "cases.csv"\n', encoding="utf-8")
    refused(ami_sim("check", question), ["option.today.set: open_cases: holds for all options"])
