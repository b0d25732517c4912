"""The version of ami-sim's code: for the manifest of a result, the command line and the wheel."""

__version__ = "0.2.0"
