"""What decided a result, beside the result: the hashes of its inputs, and whether a stopped run may go on."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ami_sim.runs.folders import clear_parts
from ami_sim.runs.store import write_json
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Question

MODEL: Final = "a model made in Python"  # under which its hash stands among the inputs


def begin(out: Path, parts: Path, manifest: Mapping[str, Any], resume: bool) -> None:
    """Start anew, or go on where a killed run stopped if nothing that decides the result has changed."""
    old = out / "manifest.json"
    if resume and old.is_file():
        before = read_manifest(old)
        for name, digest in manifest["inputs"].items():
            if before.get("inputs", {}).get(name) != digest:
                raise InputError(
                    f"--resume: {name} has changed since the run in {out} began; expected the same inputs (or leave out --resume)"
                )
        for part in ("plan", "versions"):
            for key, now in manifest[part].items():
                then = before.get(part, {}).get(key)
                if then != now:
                    raise InputError(f"--resume: {key} was {then} when the run in {out} began and is {now} now; expected the same")
    else:
        clear_parts(parts)
    write_json(old, {**manifest, "run": {**manifest["run"], "status": "running"}})


@contextmanager
def begun(out: Path, parts: Path, manifest: Mapping[str, Any], resume: bool) -> Iterator[None]:
    """Begin as `begin` does; when something turns out to be wrong in what was given, what stood in the folder stands again."""
    old = out / "manifest.json"
    before = old.read_bytes() if old.is_file() else None
    begin(out, parts, manifest, resume)
    try:
        yield
    except InputError:
        if not out.is_dir():  # removed on the way
            raise
        if before is not None:
            old.write_bytes(before)
        elif not resume:
            old.unlink(missing_ok=True)
            clear_parts(parts)
        raise


def read_manifest(path: Path) -> dict[str, Any]:
    """Read the manifest of an earlier run; InputError when it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"--resume: {path}: cannot be read as a manifest ({error}); expected one that compare has written") from error
    if not isinstance(found, dict):
        raise InputError(f"--resume: {path}: is not a manifest; expected one that compare has written")
    return found


def changed_since(now: Mapping[str, str], then: Mapping[str, str]) -> str:
    """Name the first file whose hash is not that of a run; "" when all are. A file that has moved is known by its name."""
    by_name: dict[str, list[str]] = {}
    for path, digest in then.items():
        by_name.setdefault(PurePosixPath(path).name, []).append(digest)
    for path, digest in now.items():
        known = [then[path]] if path in then else by_name.get(PurePosixPath(path).name, [])
        if digest not in known:
            return path
    return ""


def way(path: Path, beside: Path) -> str:
    """Give the way to a file from a folder; on another drive there is none, and its name stands for it."""
    try:
        return Path(os.path.relpath(path, beside)).as_posix()
    except ValueError:
        return path.name


def hashes_of(question: Question) -> dict[str, str]:
    """Hash every file that decides the result, named by its way from the first of them; strategies' own files too."""
    beside = question.files[0].parent
    found = list(question.files)
    for scenario in question.scenarios.values():
        found += [Path(scenario.open_cases)] if scenario.open_cases else []
        for name in dict.fromkeys(name for _, *queues in scenario.orders() for name in queues):
            file = scenario.strategy[name].function.rpartition(":")[0]
            found += [path for path in (beside / file, Path(file)) if file and path.is_file()][:1]
    names = {way(path, beside): path for path in found}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in names.items()}


def fresh(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Say whether the posterior that a run used is still the folder's."""
    from ami_sim.calibration.calibrate import POSTERIOR
    from ami_sim.calibration.posterior import read_posterior

    used = manifest["inputs"].get(POSTERIOR)
    posterior = read_posterior(folder)
    return used is None or (posterior is not None and posterior.hash == used)
