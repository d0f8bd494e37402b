"""Builds a wheel with the templates compiled, in a package beside ours, so that no build of a site compiles them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface[Any]):
    """Puts the package of compiled templates into a wheel, also of an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes the package to a folder that lasts as long as the build."""
        sys.path.insert(0, self.root)
        from omp_plugin.render.environment import Renderer
        from omp_plugin.render.page_templates import PageTemplates
        from omp_plugin.render.ready import PACKAGE, modules

        self.folder = Path(mkdtemp())
        for name, text in modules({".html": Renderer().environment, ".md": PageTemplates().environment}):
            (self.folder / name).write_text(text, encoding="utf-8")
        included = "force_include_editable" if version == "editable" else "force_include"
        build_data[included][str(self.folder)] = PACKAGE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leaves nothing behind."""
        shutil.rmtree(self.folder)
