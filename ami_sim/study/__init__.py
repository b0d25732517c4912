"""What differs between scenarios: paired differences, intervals, monthly bands and the sentences that may be said about them."""
