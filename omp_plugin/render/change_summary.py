"""A comparison in a few words: what the new version is called, its changes in short, and four figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from omp_plugin.compare.changes import Change
from omp_plugin.compare.versions import Compared
from omp_plugin.compute.compiled import Earlier
from omp_plugin.model.dates import Period
from omp_plugin.render.change_names import label_of
from omp_plugin.render.change_values import Sides, days, for_a_period
from omp_plugin.render.stat import Stat
from omp_plugin.words import _, ngettext, pgettext


def new_name(found: Compared) -> str:
    """What the new version is called; `now` where it has no name of its own yet."""
    version = found.name or found.new.plan.version
    return version if version and version != found.earlier.name else pgettext("name of a version", "now")


def dated(found: Compared) -> tuple[date, date]:
    """The days of both versions: of their approval, else of the commit, and the plan's today."""
    old, new = found.old.plan.approved, found.new.plan.approved
    was = approved_on(found.earlier)
    is_approved = new and new.on and not (old and old.on == new.on)
    return was, new.on.last if is_approved and new and new.on else found.new.results.today.as_of


def approved_on(earlier: Earlier) -> date:
    """The day of an earlier version: that of its approval, else of its commit."""
    approved = earlier.plan.approved
    return approved.on.last if approved and approved.on else earlier.version.on


def short(found: Compared, sides: Sides) -> str:
    """What the authors say of the new version, else sentences made of its largest changes."""
    return found.short or " ".join(_sentences(found, sides))


def _sentences(found: Compared, sides: Sides) -> Iterator[str]:
    money = sides.formats.money
    if found.bridge and found.bridge.old != found.bridge.new:
        old, new = found.bridge.old, found.bridge.new
        rises, falls = _("The budget rises by {change} to {total}."), _("The budget falls by {change} to {total}.")
        yield (rises if new > old else falls).format(change=money(abs(new - old)), total=money(new))
    added, removed = (_names(found, kind) for kind in ("added", "removed"))
    if added:
        said = ngettext("Campaign added: {names}.", "Campaigns added: {names}.", len(added))
        yield said.format(names=", ".join(added))
    if removed:
        said = ngettext("Campaign removed: {names}.", "Campaigns removed: {names}.", len(removed))
        yield said.format(names=", ".join(removed))
    moved = max(_milestones(found), key=lambda change: abs(change.delta or Fraction(0)), default=None)
    if moved and moved.delta and isinstance(moved.new, Period):
        label, day = label_of(moved.entity, found.new, found.old), sides.formats.date(moved.new.last)
        yield _of_move(int(moved.delta)).format(thing=label, n=sides.formats.number(abs(int(moved.delta))), date=day)
    if not found.comparison.own:
        yield _("What is planned is the same as in {version}.").format(version=found.earlier.name)


def _of_move(delta: int) -> str:
    """The sentence for a move by a number of days, to be filled in."""
    if delta > 0:
        return ngettext("{thing} moves {n} day later, to {date}.", "{thing} moves {n} days later, to {date}.", delta)
    return ngettext("{thing} moves {n} day earlier, to {date}.", "{thing} moves {n} days earlier, to {date}.", -delta)


def _names(found: Compared, kind: str) -> list[str]:
    """What the campaigns are called that came or went."""
    return [label_of(each.entity, found.new, found.old) for each in _campaigns(found, kind)]


def _campaigns(found: Compared, kind: str) -> list[Change]:
    """The campaigns that came or went."""
    whole = (each for each in found.comparison.changes if each.kind == kind and not each.field)
    return [each for each in whole if each.entity.startswith("campaigns.") and each.entity.count(".") == 1]


def _milestones(found: Compared) -> Iterator[Change]:
    return (each for each in found.comparison.changes if each.kind == "moved" and each.field == "date")


def stats(found: Compared, sides: Sides) -> tuple[Stat, ...]:
    """Budget, coverage of the first goal, critical path and campaigns, as far as the plan has them."""
    made = (_budget(found, sides), _coverage(found, sides), _path(found, sides), _number_of_campaigns(found, sides))
    return tuple(stat for stat in made if stat)


def _budget(found: Compared, sides: Sides) -> Stat | None:
    one, other = found.old.results.budget, found.new.results.budget
    if one is None or other is None or found.old.plan.currency != found.new.plan.currency:
        return None
    was, now, money = Fraction(one.reference), Fraction(other.reference), sides.formats.money
    if was == now:
        return Stat(_("Budget"), _("Unchanged"), money(now))
    note = _("{old} to {new}").format(old=money(was), new=money(now))
    share = f" ({sides.formats.signed_percent((now - was) / was)})" if was > 0 else ""
    return Stat(_("Budget"), sides.formats.signed_money(now - was), f"{note}{share}")


