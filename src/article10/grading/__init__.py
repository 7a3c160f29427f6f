"""Honest grading: marks from submissions whose code runs in a sandbox and is never believed."""
