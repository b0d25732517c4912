"""Workflows: one question each, from its file to its result."""
