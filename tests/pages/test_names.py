"""The names that the command knows without rendering are those that there are."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from omp_plugin.pages import names
from omp_plugin.render import components
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.values import VALUES


def test_every_component_is_found_by_its_name() -> None:
    for path in Path(components.__file__).parent.glob("*.py"):
        module = import_module(f"{components.__name__}.{path.stem}")
        for component in getattr(module, "COMPONENTS", ()):
            assert BY_NAME[component.name] is component


def test_the_names_of_components_and_values() -> None:
    assert tuple(BY_NAME) == names.COMPONENTS
    assert tuple(component.name for component in BY_NAME.values()) == names.COMPONENTS
    assert tuple(VALUES) == names.VALUES
