"""Runs: replications, batches, workers and files."""
