"""The references of the guide are complete: fields, commands, status words, limits, what is not there yet."""

from __future__ import annotations

import argparse
import json
import re

import pytest
import yaml

from omp_plugin import limits
from omp_plugin.export.plan_json import plan_json
from omp_plugin.model.plan import Plan, Thresholds
from omp_plugin.model.reading import specs
from omp_plugin.model.schema import FILES
from omp_plugin.problems import LEVELS, Position
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.written import PUBLISHED, is_published
from tests.docs import reference
from tests.docs.guide import ROOT, blocks, compile_text, pages

PAGES = pages()


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of its level or a higher one (the pages' first apart)."""
    match = re.search(rf"^(#+) {re.escape(heading)}\n", PAGES[page], re.MULTILINE)
    assert match, f"{page} has no heading {heading}"
    rest = PAGES[page][match.end() :]
    following = re.search(rf"^#{{2,{len(match[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def test_every_field_of_every_record_is_documented() -> None:
    for record in reference._records():
        text = section("fields.md", reference.heading(record))
        shared = specs(reference.Entity) if issubclass(record, reference.Entity) else {}
        own = set(specs(record)) - set(shared)
        assert own <= set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)), record


def test_records_are_found_wherever_they_stand() -> None:
    names = {record.__name__ for record in reference._records()}
    assert {"Plan", "Tactic", "Smart", "Raci", "LogEntry", "MarketFact", "DataSource", "Conversion", "Line"} <= names


def test_every_command_has_a_section_with_its_arguments() -> None:
    headings = set(re.findall(r"^## omp (\w+)$", PAGES["cli.md"], re.MULTILINE))
    assert headings == set(reference.commands())
    for name, parser in reference.commands().items():
        text = section("cli.md", f"omp {name}")
        assert f"<!-- computed: command {name} -->" in text
        assert all(option in text for option in _options(parser))


def _options(parser: argparse.ArgumentParser) -> list[str]:
    return [each for action in parser._actions for each in action.option_strings if action.dest != "help"]


def test_options_that_the_guide_names_exist() -> None:
    known = {option for parser in reference.commands().values() for option in _options(parser)}
    for page, text in PAGES.items():
        for line in re.findall(r"omp (?:check|show|diff|why|schema)[^\n`]*", text):
            assert set(re.findall(r"--[a-z-]+", line)) <= known, f"{page}: {line}"


def test_commands_that_are_not_there_yet_are_not_there() -> None:
    (line,) = (each for each in section("choices.md", "Not there yet").splitlines() if each.startswith("- The command"))
    missing = set(re.findall(r"`omp (\w+)`", line))
    assert missing
    assert not missing & set(reference.commands())


def test_every_status_word_is_explained() -> None:
    assert set(re.findall(r"`([a-z-]+)`", section("health.md", "Status words"))) == set(reference.statuses())


def test_the_thresholds_are_those_of_the_model() -> None:
    text = section("health.md", "Limits")
    assert set(re.findall(r"`(\w+)`", text)) - {"thresholds"} == set(specs(Thresholds))
    plan = compile_text({"plan.yml": "omp: 1\ntitle: T\nperiod: 2027\nowner: ana\n"}).plan
    assert plan
    for row in re.findall(r"^\|.*\|$", text, re.MULTILINE):
        name, shown = re.search(r"`(\w+)` \|$", row), re.search(r"\| (\d+) % \|", row)
        if name and shown:
            assert getattr(plan.limits, name[1]) * 100 == int(shown[1])


def test_the_limits_are_those_of_the_reader() -> None:
    text = section("format.md", "Limits")
    assert limits.PLAN_FILE_BYTES == 1024**2
    assert "1 MB" in text
    assert f"{limits.TEXT_BYTES // 1000} kB" in text
    assert f"{limits.NESTING} levels" in text
    assert f"{limits.DIGITS} digits" in text
    assert f"{limits.OCCURRENCES:,} times" in text
    assert f"{limits.FIRST_DAY.year} and {limits.LAST_DAY.year}" in text


