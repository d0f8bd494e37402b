"""Alerts of plans, for `omp alerts`: as text, as Markdown for a message or an issue, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from omp_plugin.compute.alerts import KINDS, Alert
from omp_plugin.export.markdown import inert
from omp_plugin.export.plan_json import to_text
from omp_plugin.export.problems import visible
from omp_plugin.model.plan import Plan

_TITLES = {"overdue": "Overdue", "due": "Due soon", "off-track": "Off track", "stale": "Stale", "review": "Reviews"}


class Alerts(NamedTuple):
    """The alerts of one plan as of a day."""

    plan: Plan
    as_of: str
    alerts: Sequence[Alert]

    def owner(self, alert: Alert) -> str:
        """The name of who answers for it; empty where nobody does."""
        person = self.plan.people.get(alert.owner or "")
        return person.label if person else alert.owner or ""


def as_text(found: Sequence[Alerts]) -> str:
    """Each plan with what is to be done; nothing of a plan without alerts."""
    return "".join(f"{visible(line)}\n" for each in found if each.alerts for line in _text(each))


def _text(each: Alerts) -> Iterator[str]:
    yield f"{each.plan.id}: {each.plan.label}, as of {each.as_of}"
    width = max(len(kind) for kind in KINDS)
    for alert in each.alerts:
        owner = each.owner(alert)
        where = f" ({owner})" if owner else ""
        yield f"  {alert.kind:<{width}}  {alert.title}: {alert.note}{where}  [{alert.entity}]"


def as_markdown(found: Sequence[Alerts]) -> str:
    """A section a plan with a list a kind."""
    return "\n".join(line for each in found if each.alerts for line in _markdown(each))


def _markdown(each: Alerts) -> Iterator[str]:
    yield f"## {inert(each.plan.label)}, {each.as_of}\n"
    for kind in KINDS:
        of_kind = [alert for alert in each.alerts if alert.kind == kind]
        if of_kind:
            yield f"### {_TITLES[kind]} ({len(of_kind)})\n"
            yield from (_item(each, alert) for alert in of_kind)
            yield ""


def _item(each: Alerts, alert: Alert) -> str:
    owner = each.owner(alert)
    return f"- **{inert(alert.title)}**: {inert(alert.note)}{f' ({inert(owner)})' if owner else ''}"


def as_json(found: Sequence[Alerts]) -> str:
    """A list of alerts, each with its plan."""
    listed = [_json(each, alert) for each in found for alert in each.alerts]
    return to_text(listed)


def _json(each: Alerts, alert: Alert) -> dict[str, Any]:
    return {
        "plan": each.plan.id, "as_of": each.as_of, "kind": alert.kind, "entity": alert.entity, "title": alert.title,
        "note": alert.note, "owner": alert.owner, "day": alert.day.isoformat() if alert.day else None,
        "days": alert.days, "path": alert.at.path if alert.at else None, "line": alert.at.line if alert.at else None,
    }  # fmt: skip


FORMATS: Mapping[str, Callable[[Sequence[Alerts]], str]] = {
    "text": as_text, "markdown": as_markdown, "json": as_json,
}  # fmt: skip
