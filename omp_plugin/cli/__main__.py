"""`python -m omp_plugin.cli`: the command where its script is not on the path."""

from __future__ import annotations

import sys

from omp_plugin.cli import main

sys.exit(main())
