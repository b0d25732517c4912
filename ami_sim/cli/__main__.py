"""Run the command line: python -m ami_sim.cli."""

from ami_sim.cli import main

main()
