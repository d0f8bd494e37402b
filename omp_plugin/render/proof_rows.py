"""The rows of the page of sources, of which a plan has hundreds: put together of what its template draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.render.pieces import Macro, safe, texts
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.components.proofs import Proof, Source, Subject, TaskProof


class ProofRows:
    """Draws rows of numbers; `none` is a macro of nothing."""

    def __init__(self, none: Macro) -> None:
        self._none = none

    def subjects(self, found: Iterable[Subject]) -> Markup:
        """The numbers of entities, those of each together."""
        return Markup("".join(map(self._subject, found)))  # noqa: S704 # escaped below

    def tasks(self, found: Iterable[TaskProof]) -> Markup:
        """Tasks, one in each row."""
        return Markup("".join(map(self._task, found)))  # noqa: S704 # as above

    def _subject(self, subject: Subject) -> str:
        span = f' rowspan="{len(subject.proofs)}"' if len(subject.proofs) > 1 else ""
        named = f"{safe(subject.label)}<code>{safe(subject.path)}</code>{_shown(subject)}"
        head = f'<th scope="rowgroup"{span}>{named}</th>'
        rows = []
        for proof in subject.proofs:
            rows.append(f'<tr id="{safe(proof.path)}">{head}{self._figures(proof)}</tr>\n')
            head = ""
        return f"<tbody>{''.join(rows)}</tbody>\n"

    def _figures(self, proof: Proof) -> str:
        said = f"<td>{safe(proof.name)}</td><td>{self._value(proof.value)}</td><td>{safe(proof.formula)}</td>"
        return f"{said}<td>{self._inputs(proof.inputs)}</td>"

    def _task(self, task: TaskProof) -> str:
        label, number = safe(task.label), task.numbers.get
        if task.shown and task.shown[0].href:
            label = f'<a href="{safe(task.shown[0].href)}">{label}</a>'
        days = "".join([f"<td>{self._value(number(name))}</td>" for name in ("start", "finish")])
        slack = f'<td data-label="{safe(_("Slack"))}">{self._value(number("slack_days"))}</td>'
        why = safe(task.formula)
        if task.inputs:
            why += f"{'<br>' if task.inputs[0].label else ''}{self._inputs(task.inputs)}"
        length = f"{self._value(task.length.value)}{_place(task.length)}" if task.length else self._none()
        head = f'<tr id="{safe(task.path)}"><th scope="row">{label}</th>'
        return f"{head}{days}{slack}<td>{why}</td><td>{length}</td></tr>\n"

    def _inputs(self, found: Iterable[Source]) -> str:
        return "<br>".join(map(self._input, found)) or self._none()

    def _input(self, source: Source) -> str:
        said = f"{safe(source.label)}: {self._value(source.value)}" if source.label else ""
        return f"{said}{_place(source)}"

    def _value(self, value: str | None) -> str:
        return safe(value) if value else self._none()


def _place(source: Source) -> str:
    return f" <code>{safe(source.place)}</code>" if source.place else ""


def _shown(subject: Subject) -> str:
    """The pages that show an entity."""
    return f'<span class="omp-sub">{safe(_("Shown on"))} {texts(subject.shown)}</span>' if subject.shown else ""