def _coverage(found: Compared, sides: Sides) -> Stat | None:
    """The first goal whose coverage differs, else the first that has one."""
    known = [id_ for id_, goal in found.new.results.goals.goals.items() if goal.coverage is not None]
    differing = {effect.entity: effect for effect in found.comparison.effects if effect.field == "coverage"}
    first = next((id_ for id_ in known if f"goals.{id_}" in differing), next(iter(known), None))
    if first is None:
        return None
    percent, now = sides.formats.percent, found.new.results.goals.goals[first]
    effect = differing.get(f"goals.{first}")
    if effect is None:
        return Stat(_("Goal coverage"), _("Unchanged"), percent(now.coverage))
    was = percent(effect.old) if isinstance(effect.old, Fraction) else _("unknown")
    value = _("{old} to {new}").format(old=was, new=percent(now.coverage))
    return Stat(_("Goal coverage"), value, _contribution(found, sides, first))


def _contribution(found: Compared, sides: Sides, goal: str) -> str:
    """What the campaigns contribute in both versions: $16,050 to $16,800 a month."""
    effect = next((each for each in found.comparison.effects
                   if each.entity == f"goals.{goal}" and each.field == "planned"), None)  # fmt: skip
    kpi = found.new.plan.kpis.get(found.new.results.goals.goals[goal].kpi or "")
    if effect is None or kpi is None:
        return found.new.plan.goals[goal].label
    old, new = (sides.formats.kpi(value, kpi.unit) if isinstance(value, Fraction) else _("unknown")
                for value in (effect.old, effect.new))  # fmt: skip
    return for_a_period(_("{old} to {new}").format(old=old, new=new), kpi)


def _path(found: Compared, sides: Sides) -> Stat | None:
    one, other = found.old.results.schedule, found.new.results.schedule
    if not other.tasks or one.finish is None or other.finish is None:
        return None
    moved = [each for each in found.comparison.changes if each.kind == "moved" and each.field != "start"]
    critical = [each.delta for each in moved if each.delta and other.tasks[each.entity.removeprefix("tasks.")].critical]
    shift = (other.finish - one.finish).days or (max(critical, key=abs) if critical else 0)
    value = days(sides.formats, shift) if shift else _("Unchanged")
    end = _("plan end unchanged")
    if one.finish != other.finish:
        end = _("the plan ends {date}").format(date=sides.formats.date(other.finish))
    later = _later(sides, [each for each in moved if (each.delta or 0) > 0])
    earlier = _earlier(sides, [each for each in moved if (each.delta or 0) < 0])
    return Stat(_("Critical path"), value, "; ".join(part for part in (later, earlier, end) if part))


def _later(sides: Sides, moved: list[Change]) -> str:
    """6 tasks and 1 milestone end later."""
    tasks, milestones = _counted(moved)
    if tasks and milestones:
        return _("{tasks} and {milestones} end later").format(**_nouns(sides, tasks, milestones))
    if tasks:
        return ngettext("{n} task ends later", "{n} tasks end later", tasks).format(n=sides.formats.number(tasks))
    said = ngettext("{n} milestone ends later", "{n} milestones end later", milestones)
    return said.format(n=sides.formats.number(milestones)) if milestones else ""


def _earlier(sides: Sides, moved: list[Change]) -> str:
    """1 task ends earlier."""
    tasks, milestones = _counted(moved)
    if tasks and milestones:
        return _("{tasks} and {milestones} end earlier").format(**_nouns(sides, tasks, milestones))
    if tasks:
        return ngettext("{n} task ends earlier", "{n} tasks end earlier", tasks).format(n=sides.formats.number(tasks))
    said = ngettext("{n} milestone ends earlier", "{n} milestones end earlier", milestones)
    return said.format(n=sides.formats.number(milestones)) if milestones else ""


def _counted(moved: list[Change]) -> tuple[int, int]:
    """How many of them are tasks, and how many milestones."""
    milestones = sum(each.field == "date" for each in moved)
    return len(moved) - milestones, milestones


def _nouns(sides: Sides, tasks: int, milestones: int) -> dict[str, str]:
    """Both numbers with their nouns."""
    number = sides.formats.number
    return {
        "tasks": ngettext("{n} task", "{n} tasks", tasks).format(n=number(tasks)),
        "milestones": ngettext("{n} milestone", "{n} milestones", milestones).format(n=number(milestones)),
    }


def _number_of_campaigns(found: Compared, sides: Sides) -> Stat | None:
    was, now = len(found.old.plan.campaigns), len(found.new.plan.campaigns)
    if not was and not now:
        return None
    number = sides.formats.number
    added, removed = (len(_campaigns(found, kind)) for kind in ("added", "removed"))
    parts = [ngettext("{n} added", "{n} added", added).format(n=number(added))] if added else []
    parts += [ngettext("{n} removed", "{n} removed", removed).format(n=number(removed))] if removed else []
    note = _("{old} before, {new} now").format(old=number(was), new=number(now))
    if was == now:
        note = _("{n} in both versions").format(n=number(now))
    return Stat(_("Campaigns"), ", ".join(parts) or _("Unchanged"), note)
