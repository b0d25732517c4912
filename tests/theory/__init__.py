"""The model held against mathematics."""
