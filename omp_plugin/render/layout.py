"""What generated pages can say besides components: where sections stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LAYOUT: Mapping[str, str] = MappingProxyType(
    {
        "columns": '<div class="omp-columns">\n<div>\n<div>',
        "wide_columns": '<div class="omp-columns omp-columns-wide">\n<div>\n<div>',
        "next_column": "</div>\n<div>",
        "end_columns": "</div>\n</div>\n</div>",
    }
)
