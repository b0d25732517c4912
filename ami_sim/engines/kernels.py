"""Where compiled kernels are kept between processes: a private folder of the user's own, named by all the sources they are made of.

What is kept is run as code when it is read again, so nobody else may be able to write it: the folder belongs to the user and is closed
to all others, or nothing is kept and every process compiles for itself. Only this package's kernels are kept there; numba's settings
for others stay as they are. What the sources say decides, not where they lie or when they were written: every copy of the same package
reads what one of them has compiled.
"""

import logging
import os
import stat
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from time import time
from typing import Any, Final

import numba
from filelock import FileLock
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator
from platformdirs import user_cache_path

PACKAGE: Final = Path(__file__).parents[1]
MADE_OF: Final = ("scenario", "model", "engines")  # beside the file of the kernel itself
UNUSED: Final = 30 * 86_400.0  # seconds after which a folder of kernels is given up


def sources(*rooms: str) -> str:
    """Give a hash of the source files of some rooms (none: the whole package)."""
    digest = sha256(numba.__version__.encode())
    for path in sorted(path for room in rooms or (".",) for path in (PACKAGE / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def private(folder: Path) -> Path:
    """Make sure of a folder that belongs to this user and is closed to all others; OSError says why there is none."""
    if not folder.is_absolute():
        raise OSError(f"{folder}: this user has no home")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode):
        raise OSError(f"{folder}: is not a folder")
    if hasattr(os, "getuid"):
        if found.st_uid != os.getuid():
            raise OSError(f"{folder}: belongs to another user")
        if stat.S_IMODE(found.st_mode) & 0o077:
            folder.chmod(0o700)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OSError(f"{folder}: cannot be written")
    return folder


def give_up_old(folder: Path) -> None:
    """Remove what was compiled from other sources and has not been used for a month."""
    for path in folder.iterdir():
        if path.stat().st_mtime < time() - UNUSED:
            rmtree(path, ignore_errors=True)


@lru_cache(maxsize=1)
def kept_in() -> Path | None:
    """Give the folder where kernels are kept, or None after one sentence on why they cannot be."""
    try:
        whole = private(user_cache_path("ami-sim"))
        folder = whole / sources(*MADE_OF)
        folder.mkdir(mode=0o700, exist_ok=True)
        os.utime(folder)
        give_up_old(whole)
    except OSError as error:
        logging.getLogger(__name__).warning("Compiled code is not kept, so every process compiles anew for half a minute: %s", error)
        return None
    return folder


class Place(_CacheLocator):
    """Where a function's compiled code is kept: by the module's name and what its file says."""

    def __init__(self, function: Callable[..., Any], file: str, folder: Path) -> None:
        self._py_file, self.function, self.folder = file, function, folder
        self.said = sha256(Path(file).read_bytes()).hexdigest()[:16]

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> "Place | None":
        """Give the place of a function; None where nothing can be kept."""
        folder = kept_in()
        return cls(py_func, py_file, folder) if folder else None

    def get_cache_path(self) -> str:
        """Give the folder."""
        return str(self.folder / f"{self.function.__module__}-{self.said}")

    def get_source_stamp(self) -> str:
        """Give a hash of the file, whenever it was written."""
        return self.said

    def get_disambiguator(self) -> str:
        """Tell functions of the same name apart by their line."""
        return str(self.function.__code__.co_firstlineno)


class Kept(CompileResultCacheImpl):
    """How it is kept there."""

    _locator_classes = [Place]  # type: ignore[list-item]  # noqa: RUF012


class Cache(FunctionCache):
    """A function's compiled code, kept by `Place`."""

    _impl_class = Kept


def compiled(signature: Any, function: Callable[..., Any]) -> Any:
    """Compile a function for some types, or read what was compiled before.

    One process at a time does so for a function: two that write different types of it at the same moment may give both the same file, and
    later ones would run the code of one for the types of the other. Whoever waited finds it compiled.
    """
    kernel: Any = numba.njit(nogil=True, error_model="numpy")(function)
    folder = kept_in()
    if folder is None:
        kernel.compile(signature)
    else:
        kernel._cache = Cache(function)  # type: ignore[no-untyped-call]  # what `enable_caching` does, with a place of our own
        with FileLock(lock_of(folder, function)):
            kernel.compile(signature)
    kernel.disable_compile()
    return kernel


def lock_of(folder: Path, function: Callable[..., Any]) -> Path:
    """Give the file that a process holds while it reads or writes what a function was compiled to."""
    return folder / f"{function.__module__}.{function.__qualname__}.lock".replace("<", "").replace(">", "")
