"""Builds one site of MkDocs, and prints how many seconds of processor the plugin's own events took."""

from __future__ import annotations

import json
import logging
import resource
import sys
from typing import Any

from mkdocs.commands.build import build  # noqa: TID251 # what is measured is the host's build
from mkdocs.config import load_config  # noqa: TID251


def used() -> float:
    """Seconds of processor, those of children that are through included."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def is_ours(handler: Any) -> bool:
    """True for an event of the plugin that is measured."""
    return type(getattr(handler, "__self__", None)).__name__ == "OmpPlugin"


def timed(handler: Any, taken: list[float]) -> Any:
    """An event that adds up what it takes."""

    def event(*args: Any, **kwargs: Any) -> Any:
        start = used()
        try:
            return handler(*args, **kwargs)
        finally:
            taken[0] += used() - start

    return event


def main() -> None:
    """Builds the site of the `mkdocs.yml` in this folder."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config("mkdocs.yml", site_dir="site")
    config.plugins.on_startup(command="build", dirty=False)
    taken = [0.0]
    for handlers in config.plugins.events.values():
        handlers[:] = [timed(each, taken) if is_ours(each) else each for each in handlers]
    build(config)
    json.dump({"ours": taken[0]}, sys.stdout)


if __name__ == "__main__":
    main()
