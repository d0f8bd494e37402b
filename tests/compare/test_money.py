"""Money and work that name a tactic only belong to its campaign, as if they named the campaign itself."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omp_plugin.compare.money import Span, bridge
from omp_plugin.compare.versions import compare
from tests.compare.test_properties import version
from tests.helpers import HEAD

CAMPAIGN = "campaigns: {c: {owner: ann, tactics: {t: {title: Ads}}}}\n"
NAMES = pytest.mark.parametrize("names", ["campaign: c", "tactic: t", "split: {c: 100%}"])


@NAMES
def test_a_line_is_one_step_of_the_bridge(names: str) -> None:
    one, other = (version(f"{HEAD}{CAMPAIGN}budget: {{lines: {{l: {{planned: {n}, {names}}}}}}}\n") for n in (100, 150))
    found = bridge(one, other)
    assert found
    assert found.spans == (Span("campaigns.c", "changed", Fraction(50)),)
    follows = {change.entity: change.follows for change in compare(one, other).changes}
    assert follows == {"budget": "", "campaigns.c": "", "budget.lines.l": "campaigns.c"}


@pytest.mark.parametrize("names", ["campaign: c", "tactic: t"])
def test_what_comes_with_its_campaign(names: str) -> None:
    rest = f"budget: {{lines: {{l: {{planned: 100, {names}}}}}}}\ntasks: {{a: {{{names}}}}}\n"
    changes = compare(version(HEAD), version(HEAD + CAMPAIGN + rest)).changes
    follows = {change.entity: change.follows for change in changes if change.kind == "added" and not change.field}
    assert follows.items() >= {"campaigns.c": "", "tasks.a": "campaigns.c", "budget.lines.l": "campaigns.c"}.items()
