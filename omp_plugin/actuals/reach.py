"""Where a build may take measured values from: data files of a plan or the site, and the site's connections."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from omp_plugin import limits
from omp_plugin.model.data_sources import is_inside
from omp_plugin.model.reading import shorten
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.opening import read_inside

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
FORMATS = (".csv", ".json", ".parquet", ".xlsx")
"""What a data file may be called, and then is."""


Row = tuple[str | None, str | None]
"""Period and value as texts, `None` for NULL."""
EXTRA = 'pip install "omp-plugin[data]"'


class Refusal(NamedTuple):
    """Why a source gives nothing: the code of the problem, what is wrong, and what to do about it."""

    code: str
    message: str
    hint: str


LATE = "the query takes "
"""How a refusal begins of what used up its time or memory."""
UNASKED = Refusal("too-large", "it was not asked, as something before it takes too long", "mend that first")
"""Said of what comes after a query that took too long: a plan waits for one of them, not for all."""
Answer = Sequence[Row] | Refusal
"""What a query gives: its rows, or why there are none."""


class Reach(NamedTuple):
    """What a build may read besides the plans and the files in their folders.

    `data_folder` is the site's; `connections` leads from a connection's name to the variable of the `environment` that
    holds its URL.
    """

    data_folder: Path | None = None
    connections: Mapping[str, str] = MappingProxyType({})
    environment: Mapping[str, str] = MappingProxyType({})

    def __repr__(self) -> str:
        return f"Reach({self.data_folder}, {sorted(self.connections)})"  # never the environment: it holds URLs

    def data(self, source: PlanSource, name: str) -> bytes | Refusal:
        """A data file of a plan, else of the site's data folder.

        Refused are `unsafe-path` (out of both, a link that leads out, no ordinary file), `wrong-type` (another
        format), `unknown-reference` (no such file) and `too-large`.
        """
        refusal = _unfit(name)
        if refusal:
            return refusal
        data = source.blob(name, limits.DATA_FILE_BYTES + 1) if source.blob else None
        if data is not None:
            return _too_large(data, shorten(name)) or data
        roots = [root for root in (source.place, self.data_folder) if root is not None]
        found = next((root for root in roots if _exists(root / name)), None)
        if found is None:
            where = "in the plan's folder or the site's data folder" if self.data_folder else "in the plan's folder"
            hint = "names count from there: data/orders.csv"
            return Refusal("unknown-reference", f'there is no file "{shorten(name)}" {where}', hint)
        return _read(found, found / name, shorten(name))


def variables(stated: object) -> dict[str, str]:
    """The variable of each connection as the site's options state them; raises `ValueError` that says how.

    A URL holds a password, and belongs into no file.
    """
    if not isinstance(stated, dict):
        raise ValueError("connections are named: `warehouse: {env: WAREHOUSE_URL}`")
    for name, each in stated.items():
        if not (isinstance(each, dict) and list(each) == ["env"] and _VARIABLE.fullmatch(str(each["env"]))):
            raise ValueError(f'write the variable that holds the URL of "{name}": `{name}: {{env: WAREHOUSE_URL}}`')
    return {str(name): str(each["env"]) for name, each in stated.items()}


NOWHERE = Reach()
"""Plans and the files in their folders, and nothing else: all that there is of an earlier version."""


def is_data_of(folder: str | None, path: str | None) -> bool:
    """True for a data file below the site's data folder."""
    if not folder or not path:
        return False
    return Path(path).suffix.lower() in FORMATS and Path(path).resolve().is_relative_to(Path(folder).resolve())


def _unfit(name: str) -> Refusal | None:
    """Why a data file may not have this name. Refused are `unsafe-path` and `wrong-type`."""
    if not is_inside(name) or "\0" in name:
        message = f'"{shorten(name)}" leads out of the plan\'s folder'
        return Refusal("unsafe-path", message, "name a file in the plan's folder: data/orders.csv")
    if PurePosixPath(name.lower()).suffix not in FORMATS:
        message = f'"{shorten(name)}" is no data file that can be read'
        return Refusal("wrong-type", message, f"name a file that ends in {', '.join(FORMATS)}")
    return None


def _too_large(data: bytes, said: str) -> Refusal | None:
    """Why a file of this size is not looked at."""
    if len(data) <= limits.DATA_FILE_BYTES:
        return None
    most = limits.DATA_FILE_BYTES // 1024**2
    return Refusal("too-large", f'"{said}" is larger than {most} MB', "keep only the rows and columns that are needed")


def _exists(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except OSError:  # a name that no file system can have
        return False


def _read(root: Path, path: Path, said: str) -> bytes | Refusal:
    """The bytes of an ordinary file below `root`."""
    hint = "put the file itself there, and let those who build the site read it"
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root.resolve()):
            return Refusal("unsafe-path", f'"{said}" is a link that leads out of the folder', hint)
        if not stat.S_ISREG(real.stat().st_mode):
            return Refusal("unsafe-path", f'"{said}" is not an ordinary file', hint)
        data = read_inside(real, root.resolve(), limits.DATA_FILE_BYTES + 1)
    except (OSError, RuntimeError):
        return Refusal("unsafe-path", f'"{said}" cannot be read', hint)
    return _too_large(data, said) or data
