"""The names that expressions in pages may begin with, known without loading what renders them (plan format, 11)."""

from __future__ import annotations

COMPONENTS = (
    "title_block", "summary", "health", "open_values", "one_page", "kpi_cards", "kpi_table", "funnel", "goal_table",
    "goal_map", "coverage", "campaign_table", "campaign_brief", "timeline", "task_table", "milestones",
    "raci_table", "calendar", "campaign_overlaps", "flighting", "budget_bar", "budget_table",
    "team_table", "hiring_table",
    "risk_table", "decision_list", "assumption_table", "review_list", "presence_table", "tools_table",
    "quality_table", "learning_log", "next_steps", "positioning", "swot", "pestel", "five_forces", "mix",
    "personas", "competitors", "market_facts", "scenario_table", "changes", "sources", "portfolio_table",
    "plan_family", "person_due", "person_load", "person_table",
)  # fmt: skip
"""The components, in the order of the guide."""
VALUES = ("kpi", "goal", "campaign", "task", "plan", "budget")
"""What gives single values: the plan, and its entities by id."""
