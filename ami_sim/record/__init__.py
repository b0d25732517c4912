"""What was seen: the log, days by condition, measures and checks."""
