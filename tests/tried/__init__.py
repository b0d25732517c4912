"""What was tried against each kind of fault: which tests stand for it, and what became of every case."""
