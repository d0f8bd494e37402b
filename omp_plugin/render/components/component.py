"""What a component is: a name that pages call, and a function that prepares its view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from omp_plugin.words import marked


@dataclass(frozen=True)
class Component:
    """A component; `view` takes the plan's context and the call's arguments and gives `None` where there is no data."""

    name: str
    view: Callable[..., object | None]
    doc: str
    absent: str = marked("This plan has nothing to show here.")
