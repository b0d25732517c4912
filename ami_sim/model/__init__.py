"""The model: stages, clocks, incomes, queues and strategies, written once for every engine."""
