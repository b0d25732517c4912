"""How we know: the evidence with its sources, the priors, the targets and the posterior."""
