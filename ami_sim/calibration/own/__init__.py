"""A case log of one's own: read and checked row by row, estimated with its uncertainty, and handed over as priors and targets."""
