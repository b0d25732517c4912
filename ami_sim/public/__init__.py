"""What a notebook imports as `ami`: a model that a researcher changes by hand, a comparison of its options, and the answer."""