def test_words_in_code_that_look_like_problem_codes_are_codes() -> None:
    """A problem that was renamed must not live on in the guide."""
    said = {code for text in PAGES.values() for code in re.findall(r"\(`([a-z]+(?:-[a-z]+)+)`", text)}
    words = set(reference.statuses())
    assert said - words <= set(LEVELS), said - words - set(LEVELS)


def test_settings_of_editors_name_schemas_that_exist() -> None:
    (settings,) = (block.text for block in blocks("start.md", PAGES["start.md"]) if block.language == "json")
    schemas = json.loads(settings)["yaml.schemas"]
    assert {re.sub(r"^\.schemas/|\.json$", "", path) for path in schemas} <= set(FILES)
    for path, pattern in schemas.items():
        assert re.sub(r"^\.schemas/|\.json$", "", path) == re.sub(r"^\*\*/|\.yml$", "", pattern)


def test_the_first_plan_is_the_readmes() -> None:
    readme = re.search(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    first = next(block.text for block in blocks("start.md", PAGES["start.md"]) if block.file == "plan.yml")
    assert readme
    assert first == f"# plan.yml\n{readme[1]}"
    assert not [each for each in compile_text({"plan.yml": readme[1]}).problems if each.level == "error"]


@pytest.mark.parametrize("key", sorted(specs(Plan)))
def test_keys_of_the_plan_stand_in_the_index_of_fields(key: str) -> None:
    assert f"| `{key}` |" in section("fields.md", "Plan")


def test_the_options_of_the_plugin_are_documented() -> None:
    from omp_plugin.publish.options import OmpConfig

    options = {name for name, _ in OmpConfig._schema}
    assert set(re.findall(r"^\| `(\w+)` \|", section("site.md", "Set-up"), re.MULTILINE)) == options


def test_the_options_in_the_example_are_accepted() -> None:
    from omp_plugin.publish.options import OmpConfig

    (text,) = (block.text for block in blocks("site.md", PAGES["site.md"]) if block.file == "mkdocs.yml")
    (options,) = (each["omp"] for each in yaml.safe_load(text)["plugins"] if isinstance(each, dict))
    config = OmpConfig()
    config.load_dict(options)
    assert config.validate() == ([], [])


def test_the_keys_of_the_published_data_are_documented() -> None:
    text = section("site.md", "Machine-readable data")
    plan = plan_json(compile_text({"plan.yml": next(b.text for b in blocks("site.md", text) if b.file == "plan.yml")}))
    named = {key for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)}
    assert named == set(plan)


def test_what_is_published_of_a_plans_folder_is_documented() -> None:
    text = section("site.md", "What is published")
    named = re.findall(r"`(\.\w+)`", text)
    assert {suffix for suffix in named if is_published(f"x{suffix}")} == set(PUBLISHED)
    assert {suffix for suffix in named if not is_published(f"x{suffix}")} == {".html", ".svg", ".js"}


def test_code_blocks_stand_at_the_margin() -> None:
    """The Markdown that comes with the host knows no fenced code within lists."""
    for page, text in PAGES.items():
        assert not re.search(r"^ +```", text, re.MULTILINE), page


def test_every_component_and_its_arguments_are_documented() -> None:
    text = section("pages.md", "Components")
    for each in BY_NAME.values():
        assert f"| `{each.name}({', '.join(reference.arguments(each.view))})` |" in text
    named = {argument.rstrip("=") for each in BY_NAME.values() for argument in reference.arguments(each.view)} | {"plan"}
    rows = re.findall(r"^\| (`.*?) \|", section("pages.md", "Arguments"), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == named


def test_expressions_that_the_guide_shows_are_accepted() -> None:
    """Each is asked of a plan that has all that they name."""
    (plan,) = (block.text for block in blocks("pages.md", PAGES["pages.md"]) if block.file == "plan.yml")
    site = SitePages({"spring": compile_text({"plan.yml": plan})}, [])
    own = [text for page, text in PAGES.items() if not page.startswith(("gallery/", "overrides", "problems"))]
    shown = {found for text in own for found in re.findall(r"\{\{.*?\}\}", text)}
    assert len(shown) > 10
    for expression in shown:
        if "components()" not in expression:
            found = site.answer("spring/page.md", expression, Position("page.md", 1, 1)).problems
            assert not found, (expression, found)
