"""Two versions of a plan, entity by entity and field by field: what was added, removed, renamed and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from omp_plugin.compare.changes import Change, Form, difference
from omp_plugin.compare.fields import Leaf, plain, take_apart
from omp_plugin.compare.matching import matched, renames
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record, specs
from omp_plugin.model.structures import Collection, Entity

LOGS = ("decisions", "next_steps", "learning")
"""Collections that record how the plan is steered."""
PROSE = ("facts", "scenarios", "links")
"""Collections that explain the plan: figures that texts state, what-if questions, where to read on."""


@dataclass(slots=True)
class Book:
    """What was found so far. `renamed` gives the new id by collection and old id."""

    currency: str
    renamed: Mapping[str, Mapping[str, str]]
    changes: list[Change] = field(default_factory=list)
    unlisted: list[Change] = field(default_factory=list)
    """Entries of logs and explanations that came or went."""
    wording: int = 0
    progress: int = 0

    def current(self, of: str, id_: str) -> str:
        """The id that an id of a collection has in the new version; `of` may name several."""
        if of in self.renamed:
            return self.renamed[of].get(id_, id_)
        found = {ids[id_] for ids in self.renamed.values() if id_ in ids}
        return found.pop() if len(found) == 1 else id_


def compare_records(old: Plan, new: Plan) -> Book:
    """Everything that is written, apart from dates of tasks and sums of money, which are compared as computed."""
    book = Book(new.currency, dict(_renames(old, new)))
    _compare(book, old, new, "plan", "plan")
    for key, one, other in _collections(old, new):
        if key in (*LOGS, *PROSE):
            _beside(book, key, one, other)
        else:
            _entities(book, one, other, f"{key}.", f"{key}.")
    return book


def _beside(book: Book, key: str, old: Mapping[str, Entity], new: Mapping[str, Entity]) -> None:
    """Counts what is beside the plan, and remembers what came or went, since risks may refer to it."""
    for before, after in matched(old, new):
        if plain(before) == plain(after):
            continue
        book.progress += key in LOGS
        book.wording += key in PROSE
        if before is None and after is not None:
            book.unlisted.append(Change("added", f"{key}.{after.id}"))
        elif after is None and before is not None:
            book.unlisted.append(Change("removed", f"{key}.{before.id}"))


Both = tuple[str, Mapping[str, Entity], Mapping[str, Entity]]
"""A collection's path, and its entities in the old and the new version."""


def _collections(old: Record | None, new: Record | None, prefix: str = "") -> Iterator[Both]:
    """The collections of a record, and those of the records in it, with their paths."""
    for key, spec in specs(type(new or old)).items():  # type: ignore[arg-type] # one of the two is there
        one, other = getattr(old, spec.name, None), getattr(new, spec.name, None)
        if isinstance(spec.kind, Collection):
            yield prefix + key, one or {}, other or {}
        elif isinstance(one, Record) or isinstance(other, Record):
            yield from _collections(one, other, f"{prefix}{key}.")


def _renames(old: Plan, new: Plan) -> Iterator[tuple[str, dict[str, str]]]:
    """New ids by old ones, by the words that references use for collections."""
    tactics: dict[str, str] = {}
    for key, one, other in _collections(old, new):
        name = {"budget.lines": "budget lines"}.get(key, key.rpartition(".")[2])
        yield name, {was: now for now, was in renames(one, other).items()}
        if key == "campaigns":
            for before, after in matched(old.campaigns, new.campaigns):
                if before and after:
                    tactics |= {was: now for now, was in renames(before.tactics, after.tactics).items()}
    yield "tactics", tactics


def _entities(book: Book, old: Mapping[str, Entity], new: Mapping[str, Entity], was: str, now: str) -> None:
    for before, after in matched(old, new):
        if before is None and after is not None:
            book.changes.append(Change("added", now + after.id, new=after.label))
        elif after is None and before is not None:
            book.changes.append(Change("removed", was + before.id, old=before.label, was=was + before.id))
        elif before is not None and after is not None:
            _entity(book, before, after, was + before.id, now + after.id)


def _entity(book: Book, old: Entity, new: Entity, was: str, now: str) -> None:
    if old.id != new.id:
        book.changes.append(Change("renamed", now, "id", old.id, new.id, was=was))
    _compare(book, old, new, was, now)
    for key, one, other in _collections(old, new):
        _entities(book, one, other, f"{was}.{key}.", f"{now}.{key}.")


def _compare(book: Book, old: Record, new: Record, was: str, now: str) -> None:
    one, other = take_apart(old, new, book.currency)
    before = _translated(book, one.planned)
    for place in sorted(before.keys() | other.planned.keys()):
        change = _change(before.get(place), other.planned.get(place), book)
        if change:
            book.changes.append(change._replace(entity=now, was=was))
    book.wording += _count(one.texts, other.texts)
    book.progress += _count(one.progress, other.progress)


def _count(old: Mapping[str, object], new: Mapping[str, object]) -> int:
    return sum(old.get(key) != new.get(key) for key in old.keys() | new.keys())


def _translated(book: Book, leaves: Mapping[str, Leaf]) -> Mapping[str, Leaf]:
    """Values that are kept by the id of something, by the id it has now."""
    found = {}
    for place, leaf in leaves.items():
        start, _, id_ = place.rpartition(".")
        is_key = leaf.of and leaf.form not in ("id", "ids")
        found[f"{start}.{book.current(leaf.of, id_)}" if is_key else place] = leaf
    return found


def _change(old: Leaf | None, new: Leaf | None, book: Book) -> Change | None:
    shape = new or old
    assert shape
    before, other = old.value if old else None, new.value if new else None
    if other in (before, _value(old, book)) and (not old or not new or old.unit == new.unit):
        return None
    form: Form = shape.form if not old or not new or old.form == new.form else "text"
    same_unit = not old or not new or old.unit == new.unit
    delta = difference(old.value, new.value) if old and new and same_unit else None
    values = (old.value if old else None, new.value if new else None)
    return Change("changed", "", shape.name, *values, delta, form, shape.unit, shape.of)


def _value(leaf: Leaf | None, book: Book) -> object:
    """An old value with ids as they are now."""
    if leaf is None:
        return None
    if leaf.form == "id":
        return book.current(leaf.of, str(leaf.value))
    if leaf.form == "ids" and isinstance(leaf.value, tuple):
        return tuple(sorted(book.current(leaf.of, id_) for id_ in leaf.value))
    return leaf.value
