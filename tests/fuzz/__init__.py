"""Targets for fuzzing: what reads an author's bytes, and what must hold of every answer."""
