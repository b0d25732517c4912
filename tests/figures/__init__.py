"""Figures that may not move unnoticed: every shipped experiment at a few draws, held against committed sums."""
