"""The note on a page of a published version: hidden until a stylesheet beside the versions shows it on older ones."""

from __future__ import annotations

from markupsafe import Markup

from omp_plugin.pages.addresses import way_to_file
from omp_plugin.words import _

STYLESHEET = "../versions.css"
"""Beside the folders of all versions, so that it can learn later what the pages of a version, written once, cannot."""
_NOTE = Markup(
    '<link rel="stylesheet" href="{}">\n'
    '<div class="omp omp-older" data-version="{}" data-search-exclude hidden><p class="omp-alert omp-banner">'
    '<strong>{}</strong> <a href="{}">{}</a></p></div>\n'
)


def older_note(uri: str, version: str, *, as_folders: bool = True) -> str:
    """What stands above the page `uri` of a version. It needs no script."""
    said = _("{version} is not the current version.").format(version=version)
    style, door = (way_to_file(uri, there, as_folders=as_folders) for there in (STYLESHEET, "../"))
    return str(_NOTE.format(style, version, said, f"{door}/", _("Go to the current version")))
