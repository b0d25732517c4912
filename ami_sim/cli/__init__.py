"""The command line: each command reads what it was given, asks a workflow for data and a report for words."""

from ami_sim.cli.app import app, main

__all__ = ["app", "main"]
