"""Public holidays by country or subdivision, from the `holidays` library (plan format, section 2, `calendar`)."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
import types
from functools import lru_cache
from typing import Any

_PACKAGE = "holidays.countries"
_LOCK = threading.Lock()


@lru_cache(maxsize=64)
def holidays_of(code: str, first_year: int, last_year: int) -> frozenset[int] | None:
    """The public holidays of those years as ordinals, observed days included; `None` for a code nobody knows."""
    country, _, subdivision = code.partition("-")
    make = _country(country)
    if make is None:
        return None
    try:
        found = make(subdiv=subdivision or None, years=range(first_year, last_year + 1))
    except (NotImplementedError, ValueError):
        return None
    return frozenset(day.toordinal() for day in found)


def _country(code: str) -> Any:
    """The class of a country, by its two- or three-letter code."""
    from holidays.registry import COUNTRIES  # heavy, and most plans name no country

    for module, (name, *codes) in COUNTRIES.items():
        if code in codes:
            return _load(module, name)
    return None


def _load(module: str, name: str) -> Any:
    """One country's class without the other 250: their package imports them all, which costs half a second.

    While the one module is imported, an empty package stands where the full one would be; the full one is imported by
    whoever asks for it later.
    """
    full = f"{_PACKAGE}.{module}"
    with _LOCK:
        if _PACKAGE in sys.modules or full in sys.modules:
            return getattr(importlib.import_module(full), name)
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.submodule_search_locations is None:
            return getattr(importlib.import_module(full), name)
        bare = types.ModuleType(_PACKAGE)
        bare.__path__ = list(spec.submodule_search_locations)
        sys.modules[_PACKAGE] = bare
        try:
            return getattr(importlib.import_module(full), name)
        finally:
            del sys.modules[_PACKAGE]
