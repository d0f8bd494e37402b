"""What tests of several parts of publishing look at."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Template


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that the theme's own templates write."""
    found: list[str] = []
    render = Template.render

    def counted(self: Template, *args: Any, **kwargs: Any) -> str:
        if args and args[0].get("page"):
            found.append(args[0]["page"].url)
        return render(self, *args, **kwargs)

    monkeypatch.setattr(Template, "render", counted)
    return found
