"""Checks of how the plan is steered: owners, risks, assumptions, decisions, reviews, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from omp_plugin.check.campaigns import running
from omp_plugin.check.fields import is_given
from omp_plugin.check.words import listed, quoted, such_as
from omp_plugin.compute.goals import campaigns_of_tactics
from omp_plugin.compute.homes import campaign_of
from omp_plugin.compute.results import Results
from omp_plugin.model.governance import Risk
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import shorten
from omp_plugin.model.structures import Entity
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Problem, problem


def without_owner(plan: Plan, results: Results) -> Iterator[Problem]:
    """A goal, KPI, campaign, task or risk for which nobody answers.

    What belongs to everybody is done by nobody. A task may take its campaign's owner; landmarks of the plan (milestones
    without a campaign), cancelled work and closed risks need none (plan format, section 2).
    """
    for kind, entity in _to_be_owned(plan):
        if not is_given(entity, "owner"):
            message = f"nobody owns {kind} {quoted(entity)}"
            hint = f'write the id of the person who answers for it: "owner: {such_as(plan.people, "ann")}"'
            yield problem(entity.at, "without-owner", message, hint)


def _to_be_owned(plan: Plan) -> Iterator[tuple[str, Entity]]:
    yield from (("goal", goal) for goal in plan.goals.values())
    yield from (("KPI", kpi) for kpi in plan.kpis.values())
    yield from (("campaign", campaign) for campaign in running(plan))
    homes = campaigns_of_tactics(plan)
    yield from (("task", task) for task in plan.tasks.values() if not _is_owned_elsewhere(plan, task, homes))
    yield from (("risk", risk) for risk in _open_risks(plan))


def _is_owned_elsewhere(plan: Plan, task: Task, homes: Mapping[str, str]) -> bool:
    """True for a task that needs no owner of its own."""
    id_ = campaign_of(task, homes)
    campaign = plan.campaigns.get(id_ or "")
    is_landmark = task.is_milestone and id_ is None
    return task.is_cancelled or is_landmark or (campaign is not None and is_given(campaign, "owner"))


def _open_risks(plan: Plan) -> Iterator[Risk]:
    return (risk for risk in plan.risks.values() if risk.status != "closed")


def risk_without_response(plan: Plan, results: Results) -> Iterator[Problem]:
    """The risk is open, and nothing says what is done about it.

    A risk that is only listed happens all the same: avoid it, lessen it, hand it on or accept it in so many words (plan
    format, section 2).
    """
    for risk in _open_risks(plan):
        if not is_given(risk, "response"):
            message = f"nothing is done about risk {quoted(risk)}"
            hint = 'write what is done about it ("response: Rent a tent"), or that it is over ("status: closed")'
            yield problem(risk.at, "risk-without-response", message, hint)


def assumption_overdue(plan: Plan, results: Results) -> Iterator[Problem]:
    """The assumption was to be looked at again by a day that has passed, and is still open.

    The plan rests on something that may have become false (plan format, section 2).
    """
    for each in plan.assumptions.values():
        if each.review_by and each.review_by.last < results.today.as_of and each.status in (None, "open"):
            message = f"assumption {quoted(each)} was to be reviewed by {each.review_by.text}"
            hint = 'look at it again, and write "status: holds" or "status: broken", or a later "review_by"'
            yield problem(each.where("review_by"), "assumption-overdue", message, hint)


def decision_overdue(plan: Plan, results: Results) -> Iterator[Problem]:
    """The decision was needed by a day that has passed, and has not been taken.

    Work that waits for it stands still (plan format, section 2).
    """
    for each in plan.decisions.values():
        is_needed = each.status == "needed" or (each.status is None and not is_given(each, "taken_on"))
        if each.due and each.due.last < results.today.as_of and is_needed:
            message = f"decision {quoted(each)} was needed by {each.due.text}"
            hint = 'take it and write "status: taken", drop it, or write a later day at "due"'
            yield problem(each.where("due"), "decision-overdue", message, hint)


def review_without_so_what(plan: Plan, results: Results) -> Iterator[Problem]:
    """The log of a review does not say what the numbers mean for the plan.

    Numbers that are only read out change nothing: each review ends in a "so what" (plan format, section 2).
    """
    for review in plan.reviews.values():
        for entry in review.log:
            if not is_given(entry, "so_what"):
                day = f" of {entry.on.text}" if entry.on else ""
                message = f"review {quoted(review)}{day} does not say what its numbers mean for the plan"
                hint = 'write what follows from them: "so_what: 500 move from print to ads"'
                yield problem(entry.at, "review-without-so-what", message, hint)


def presence_missing(plan: Plan, results: Results) -> Iterator[Problem]:
    """A presence check is answered with no: a part of the marketing system does not exist yet.

    Campaigns that lead to it lose what they bring in (plan format, section 2).
    """
    for each in plan.presence.values():
        if each.answer == "no":
            hint = "build it, or answer not-applicable where the plan does not need it"
            yield problem(each.where("answer"), "presence-missing", f"{quoted(each)} is answered no", hint)


_SAID_OF_FACTS = {"source": "source", "as_of": "day or year (as_of)"}
_FOR_FACTS = {"source": "Tea Council survey", "as_of": "2026-03"}


def market_fact_without_source(plan: Plan, results: Results) -> Iterator[Problem]:
    """A claim about the market does not say where it is from, or how old it is.

    Nobody can check it, and it cannot grow old in plain sight (plan format, section 2).
    """
    for fact in plan.market.facts if plan.market else ():
        missing = [key for key in ("source", "as_of") if not is_given(fact, key)]
        if missing:
            claim = shorten(fact.claim or "")
            message = f'the market fact "{claim}" has no {listed([_SAID_OF_FACTS[key] for key in missing], "and no")}'
            hint = "write " + listed([f'"{key}: {_FOR_FACTS[key]}"' for key in missing])
            yield problem(fact.at, "market-fact-without-source", message, hint)
