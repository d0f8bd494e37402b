"""The navigation of a page on a site of many plans: its own plan alone, so that no page grows with the number of plans.

The host makes one navigation for all pages. Its sections are known here by what they have: a title, `children`, and
`active`, which is true for those that hold the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from omp_plugin.pages.navigation import MANY


def many_plans(items: Iterable[Any], plans: int) -> Any:
    """The section around that of all plans, where there are many (`navigation` has put them there); else `None`."""
    if plans <= MANY:
        return None
    alone = (each for each in items if len(each.children or ()) == 1)
    return next((each for each in alone if len(each.children[0].children or ()) == plans), None)


def narrowed(navigation: Any, plans: Any, others: Sequence[Any]) -> Any:
    """The navigation with `others` and the plan of the page that is shown, in place of all plans."""
    (whole,) = plans.children
    inner, outer, found = copy(whole), copy(plans), copy(navigation)
    inner.children = [*others, *(each for each in whole.children if each.active)]
    outer.children = [inner]
    found.items = [outer if each is plans else each for each in navigation.items]
    return found
