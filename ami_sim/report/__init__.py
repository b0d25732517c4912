"""Reports: what people read, made from results."""
