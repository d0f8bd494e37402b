"""The limits that keep untrusted plan text from costing more than a plan is worth (plan format, section 10)."""

from __future__ import annotations

from datetime import date

PLAN_FILE_BYTES = 1024 * 1024
"""Largest plan source (`*.yml`, `*.csv`, `*.md`), in bytes."""
NESTING = 32
"""Deepest nesting of a YAML source."""
TEXT_BYTES = 20_000
"""Longest text field, in UTF-8 bytes."""
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2200, 12, 31)
OCCURRENCES = 5_000
"""Most occurrences of a repeating task."""
OCCURRENCES_OF_ALL = 50_000
"""Most occurrences of all repeating tasks of a plan together."""
ENTITIES = 10_000
"""Most entities of one collection."""
ROWS = 50_000
"""Most rows of one table."""
COLUMNS = 1_000
"""Most columns of one table."""
SCENARIOS = 100
"""Most scenarios of a plan."""
SCENARIO_ENTITIES = 10_000
"""Most entities that all scenarios of a plan together may have: each is computed as a whole plan."""
DIGITS = 18
"""Most digits of a number on either side of its decimal point."""
PROBLEMS_PER_FILE = 500
"""Most problems of form listed for one file; the rest is counted."""
HINTS_PER_FILE = 50
"""Most problems of one file for which the nearest known word is looked up: it costs a comparison with all of them."""
EXPRESSION_BYTES = 1_000
"""Longest formula."""
EXPRESSION_NESTING = 32
"""Deepest nesting of brackets in a formula."""
COMMITS = 100
"""Most commits between two versions that are looked at for who changed what, and why."""
VERSIONS = 12
"""Most tagged versions, the latest ones, that are compared with each other in turn."""
TAGS = 100
"""Most tags, the latest first, among which the version to compare with is looked for."""
DATA_FILE_BYTES = 10 * 1024 * 1024
"""Largest data file, in bytes."""
DATA_MB = 64
"""Most megabytes that a data file may unpack to."""
QUERY_SECONDS = 30
"""Longest time for the queries of one file or connection of a plan."""
QUERY_CPU_SECONDS = 4
"""Longest time that a data file may keep a processor busy: a file of that size never needs as much."""
QUERY_ROWS = 100_000
"""Most rows of a query."""
DATA_SOURCES = 100
"""Most files and connections that the KPIs of a plan may name."""
QUERY_MEMORY_MB = 600
"""Most memory of the process that reads a file or asks a database."""
