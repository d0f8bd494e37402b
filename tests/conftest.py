"""What holds for every test: no notice of a theme in captured output, and the same examples on every run."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["NO_MKDOCS_2_WARNING"] = "1"

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("searching", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
