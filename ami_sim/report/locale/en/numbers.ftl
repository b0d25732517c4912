# Numbers: how an interval is read aloud.
span = { $low } to { $high }
