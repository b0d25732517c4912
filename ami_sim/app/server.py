"""Start the page: Streamlit on this machine alone, without its statistics of use and its developer's menu."""

import importlib.util
import os
import socket
import tempfile
from pathlib import Path
from typing import Final

from ami_sim.app.runs import PLACE, PREFIX, ROOM
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.question_file import scenario_in, what_may_change

PAGE: Final = Path(__file__).with_name("page.py")
ADDRESS: Final = "127.0.0.1"
PORTS: Final = (1024, 65535)
# Nothing leaves the machine, nothing but the page is offered, and a file of settings in the current folder decides none of it.
FLAGS: Final = {
    "server.address": ADDRESS,
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "1",  # MB: a question file is a few kB
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
}


def words(port: int, browser: bool) -> list[str]:
    """Give the words that Streamlit is started with; InputError for a port that cannot be, or without the extra."""
    if not PORTS[0] <= port <= PORTS[1]:
        raise InputError(f"--port: {port}; expected {PORTS[0]} to {PORTS[1]}")
    if importlib.util.find_spec("streamlit") is None:
        raise InputError('ami-sim app: streamlit is not installed; expected the extra "app": pip install "ami-sim[app]"')
    if taken(port):
        raise InputError(f"--port: {port} is taken; expected a port that is free")
    own = {**FLAGS, "server.port": str(port), "server.headless": str(not browser).lower()}
    return ["run", str(PAGE), *(f"--{name}={value}" for name, value in own.items())]


def taken(port: int) -> bool:
    """Tell whether something on this machine answers at a port already."""
    with socket.socket() as tried:
        tried.settimeout(1.0)
        return tried.connect_ex((ADDRESS, port)) == 0


def serve(port: int, browser: bool, folder: Path | None = None) -> None:
    """Serve the page in this process until it is stopped; what was run is then taken away, and runs that go on end by that.

    folder: of a municipality of one's own, whose rules and unit the page begins with; the one that ships without it.
    """
    said = words(port, browser)
    os.environ.pop(PLACE, None)
    if folder is not None:
        os.environ[PLACE] = str(scenario_in(folder))
        what_may_change(os.environ[PLACE])
    from streamlit.web.cli import main

    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as room:
        os.environ[ROOM] = room
        main(said, standalone_mode=False)
