"""Keep the figures as they are now, for a commit that is marked "results change".

    python -m tests.figures.renew                  every experiment: some minutes
    python -m tests.figures.renew capacity inflow  these two

What has moved is printed, to be said in CHANGELOG.md.
"""

import sys
from collections.abc import Sequence

from tests.figures.anchors import FEW, FULL, KEPT, NAMES, QUICK, Anchor, answers_of, logs_of, moved, read, write


def made(name: str) -> Anchor:
    """Run an experiment and give what is kept of it."""
    found: Anchor = {"logs": logs_of(name, "compiled"), "full": answers_of(name, FULL)}
    if name in QUICK:
        found["few"] = answers_of(name, FEW)
    return found


def main(names: Sequence[str]) -> None:
    """Renew the figures of some experiments, or of all."""
    for name in names or NAMES:
        now = made(name)
        if (KEPT / f"{name}.json").is_file():
            for line in moved(read(name)["full"], now["full"]):
                print(f"{name}: {line}")
        write(name, now)
        print(f"{name}: kept", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
