"""Plans to begin from: whole plans that hold together, with TBD where only the author knows."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from string import Template

from omp_plugin.model.dates import Period

STARTERS: Mapping[str, str] = {
    "blank": "one of everything, to be filled in",
    "launch": "the launch of a product, a shop or a site",
    "quarter": "a quarter of content, events and search, with a funnel",
    "event": "an event with a fixed day, planned backward from it",
}


def starter(name: str, title: str, owner: str, period: Period) -> str:
    """The `plan.yml` of a starter for a plan with this title, the owner's name and this period."""
    text = files(__package__).joinpath(f"{name}.yml").read_text(encoding="utf-8")
    return Template(text).substitute(
        title=json.dumps(title, ensure_ascii=False),
        name=json.dumps(owner, ensure_ascii=False),
        owner=person_id(owner),
        period=period.text,
        first=(period.first + timedelta(days=min(14, period.days - 1))).isoformat(),
        last=period.last.isoformat(),
        event=(period.first + (period.last - period.first) * 3 // 4).isoformat(),
    )


def person_id(name: str) -> str:
    """The id of a person by their name: Zoë Ångström is zoe-angstrom."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "owner"


def next_quarter(today: date) -> str:
    """The quarter after that of a day, as plans write it."""
    quarter = (today.month - 1) // 3 + 1
    return f"{today.year + 1}-Q1" if quarter == 4 else f"{today.year}-Q{quarter + 1}"
