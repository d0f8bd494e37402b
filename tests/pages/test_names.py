"""The names that the command knows without rendering are those that there are."""

from __future__ import annotations

from omp_plugin.pages import names
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.values import VALUES


def test_the_names_of_components_and_values() -> None:
    assert tuple(BY_NAME) == names.COMPONENTS
    assert tuple(VALUES) == names.VALUES
