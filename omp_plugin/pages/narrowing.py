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


class Narrowing:
    """The navigation of a site of many plans with one of them in it, made once for all of its pages.

    `plans` is the section around that of all plans, `others` what stands before the plan in their place.
    """

    def __init__(self, navigation: Any, plans: Any, others: Sequence[Any]) -> None:
        self._navigation, self._plans, self._others = navigation, plans, others
        self._made: dict[tuple[int, ...], Any] = {}

    def now(self) -> Any:
        """The navigation with the plan of the page that is shown."""
        (whole,) = self._plans.children
        shown = [each for each in whole.children if each.active]
        key = tuple(map(id, shown))
        if key not in self._made:
            self._made[key] = self._with(whole, shown)
        return self._made[key]

    def _with(self, whole: Any, shown: Sequence[Any]) -> Any:
        inner, outer, found = copy(whole), copy(self._plans), copy(self._navigation)
        inner.children = [*self._others, *shown]
        outer.children = [inner]
        found.items = [outer if each is self._plans else each for each in self._navigation.items]
        return found
