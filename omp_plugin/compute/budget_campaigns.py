"""For which campaigns a budget line pays, and how much of it each bears (plan format, section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from omp_plugin.compute.money import say_percent
from omp_plugin.model.budget import Line
from omp_plugin.model.campaigns import Campaign
from omp_plugin.problems import Problem, problem

ONE = Decimal(1)


def homes_of_tactics(campaigns: Mapping[str, Campaign]) -> dict[str, str]:
    """The campaign of each tactic, for tactics that stand in only one."""
    homes: dict[str, list[str]] = {}
    for id_, campaign in campaigns.items():
        for tactic in campaign.tactics:
            homes.setdefault(tactic, []).append(id_)
    return {tactic: found[0] for tactic, found in homes.items() if len(found) == 1}


def campaign_shares(line: Line, campaigns: Mapping[str, Campaign], homes: Mapping[str, str]) -> dict[str, Decimal]:
    """The campaigns that bear a line, with their parts as written: its campaign, its split, or its tactic's campaign.

    Campaigns that do not exist bear nothing; they are reported with the references.
    """
    if line.campaign is None and line.split:
        return {id_: share for id_, share in line.split.values.items() if id_ in campaigns}
    campaign = line.campaign or homes.get(line.tactic or "", "")
    return {campaign: ONE} if campaign in campaigns else {}


def is_stray(line: Line, campaigns: Mapping[str, Campaign], tactics: frozenset[str]) -> bool:
    """True for a line of which nobody can tell for which of the campaigns it pays, or not for which all.

    What it names is unknown, open or could not be read; `tactics` are all that there are.
    """
    if line.campaign is not None:
        return line.campaign not in campaigns
    if "split" in line.places:
        return "split" in line.open | line.flawed or not line.split.values.keys() <= campaigns.keys()
    if line.tactic is not None:
        return line.tactic not in tactics
    return "campaign" in line.places or "tactic" in line.places


def split_problems(line: Line) -> Iterator[Problem]:
    """`duplicate-key` for a split beside a campaign, `split-not-100` for shares that do not add up to 100 %."""
    if line.campaign is not None and "split" in line.places:
        message = f'the line is split, but "campaign" in line {line.where("campaign").line} gives all of it to one'
        yield problem(line.where("split"), "duplicate-key", message, "keep one of the two")
    total = sum(line.split.values.values(), Decimal(0))
    if line.split and "split" not in line.open | line.flawed and total != ONE:
        difference = f"{say_percent(abs(ONE - total))} too {'little' if total < ONE else 'much'}"
        message = f"the shares add up to {say_percent(total)}: {difference}"
        yield problem(line.where("split"), "split-not-100", message, "shares must add up to exactly 100%")
