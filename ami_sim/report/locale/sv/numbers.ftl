# Tal: hur ett intervall läses.
span = { $low } till { $high }
