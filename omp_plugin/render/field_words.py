"""What fields of the format and the words that they have for values are called, in the language that is spoken."""

from __future__ import annotations

from collections.abc import Mapping

from omp_plugin.words import _, marked

FIELDS: Mapping[str, str] = {
    "acceptance": marked("acceptance"), "actual": marked("actual"), "after": marked("waits for"),
    "agenda": marked("agenda"), "allocation": marked("allocation"), "as_of": marked("as of"),
    "assets": marked("assets"), "assumption": marked("assumption"), "attendees": marked("attendees"),
    "audience": marked("audience"), "backup": marked("backup"), "baseline": marked("baseline"),
    "before": marked("comes before"), "better": marked("direction"), "brief": marked("brief"),
    "budget": marked("budget"), "cadence": marked("cadence"), "campaign": marked("campaign"), "cap": marked("cap"),
    "category": marked("category"), "change": marked("change"), "changes": marked("changes"),
    "channel": marked("channel"), "channels": marked("channels"), "claim": marked("claim"),
    "committed": marked("committed"), "conversions": marked("conversions"), "cost": marked("cost"),
    "count": marked("count"), "date": marked("date"), "day": marked("day"), "deadline": marked("deadline"),
    "decides_by": marked("decides by"), "deliverable": marked("deliverable"), "delivers": marked("delivers"),
    "demographics": marked("demographics"), "department": marked("department"), "difference": marked("difference"),
    "done": marked("done"), "due": marked("due date"), "duration": marked("duration"), "effort": marked("effort"),
    "email": marked("email"), "evidence": marked("evidence"), "external": marked("external"),
    "finish": marked("finish"), "flights": marked("flights"), "forecast": marked("forecast"),
    "formula": marked("formula"), "from": marked("in the plan from"), "goal": marked("goal"), "goals": marked("goals"),
    "guide": marked("guide"), "high": marked("high"), "id": marked("id"), "if_missed": marked("if missed"),
    "impact": marked("impact"), "is": marked("is"), "judge_from": marked("judged from"), "kind": marked("kind"),
    "kpi": marked("KPI"), "kpis": marked("KPIs"), "likelihood": marked("likelihood"), "links": marked("links"),
    "low": marked("low"), "message": marked("message"), "milestones": marked("milestone"),
    "min_run": marked("shortest run"), "monthly": marked("monthly"), "name": marked("name"), "needs": marked("needs"),
    "note": marked("note"), "notes": marked("notes"), "objective": marked("objective"), "offer": marked("offer"),
    "on": marked("on"), "outcome": marked("outcome"), "owner": marked("owner"), "pains": marked("pains"),
    "plan": marked("plan for"), "planned": marked("planned"), "price": marked("price"), "product": marked("product"),
    "purpose": marked("purpose"), "question": marked("question"), "quote": marked("quote"), "raci": marked("raci"),
    "raci.consulted": marked("consulted"), "raci.informed": marked("informed"),
    "raci.responsible": marked("responsible"), "range": marked("range"), "region": marked("region"),
    "response": marked("response"), "review_by": marked("review by"), "role": marked("role"), "size": marked("size"),
    "smart": marked("smart"), "source": marked("source"), "split": marked("split"), "stage": marked("stage"),
    "stages": marked("stages"), "stale_after": marked("stale after"), "standard": marked("standard"),
    "start": marked("start"), "states": marked("states"), "status": marked("status"), "stop": marked("stop limit"),
    "strengths": marked("strengths"), "supplier": marked("supplier"), "tactic": marked("tactic"),
    "taken_on": marked("taken on"), "target": marked("target"), "team": marked("team"), "title": marked("title"),
    "total": marked("total"), "unit": marked("unit"), "unit_cost": marked("unit cost"), "units": marked("units"),
    "until": marked("in the plan until"), "url": marked("url"), "visibility": marked("visibility"),
    "weaknesses": marked("weaknesses"), "why": marked("why"), "within": marked("within"),
}  # fmt: skip
"""Fields as they are named behind the name of what they belong to; a dotted one is a part of a field."""
ALONE: Mapping[str, str] = {
    "achievable": marked("Achievable"), "actions": marked("Actions"), "actuals_through": marked("Actuals through"),
    "answer": marked("Answer"), "benefit": marked("Benefit"), "buyer_power": marked("Buyer power"), "by": marked("By"),
    "calendar": marked("Calendar"), "calendar.holidays": marked("Holidays"), "calendar.off": marked("Days off"),
    "calendar.work": marked("Extra working days"), "calendar.workdays": marked("Working days"),
    "communication": marked("Communication"), "consulted": marked("Consulted"), "consumer": marked("Consumer"),
    "convenience": marked("Convenience"), "currency": marked("Currency"), "economic": marked("Economic"),
    "environmental": marked("Environmental"), "fiscal_year_start": marked("First month of the fiscal year"),
    "five_forces": marked("Five forces"), "informed": marked("Informed"),
    "learnings": marked("Learnings"), "legal": marked("Legal"), "level": marked("Level"), "locale": marked("Locale"),
    "market": marked("Market"), "measurable": marked("Measurable"), "milestones": marked("Milestones"),
    "mission": marked("Mission"), "mix": marked("Mix"), "new_entrants": marked("New entrants"),
    "opportunities": marked("Opportunities"), "organisation": marked("Organisation"), "parent": marked("Parent plan"),
    "people": marked("People"), "period": marked("Period"), "pestel": marked("Pestel"),
    "physical_evidence": marked("Physical evidence"), "place": marked("Place"), "plan": marked("Plan"),
    "political": marked("Political"), "positioning": marked("Positioning"), "problem": marked("Problem"),
    "process": marked("Process"), "promotion": marked("Promotion"), "rate": marked("Rate"), "rates": marked("Rate of"),
    "relevant": marked("Relevant"), "reserve": marked("Contingency reserve"), "reserve_drawn": marked("Reserve drawn"),
    "responsible": marked("Responsible"), "revenue": marked("Planned revenue"), "rivalry": marked("Rivalry"),
    "share": marked("Share"), "short_title": marked("Short title"), "so_what": marked("So what"),
    "social": marked("Social"), "specific": marked("Specific"), "sponsor": marked("Sponsor"),
    "substitutes": marked("Substitutes"), "summary": marked("Summary"), "supplier_power": marked("Supplier power"),
    "swot": marked("Swot"), "tags": marked("Tags"), "technological": marked("Technological"),
    "threats": marked("Threats"), "thresholds": marked("Thresholds"), "time_bound": marked("Time bound"),
    "total": marked("Plan total"), "type": marked("Type"), "value_proposition": marked("Value proposition"),
    "version": marked("Version"), "vision": marked("Vision"), "why_us": marked("Why us"),
}  # fmt: skip
"""Fields of the plan as a whole, and parts of fields, which stand by themselves."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": (
        marked("leading"), marked("lagging"), marked("time"), marked("money"), marked("capacity"), marked("legal"),
        marked("other"), marked("advertising"), marked("content"), marked("direct"), marked("digital"),
        marked("email"), marked("event"), marked("influencer"), marked("loyalty"), marked("partnership"),
        marked("pr"), marked("promotion"), marked("search"), marked("social"),
    ),
    "type": (
        marked("launch"), marked("annual"), marked("quarterly"), marked("social"), marked("content"),
        marked("website"), marked("event"), marked("product"), marked("custom"),
    ),
    "level": (marked("strategic"), marked("operational"), marked("tactical")),
    "visibility": (marked("public"), marked("internal"), marked("confidential")),
    "better": (marked("higher"), marked("lower"), marked("within")),
    "stage": (marked("awareness"), marked("interest"), marked("desire"), marked("action"), marked("loyalty")),
    "cadence": (
        marked("day"), marked("week"), marked("month"), marked("quarter"), marked("daily"), marked("weekly"),
        marked("fortnightly"), marked("monthly"), marked("quarterly"), marked("once"),
    ),
    "total": (marked("sum"), marked("last"), marked("mean")),
    "status": (
        marked("todo"), marked("doing"), marked("done"), marked("blocked"), marked("cancelled"), marked("needed"),
        marked("taken"), marked("dropped"),
    ),
    "external": (marked("yes"), marked("no")),
    "calendar.workdays": (
        marked("mon"), marked("tue"), marked("wed"), marked("thu"), marked("fri"), marked("sat"), marked("sun"),
    ),
}  # fmt: skip
"""The words of the format that fields have for values; all else is what authors wrote."""


def words_of(field: str) -> str:
    """A field in words, without the period or id behind it: review by."""
    known = _known(FIELDS, field)
    return _(known) if known else field.partition(".")[0].replace("_", " ")


def label_of_field(field: str) -> str:
    """A field that stands by itself: Review by."""
    known = _known(ALONE, field)
    words = words_of(field)
    return _(known) if known else words[:1].upper() + words[1:]


def _known(names: Mapping[str, str], field: str) -> str | None:
    return names.get(field) or names.get(field.partition(".")[0])


def choice(field: str, value: str) -> str:
    """A value of a field in words, where the format has one."""
    return _(value) if value in CHOICES.get(field, ()) else value
