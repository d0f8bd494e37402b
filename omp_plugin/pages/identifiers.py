"""Ids that occur once on a page, however many components of however many plans stand on it (design, section 14)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

TAG = re.compile(r"""<!--.*?-->|</?[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""", re.DOTALL)
"""A tag or a comment: whatever stands outside them is text."""
_ID = 'id="'
_TAG_BEGINS = re.compile("<[A-Za-z]")
_LISTS = re.compile(
    r'(?<=\s)(?P<name>id|for|headers|aria-(?:labelledby|describedby|controls|owns|details))="(?P<ids>[^"]*)"'
)
_LINKS = re.compile(r'(?<=[\s:]href="#)[^"]+(?=")|(?<=url\(#)[^)"]+(?=\))')


def ids_in(html: str) -> list[str]:
    """The ids of the elements in HTML: the first of each tag. Ids are few, so that is looked back for from each."""
    found, last, at = [], -1, html.find(_ID)
    while at >= 0:
        after = start = at + len(_ID)
        end = html.find('"', start) if html[at - 1 : at].isspace() else -1
        if end >= 0:
            after, begin = end, html.rfind("<", 0, at)
            if begin > last and ">" not in html[begin:at] and _TAG_BEGINS.match(html, begin):
                found.append(html[start:end])
                last = begin
        at = html.find(_ID, after)
    return found


def distinct(html: str, blocks: Sequence[str]) -> tuple[str, ...]:
    """The components of a page whose own HTML is `html`: an id that is taken gets a number, and what names it follows.

    The first to have an id keeps it, so that an entity's address leads to the first place that shows it.
    """
    taken, found = set(ids_in(html)), []
    for block in blocks:
        own = ids_in(block)
        changed = _changes(own, taken)
        found.append(_changed(block, changed) if changed else block)
        taken.update(changed.get(id_, id_) for id_ in own)
    return tuple(found)


def _changes(own: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """The ids that are taken, with what they become."""
    busy, changed = {*taken, *own}, {}
    for id_ in dict.fromkeys(own):
        if id_ in taken:
            number = 2
            while f"{id_}-{number}" in busy:
                number += 1
            changed[id_] = f"{id_}-{number}"
            busy.add(changed[id_])
    return changed


def _changed(block: str, ids: Mapping[str, str]) -> str:
    """HTML with other ids, in tags only: what reads like an attribute within a text is a text.

    Of all tags few name an id that changes, so the names are looked for, and from each its tag.
    """

    def attribute(match: re.Match[str]) -> str:
        return f'{match["name"]}="{" ".join(ids.get(id_, id_) for id_ in match["ids"].split(" "))}"'

    parts: list[str] = []
    last, looked, tag = 0, 0, None
    for said in re.finditer("|".join(map(re.escape, ids)), block):
        begin = block.rfind("<", looked, said.start())
        looked = said.start()
        if begin >= 0:
            tag = TAG.match(block, begin)
        if tag and last <= tag.start() and looked < tag.end():
            named = _LISTS.sub(attribute, tag[0])
            parts += block[last : tag.start()], _LINKS.sub(lambda link: ids.get(link[0], link[0]), named)
            last = tag.end()
    return "".join((*parts, block[last:]))
