"""What fields of the format are called where they stand alone: the word of the file, to be read as a label."""

from __future__ import annotations

from collections.abc import Mapping

from omp_plugin.words import _, marked

LABELS: Mapping[str, str] = {
    "acceptance": marked("Acceptance"), "achievable": marked("Achievable"), "actions": marked("Actions"),
    "actual": marked("Actual"), "actuals_through": marked("Actuals through"), "after": marked("After"),
    "agenda": marked("Agenda"), "allocation": marked("Allocation"), "answer": marked("Answer"),
    "as_of": marked("As of"), "assumption": marked("Assumption"), "attendees": marked("Attendees"),
    "audience": marked("Audience"), "backup": marked("Backup"), "baseline": marked("Baseline"),
    "before": marked("Before"), "benefit": marked("Benefit"), "better": marked("Better"), "brief": marked("Brief"),
    "budget": marked("Budget"), "buyer_power": marked("Buyer power"), "by": marked("By"),
    "cadence": marked("Cadence"), "campaign": marked("Campaign"), "cap": marked("Cap"),
    "category": marked("Category"), "change": marked("Change"), "changes": marked("Changes"),
    "channel": marked("Channel"), "channels": marked("Channels"), "claim": marked("Claim"),
    "committed": marked("Committed"), "communication": marked("Communication"), "consulted": marked("Consulted"),
    "consumer": marked("Consumer"), "convenience": marked("Convenience"), "cost": marked("Cost"),
    "count": marked("Count"), "date": marked("Date"), "day": marked("Day"), "deadline": marked("Deadline"),
    "decides_by": marked("Decides by"), "deliverable": marked("Deliverable"), "delivers": marked("Delivers"),
    "demographics": marked("Demographics"), "department": marked("Department"), "difference": marked("Difference"),
    "done": marked("Done"), "due": marked("Due"), "duration": marked("Duration"), "economic": marked("Economic"),
    "effort": marked("Effort"), "email": marked("Email"), "environmental": marked("Environmental"),
    "evidence": marked("Evidence"), "external": marked("External"), "finish": marked("Finish"),
    "flights": marked("Flights"), "forecast": marked("Forecast"), "formula": marked("Formula"),
    "from": marked("From"), "goal": marked("Goal"), "goals": marked("Goals"), "guide": marked("Guide"),
    "high": marked("High"), "if_missed": marked("If missed"), "impact": marked("Impact"),
    "informed": marked("Informed"), "judge_from": marked("Judge from"), "kind": marked("Kind"), "kpi": marked("Kpi"),
    "kpis": marked("Kpis"), "learnings": marked("Learnings"), "legal": marked("Legal"), "level": marked("Level"),
    "likelihood": marked("Likelihood"), "links": marked("Links"), "low": marked("Low"),
    "measurable": marked("Measurable"), "message": marked("Message"), "milestones": marked("Milestones"),
    "min_run": marked("Min run"), "mission": marked("Mission"), "monthly": marked("Monthly"), "name": marked("Name"),
    "needs": marked("Needs"), "new_entrants": marked("New entrants"), "note": marked("Note"),
    "notes": marked("Notes"), "objective": marked("Objective"), "offer": marked("Offer"), "on": marked("On"),
    "opportunities": marked("Opportunities"), "organisation": marked("Organisation"), "outcome": marked("Outcome"),
    "owner": marked("Owner"), "pains": marked("Pains"), "people": marked("People"), "period": marked("Period"),
    "physical_evidence": marked("Physical evidence"), "place": marked("Place"), "plan": marked("Plan"),
    "planned": marked("Planned"), "political": marked("Political"), "positioning": marked("Positioning"),
    "price": marked("Price"), "problem": marked("Problem"), "process": marked("Process"),
    "product": marked("Product"), "promotion": marked("Promotion"), "purpose": marked("Purpose"),
    "question": marked("Question"), "quote": marked("Quote"), "range": marked("Range"), "rate": marked("Rate"),
    "region": marked("Region"), "relevant": marked("Relevant"), "reserve": marked("Reserve"),
    "reserve_drawn": marked("Reserve drawn"), "response": marked("Response"), "responsible": marked("Responsible"),
    "revenue": marked("Revenue"), "review_by": marked("Review by"), "rivalry": marked("Rivalry"),
    "role": marked("Role"), "share": marked("Share"), "short_title": marked("Short title"), "size": marked("Size"),
    "so_what": marked("So what"), "social": marked("Social"), "source": marked("Source"),
    "specific": marked("Specific"), "split": marked("Split"), "sponsor": marked("Sponsor"), "stage": marked("Stage"),
    "stale_after": marked("Stale after"), "standard": marked("Standard"), "start": marked("Start"),
    "status": marked("Status"), "stop": marked("Stop"), "strengths": marked("Strengths"),
    "substitutes": marked("Substitutes"), "summary": marked("Summary"), "supplier": marked("Supplier"),
    "supplier_power": marked("Supplier power"), "tactic": marked("Tactic"), "taken_on": marked("Taken on"),
    "target": marked("Target"), "team": marked("Team"), "technological": marked("Technological"),
    "threats": marked("Threats"), "time_bound": marked("Time bound"), "title": marked("Title"),
    "total": marked("Total"), "type": marked("Type"), "unit": marked("Unit"), "unit_cost": marked("Unit cost"),
    "until": marked("Until"), "url": marked("Url"), "version": marked("Version"), "vision": marked("Vision"),
    "weaknesses": marked("Weaknesses"), "why": marked("Why"), "why_us": marked("Why us"),
}  # fmt: skip
"""Fields that may be left open, by their keys; settings, which are not, have no words of their own."""


def label_of_field(key: str) -> str:
    """A field as a label: review by."""
    known = LABELS.get(key)
    return _(known) if known else key.replace("_", " ").capitalize()
