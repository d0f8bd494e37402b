"""A compiler for operational marketing plans written as Markdown and YAML, with a MkDocs face."""

from __future__ import annotations

__version__ = "0.1.0"
FORMAT = "1"
"""The version of the plan format that this compiler reads (plan format, section 2, key `omp`)."""
