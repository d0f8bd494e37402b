"""Which problems a version has that another one had not, wherever in a file they stand."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from omp_plugin.problems import Problem

_PLACE = re.compile(r"\bline \d+|:\d+:\d+")
"""Where a message says that something else stands; that moves with every line that is put in above it."""


class ProblemsChanged(NamedTuple):
    """The problems of the new version that the old one had not, and those that are gone."""

    new: tuple[Problem, ...] = ()
    solved: tuple[Problem, ...] = ()


class Found(NamedTuple):
    """The problems of a plan, and the folder that their paths begin with."""

    folder: str
    problems: tuple[Problem, ...]


def compare_problems(old: Found, new: Found) -> ProblemsChanged:
    """Problems are the same where code, file and words are; of several alike, as many as there are more."""
    return ProblemsChanged(_beyond(new, old), _beyond(old, new))


def _beyond(these: Found, those: Found) -> tuple[Problem, ...]:
    """The problems of the one that the other has not."""
    left = Counter(_key(those, each) for each in those.problems)
    found = []
    for each in these.problems:
        key = _key(these, each)
        if left[key]:
            left[key] -= 1
        else:
            found.append(each)
    return tuple(found)


def _key(of: Found, each: Problem) -> tuple[str, str, str, str]:
    file = each.position.path.removeprefix(of.folder).lstrip("/")
    return file, each.code, each.level, _PLACE.sub("", each.message.replace(f"{of.folder}/", ""))
