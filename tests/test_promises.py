"""What the project promises to withstand, and the tests that hold it: one row each, none without a test.

A row names tests of what is refused and tests of what is let through, since a guard that refuses everything is none.
"""

from __future__ import annotations

import ast
from functools import cache

import pytest

from tests.helpers import ROOT

ATTACKS = {
    "HTML, scripts and event handlers in any field": (
        "render/test_attacks.py: test_no_field_brings_an_element test_a_field_of_another_kind_takes_no_attack test_an_address_that_no_page_may_lead_to",
        "render/test_attacks.py: test_most_components_are_attacked",
    ),
    "script or markup in a page's title, description or author": (
        "test_plugin.py: test_titles_are_text",
        "test_hostile_pages.py: test_names_of_files_and_headings_are_text test_no_page_of_a_plan_runs_what_its_fields_say",
        "test_hostile_pages.py: test_signs_in_headings_are_shown test_what_looks_like_an_expression_in_a_title_asks_for_nothing",
        "test_plugin.py: test_one_heading_a_page",
    ),
    "paths and links that lead out, special files": (
        "test_security.py: test_links_that_lead_out_are_neither_read_nor_published test_a_pipe_is_no_page",
        "source/test_disk.py: test_a_link_that_leads_out_is_not_followed test_special_files",
        "source/test_hostile.py: test_files_that_are_none",
        "test_plugin.py: test_links_that_lead_out_are_not_followed test_sources_and_data_stay_at_home",
        "source/test_opening.py: test_what_is_exchanged_in_between_is_not_read test_a_folder_exchanged_on_the_way_down test_out_of_the_folder",
        "source/test_written.py: test_names_with_hidden_characters test_pages_in_the_way_of_files test_other_names_are_names",
        "source/test_opening.py: test_what_is_written_anew_in_between_is_read",
        "source/test_disk.py: test_a_link_inside_the_folder_is_followed",
        "test_security.py: test_a_link_within_the_site_is_followed",
    ),
    "bombs of YAML, CSV, Markdown, expressions and data files": (
        "source/test_hostile.py: test_every_attack_is_answered_in_time test_the_bomb_is_small",
        "test_security.py: test_no_expression_of_a_page_does_more_than_ask test_pages_full_of_bombs_take_no_memory",
        "test_security.py: test_exports_of_as_much_as_a_plan_may_say_take_no_memory test_more_memory_than_that_is_refused",
        "actuals/test_bombs.py: test_files test_queries test_a_plan_waits_for_one_bomb_not_for_all",
        "pages/test_markdown.py: test_brackets_that_cost_too_much_are_refused test_what_hosts_take_minutes_for_or_fail_on_is_refused",
        "pages/test_costs.py: test_long_ones_are_refused_in_time test_what_is_let_through_costs_the_host_little",
        "pages/test_costs.py: test_short_ones_are_let_through test_long_pages_of_an_ordinary_kind_are_let_through",
        "pages/test_markdown.py: test_a_long_page_of_links_is_not test_pages_with_many_of_them_are_not",
        "test_security.py: test_a_question_about_the_plan_is_answered",
    ),
    "queries that write, attach, copy or read files; addresses of databases": (
        "actuals/test_connections.py: test_what_writes_or_reaches_out_is_refused test_what_is_no_single_select",
        "actuals/test_connections.py: test_a_database_that_cannot_be_reached_is_a_warning_without_its_url test_nobody_sees_the_environment",
        "actuals/test_connections.py: test_messages_of_a_driver_that_tell_of_the_url_are_kept_back",
        "actuals/test_connections.py: test_values_come_by_period test_a_single_select",
    ),
    "formulas in cells, line breaks in calendars": (
        "export/test_payloads.py: test_no_cell_is_a_formula test_no_event_and_no_element_is_added test_no_control_characters_in_any_text",
        "export/test_payloads.py: test_formulas_are_told_from_texts",
        "export/test_calendar.py: test_what_the_model_says_comes_back test_lines_are_short_and_texts_come_back_whole",
        "export/test_tables.py: test_sums_equal_those_of_the_plan",
    ),
    "signs that reorder or hide text, ids that look alike, lines that pass for problems": (
        "test_security.py: test_signs_that_cannot_be_seen test_ids_that_look_like_others test_no_text_makes_a_line_of_a_problem",
        "test_security.py: test_messages_quote_no_books",
        "test_security.py: test_an_id_is_letters_digits_and_dashes test_signs_of_other_scripts_are_text",
    ),
    "values above the audience": (
        "audiences/test_canaries.py: test_no_byte_of_the_site_is_above_the_audience test_changing_what_is_above_the_audience_changes_no_byte",
        "audiences/test_canaries.py: test_the_engine_says_the_same_whatever_is_above",
        "test_hostile_pages.py: test_what_looks_like_front_matter_is_none test_pages_of_all_endings_have_an_audience",
        "test_hostile_pages.py: test_a_plan_under_another_name_is_not_published_as_it_is",
        "test_hostile_pages.py: test_what_does_not_look_like_it_is_text test_files_that_are_called_like_a_plan_and_are_none",
        "audiences/test_canaries.py: test_what_the_audience_may_see_is_there test_the_canaries_differ_in_what_may_be_seen",
    ),
    "a pull request that edits the workflow, the configuration or hooks": (
        "test_ci.py: test_what_is_proposed_gets_no_secret_and_cannot_write test_zizmor_finds_nothing test_actions_are_fixed_by_their_commits",
        "test_ci.py: test_a_pull_request_is_checked_built_and_reported test_what_is_merged_is_published_beside_what_was_tagged",
    ),
}
FAULTS = {
    "a malformed plan": (
        "test_fuzz.py: test_mangled_plans_are_answered test_plans_of_the_right_shape_are_answered test_the_cases_reach_the_computations",
        "fuzz/test_targets.py: test_what_once_broke_holds test_new_cases_hold",
        "source/test_hostile.py: test_names_of_files_that_are_no_text",
        "check/test_broken.py: test_broken_plans_report_what_they_say_and_nothing_else",
        "test_build.py: test_the_example_plans_hold_together",
    ),
    "kill, termination, Ctrl-C": (
        "publish/test_folder.py: test_killed_at_any_moment test_a_publisher_killed_between_two_steps_is_made_good",
        "publish/test_command.py: test_a_signal_ends_the_build_and_clears_the_room",
        "publish/test_folder.py: test_what_a_killed_publisher_left_running_is_waited_for",
    ),
    "a full or read-only disk": (
        "publish/test_faults.py: test_files_that_cannot_be_written_whole test_a_disk_that_is_full test_a_disk_that_is_read_only",
        "publish/test_faults.py: test_a_folder_that_may_not_be_written test_the_command_on_disks_of_ten_sizes test_an_export_on_disks_of_ten_sizes",
        "publish/test_folder.py: test_a_failing_build_leaves_the_old_site test_a_failing_swap_leaves_the_old_site",
    ),
    "a strict build that fails": (
        "publish/test_command.py: test_to_a_folder",
        "test_plugin.py: test_a_failed_check_leaves_the_published_site_alone test_warnings_fail_a_strict_build_only",
        "test_plugin.py: test_what_is_wrong_with_a_page_stops_the_build",
        "test_hostile_pages.py: test_a_template_that_is_no_page_is_refused_before_the_old_site_is_gone test_templates_of_pages_are_there",
    ),
    "a target with anything of somebody else's": (
        "publish/test_folder.py: test_what_is_not_ours_is_refused",
        "publish/test_folder.py: test_a_site_replaces_the_one_before test_an_empty_folder_a_link_and_a_new_place",
    ),
    "builds at the same time": (
        "publish/test_folder.py: test_the_second_waits_for_the_first",
        "publish/test_faults.py: test_two_commands_at_once",
    ),
    "other paths, hash seeds, time zones, locales": (
        "test_reproducible.py: test_every_byte_is_the_same test_every_value_is_among_those_that_always_run",
        "test_cli.py: test_the_same_bytes_wherever_it_runs test_words_of_any_script_under_any_locale",
        "test_build.py: test_the_order_of_sources_changes_nothing",
    ),
    "the clock": ("test_reproducible.py: test_the_clock_changes_nothing test_the_epoch_does", "test_plugin.py: test_as_of"),
    "cents": (
        "compute/test_budget_properties.py: test_parts_add_up_to_the_whole test_a_stated_total_is_proved_to_the_last_digit",
        "model/test_amounts.py: test_every_amount_is_read_to_the_cent",
    ),
    "values that are missing, stale or no number": (
        "model/test_amounts.py: test_what_is_no_number",
        "compute/test_kpis.py: test_a_zero_divisor_or_no_expectation_is_unknown test_stale_the_day_after_the_last_fresh_day",
        "compute/test_kpis.py: test_no_value_and_values_that_are_no_number_have_no_unit",
        "actuals/test_files.py: test_a_value_that_is_none_is_never_zero",
    ),
    "versions published at the same time": (
        "publish/test_deploy.py: test_many_at_once test_a_rejected_push_is_tried_again_on_what_is_there",
        "publish/test_deploy.py: test_giving_up_leaves_the_branch_as_it_was",
    ),
}


@cache
def defined_in(file: str) -> frozenset[str]:
    """The names of the tests that a file defines."""
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_"))


@pytest.mark.parametrize("row", [*ATTACKS, *FAULTS])
def test_each_promise_is_held_by_tests_that_are_there(row: str) -> None:
    named = [each.split(": ") for each in {**ATTACKS, **FAULTS}[row]]
    assert sum(len(names.split()) for _, names in named) >= 2
    assert {file: set(names.split()) - defined_in(file) for file, names in named if set(names.split()) - defined_in(file)} == {}
