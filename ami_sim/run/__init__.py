"""How it is done: replications, batches, workers and files."""
