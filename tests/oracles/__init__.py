"""Second statements of the model, written anew: what judges the rules neither ships with them nor imports them."""
