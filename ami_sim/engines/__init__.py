"""Engines: a plan and people in, a log out; the readable one on SimPy and the compiled one."""
