"""The project keeps its own promises: what is pinned, what an import costs, what the wheel carries."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import ami_sim

HEAVY = frozenset(
    {
        "dask",
        "joblib",
        "matplotlib",
        "numba",
        "numpy",
        "pandas",
        "pyarrow",
        "pydantic",
        "rich",
        "scipy",
        "seaborn",
        "simpy",
        "typer",
    }
)
PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+_-]+")
# The beginning of a path on somebody's own machine.
OWN_PATH = re.compile(rb"(?<![\w.$}])/(?:home|root|Users|work|tmp|mnt)/[\w.]+")

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ami_sim"
MODULES = sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, object]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def tracked() -> list[Path]:
    """List the files under version control, or skip where there is no version control to ask."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run([git, "-C", str(ROOT), "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    return [ROOT / file for file in listing.split("\0") if file and (ROOT / file).is_file()]


@pytest.mark.parametrize("forbidden", ["://", "--index", "--find-links", "@ "])
def test_constraints_name_no_address(forbidden: str) -> None:
    assert forbidden not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_constraints_hold_exact_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_constraints_pin_every_declared_dependency() -> None:
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    declared = project()
    extras = declared["optional-dependencies"]
    runtime = declared["dependencies"]
    assert isinstance(extras, dict)
    assert isinstance(runtime, list)
    wanted = [*runtime, *(requirement for extra in extras.values() for requirement in extra)]
    names = {re.split(r"[\[<>=!~ ;]", requirement)[0].lower().replace("_", "-") for requirement in wanted}
    assert names - pinned == set()


def test_dependencies_have_a_lower_and_an_upper_bound() -> None:
    runtime = project()["dependencies"]
    assert isinstance(runtime, list)
    assert [requirement for requirement in runtime if ">=" not in requirement or "<" not in requirement] == []


def test_the_version_is_the_same_everywhere() -> None:
    version = ami_sim.__version__
    assert "version" in str(project()["dynamic"])
    citation = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    changelog = re.search(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert citation is not None
    assert changelog is not None
    assert (citation.group(1), changelog.group(1)) == (version, version)


def test_importing_the_package_loads_nothing_heavy() -> None:
    question = "import sys, json, ami_sim; print(json.dumps(sorted({module.split('.')[0] for module in sys.modules})))"
    # -I: nothing from the environment or the current folder comes in by itself; the checkout is named.
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {question}"
    answer = subprocess.run([sys.executable, "-I", "-c", program], check=True, capture_output=True, text=True)
    loaded = set(json.loads(answer.stdout))
    assert "ami_sim" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_says_what_it_is(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert docstring is not None
    assert docstring.strip()


def test_every_room_is_a_package() -> None:
    folders = {module.parent for module in MODULES}
    assert [name(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_no_file_names_a_path_on_somebodys_machine() -> None:
    found = {name(file): sorted(set(OWN_PATH.findall(file.read_bytes()))) for file in tracked()}
    assert {file: paths for file, paths in found.items() if paths} == {}


def test_the_wheel_carries_the_data_and_the_questions(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], check=True, cwd=ROOT, capture_output=True
    )
    (wheel,) = tmp_path.glob("ami_sim-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    data = [file for folder in ("calibration", "experiments") for file in (ROOT / folder).rglob("*.toml")]
    assert data
    assert {f"ami_sim/_bundled/{name(file)}" for file in data} - carried == set()
    assert {name(module) for module in MODULES} - carried == set()
