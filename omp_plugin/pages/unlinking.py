"""Links of a page's Markdown that lead to what its readers must not see: only their texts are left."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

_LINK = re.compile(r"\[([^\[\]]*)\]\(<?([^()<>\s#?]+\.md)(?:[#?][^()<>\s]*)?>?(?:\s+\"[^\"\n]*\")?\)")


def unlinked(markdown: str, uri: str, is_hidden: Callable[[str], bool]) -> str:
    """A page's Markdown without links to hidden pages; `uri` is the page's own, from which links count."""

    def left(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(match[2])))
        return match[1] if is_hidden(target) else match[0]

    return _LINK.sub(left, markdown)
