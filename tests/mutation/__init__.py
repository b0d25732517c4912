"""Would a test notice? Small faults are put into the rooms that count and reckon, one at a time, and the tests have to fail."""
