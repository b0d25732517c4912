"""Analysis: frames and arrays in, estimates out; no run is started here."""
